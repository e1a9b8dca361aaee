"""How long what was said is kept."""

from __future__ import annotations

import sqlalchemy as sa

from bot.store.database import Database
from bot.store.schema import eyes, findable, parts, replies, reports, runs

KEEP_S = 365 * 86_400.0
"""A year: replies are searched, edited and taken back long after; no event of Slack's comes so late
that a message whose reply is forgotten would be answered anew."""
BY_MESSAGE = (findable, eyes, reports, parts, replies)


class Retention:
    """Forgets the replies to messages that are older than a year, and all that belongs to them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def sweep(self) -> None:
        before_s = self._database.now() - KEEP_S
        for table in BY_MESSAGE:
            # A ts is text, of ten digits and six more until the year 2286.
            self._delete(table, table.c.message_ts < f"{before_s:.6f}")
        self._delete(runs, runs.c.begun_at < before_s)

    def _delete(self, table: sa.Table, is_old: sa.ColumnElement[bool]) -> None:
        """Looks first: most hours have nothing that is old, and a look keeps no writer waiting."""
        with self._database.read() as db:
            if db.execute(sa.select(sa.literal(1)).where(is_old).limit(1)).first() is None:
                return
        with self._database.write() as db:
            db.execute(sa.delete(table).where(is_old))
