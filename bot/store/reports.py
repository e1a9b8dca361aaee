"""Reports that a description is wrong: who said so of which reply, and of whose words."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from bot.store.database import Database
from bot.store.replies import MessageKey, is_at, values_of
from bot.store.schema import reports


class ReportStore:
    """One report of each person about each reply."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, key: MessageKey, person: str, analyzers: Iterable[str]) -> bool:
        """True when this person had not reported it before."""
        report = {
            **values_of(key),
            "person": person,
            "analyzers": ",".join(sorted(set(analyzers))),
            "reported_at": self._database.now(),
        }
        insert = self._database.insert(reports).values(**report).on_conflict_do_nothing()
        with self._database.write() as db:
            return db.execute(insert.returning(reports.c.person)).first() is not None

    def count(self, key: MessageKey) -> int:
        """How many people reported this reply."""
        query = sa.select(sa.func.count()).select_from(reports).where(*is_at(reports, key))
        with self._database.read() as db:
            return int(db.execute(query).scalar_one())
