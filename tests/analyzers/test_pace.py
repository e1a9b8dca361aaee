"""Turns at a service, and the pause that it asks for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.analyzers.pace import LONGEST_PAUSE_S, Pace
from bot.errors import AnalyzerBusy
from bot.store.database import Database
from bot.store.pace import PaceStore
from tests.store.clock import Clock


class Room:
    """A pace on a clock that its sleeps move; `while_asleep` is what others do meanwhile."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.database = Database("sqlite://", now=self.clock)
        self.store = PaceStore(self.database)
        self.slept_s: list[float] = []
        self.while_asleep: list[float] = []

    def pace(self, *, patience_s: float = 600.0, pause_patience_s: float = 600.0) -> Pace:
        return Pace(
            self.store,
            per_minute=4,
            patience_s=patience_s,
            pause_patience_s=pause_patience_s,
            sleep=self.sleep,
        )

    def sleep(self, wait_s: float) -> None:
        self.slept_s.append(wait_s)
        if self.while_asleep:
            self.store.pause("analyze", self.while_asleep.pop())
        self.clock.now_s += wait_s


@pytest.fixture
def room() -> Iterator[Room]:
    room = Room()
    yield room
    room.database.close()


def test_a_pause_that_begins_while_a_call_waits_holds_for_it(room: Room) -> None:
    """Its turn, given before, is no longer good."""
    pace = room.pace()
    pace.wait()
    began_s = room.clock.now_s
    room.while_asleep = [100.0]
    pace.wait()
    assert room.clock.now_s - began_s >= 100


def test_patience_ends_in_a_pause_too(room: Room) -> None:
    """The picture comes back later, or another analyzer answers."""
    room.pace().pause(100)
    with pytest.raises(AnalyzerBusy):
        room.pace(patience_s=30).wait()
    assert room.slept_s == []


def test_who_has_a_stand_in_waits_for_a_turn_but_not_for_a_pause(room: Room) -> None:
    """Neither for one that is under way, nor for one that begins while it waits."""
    pace = room.pace(pause_patience_s=2.0)
    pace.wait()
    pace.wait()
    assert room.slept_s != []
    room.while_asleep = [100.0]
    with pytest.raises(AnalyzerBusy):
        pace.wait()
    slept = len(room.slept_s)
    with pytest.raises(AnalyzerBusy):
        pace.wait()
    assert len(room.slept_s) == slept
    room.clock.now_s += 120
    pace.pause(1.0)
    pace.wait()


def test_a_pause_is_no_longer_than_an_hour(room: Room) -> None:
    """Whatever a service asks for."""
    room.pace().pause(7 * 86_400)
    room.clock.now_s += LONGEST_PAUSE_S
    room.pace().wait()
