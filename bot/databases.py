"""Opens the database and the queue that a configuration names."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa

from bot.config import Config
from bot.errors import Misconfigured
from bot.jobs import Jobs
from bot.jobs.sqlite import SqliteJobs
from bot.store.database import Database


def open_database(config: Config, *, now: Callable[[], float] = time.time) -> Database:
    """The database of DATABASE_URL. Raises Misconfigured when it cannot be opened."""
    try:
        return Database(config.database_url, now=now)
    except (sa.exc.DatabaseError, OSError) as error:
        raise Misconfigured(
            "The database of DATABASE_URL cannot be opened: check that it is a SQLite file"
            " in a folder that can be written, or a Postgres server that runs and lets you in."
        ) from error


def open_jobs(config: Config, database: Database) -> Jobs:
    """The queue that lives in `database`: the same file, or the same server."""
    if database.is_postgres:
        # Only here: its drivers take 11 MB and 150 ms, which a bot on SQLite need not spend.
        from bot.jobs.postgres import PostgresJobs

        return PostgresJobs(database, config.database_url)
    return SqliteJobs(Path(sa.make_url(config.database_url).database or ""), now=database.now)
