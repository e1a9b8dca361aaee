"""Under which messages the bot's :eyes: are, so that they go when the work is done."""

from __future__ import annotations

import sqlalchemy as sa

from bot.store.database import Database
from bot.store.replies import MessageKey
from bot.store.schema import eyes


class EyesStore:
    """One row for each message that has them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, key: MessageKey) -> bool:
        """Notes that a message has them; False where that was known."""
        row = self._database.insert(eyes).values(**_values(key))
        with self._database.write() as db:
            return db.execute(row.on_conflict_do_nothing()).rowcount == 1

    def are_under(self, key: MessageKey) -> bool:
        with self._database.read() as db:
            return db.execute(sa.select(sa.literal(1)).where(*_is(key))).scalar() is not None

    def forget(self, key: MessageKey) -> None:
        with self._database.write() as db:
            db.execute(sa.delete(eyes).where(*_is(key)))


def _values(key: MessageKey) -> dict[str, str]:
    return {"team": key.team, "channel": key.channel, "message_ts": key.message_ts}


def _is(key: MessageKey) -> list[sa.ColumnElement[bool]]:
    return [eyes.c[name] == value for name, value in _values(key).items()]
