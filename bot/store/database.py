"""The database: opened, brought up to date, and its transactions."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import Insert, insert

from bot.sqlite_file import BUSY_TIMEOUT_S, make_private, set_up
from bot.store.migrations import migrate


class Database:
    """The database at `url`. Threads may share it.

    `now` gives seconds since the epoch, the same for all processes of one database.
    """

    def __init__(self, url: str, *, now: Callable[[], float] = time.time) -> None:
        """Raises Misconfigured for a database of a newer release, OSError or sqlalchemy's
        DatabaseError for one that cannot be opened.
        """
        self.now = now
        self._engine = _open(url)
        self._reader = self._engine.execution_options(begin="DEFERRED")
        with self.write() as db:
            migrate(db)

    def write(self) -> AbstractContextManager[sa.Connection]:
        """A transaction that holds the write lock from its start, committed at its end."""
        return self._engine.begin()

    def read(self) -> AbstractContextManager[sa.Connection]:
        """A connection that sees one state of the database, beside writers."""
        return self._reader.connect()

    @staticmethod
    def insert(table: sa.Table) -> Insert:
        """An INSERT that knows `on_conflict_do_nothing` and `on_conflict_do_update`."""
        return insert(table)

    def close(self) -> None:
        self._engine.dispose()


def _open(url: str) -> sa.Engine:
    engine = sa.create_engine(url, connect_args={"timeout": BUSY_TIMEOUT_S}, pool_size=20)
    if path := engine.url.database:
        make_private(Path(path))

    def on_connect(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # we begin ourselves, see below
        set_up(connection)

    def on_begin(connection: sa.Connection) -> None:
        # pysqlite begins late and as a reader; a reader that turns writer fails instead of waiting.
        # Source: docs.sqlalchemy.org, dialects/sqlite, "Serializable isolation".
        mode = connection.get_execution_options().get("begin", "IMMEDIATE")
        connection.exec_driver_sql(f"BEGIN {mode}")

    sa.event.listen(engine, "connect", on_connect)
    sa.event.listen(engine, "begin", on_begin)
    return engine
