"""A year is remembered, no more."""

from __future__ import annotations

import sqlalchemy as sa

from bot.model import Shared
from bot.store.database import Database
from bot.store.eyes import EyesStore
from bot.store.parts import PartStore
from bot.store.replies import MessageKey, Origin
from bot.store.retention import BY_MESSAGE, KEEP_S, Retention
from bot.store.schema import tables
from tests.store.clock import Clock
from tests.store.test_parts import DESCRIBED


def say(database: Database, clock: Clock) -> MessageKey:
    """A described picture in a message of now."""
    key = MessageKey("T1", "C1", f"{clock.now_s:.6f}")
    store = PartStore(database)
    shared = Shared(name="a.png", alt_text="")
    store.add_part(
        key, "F1", thread_ts=key.message_ts, position="1", shared=shared, origin=Origin("U1")
    )
    store.finish_part(key, "F1", DESCRIBED)
    EyesStore(database).note(key)
    return key


def rows(database: Database) -> dict[str, int]:
    with database.read() as db:
        counts = {t.name: sa.select(sa.func.count()).select_from(t) for t in BY_MESSAGE}
        return {name: db.execute(query).scalar_one() for name, query in counts.items()}


def test_what_was_said_is_forgotten_after_a_year(database: Database, clock: Clock) -> None:
    """With all that belongs to it; what is younger stays."""
    old = say(database, clock)
    clock.now_s += KEEP_S - 3600
    young = say(database, clock)
    Retention(database).sweep()
    before = rows(database)
    assert before["parts"] == before["replies"] == before["findable"] == before["eyes"] == 2
    clock.now_s += 7200
    Retention(database).sweep()
    after = rows(database)
    assert after["parts"] == after["replies"] == after["findable"] == after["eyes"] == 1
    assert PartStore(database).answers(old) == []
    assert len(PartStore(database).answers(young)) == 1


def test_everything_about_a_message_is_swept() -> None:
    """A new table with messages in it must say how long it keeps them."""
    kept = {"first_replies", "runs"}  # a channel's first reply stays; runs are swept by their time
    with_messages = {t.name for t in tables.tables.values() if "message_ts" in t.c}
    assert with_messages == {table.name for table in BY_MESSAGE} | kept
