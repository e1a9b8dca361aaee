"""The laws of every queue: stored once, run at least once, given up in the end."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.jobs import (
    KEEP_TRYING_S,
    MAX_ATTEMPTS,
    MIN_DELAY_S,
    Again,
    Claim,
    Job,
    Retry,
    backoff_s,
)
from bot.jobs.pool import WorkerPool
from bot.jobs.sqlite import LEASE_S, SqliteJobs

TIMEOUT_S = 20.0


class Clock:
    """Time that passes when told to."""

    def __init__(self) -> None:
        self.now_s = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now_s


def fail_with(*errors: Exception) -> Callable[[Claim], None]:
    """Raises these one after the other; a single one again and again."""
    queue = list(errors)

    def act(_claim: Claim) -> None:
        if queue:
            raise queue[0] if len(errors) == 1 else queue.pop(0)

    return act


def next_claim(jobs: SqliteJobs, clock: Clock) -> Claim:
    """The next job, as soon as it is due."""
    for _ in range(1000):
        claim = jobs.claim()
        if claim is not None:
            return claim
        clock.now_s += 1
    raise AssertionError("no job came due")


def due_in_s(jobs: SqliteJobs, clock: Clock) -> float:
    """How long until the one waiting job is due."""
    (due_at,) = jobs._db().execute("SELECT due_at FROM jobs WHERE state = 'todo'").fetchone()
    return float(due_at) - clock.now_s


def nothing(_claim: Claim) -> None:
    """Does nothing."""


class Recorder:
    """A handler that does what a test says and remembers what it was asked."""

    def __init__(
        self,
        act: Callable[[Claim], None] = nothing,
        give_up: Callable[[Claim], None] = nothing,
    ) -> None:
        self._act = act
        self._give_up = give_up
        self._changed = threading.Condition()
        self.claims: list[Claim] = []
        self.given_up: list[Claim] = []

    def run(self, claim: Claim) -> None:
        with self._changed:
            self.claims.append(claim)
            self._changed.notify_all()
        self._act(claim)

    def give_up(self, claim: Claim) -> None:
        with self._changed:
            self.given_up.append(claim)
            self._changed.notify_all()
        self._give_up(claim)

    def wait(self, condition: Callable[[], bool]) -> bool:
        with self._changed:
            return self._changed.wait_for(condition, TIMEOUT_S)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "jobs.sqlite3"


@pytest.fixture
def jobs(path: Path, clock: Clock) -> Iterator[SqliteJobs]:
    jobs = SqliteJobs(path, threads=4, now=clock)
    yield jobs
    jobs.stop(grace_s=5)
    jobs.close()


def job(key: str = "k") -> Job:
    return Job(key, "kind", {"word": "wörd"})


def test_a_key_is_stored_once(jobs: SqliteJobs) -> None:
    """The same event, however often delivered, is one job; also after it was done."""
    assert jobs.submit(job())
    assert not jobs.submit(job())
    done = Recorder()
    jobs.start(done)
    assert done.wait(lambda: len(done.claims) == 1)
    assert not jobs.submit(job())


def test_racing_threads_store_one(path: Path) -> None:
    """Sixteen threads and two processes' worth of connections: one insert wins."""
    both = [SqliteJobs(path), SqliteJobs(path)]
    with ThreadPoolExecutor(16) as pool:
        stored = list(pool.map(lambda n: both[n % 2].submit(job()), range(64)))
    assert sum(stored) == 1
    for each in both:
        each.close()


def test_a_job_arrives_as_it_was_submitted(jobs: SqliteJobs) -> None:
    """Body and kind survive; the first attempt is number one."""
    recorder = Recorder()
    jobs.submit(job())
    jobs.start(recorder)
    assert recorder.wait(lambda: bool(recorder.claims))
    assert recorder.claims[0].job == job()
    assert recorder.claims[0].attempt == 1


def test_the_body_is_gone_when_the_work_is(jobs: SqliteJobs, path: Path) -> None:
    """A response address is a secret for half an hour: it is not kept after its use."""
    recorder = Recorder()
    jobs.submit(job())
    jobs.start(recorder)
    assert recorder.wait(lambda: bool(recorder.claims))
    jobs.stop(grace_s=5)
    jobs.close()
    assert "wörd".encode() not in path.read_bytes()


def test_looking_again_costs_no_attempt(jobs: SqliteJobs) -> None:
    """A handler may wait for something any number of times."""
    looks = iter(range(2 * MAX_ATTEMPTS))

    def act(_claim: Claim) -> None:
        if next(looks, None) is not None:
            raise Again(0)

    recorder = Recorder(act)
    jobs.submit(job())
    jobs.start(recorder)
    assert recorder.wait(lambda: len(recorder.claims) == 2 * MAX_ATTEMPTS + 1)
    assert {claim.attempt for claim in recorder.claims} == {1}
    assert not recorder.given_up


