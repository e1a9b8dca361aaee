"""What was decided about channels, workspaces and by persons.

Nothing is cached: what one process writes holds for the next event in all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import asdict
from typing import Any

import msgspec
import sqlalchemy as sa

from bot.settings import ChannelSettings, PersonSettings
from bot.store.database import Database
from bot.store.schema import people, settings

WORKSPACE = ""
"""In a channel's place: the defaults of the workspace."""
BUILT_IN = ChannelSettings()
ABSENT = object()

Change = Callable[[ChannelSettings], ChannelSettings]


class SettingsStore:
    """Keeps of each setting only where it differs: a channel's from its workspace's, a
    workspace's from the built-in one. What does not differ follows when that changes, unless
    somebody decided it in so many words.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def for_channel(self, team: str, channel: str) -> ChannelSettings:
        """What holds in a channel now."""
        with self._database.read() as db:
            return _over(_over(BUILT_IN, _kept(db, team, WORKSPACE)), _kept(db, team, channel))

    def for_workspace(self, team: str) -> ChannelSettings:
        """What holds in channels that decided nothing."""
        with self._database.read() as db:
            return _over(BUILT_IN, _kept(db, team, WORKSPACE))

    def change_channel(
        self, team: str, channel: str, change: Change, *, decided: Collection[str] = ()
    ) -> ChannelSettings:
        """What holds in a channel after `change`.

        The settings named in `decided` stay as they are then, whatever the workspace's become.
        """
        with self._database.write() as db:
            base = _over(BUILT_IN, _kept(db, team, WORKSPACE))
            held = self._held(db, team, channel)
            changed = change(_over(base, held))
            after = asdict(changed)
            own = {n: after[n] for n in after if n in decided or held.get(n, ABSENT) == after[n]}
            _keep(db, team, channel, own | _difference(base, changed))
        return changed

    def change_workspace(self, team: str, change: Change) -> ChannelSettings:
        """The workspace's defaults after `change`."""
        with self._database.write() as db:
            changed = change(_over(BUILT_IN, self._held(db, team, WORKSPACE)))
            _keep(db, team, WORKSPACE, _difference(BUILT_IN, changed))
        return changed

    def _held(self, db: sa.Connection, team: str, channel: str) -> dict[str, Any]:
        """What is kept, and its row locked, so that no change at the same time is lost."""
        insert = self._database.insert(settings).values(team=team, channel=channel, kept="{}")
        db.execute(insert.on_conflict_do_nothing())
        return _read(db.execute(_row(team, channel).with_for_update()).scalar())

    # Persons

    def person(self, team: str, user: str) -> PersonSettings:
        """What a person decided."""
        query = sa.select(people.c.opted_out).where(people.c.team == team, people.c.person == user)
        with self._database.read() as db:
            return PersonSettings(opted_out=bool(db.execute(query).scalar()))

    def change_person(self, team: str, user: str, person: PersonSettings) -> None:
        opted_out = int(person.opted_out)
        insert = self._database.insert(people).values(team=team, person=user, opted_out=opted_out)
        keys = list(people.primary_key)
        with self._database.write() as db:
            db.execute(
                insert.on_conflict_do_update(index_elements=keys, set_={"opted_out": opted_out})
            )


def _kept(db: sa.Connection, team: str, channel: str) -> dict[str, Any]:
    return _read(db.execute(_row(team, channel)).scalar())


def _row(team: str, channel: str) -> sa.Select[str]:
    return sa.select(settings.c.kept).where(settings.c.team == team, settings.c.channel == channel)


def _read(text: str | None) -> dict[str, Any]:
    return msgspec.json.decode(text, type=dict[str, Any]) if text else {}


def _keep(db: sa.Connection, team: str, channel: str, kept: dict[str, Any]) -> None:
    db.execute(
        sa.update(settings)
        .where(settings.c.team == team, settings.c.channel == channel)
        .values(kept=msgspec.json.encode(kept).decode())
    )


def _over(base: ChannelSettings, kept: dict[str, Any]) -> ChannelSettings:
    return msgspec.convert({**asdict(base), **kept}, ChannelSettings)


def _difference(base: ChannelSettings, changed: ChannelSettings) -> dict[str, Any]:
    before, after = asdict(base), asdict(changed)
    return {name: after[name] for name in after if after[name] != before[name]}
