"""Older databases are brought up to date; newer ones are left alone."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.errors import Misconfigured
from bot.store import schema
from bot.store.database import Database
from bot.store.migrations import STEPS, migrate

VERSIONS = range(len(STEPS) + 1)


def test_a_newer_file_is_refused_with_a_sentence(tmp_path: Path) -> None:
    """An older release does not touch what it does not know."""
    path = tmp_path / "store.sqlite3"
    Database(f"sqlite:///{path}").close()
    db = sqlite3.connect(path)
    db.execute("UPDATE schema_version SET version = 99")
    db.commit()
    db.close()
    with pytest.raises(Misconfigured, match="newer release"):
        Database(f"sqlite:///{path}")


def shape(db: sa.Connection) -> dict[str, object]:
    """Every table's columns, with their types, and its keys."""
    inspector = sa.inspect(db)
    return {
        table: (
            [(each["name"], str(each["type"]), each["nullable"]) for each in columns],
            inspector.get_pk_constraint(table)["constrained_columns"],
        )
        for table in inspector.get_table_names()
        if (columns := inspector.get_columns(table))
    }


@pytest.mark.parametrize("version", VERSIONS)
def test_every_older_database_becomes_what_the_schema_says(version: int) -> None:
    """Whichever release made it."""
    old, new = sa.create_engine("sqlite://"), sa.create_engine("sqlite://")
    with old.begin() as db:
        migrate(db, STEPS[:version])
        migrate(db)
        upgraded = shape(db)
    with new.begin() as db:
        schema.tables.create_all(db)
        assert upgraded == shape(db)


def test_a_database_of_the_first_release_keeps_what_it_has() -> None:
    """It has version 1, and rows."""
    engine = sa.create_engine("sqlite://")
    with engine.begin() as db:
        migrate(db, STEPS[:1])
        db.exec_driver_sql("INSERT INTO pace VALUES ('analyze', 1.5)")
        migrate(db)
        assert db.exec_driver_sql("SELECT * FROM pace").all() == [("analyze", 1.5)]
        assert db.exec_driver_sql("SELECT version FROM schema_version").all() == [(len(STEPS),)]
