"""The laws of every queue: stored once, run at least once, given up in the end."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from bot.jobs import KEEP_TRYING_S, MAX_ATTEMPTS, Again, Jobs, Retry
from tests.jobs.engines import HOLD_S, Engine, Gate, Recorder, fail_with, job
from tests.waiting import TIMEOUT_S, wait_until


def test_a_key_is_stored_once(jobs: Jobs) -> None:
    """The same event, however often delivered, is one job; also after it was done."""
    assert jobs.submit(job())
    assert not jobs.submit(job())
    done = Recorder()
    jobs.start(done)
    assert done.ran(1)
    assert not jobs.submit(job())


def test_racing_threads_store_one(engine: Engine) -> None:
    """Sixteen threads and two processes' worth of connections: one insert wins."""
    both = [engine.open(), engine.open()]
    with ThreadPoolExecutor(16) as pool:
        stored = list(pool.map(lambda n: both[n % 2].submit(job()), range(64)))
    assert sum(stored) == 1
    assert both[0].waiting() == 1


def test_a_job_arrives_as_it_was_submitted(jobs: Jobs, engine: Engine) -> None:
    """Body and kind survive; the first attempt is number one; its age is known."""
    recorder = Recorder()
    jobs.submit(job())
    engine.pass_time(100)
    jobs.start(recorder)
    assert recorder.ran()
    (claim,) = recorder.claims
    assert (claim.job, claim.attempt, claim.failures) == (job(), 1, 0)
    assert 100 <= claim.age_s < 100 + TIMEOUT_S


def test_what_is_submitted_while_it_works_is_worked(jobs: Jobs) -> None:
    """Whoever waits is told."""
    recorder = Recorder()
    jobs.start(recorder)
    for number in range(5):
        jobs.submit(job(str(number)))
        assert recorder.ran(number + 1)


def test_another_processs_jobs_are_worked(engine: Engine) -> None:
    """One takes the events, others do the work."""
    door, worker = engine.open(), engine.open()
    recorder = Recorder()
    worker.start(recorder)
    for number in range(5):
        door.submit(job(str(number)))
    assert recorder.ran(5)


def test_what_it_was_about_is_gone_when_the_work_is(jobs: Jobs, engine: Engine) -> None:
    """A response address is a secret for half an hour: it is not kept after its use."""
    recorder = Recorder()
    jobs.submit(job())
    assert engine.holds("wörd") or engine.holds("w\\u00f6rd")
    jobs.start(recorder)
    assert recorder.ran()
    jobs.stop(grace_s=5)
    assert not engine.holds("wörd")
    assert not engine.holds("w\\u00f6rd")


def test_looking_again_costs_no_attempt(jobs: Jobs) -> None:
    """A handler may wait for something any number of times."""
    recorder = Recorder(fail_with(*[Again(0)] * 3))
    jobs.submit(job())
    jobs.start(recorder)
    assert recorder.ran(4)
    assert {(claim.attempt, claim.failures) for claim in recorder.claims} == {(1, 0)}


def test_a_wait_that_is_known_is_obeyed(jobs: Jobs, engine: Engine) -> None:
    """Retry-After: not before, soon after; the failure is counted, the attempt is not."""
    recorder = Recorder(fail_with(Retry("busy", delay_s=57.0), Retry("busy", delay_s=57.0)))
    jobs.submit(job())
    jobs.start(recorder)
    for failures in (1, 2):
        assert recorder.ran(failures)
        assert wait_until(lambda: 50 < engine.due_in_s() <= 57 * 1.2)
        engine.pass_time(40)
        assert engine.due_in_s() > 10
        engine.pass_time(30)
    assert recorder.ran(3)
    last = recorder.claims[-1]
    assert (last.attempt, last.failures) == (1, 2)


def test_a_bug_is_tried_again_later_and_counted(jobs: Jobs, engine: Engine) -> None:
    """An exception nobody expected loses nothing and is not repeated at once."""
    recorder = Recorder(fail_with(ZeroDivisionError(), ZeroDivisionError()))
    jobs.submit(job())
    jobs.start(recorder)
    assert recorder.ran(1)
    assert wait_until(lambda: engine.due_in_s() > 1)
    engine.pass_time(2)
    assert recorder.ran(2)
    assert wait_until(lambda: engine.due_in_s() > 2)
    engine.pass_time(4)
    assert recorder.ran(3)
    assert [claim.attempt for claim in recorder.claims] == [1, 2, 3]


def parked_by(jobs: Jobs, engine: Engine) -> None:
    """Has the queue give up what it has, because it is too old."""
    recorder = Recorder()
    engine.pass_time(KEEP_TRYING_S + 1)
    jobs.start(recorder)
    assert recorder.gave_up()
    assert wait_until(lambda: jobs.waiting() == 0)
    jobs.stop(grace_s=5)
    assert recorder.claims == []


def test_what_was_given_up_is_parked_with_its_reason(jobs: Jobs, engine: Engine) -> None:
    """Visible to who runs the bot, without a word of what it is about."""
    jobs.submit(job())
    parked_by(jobs, engine)
    (parked,) = jobs.parked()
    assert (parked.kind, parked.reason) == ("kind", "too_old")
    assert parked.age_s > KEEP_TRYING_S
    assert "wörd" not in repr(parked)
    assert jobs.waiting() == 0
    assert not jobs.submit(job())


