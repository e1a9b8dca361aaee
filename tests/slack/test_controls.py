"""Everything that can be pressed or submitted is listened to."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from slack_bolt import BoltRequest, BoltResponse

from bot.blocks import compose, with_share_button
from bot.model import Answer, Caption, Shared
from bot.progress import progress_message, progress_view
from bot.reply_views import alt_text_view, edit_view, more_view, told_view, wrong_view
from bot.words import Words
from tests.room import Room
from tests.test_blocks import described

WORDS = Words()
DONE = Answer(Shared("a.png", ""), described(Caption("a dog", 0.9)))
TWO = {"F1": DONE, "F2": DONE}
ABOUT = "C1 1.000001"
VIEWS: dict[str, dict[str, Any]] = {
    "more": more_view(TWO, WORDS, chosen=0, about=ABOUT),
    "alt text": alt_text_view(TWO, WORDS),
    "edit": edit_view(TWO, WORDS, about=ABOUT),
    "wrong": wrong_view(WORDS, about=ABOUT),
    "told": told_view("Done.", WORDS),
    "progress": progress_view(WORDS, "T1:1", done=0, count=2),
}
REPLY = compose([DONE], WORDS, about=ABOUT)
MESSAGES = (
    REPLY,
    compose([DONE, DONE], WORDS, about=ABOUT),
    with_share_button(REPLY, "1.1 1.1 F1", WORDS),
    progress_message(WORDS, "T1:1", done=0, count=2),
)


def controls_in(value: Any) -> Iterator[str]:
    """The action_ids of what can be pressed; fields are read when their view is submitted."""
    if isinstance(value, dict):
        if "action_id" in value and value["type"] != "plain_text_input":
            yield value["action_id"]
        for inner in value.values():
            yield from controls_in(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from controls_in(inner)


CONTROLS = sorted(
    set(controls_in([[m.blocks, m.attachments] for m in MESSAGES]))
    | set(controls_in(list(VIEWS.values())))
)


def is_heard(room: Room, payload: dict[str, Any]) -> bool:
    body = {"team": {"id": "T1"}, "user": {"id": "U1"}, **payload}
    request = BoltRequest(body={"payload": [json.dumps(body)]}, mode="socket_mode")
    request.body.update(body)
    return any(each.matches(req=request, resp=BoltResponse(status=200)) for each in listeners(room))


def listeners(room: Room) -> list[Any]:
    return list(room.bot.app._listeners)


def test_every_control_has_its_listener(room: Room) -> None:
    """Of every message and window that the bot can show about pictures."""
    unheard = [
        action_id
        for action_id in CONTROLS
        if not is_heard(room, {"type": "block_actions", "actions": [{"action_id": action_id}]})
    ]
    assert unheard == []
    assert {"more", "share", "cancel", "picture", "remove"} <= set(CONTROLS)
    assert not is_heard(room, {"type": "block_actions", "actions": [{"action_id": "unknown"}]})


@pytest.mark.parametrize("name", [name for name, view in VIEWS.items() if "submit" in view])
def test_every_window_that_can_be_submitted_is_listened_to(room: Room, name: str) -> None:
    """Else Slack would tell the person that the app does not answer."""
    view = VIEWS[name]
    assert is_heard(room, {"type": "view_submission", "view": view})
