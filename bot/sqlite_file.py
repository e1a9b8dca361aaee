"""A SQLite file that processes share: for its owner alone, and safe against a power cut."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

BUSY_TIMEOUT_S = 30.0
WAL_PATIENCE_S = 10.0
WAL_PAUSE_S = 0.02


def make_private(path: Path) -> None:
    """Creates the file, if need be, readable by its owner alone; side files get the same mode."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)


def set_up(connection: sqlite3.Connection) -> None:
    """Readers beside a writer, commits that survive, and nothing that survives its deletion.

    Source: sqlite.org/wal.html, sqlite.org/pragma.html#pragma_synchronous and _secure_delete.
    """
    _use_wal(connection)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA secure_delete = ON")  # some builds have it off


def _use_wal(connection: sqlite3.Connection) -> None:
    """Changing the journal needs the file alone, and asks for it without the busy timeout."""
    give_up_at = time.monotonic() + WAL_PATIENCE_S
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > give_up_at:
                raise
            time.sleep(WAL_PAUSE_S)
        else:
            return
