"""The bot on Postgres, and while Postgres is away: nothing is lost, and it comes back by itself."""

from __future__ import annotations

import pytest
import requests

from bot.service import HttpDoor
from tests.analyzers.service import answer_of, recorded
from tests.ports import free_port
from tests.postgres import PostgresServer
from tests.room import DOG, TIMEOUT_S, Room, Start


@pytest.fixture
def room(start: Start, postgres: PostgresServer) -> Room:
    return start(database_url=postgres.create_database())


def test_pictures_get_one_reply_and_commands_their_answer(room: Room) -> None:
    """As on SQLite."""
    room.workspace.faults.duplicate_events = 1
    room.the_reply(room.share("one.png", "two.png"))
    room.workspace.command("/describe")
    assert room.workspace.wait_until(lambda: bool(room.workspace.ephemerals()), TIMEOUT_S)
    room.settle()


def test_a_failing_service_is_waited_for(room: Room) -> None:
    """Retry-After is obeyed, the answer comes once."""
    room.service.queue(answer_of({}, status=429, headers={"Retry-After": "1"}))
    room.service.queue(answer_of({}, status=503))
    room.service.always(recorded(DOG))
    assert "small dog" in room.the_reply(room.share("dog.png"))["text"]


def test_events_that_come_while_it_is_away_are_answered_when_it_is_back(
    room: Room, postgres: PostgresServer
) -> None:
    """What cannot be stored is not acknowledged, so Slack sends it again."""
    room.workspace.faults.ack_timeout_s = 1.0
    room.workspace.faults.socket_retries = 1000
    before = room.the_reply(room.share("before.png"))
    postgres.stop()
    try:
        shared = room.share("meanwhile.png")
        assert room.workspace.wait_until(lambda: room.workspace.unacked > 0, TIMEOUT_S)
        assert not room.bot.is_ready()
    finally:
        postgres.start()
    assert "small dog" in room.the_reply(shared)["text"]
    assert room.bot.is_ready()
    assert before["text"]


def test_over_http_it_answers_500_while_it_is_away(start: Start, postgres: PostgresServer) -> None:
    """Slack's own sign to send again; the health check tells the platform."""
    room = start(database_url=postgres.create_database())
    port = free_port()
    door = HttpDoor(room.bot, port)
    door.start()
    try:
        health = f"http://127.0.0.1:{port}/healthz"
        assert requests.get(health, timeout=TIMEOUT_S).status_code == 200
        room.workspace.faults.http_retry_delays_s = (0.5,) * 100
        room.workspace.send_events_to(f"http://127.0.0.1:{port}/slack/events")
        postgres.stop()
        try:
            shared = room.share("meanwhile.png")
            room.wait_for(lambda: requests.get(health, timeout=TIMEOUT_S).status_code == 503)
        finally:
            postgres.start()
        assert "small dog" in room.the_reply(shared)["text"]
    finally:
        door.stop(5)
