"""What may be asked of a service in a month."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from bot.analyzers.pace import Pace
from bot.analyzers.quota import Gate, Limits, Quota, last_month, month_of, next_month_s
from bot.errors import (
    AnalyzerAtRate,
    AnalyzerOverQuota,
    ChannelOverQuota,
    OverQuota,
    OverShare,
    PersonOverQuota,
    WorkspaceOverQuota,
)
from bot.model import NOBODY, Asker
from bot.store.database import Database
from bot.store.pace import PaceStore
from bot.store.usage import UsageStore
from tests.store.clock import Clock

ASKER = Asker("T1", "C1", "U1")
MONTH = "2026-11"


def at(moment: str) -> float:
    return datetime.fromisoformat(moment).replace(tzinfo=UTC).timestamp()


NOON = at("2026-11-26 12:00")
DECEMBER = at("2026-12-01")


@pytest.fixture
def clock() -> Clock:
    clock = Clock()
    clock.now_s = NOON
    return clock


@pytest.fixture
def usage(clock: Clock) -> Iterator[UsageStore]:
    database = Database("sqlite://", now=clock)
    yield UsageStore(database)
    database.close()


def quota(usage: UsageStore, clock: Clock, **limits: int) -> Quota:
    return Quota(usage, Limits(**limits), now=clock)


def test_without_limits_calls_are_counted_all_the_same(usage: UsageStore, clock: Clock) -> None:
    """For everybody who shares the service."""
    quota(usage, clock).count(ASKER)
    owners = (NOBODY, Asker("T1"), Asker("T1", "C1"), Asker("T1", person="U1"))
    assert [usage.usage_of(owner, MONTH).calls for owner in owners] == [1, 1, 1, 1]


def test_nobody_s_calls_count_for_all_together(usage: UsageStore, clock: Clock) -> None:
    """At the command line they come from the same plan."""
    quota(usage, clock, total=1).count(NOBODY)
    with pytest.raises(AnalyzerOverQuota):
        quota(usage, clock, total=1).count(ASKER)


@pytest.mark.parametrize(
    ("limited", "error", "others"),
    [
        ("workspace", WorkspaceOverQuota, Asker("T2", "C1", "U1")),
        ("channel", ChannelOverQuota, Asker("T1", "C2", "U1")),
        ("person", PersonOverQuota, Asker("T1", "C1", "U2")),
    ],
)
def test_a_share_that_is_used_up_stops_nobody_else(
    usage: UsageStore, clock: Clock, limited: str, error: type[OverShare], others: Asker
) -> None:
    """It says when there will be more: with the month, by UTC."""
    shared = quota(usage, clock, **{limited: 2})
    shared.count(ASKER)
    shared.count(ASKER)
    for refused in (shared.require_left, shared.count):
        with pytest.raises(error) as caught:
            refused(ASKER)
        assert caught.value.until_s == DECEMBER
        assert caught.value.retry_after_s == DECEMBER - NOON
    shared.require_left(others)
    shared.count(others)


def test_a_new_month_begins_from_nothing(usage: UsageStore, clock: Clock) -> None:
    """At its first second by UTC, not before."""
    limited = quota(usage, clock, total=1)
    limited.count(ASKER)
    clock.now_s = DECEMBER - 1
    with pytest.raises(OverQuota):
        limited.require_left(ASKER)
    clock.now_s = DECEMBER
    limited.require_left(ASKER)
    limited.count(ASKER)
    assert usage.usage_of(NOBODY, MONTH).calls == 1


@pytest.mark.parametrize(
    ("moment", "month", "following"),
    [
        (at("2026-11-01"), "2026-11", at("2026-12-01")),
        (at("2026-12-31 23:59:59"), "2026-12", at("2027-01-01")),
        (at("2028-02-29 05:00"), "2028-02", at("2028-03-01")),
        (at("2027-01-31 23:00"), "2027-01", at("2027-02-01")),
    ],
)
def test_months_are_the_calendar_s(moment: float, month: str, following: float) -> None:
    """By UTC, wherever the machine stands."""
    assert (month_of(moment), next_month_s(moment)) == (month, following)
    assert last_month(following) == month


def gate(usage: UsageStore, clock: Clock, per_minute: int = 60, **limits: int) -> Gate:
    pace = Pace(
        PaceStore(Database("sqlite://", now=clock)),
        per_minute=per_minute,
        patience_s=0.0,
        sleep=lambda _: None,
    )
    return Gate(quota(usage, clock, **limits), pace)


def test_a_call_that_gets_no_turn_is_not_counted(usage: UsageStore, clock: Clock) -> None:
    """Counted is what is made, and each that is made."""
    tight = gate(usage, clock, per_minute=4)
    tight.wait(ASKER)
    with pytest.raises(AnalyzerAtRate):
        tight.wait(ASKER)
    assert usage.usage_of(NOBODY, MONTH).calls == 1


def test_who_has_no_call_left_takes_nobody_s_turn(usage: UsageStore, clock: Clock) -> None:
    """However often one asks in vain, others are not slowed down."""
    tight = gate(usage, clock, per_minute=4, person=1)
    tight.wait(ASKER)
    clock.now_s += 60
    for _ in range(9):
        with pytest.raises(PersonOverQuota):
            tight.wait(ASKER)
    tight.wait(Asker("T1", "C1", "U2"))
