"""How long what was said is kept."""

from __future__ import annotations

import sqlalchemy as sa

from bot.store.database import Database
from bot.store.schema import eyes, findable, parts, replies, reports, runs, tables

KEEP_S = 365 * 86_400.0
"""A year: replies are searched, edited and taken back long after; no event of Slack's comes so late
that a message whose reply is forgotten would be answered anew."""
BY_TEAM = tuple(table for table in tables.sorted_tables if "team" in table.c)
BY_MESSAGE = (findable, eyes, reports, parts, replies)


class Retention:
    """Forgets what was said a year ago, and workspaces that are gone."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def sweep(self) -> None:
        """Forgets the replies to messages that are older than a year, and all of theirs."""
        before_s = self._database.now() - KEEP_S
        for table in BY_MESSAGE:
            # A ts is text, of ten digits and six more until the year 2286.
            self._delete(table, table.c.message_ts < f"{before_s:.6f}")
        self._delete(runs, runs.c.begun_at < before_s)

    def forget(self, team: str) -> None:
        """Forgets all that is known of a workspace; its calls stay in the sum of all."""
        with self._database.write() as db:
            for table in BY_TEAM:
                db.execute(sa.delete(table).where(table.c.team == team))
            db.execute(sa.delete(runs).where(runs.c.run.startswith(f"{team}:", autoescape=True)))
        self._database.scrub()

    def _delete(self, table: sa.Table, is_old: sa.ColumnElement[bool]) -> None:
        """Looks first: most hours have nothing that is old, and a look keeps no writer waiting."""
        with self._database.read() as db:
            if db.execute(sa.select(sa.literal(1)).where(is_old).limit(1)).first() is None:
                return
        with self._database.write() as db:
            db.execute(sa.delete(table).where(is_old))
