"""One pace for all processes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.store.database import Database
from bot.store.pace import PaceStore
from tests.store.clock import Clock


@pytest.fixture
def store(database: Database) -> PaceStore:
    return PaceStore(database)


@given(
    per_minute=st.integers(1, 600),
    pauses_s=st.lists(st.floats(0, 30), min_size=1, max_size=100),
)
def test_no_minute_has_more_calls_than_its_rate(per_minute: int, pauses_s: list[float]) -> None:
    """Whenever calls are asked for, and however long nobody asked."""
    clock = Clock()
    database = Database("sqlite://", now=clock)
    store = PaceStore(database)
    calls_at = []
    for pause_s in pauses_s:
        clock.now_s += pause_s
        wait_s = store.take_turn("analyze", per_minute=per_minute, patience_s=600)
        if wait_s is not None:
            calls_at.append(clock.now_s + wait_s)
    database.close()
    for start in calls_at:
        assert sum(start <= at < start + 59.999 for at in calls_at) <= per_minute


def test_a_first_call_does_not_wait(store: PaceStore) -> None:
    """Two pictures after a pause are not spread over seconds."""
    assert store.take_turn("analyze", per_minute=20, patience_s=0) == 0
    assert store.take_turn("analyze", per_minute=20, patience_s=0) == 0


def test_racing_calls_take_turns(store: PaceStore) -> None:
    """Threads that ask at once get places one after the other, none the same."""
    with ThreadPoolExecutor(8) as pool:
        waits_s = list(
            pool.map(lambda _: store.take_turn("analyze", per_minute=4, patience_s=3600), range(32))
        )
    assert len(set(waits_s)) == len(waits_s)
    assert None not in waits_s


def test_impatience_takes_no_place(store: PaceStore, clock: Clock) -> None:
    """Who would wait too long leaves the queue as it was."""
    while store.take_turn("analyze", per_minute=4, patience_s=0) is not None:
        pass
    for _ in range(50):
        assert store.take_turn("analyze", per_minute=4, patience_s=1) is None
    clock.now_s += 60 / 3
    assert store.take_turn("analyze", per_minute=4, patience_s=0) is not None


def test_a_pause_holds_for_all(store: PaceStore, clock: Clock, database: Database) -> None:
    """A service that asks for a minute gets it, from every process, at whatever rate."""
    other = PaceStore(database)
    assert store.take_turn("analyze", per_minute=60, patience_s=0) == 0
    store.pause("analyze", 60)
    assert other.take_turn("analyze", per_minute=600, patience_s=59) is None
    assert other.take_turn("analyze", per_minute=600, patience_s=61) == pytest.approx(60)
    assert other.is_paused("analyze")
    assert not other.is_paused("another")
    assert other.take_turn("another", per_minute=60, patience_s=0) == 0
    clock.now_s += 60
    assert not other.is_paused("analyze")


def test_a_longer_pause_stays(store: PaceStore, clock: Clock) -> None:
    """What another call heard later does not shorten it."""
    store.pause("analyze", 60)
    store.pause("analyze", 5)
    clock.now_s += 30
    assert store.is_paused("analyze")
    assert store.take_turn("analyze", per_minute=60, patience_s=0) is None


def test_after_a_pause_calls_come_one_by_one(store: PaceStore, clock: Clock) -> None:
    """A service that was overrun is not overrun again."""
    store.pause("analyze", 60)
    waits_s = [store.take_turn("analyze", per_minute=60, patience_s=600) for _ in range(3)]
    gap_s = 60 / (60 - 15)
    assert waits_s == pytest.approx([60, 60 + gap_s, 60 + 2 * gap_s])
