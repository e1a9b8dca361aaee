"""What tests of the store share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.store.database import Database
from bot.store.parts import PartStore
from tests.store.clock import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def database(database_url: str, clock: Clock) -> Iterator[Database]:
    database = Database(database_url, now=clock)
    yield database
    database.close()


@pytest.fixture
def parts(database: Database) -> PartStore:
    return PartStore(database)
