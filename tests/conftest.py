"""What tests of the whole bot share."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from structlog.testing import capture_logs

from bot.app import Bot
from bot.demo.workspace import Workspace
from bot.logs import configure_logs
from bot.slack.wire.socket import SocketReceiver
from tests.analyzers.service import AnalyzeService, recorded
from tests.postgres import PostgresServer, postgres_server
from tests.room import DOG, TIMEOUT_S, Clock, Room, Start, config_for, installed

hypothesis.settings.register_profile("suite", deadline=None)
"""A busy machine is no fault of the code."""
hypothesis.settings.load_profile("suite")
hypothesis.settings.register_profile("thorough", max_examples=10_000)
"""For properties of messages: pytest --hypothesis-profile=thorough tests/test_blocks.py."""


@pytest.fixture(scope="session", autouse=True)
def _plain_logs() -> None:
    """As the bot logs. structlog's own way, with every local variable, takes a second an error."""
    configure_logs("DEBUG")


@pytest.fixture
def logs() -> Iterator[list[MutableMapping[str, Any]]]:
    """What is logged meanwhile, from INFO on."""
    configure_logs("INFO")
    with capture_logs() as captured:
        yield captured
    configure_logs("DEBUG")


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """One server for all tests; each that asks makes a database of its own there."""
    with postgres_server() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a new database may be: on SQLite, then on Postgres."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/folder/describe.sqlite3"
    server: PostgresServer = request.getfixturevalue("postgres")
    return server.create_database()


@pytest.fixture
def workspace() -> Iterator[Workspace]:
    """A workspace without a bot in it."""
    with Workspace() as running:
        yield running


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts a room; keyword arguments change the bot's configuration."""
    with ExitStack() as stack:

        def _start(workspace: Workspace | None = None, **changes: Any) -> Room:
            service = stack.enter_context(AnalyzeService())
            service.always(recorded(DOG))
            running = stack.enter_context(workspace or installed())
            config = replace(config_for(running, service, tmp_path), **changes)
            clock = Clock()
            bot = Bot(config, now=clock)
            receiver = SocketReceiver(bot.app, config.slack_app_token)
            stack.callback(bot.close)
            stack.callback(bot.rest, grace_s=5)
            stack.callback(receiver.close)
            bot.work()
            receiver.start()
            assert receiver.wait_until_connected(TIMEOUT_S)
            return Room(running, service, config, bot, clock)

        yield _start


@pytest.fixture
def room(start: Start) -> Room:
    return start()