def test_a_known_failure_is_repeated_as_often_as_it_takes(jobs: SqliteJobs, clock: Clock) -> None:
    """A service that is down for hours costs no job, and a crowd does not come back as one."""
    jobs.submit(job())
    pool = WorkerPool(jobs, Recorder(fail_with(Retry("busy"))), threads=1)
    waits_s = []
    for _ in range(2 * MAX_ATTEMPTS):
        claim = next_claim(jobs, clock)
        pool.attempt(claim)
        waits_s.append(due_in_s(jobs, clock))
    assert waits_s[0] < waits_s[3] < waits_s[-1] <= 360
    assert len(set(waits_s)) == len(waits_s)
    assert jobs.parked() == []


def test_a_retry_after_of_zero_is_not_taken_at_its_word(jobs: SqliteJobs, clock: Clock) -> None:
    """No failure is repeated at once."""
    jobs.submit(job())
    pool = WorkerPool(jobs, Recorder(fail_with(Retry("busy", delay_s=0))), threads=1)
    pool.attempt(next_claim(jobs, clock))
    assert due_in_s(jobs, clock) >= MIN_DELAY_S


def test_a_job_that_failed_for_a_day_is_given_up_once(jobs: SqliteJobs, clock: Clock) -> None:
    """The handler is told, and the job is parked with its reason."""
    jobs.submit(job())
    clock.now_s += KEEP_TRYING_S + 1
    recorder = Recorder()
    WorkerPool(jobs, recorder, threads=1).attempt(next_claim(jobs, clock))
    assert recorder.claims == []
    assert len(recorder.given_up) == 1
    assert jobs.parked() == [("k", "too_old")]
    assert jobs.waiting() == 0


def test_giving_up_may_wait_for_its_moment(jobs: SqliteJobs, clock: Clock) -> None:
    """What there is to say in the end is not lost because somebody else holds the reply."""
    jobs.submit(job())
    clock.now_s += KEEP_TRYING_S + 1
    recorder = Recorder(give_up=fail_with(Again(1), Retry("slack_busy")))
    pool = WorkerPool(jobs, recorder, threads=1)
    for _ in range(3):
        assert jobs.parked() == []
        pool.attempt(next_claim(jobs, clock))
    assert len(recorder.given_up) == 3
    assert len(jobs.parked()) == 1


def test_a_bug_is_tried_again_later_and_then_given_up(jobs: SqliteJobs, clock: Clock) -> None:
    """An exception nobody expected loses nothing, is not repeated at once, and not for ever."""
    jobs.submit(job())
    recorder = Recorder(fail_with(*[ZeroDivisionError()] * MAX_ATTEMPTS))
    pool = WorkerPool(jobs, recorder, threads=1)
    for attempt in range(1, MAX_ATTEMPTS + 1):
        claim = next_claim(jobs, clock)
        assert claim.attempt == attempt
        pool.attempt(claim)
    assert len(recorder.given_up) == 1
    assert jobs.parked() == [("k", "ZeroDivisionError")]


def test_waits_grow_to_a_bound() -> None:
    """2, 4, 8, … seconds, and never more than five minutes."""
    assert [backoff_s(attempt) for attempt in (1, 2, 3, 20)] == [2, 4, 8, 300]


def test_a_wait_that_is_known_is_obeyed(jobs: SqliteJobs, clock: Clock) -> None:
    """Retry-After: not before, soon after."""
    jobs.submit(job())
    claim = jobs.claim()
    assert claim is not None
    jobs.postpone(claim, 57.0, attempts=claim.attempt, failures=0, reason="busy")
    clock.now_s += 56.0
    assert jobs.claim() is None
    clock.now_s += 1.0
    again = jobs.claim()
    assert again is not None
    assert again.attempt == 2


def test_a_dead_workers_job_comes_due_again(path: Path, clock: Clock) -> None:
    """Without a heartbeat the lease ends, and another process has the job."""
    dead, alive = SqliteJobs(path, now=clock), SqliteJobs(path, now=clock)
    dead.submit(job())
    assert dead.claim() is not None
    assert alive.claim() is None
    clock.now_s += LEASE_S
    claim = alive.claim()
    assert claim is not None
    assert claim.attempt == 2
    dead.close()
    alive.close()


