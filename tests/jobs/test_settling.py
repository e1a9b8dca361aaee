"""The rules by which a job is tried again or given up."""

from __future__ import annotations

import pytest

from bot.jobs import KEEP_TRYING_S, MAX_ATTEMPTS, MIN_DELAY_S, Again, Claim, Retry, backoff_s
from bot.jobs.settling import Done, Later, Parked, settle
from tests.jobs.engines import Recorder, fail_with, job


def claim(*, attempt: int = 1, failures: int = 0, age_s: float = 0.0) -> Claim:
    return Claim(job(), attempt=attempt, failures=failures, age_s=age_s)


def test_what_ends_in_order_is_done() -> None:
    """Asked once, and not to give up."""
    recorder = Recorder()
    assert settle(recorder, claim(attempt=MAX_ATTEMPTS)) == Done()
    assert recorder.given_up == []


def test_looking_again_counts_nothing() -> None:
    """However often, and as soon as the handler likes."""
    looked = settle(Recorder(fail_with(Again(0))), claim(attempt=3, failures=2))
    assert looked == Later(0, attempts=2, failures=2, reason="")


def test_a_known_failure_waits_longer_each_time() -> None:
    """Up to a bound, and a crowd does not come back as one."""
    handler = Recorder(fail_with(Retry("busy")))
    waits_s = []
    for failures in range(3 * MAX_ATTEMPTS):
        later = settle(handler, claim(failures=failures))
        assert isinstance(later, Later)
        assert (later.attempts, later.failures, later.reason) == (0, failures + 1, "busy")
        waits_s.append(later.delay_s)
    assert waits_s[0] < waits_s[3] < waits_s[-1] <= 360
    assert len(set(waits_s)) == len(waits_s)


@pytest.mark.parametrize(
    ("asked_s", "least_s"), [(0.0, MIN_DELAY_S), (0.1, MIN_DELAY_S), (57.0, 57.0)]
)
def test_a_retry_after_is_obeyed_but_never_at_once(asked_s: float, least_s: float) -> None:
    """No failure is repeated at once."""
    later = settle(Recorder(fail_with(Retry("busy", delay_s=asked_s))), claim())
    assert isinstance(later, Later)
    assert least_s <= later.delay_s <= max(asked_s, 2.0) * 1.2


def test_a_job_that_failed_for_a_day_is_given_up_untried() -> None:
    """The handler is told, once."""
    recorder = Recorder()
    assert settle(recorder, claim(age_s=KEEP_TRYING_S + 1)) == Parked("too_old")
    assert (len(recorder.claims), len(recorder.given_up)) == (0, 1)


def test_a_job_that_crashed_each_time_is_given_up_untried() -> None:
    """The dangerous part is not touched again."""
    recorder = Recorder()
    assert settle(recorder, claim(attempt=MAX_ATTEMPTS + 1)) == Parked("crashed")
    assert (len(recorder.claims), len(recorder.given_up)) == (0, 1)


def test_a_bug_is_tried_again_later_and_then_given_up() -> None:
    """An exception nobody expected loses nothing, and is not repeated for ever."""
    recorder = Recorder(fail_with(ZeroDivisionError()))
    for attempt in range(1, MAX_ATTEMPTS):
        later = settle(recorder, claim(attempt=attempt))
        assert later == Later(backoff_s(attempt), attempt, 0, "ZeroDivisionError")
    assert settle(recorder, claim(attempt=MAX_ATTEMPTS)) == Parked("ZeroDivisionError")
    assert len(recorder.given_up) == 1


def test_giving_up_may_wait_but_comes_back_as_giving_up() -> None:
    """What there is to say in the end is said by somebody, sometime, or not after two days."""
    handler = Recorder(give_up=fail_with(Retry("slack_busy", delay_s=5)))
    later = settle(handler, claim(age_s=KEEP_TRYING_S + 1))
    assert later == Later(5, attempts=MAX_ATTEMPTS, failures=0, reason="too_old")
    assert settle(handler, claim(age_s=2 * KEEP_TRYING_S)) == Parked("too_old")
    assert handler.claims == []


def test_a_bug_in_giving_up_does_not_keep_the_job() -> None:
    """It is parked all the same."""
    handler = Recorder(give_up=fail_with(ZeroDivisionError()))
    assert settle(handler, claim(age_s=KEEP_TRYING_S + 1)) == Parked("too_old")


def test_waits_grow_to_a_bound() -> None:
    """2, 4, 8, … seconds, and never more than five minutes."""
    assert [backoff_s(attempt) for attempt in (1, 2, 3, 20)] == [2, 4, 8, 300]
