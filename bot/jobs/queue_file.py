"""The file of the embedded queue: a connection for each thread, and turns at writing."""

from __future__ import annotations

import random
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bot.sqlite_file import BUSY_TIMEOUT_S, make_private, set_up


class QueueFile:
    """The file at `path`, which is made where it is missing."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()
        self._connections: list[sqlite3.Connection] = []
        self._guard = threading.Lock()
        self._writing = threading.Lock()

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """What a query finds, without keeping any writer waiting."""
        return self._connection().execute(query, values).fetchall()

    @contextmanager
    def transaction(self, *, patience_s: float = BUSY_TIMEOUT_S) -> Iterator[sqlite3.Connection]:
        """Raises sqlite3.OperationalError when the file is locked for longer than the patience."""
        db = self._connection()
        give_up_at = time.monotonic() + patience_s
        if not self._writing.acquire(timeout=patience_s):  # threads of a process take turns
            raise sqlite3.OperationalError("database is locked")
        try:
            _begin(db, give_up_at)
            try:
                yield db
            except BaseException:
                db.execute("ROLLBACK")
                raise
            db.execute("COMMIT")
        finally:
            self._writing.release()

    def close(self) -> None:
        """Closes the connections of every thread. Call when none uses them any more."""
        with self._guard:
            connections, self._connections = self._connections, []
            self._local = threading.local()
        for connection in connections:
            connection.close()

    def _connection(self) -> sqlite3.Connection:
        """This thread's own."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = _connect(self._path)
            with self._guard:
                self._connections.append(connection)
        return connection


def _begin(db: sqlite3.Connection, give_up_at: float) -> None:
    """Begins as a writer: a reader that turns writer would fail instead of waiting.

    SQLite itself waits longer each time, up to 100 ms, so that newcomers overtake who waits:
    under load the slowest of a hundred inserts takes five times as long (tests/bench/queue.py).
    Source: sqliteDefaultBusyCallback in sqlite's main.c.
    """
    db.execute("PRAGMA busy_timeout = 0")
    try:
        while True:
            try:
                db.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > give_up_at:
                    raise
                time.sleep(random.uniform(0.0005, 0.002))  # noqa: S311 - not in step with others
            else:
                return
    finally:
        db.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_S * 1000:.0f}")


def _connect(path: Path) -> sqlite3.Connection:
    make_private(path)
    # The thread that closes may be another than the one that used it.
    connection = sqlite3.connect(
        path, timeout=BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False
    )
    set_up(connection)
    return connection
