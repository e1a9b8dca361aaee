"""The database: opened, brought up to date, and its transactions."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from bot import postgres
from bot.sqlite_file import BUSY_TIMEOUT_S, make_private, set_up
from bot.store.migrations import migrate
from bot.store.search import SCRUB_INDEX, make_index


class Database:
    """The database at `url`: a SQLite file or a Postgres server. Threads may share it.

    `now` gives seconds since the epoch, the same for all processes of one database.
    """

    def __init__(self, url: str, *, now: Callable[[], float] = time.time) -> None:
        """Raises Misconfigured for a database of a newer release, OSError or sqlalchemy's
        DatabaseError for one that cannot be opened.
        """
        self.now = now
        self.is_postgres = postgres.is_postgres(url)
        if self.is_postgres:
            self._engine = postgres.open_engine(url)
            self._reader = self._engine.execution_options(isolation_level="REPEATABLE READ")
        else:
            self._engine = _open_sqlite(url)
            self._reader = self._engine.execution_options(begin="DEFERRED")
        try:
            self._bring_up_to_date()
        except BaseException:
            self.close()
            raise

    def _bring_up_to_date(self) -> None:
        with self.write() as db:
            if self.is_postgres:
                postgres.lock_schema(db)
            migrate(db)
            make_index(db)

    def write(self) -> AbstractContextManager[sa.Connection]:
        """A transaction, committed at its end.

        On SQLite it holds the one write lock from its start. On Postgres others write beside it:
        what must not change between two statements belongs into one.
        """
        return self._engine.begin()

    def read(self) -> AbstractContextManager[sa.Connection]:
        """A connection that sees one state of the database, beside writers."""
        return self._reader.connect()

    def scrub(self) -> None:
        """Has what was deleted leave the file too: its index for searching, and its log.

        SQLite keeps copies of rows in the log until others overwrite them. Postgres does the same
        by itself, in time (autovacuum).
        """
        if self.is_postgres:
            return
        connection = self._engine.raw_connection()
        try:
            cursor = connection.cursor()
            cursor.execute(SCRUB_INDEX)
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            connection.close()

    def insert(self, table: sa.Table) -> sqlite.Insert | postgresql.Insert:
        """An INSERT that knows `on_conflict_do_nothing` and `on_conflict_do_update`."""
        return postgresql.insert(table) if self.is_postgres else sqlite.insert(table)

    def close(self) -> None:
        self._engine.dispose()


def _open_sqlite(url: str) -> sa.Engine:
    engine = sa.create_engine(
        url,
        connect_args={"timeout": BUSY_TIMEOUT_S},
        pool_size=20,
        hide_parameters=True,  # an error's text would tell what people said
    )
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