def test_who_lost_the_lease_changes_nothing(path: Path, clock: Clock) -> None:
    """A frozen worker that wakes up cannot finish what another does now."""
    frozen, other = SqliteJobs(path, now=clock), SqliteJobs(path, now=clock)
    frozen.submit(job())
    lost = frozen.claim()
    clock.now_s += LEASE_S
    held = other.claim()
    assert lost is not None
    assert held is not None
    frozen.finish(lost)
    assert other.waiting() == 1
    frozen.renew([lost.job.key])
    clock.now_s += LEASE_S
    assert other.claim() is not None
    frozen.close()
    other.close()


def test_a_renewed_lease_is_kept(path: Path, clock: Clock) -> None:
    """Long work is not taken from who does it."""
    worker, other = SqliteJobs(path, now=clock), SqliteJobs(path, now=clock)
    worker.submit(job())
    claim = worker.claim()
    assert claim is not None
    for _ in range(5):
        clock.now_s += LEASE_S - 1
        worker.renew([claim.job.key])
        assert other.claim() is None
    worker.close()
    other.close()


def test_a_job_that_kills_its_process_is_given_up_untouched(jobs: SqliteJobs, clock: Clock) -> None:
    """Poison: after that many crashes the dangerous part is not tried again."""
    jobs.submit(job())
    for _ in range(MAX_ATTEMPTS):
        assert jobs.claim() is not None
        clock.now_s += LEASE_S
    recorder = Recorder()
    jobs.start(recorder)
    assert recorder.wait(lambda: bool(recorder.given_up))
    assert recorder.claims == []


def test_stop_waits_for_what_runs(jobs: SqliteJobs) -> None:
    """Work in hand is finished, not repeated."""
    entered, leave = threading.Event(), threading.Event()

    def act(_claim: Claim) -> None:
        entered.set()
        leave.wait(TIMEOUT_S)

    jobs.submit(job())
    jobs.start(Recorder(act))
    assert entered.wait(TIMEOUT_S)
    threading.Timer(0.1, leave.set).start()
    assert jobs.stop(grace_s=TIMEOUT_S)
    assert jobs.waiting() == 0


def test_stop_hands_back_what_does_not_end(path: Path, clock: Clock) -> None:
    """Another process has it at once, and the attempt is not counted."""
    entered, leave = threading.Event(), threading.Event()

    def act(_claim: Claim) -> None:
        entered.set()
        leave.wait(TIMEOUT_S)

    stuck, other = SqliteJobs(path, now=clock), SqliteJobs(path, now=clock)
    stuck.submit(job())
    stuck.start(Recorder(act))
    assert entered.wait(TIMEOUT_S)
    assert not stuck.stop(grace_s=0.05)
    claim = other.claim()
    assert claim is not None
    assert claim.attempt == 1
    leave.set()
    other.close()


def test_the_oldest_due_job_comes_first(jobs: SqliteJobs, clock: Clock) -> None:
    """Nobody waits forever behind newcomers."""
    for number in range(3):
        jobs.submit(job(str(number)))
        clock.now_s += 1
    claims = [jobs.claim() for _ in range(3)]
    assert [claim.job.key for claim in claims if claim] == ["0", "1", "2"]


def test_keys_are_forgotten_only_after_a_week(jobs: SqliteJobs, clock: Clock) -> None:
    """Slack's last retry comes after minutes; the table does not grow forever."""
    jobs.submit(job())
    claim = jobs.claim()
    assert claim is not None
    jobs.finish(claim)
    clock.now_s += 6 * 86_400
    jobs.sweep()
    assert not jobs.submit(job())
    clock.now_s += 2 * 86_400
    jobs.sweep()
    assert jobs.submit(job())


def test_parked_jobs_are_forgotten_after_a_week_too(jobs: SqliteJobs, clock: Clock) -> None:
    """What a person asked for is not kept for good because it failed."""
    jobs.submit(job())
    claim = jobs.claim()
    assert claim is not None
    jobs.park(claim, reason="crashed")
    clock.now_s += 8 * 86_400
    jobs.sweep()
    assert jobs.parked() == []


def test_many_processes_may_open_a_new_file_at_once(path: Path) -> None:
    """Whoever comes first changes the journal; the others wait for it."""
    with ThreadPoolExecutor(8) as pool:
        opened = list(pool.map(lambda _: SqliteJobs(path), range(8)))
    for each in opened:
        each.close()


def test_the_file_is_its_owners_alone(jobs: SqliteJobs, path: Path) -> None:
    """Captions and addresses in it are nobody else's business."""
    jobs.submit(job())
    assert all(file.stat().st_mode & 0o077 == 0 for file in path.parent.iterdir())
