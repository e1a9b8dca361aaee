"""What tests of the queues share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.jobs import Jobs
from tests.jobs.engines import Engine, PostgresEngine, SqliteEngine
from tests.postgres import PostgresServer


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[SqliteEngine]:
    engine = SqliteEngine(tmp_path / "folder" / "jobs.sqlite3")
    yield engine
    engine.close()


@pytest.fixture
def on_postgres(postgres: PostgresServer) -> Iterator[PostgresEngine]:
    engine = PostgresEngine(postgres.create_database())
    yield engine
    engine.close()


@pytest.fixture(params=["sqlite", "on_postgres"])
def engine(request: pytest.FixtureRequest) -> Engine:
    """Each kind of queue, one after the other."""
    engine: Engine = request.getfixturevalue(request.param)
    return engine


@pytest.fixture
def jobs(engine: Engine) -> Jobs:
    return engine.open()
