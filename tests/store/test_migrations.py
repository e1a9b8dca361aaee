"""Older databases are brought up to date; newer ones are left alone."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from bot import postgres
from bot.errors import Misconfigured
from bot.model import StandIn
from bot.store import schema
from bot.store.database import Database
from bot.store.migrations import STEPS, migrate
from bot.store.parts import PartStore
from bot.store.replies import MessageKey

FIRST_OUTCOME = """{"description":{"analysis":{"analyzer":"embedded","language":"en",
"caption":{"text":"a cat","confidence":0.9},"tags":[{"name":"cat","confidence":0.9}],
"categories":[],"landmarks":[],"text_lines":[],"objects":[],"colors":null,"adult":null,
"request_id":null,"model_version":null},"colors":{"accent":"#AA0000","foreground":"Red",
"background":"White","dominant":["Red"],"is_black_and_white":false},"width_px":10,"height_px":20,
"format":"PNG","is_animated":false,"stand_in_for":"analyzer_busy"},"failure":null}"""
"""As the first release wrote it."""
VERSIONS = range(len(STEPS) + 1)


def engine_of(url: str) -> sa.Engine:
    return postgres.open_engine(url) if postgres.is_postgres(url) else sa.create_engine(url)


@pytest.fixture
def engine(database_url: str) -> Iterator[sa.Engine]:
    """An empty database."""
    url = database_url.replace("/folder", "")  # which nobody has made yet
    engine = engine_of(url)
    yield engine
    engine.dispose()


def test_a_newer_database_is_refused_with_a_sentence(database_url: str) -> None:
    """An older release does not touch what it does not know."""
    Database(database_url).close()
    engine = engine_of(database_url)
    with engine.begin() as db:
        db.exec_driver_sql("UPDATE schema_version SET version = 99")
    engine.dispose()
    with pytest.raises(Misconfigured, match="newer release"):
        Database(database_url)


def test_many_may_open_a_new_database_at_once(database_url: str) -> None:
    """Whoever comes first makes the tables; the others wait for it."""
    with ThreadPoolExecutor(8) as pool:
        for database in pool.map(lambda _: Database(database_url), range(8)):
            database.close()


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
def test_every_older_database_becomes_what_the_schema_says(version: int, engine: sa.Engine) -> None:
    """Whichever release made it."""
    with engine.begin() as db:
        migrate(db, STEPS[:version])
        migrate(db)
        upgraded = shape(db)
        for table in sa.inspect(db).get_table_names():
            db.exec_driver_sql(f"DROP TABLE {table}")
        schema.tables.create_all(db)
        assert upgraded == shape(db)


def test_a_database_of_the_first_release_keeps_what_it_has(engine: sa.Engine) -> None:
    """It has version 1, and rows."""
    with engine.begin() as db:
        migrate(db, STEPS[:1])
        db.exec_driver_sql("INSERT INTO pace VALUES ('analyze', 1.5)")
        migrate(db)
        assert db.exec_driver_sql("SELECT name, next_at FROM pace").all() == [("analyze", 1.5)]
        assert db.exec_driver_sql("SELECT version FROM schema_version").all() == [(len(STEPS),)]


def test_outcomes_of_the_first_release_can_be_read(database_url: str) -> None:
    """What was said when a service was down is still known, and can be found."""
    url = database_url.replace("/folder", "")
    engine = engine_of(url)
    row = {"outcome": FIRST_OUTCOME, "shared": '{"name":"a.png","alt_text":""}'}
    with engine.begin() as db:
        migrate(db, STEPS[:1])
        db.execute(
            sa.text(
                "INSERT INTO parts (team, channel, message_ts, file_id, position, shared, outcome)"
                " VALUES ('T1', 'C1', '1.0', 'F1', '1', :shared, :outcome)"
            ),
            row,
        )
    engine.dispose()
    database = Database(url)
    (answer,) = PartStore(database).answers(MessageKey("T1", "C1", "1.0"))
    database.close()
    assert answer.outcome is not None
    assert answer.outcome.description is not None
    assert answer.outcome.description.stand_in_for == StandIn("analyzer_busy")
