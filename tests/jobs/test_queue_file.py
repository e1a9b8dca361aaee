"""The embedded queue's file: whole transactions, and turns at writing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from bot.jobs.queue_file import QueueFile


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "queue.sqlite3"


@pytest.fixture
def file(path: Path) -> Iterator[QueueFile]:
    file = QueueFile(path)
    with file.transaction() as db:
        db.execute("CREATE TABLE numbers (number INTEGER)")
    yield file
    file.close()


def add(file: QueueFile, number: int) -> None:
    with file.transaction(patience_s=0.05) as db:
        db.execute("INSERT INTO numbers VALUES (?)", (number,))
        if number < 0:
            raise ZeroDivisionError


def test_a_transaction_that_fails_changes_nothing(file: QueueFile) -> None:
    """And keeps nobody from the next."""
    with pytest.raises(ZeroDivisionError):
        add(file, -1)
    add(file, 1)
    assert file.rows("SELECT number FROM numbers") == [(1,)]


def test_who_cannot_write_soon_is_told(file: QueueFile, path: Path) -> None:
    """Another process may hold the file; who reads it is not kept waiting."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(sqlite3.OperationalError):
            add(file, 1)
        assert file.rows("SELECT number FROM numbers") == []
    add(file, 2)
    assert file.rows("SELECT number FROM numbers") == [(2,)]


def test_threads_take_turns(file: QueueFile) -> None:
    """None sees half of what another writes."""

    def count(_: int) -> None:
        with file.transaction() as db:
            (last,) = db.execute("SELECT count(*) FROM numbers").fetchone()
            db.execute("INSERT INTO numbers VALUES (?)", (last,))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(count, range(80)))
    rows = file.rows("SELECT number FROM numbers ORDER BY number")
    assert rows == [(number,) for number in range(80)]
