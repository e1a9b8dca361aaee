"""Longer tasks: where they are shown, and that they were stopped."""

from __future__ import annotations

from bot.store.database import Database
from bot.store.runs import KEEP_S, RunStore
from tests.store.clock import Clock


def test_a_task_can_be_stopped_before_and_while_it_runs(database: Database) -> None:
    """Where it is shown stays known."""
    runs = RunStore(database)
    assert not runs.is_canceled("one")
    runs.cancel("one")
    runs.show_in("one", "100.1")
    assert runs.is_canceled("one")
    runs.show_in("two", "100.2")
    assert not runs.is_canceled("two")
    runs.cancel("two")
    assert runs.is_canceled("two")
    assert (runs.message_ts("one"), runs.message_ts("two")) == ("100.1", "100.2")
    assert runs.message_ts("three") is None


def test_old_tasks_are_forgotten(database: Database, clock: Clock) -> None:
    """None takes a day."""
    runs = RunStore(database)
    runs.cancel("old")
    clock.now_s += KEEP_S + 1
    runs.cancel("new")
    assert not runs.is_canceled("old")
