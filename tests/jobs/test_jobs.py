"""The laws of every queue: stored once, run at least once, given up in the end."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.jobs import MAX_ATTEMPTS, Again, Claim, Job, Retry, backoff_s
from bot.jobs.sqlite import LEASE_S, SqliteJobs

TIMEOUT_S = 20.0


class Clock:
    """Time that passes when told to."""

    def __init__(self) -> None:
        self.now_s = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now_s


class Recorder:
    """A handler that does what a test says and remembers what it was asked."""

    def __init__(self, act: Callable[[Claim], None] = lambda _claim: None) -> None:
        self._act = act
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


def test_a_failing_job_is_tried_again_and_given_up_once(jobs: SqliteJobs) -> None:
    """Each failure is an attempt; after the last the handler is told and the job is parked."""

    def act(_claim: Claim) -> None:
        raise Retry("busy", delay_s=0)

    recorder = Recorder(act)
    jobs.submit(job())
    jobs.start(recorder)
    assert recorder.wait(lambda: bool(recorder.given_up))
    assert [claim.attempt for claim in recorder.claims] == list(range(1, MAX_ATTEMPTS + 1))
    jobs.stop(grace_s=5)
    assert jobs.parked() == [("k", "busy")]
    assert jobs.waiting() == 0


def test_a_bug_is_tried_again_later_like_a_failure(jobs: SqliteJobs, clock: Clock) -> None:
    """An exception nobody expected loses nothing, and is not repeated at once."""

    def act(_claim: Claim) -> None:
        raise ZeroDivisionError

    recorder = Recorder(act)
    jobs.submit(job())
    jobs.start(recorder)
    assert recorder.wait(lambda: bool(recorder.claims))
    jobs.stop(grace_s=5)
    assert jobs.claim() is None
    clock.now_s += backoff_s(1)
    again = jobs.claim()
    assert again is not None
    assert again.attempt == 2


def test_waits_grow_to_a_bound() -> None:
    """2, 4, 8, … seconds, and never more than five minutes."""
    assert [backoff_s(attempt) for attempt in (1, 2, 3, 20)] == [2, 4, 8, 300]


def test_a_wait_that_is_known_is_obeyed(jobs: SqliteJobs, clock: Clock) -> None:
    """Retry-After: not before, soon after."""
    jobs.submit(job())
    claim = jobs.claim()
    assert claim is not None
    jobs.postpone(claim, 57.0, attempts=claim.attempt, reason="busy")
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


def test_the_file_is_its_owners_alone(jobs: SqliteJobs, path: Path) -> None:
    """Captions and addresses in it are nobody else's business."""
    jobs.submit(job())
    assert all(file.stat().st_mode & 0o077 == 0 for file in path.parent.iterdir())
