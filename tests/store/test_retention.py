"""A year is remembered, no more."""

from __future__ import annotations

import sqlalchemy as sa

from bot.model import NOBODY, Asker, Shared
from bot.settings import PersonSettings
from bot.store.database import Database
from bot.store.eyes import EyesStore
from bot.store.findable import SearchStore
from bot.store.parts import PartStore
from bot.store.replies import MessageKey, Origin
from bot.store.retention import BY_MESSAGE, BY_TEAM, KEEP_S, Retention
from bot.store.runs import RunStore
from bot.store.schema import tables
from bot.store.settings import SettingsStore
from bot.store.usage import Account, UsageStore
from tests.store.clock import Clock
from tests.store.pictures import DESCRIBED


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


def test_a_workspace_that_is_gone_is_forgotten(database: Database, clock: Clock) -> None:
    """With its people and tasks, and no other's; the sum of all still knows its calls."""
    runs, settings, usage = RunStore(database), SettingsStore(database), UsageStore(database)
    key = say(database, clock)
    for team in ("T1", "T2"):
        settings.change_person(team, "U1", PersonSettings(opted_out=True))
        runs.cancel(f"{team}:1")
        usage.count_call("2026-11", [Account(NOBODY, None), Account(Asker(team), None)])
    for _ in range(2):
        Retention(database).forget("T1")
    assert PartStore(database).answers(key) == []
    assert SearchStore(database).find("T1", "C1", "cat", limit=9) == []
    assert [settings.person(team, "U1").opted_out for team in ("T1", "T2")] == [False, True]
    assert [runs.is_canceled(f"{team}:1") for team in ("T1", "T2")] == [False, True]
    owners = (NOBODY, Asker("T1"), Asker("T2"))
    assert [usage.usage_of(owner, "2026-11").calls for owner in owners] == [2, 0, 1]


def test_every_table_is_a_workspaces_or_nobodys() -> None:
    """A new table must say whose it is."""
    nobodys = {"schema_version", "pace", "runs"}  # a run's name begins with its workspace
    assert {table.name for table in BY_TEAM} | nobodys == set(tables.tables)
