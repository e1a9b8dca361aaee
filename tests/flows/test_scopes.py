"""Whatever an admin does not grant: the bot starts, and does its main job."""

from __future__ import annotations

import pytest

from bot.demo.workspace import PHOTOS, read_manifest
from bot.slack.wire.scopes import CORE, OPTIONAL
from tests.room import TIMEOUT_S, Room, Start, installed

ASKED = read_manifest().scopes
LEFT_OUT = [*({scope} for scope in OPTIONAL), set(OPTIONAL)]


@pytest.fixture(params=LEFT_OUT, ids=lambda left_out: " ".join(sorted(left_out)))
def limited_room(request: pytest.FixtureRequest, start: Start) -> Room:
    return start(installed(scopes=ASKED - request.param))


def test_the_rest_is_core() -> None:
    """Nothing is optional that the main job needs, and nothing else is asked for."""
    assert ASKED - set(OPTIONAL) == set(CORE)


def test_without_an_optional_scope_the_bot_does_its_job(limited_room: Room) -> None:
    """Pictures are answered, commands too, settings open and hold, the Home tab is there."""
    room = limited_room
    reply = room.the_reply(room.share("dog.png", "cat.png"))
    assert "small dog" in reply["text"]
    assert "Ask an admin" not in str(reply)

    room.workspace.command("/describe")
    assert room.workspace.wait_until(lambda: bool(room.workspace.ephemerals()), TIMEOUT_S)
    assert "small dog" in room.workspace.ephemerals()[0]["text"]

    room.workspace.command("/describe settings")
    assert room.workspace.wait_until(lambda: bool(room.workspace.views), TIMEOUT_S)
    (view,) = room.workspace.views.values()
    room.workspace.submit(view["id"], {})
    room.workspace.open_home()
    assert room.workspace.wait_until(lambda: bool(room.workspace.homes), TIMEOUT_S)

    room.workspace.command("/describe off", channel=PHOTOS)
    assert room.workspace.wait_until(lambda: bool(room.workspace.ephemerals(PHOTOS)), TIMEOUT_S)
    silent = room.share("dog.png", channel=PHOTOS)
    room.settle()
    assert room.replies(silent) == []
