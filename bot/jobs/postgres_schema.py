"""The tables of the queue on Postgres: procrastinate's own, and one of ours beside them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from procrastinate.schema import SchemaManager

from bot import postgres
from bot.store.database import Database

QUEUE = "describe"
"""Ours among procrastinate's rows."""

tables = sa.MetaData()

job_keys = sa.Table(
    "job_keys",
    tables,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("job_id", sa.BigInteger),
    sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now()),
    sa.Column("excused", sa.Integer, nullable=False, server_default="0"),
    sa.Column("failures", sa.Integer, nullable=False, server_default="0"),
    sa.Column("reason", sa.Text),
)
"""What procrastinate does not remember: each key, once and for longer than its job.

`excused` are the attempts, among those that procrastinate counts, that ended in order.
"""

MADE_BY_HAND = "CREATE TABLE IF NOT EXISTS job_schema (migration TEXT NOT NULL)"


def prepare(database: Database) -> None:
    """Creates the tables, or brings them up to date with the procrastinate that is installed."""
    with database.write() as db:
        postgres.lock_schema(db)
        db.execute(sa.text(MADE_BY_HAND))
        tables.create_all(db)
        done = db.execute(sa.text("SELECT max(migration) FROM job_schema")).scalar()
        if done is None:
            _run(db, SchemaManager.get_schema())
            _note(db, _migrations()[-1])
    # Each in a transaction of its own: a new value of an enum can be used only after a commit.
    while _migrate_once(database):
        pass


def _migrate_once(database: Database) -> bool:
    with database.write() as db:
        postgres.lock_schema(db)
        done = db.execute(sa.text("SELECT max(migration) FROM job_schema")).scalar_one()
        missing = [path for path in _migrations() if path.name > done]
        if missing:
            _run(db, missing[0].read_text(encoding="utf-8"))
            _note(db, missing[0])
    return bool(missing)


def _migrations() -> list[Path]:
    """The steps from release to release, in order: their names begin with the release."""
    return sorted(Path(SchemaManager.get_migrations_path()).glob("*.sql"))


def _run(db: sa.Connection, statements: str) -> None:
    """Many statements at once, which only the driver takes."""
    driver: Any = db.connection.driver_connection
    driver.execute(statements)


def _note(db: sa.Connection, migration: Path) -> None:
    name = {"name": migration.name}
    db.execute(sa.text("INSERT INTO job_schema (migration) VALUES (:name)"), name)
