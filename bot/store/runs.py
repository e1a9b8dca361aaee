"""Longer tasks under way: where each shows how far it is, and whether somebody stopped it."""

from __future__ import annotations

import sqlalchemy as sa

from bot.store.database import Database
from bot.store.schema import runs

KEEP_S = 86_400.0
"""No task takes a day."""


class RunStore:
    """Tasks by a name that no other has."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def show_in(self, run: str, message_ts: str) -> None:
        """Notes the ts of the message that shows a task."""
        self._note(run, message_ts=message_ts)

    def message_ts(self, run: str) -> str | None:
        """Where the task is shown; None where it is not, or has not begun."""
        query = sa.select(runs.c.message_ts).where(runs.c.run == run)
        with self._database.read() as db:
            found: str | None = db.execute(query).scalar()
        return found

    def cancel(self, run: str) -> None:
        """Has a task stop before its next step, also one that has not begun."""
        self._note(run, is_canceled=1)

    def is_canceled(self, run: str) -> bool:
        query = sa.select(runs.c.is_canceled).where(runs.c.run == run)
        with self._database.read() as db:
            return bool(db.execute(query).scalar())

    def _note(self, run: str, **values: str | int) -> None:
        now = self._database.now()
        insert = self._database.insert(runs).values(run=run, begun_at=now, **values)
        with self._database.write() as db:
            db.execute(sa.delete(runs).where(runs.c.begun_at < now - KEEP_S))
            keys = list(runs.primary_key)
            db.execute(insert.on_conflict_do_update(index_elements=keys, set_=values))
