"""Under which messages the bot's :eyes: are, so that they go when the work is done."""

from __future__ import annotations

import sqlalchemy as sa

from bot.store.database import Database
from bot.store.replies import MessageKey, is_at, values_of
from bot.store.schema import eyes


class EyesStore:
    """One row for each message that has them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, key: MessageKey) -> bool:
        """Notes that a message has them; False where that was known."""
        row = self._database.insert(eyes).values(**values_of(key))
        with self._database.write() as db:
            return db.execute(row.on_conflict_do_nothing()).rowcount == 1

    def are_under(self, key: MessageKey) -> bool:
        query = sa.select(sa.literal(1)).where(*is_at(eyes, key))
        with self._database.read() as db:
            return db.execute(query).scalar() is not None

    def forget(self, key: MessageKey) -> None:
        with self._database.write() as db:
            db.execute(sa.delete(eyes).where(*is_at(eyes, key)))