def test_a_parked_job_may_be_put_back(jobs: Jobs, engine: Engine) -> None:
    """One by its id, or all; each starts afresh."""
    for key in ("a", "b", "c"):
        jobs.submit(job(key))
    parked_by(jobs, engine)
    assert wait_until(lambda: len(jobs.parked()) == 3)
    first, second, third = jobs.parked()
    assert jobs.retry(first.job_id + 1000) == 0
    assert jobs.retry(second.job_id) == 1
    assert [each.job_id for each in jobs.parked()] == [first.job_id, third.job_id]
    assert (jobs.waiting(), jobs.retry(None)) == (1, 2)
    recorder = Recorder()
    jobs.start(recorder)
    assert recorder.ran(3)
    assert {claim.job.key for claim in recorder.claims} == {"a", "b", "c"}
    assert all((claim.attempt, claim.failures) == (1, 0) for claim in recorder.claims)
    assert all(claim.age_s < TIMEOUT_S for claim in recorder.claims)


def test_giving_up_may_wait_for_its_moment(jobs: Jobs, engine: Engine) -> None:
    """What there is to say in the end is not lost because somebody else holds the reply."""
    recorder = Recorder(give_up=fail_with(Retry("slack_busy", delay_s=1), Again(1)))
    jobs.submit(job())
    engine.pass_time(KEEP_TRYING_S + 1)
    jobs.start(recorder)
    for times in (1, 2):
        assert recorder.gave_up(times)
        assert jobs.parked() == []
        engine.pass_time(5)
    assert recorder.gave_up(3)
    assert wait_until(lambda: len(jobs.parked()) == 1)


def test_a_dead_processs_job_is_anothers(jobs: Jobs, engine: Engine) -> None:
    """When nothing was heard of it for a while; the attempt is counted."""
    jobs.submit(job())
    engine.begin_and_die()
    recorder = Recorder()
    jobs.start(recorder)
    engine.pass_time(HOLD_S)
    assert recorder.ran()
    assert recorder.claims[0].attempt == 2


def test_a_job_that_kills_its_process_is_given_up_untouched(jobs: Jobs, engine: Engine) -> None:
    """Poison: after that many crashes the dangerous part is not tried again."""
    recorder = Recorder()
    jobs.submit(job())
    for _ in range(MAX_ATTEMPTS):
        engine.begin_and_die()
        engine.pass_time(HOLD_S)
        engine.take_back()
    jobs.start(recorder)
    assert recorder.gave_up()
    assert recorder.claims == []
    assert wait_until(lambda: [each.reason for each in jobs.parked()] == ["crashed"])


def test_stop_waits_for_what_runs(jobs: Jobs) -> None:
    """Work in hand is finished, not repeated."""
    gate = Gate()
    jobs.submit(job())
    jobs.start(Recorder(gate))
    assert gate.was_entered()
    threading.Timer(0.1, gate.open).start()
    assert jobs.stop(grace_s=TIMEOUT_S)
    assert jobs.waiting() == 0


def test_stop_hands_back_what_does_not_end(engine: Engine) -> None:
    """Another process has it at once, and the attempt is not counted."""
    gate = Gate()
    stuck, other = engine.open(), engine.open()
    stuck.submit(job())
    stuck.start(Recorder(gate))
    assert gate.was_entered()
    assert not stuck.stop(grace_s=0.05)
    recorder = Recorder()
    other.start(recorder)
    assert recorder.ran()
    assert recorder.claims[0].attempt == 1
    gate.open()


def test_the_oldest_job_comes_first(engine: Engine) -> None:
    """Nobody waits for ever behind newcomers."""
    jobs = engine.open(threads=1)
    for number in range(3):
        jobs.submit(job(str(number)))
        engine.pass_time(1)
    recorder = Recorder()
    jobs.start(recorder)
    assert recorder.ran(3)
    assert [claim.job.key for claim in recorder.claims] == ["0", "1", "2"]


def test_keys_are_forgotten_only_after_a_week(jobs: Jobs, engine: Engine) -> None:
    """Slack's last retry comes after minutes; the table does not grow forever."""
    recorder = Recorder()
    jobs.submit(job())
    jobs.start(recorder)
    assert recorder.ran()
    jobs.stop(grace_s=5)
    engine.pass_time(6 * 86_400)
    engine.sweep()
    assert not jobs.submit(job())
    engine.pass_time(2 * 86_400)
    engine.sweep()
    assert jobs.submit(job())


def test_parked_jobs_are_forgotten_after_a_week_too(jobs: Jobs, engine: Engine) -> None:
    """What a person asked for is not kept for good because it failed."""
    jobs.submit(job())
    parked_by(jobs, engine)
    engine.pass_time(8 * 86_400)
    engine.sweep()
    assert jobs.parked() == []


def test_what_waits_is_never_forgotten(jobs: Jobs, engine: Engine) -> None:
    """However long nobody works."""
    jobs.submit(job())
    engine.pass_time(30 * 86_400)
    engine.sweep()
    assert jobs.waiting() == 1


def test_many_processes_may_open_a_new_queue_at_once(engine: Engine) -> None:
    """Whoever comes first makes it; the others wait for that."""
    with ThreadPoolExecutor(8) as pool:
        opened = list(pool.map(lambda _: engine.open(), range(8)))
    assert opened[0].submit(job())
    assert not opened[7].submit(job())


def test_a_workspaces_jobs_are_forgotten(jobs: Jobs, engine: Engine) -> None:
    """What waits, what was given up and what was done: all but what somebody works on."""
    for key in ("kind:T1:1", "kind:T2:1", "kind:T11:1"):
        jobs.submit(job(key))
    engine.begin_and_die()  # the oldest
    jobs.submit(job("kind:T1:2"))
    jobs.forget("T1")
    assert jobs.submit(job("kind:T1:2"))
    assert not any(jobs.submit(job(key)) for key in ("kind:T1:1", "kind:T2:1", "kind:T11:1"))
    done = Recorder()
    jobs.start(done)
    assert done.ran(3)
    jobs.stop(grace_s=5)
    jobs.forget("T1")
    assert not engine.holds("kind:T1:2")
    assert engine.holds("kind:T2:1")
