"""The reply follows its message: what goes, goes; what comes later, is shown; in any order."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from bot.demo.workspace import DIRECT, PHOTOS, NewFile, Shared
from tests.room import TIMEOUT_S, Room, Start, installed, picture


def bot_messages(room: Room, channel: str) -> list[dict[str, Any]]:
    found = room.workspace.messages(channel)
    return [each for each in found if each.get("user") == room.workspace.bot_user_id]


def is_gone(room: Room, shared: Shared) -> None:
    assert room.workspace.wait_until(lambda: not bot_messages(room, shared.channel), TIMEOUT_S)
    room.settle()
    assert bot_messages(room, shared.channel) == []


@pytest.mark.parametrize("channel", ["C000GENERA", DIRECT])
@pytest.mark.parametrize("times", [0, 2])
def test_with_the_message_the_reply_goes(room: Room, channel: str, times: int) -> None:
    """Once, however often the event comes."""
    shared = room.share("dog.png", channel=channel)
    room.the_reply(shared)
    room.workspace.faults.duplicate_events = times
    room.workspace.delete_message(shared.message_ts, channel=channel)
    is_gone(room, shared)
    assert len(room.workspace.calls("chat.delete")) == 1


def test_with_its_file_the_reply_goes(room: Room) -> None:
    """In every channel where it was shared."""
    shared = room.share("dog.png")
    room.the_reply(shared)
    again = room.workspace.share_again(shared.file_ids, channel=PHOTOS)
    assert room.workspace.wait_until(lambda: bool(room.replies(again)), TIMEOUT_S)
    room.settle()
    room.workspace.delete_file(shared.file_ids[0])
    is_gone(room, shared)
    is_gone(room, again)


@pytest.mark.parametrize("how", ["deleted", "taken out"])
def test_a_picture_that_goes_takes_its_part_along(room: Room, how: str) -> None:
    """The others stay, numbered anew."""
    shared = room.share("one.png", "two.png")
    assert "Picture 2 of 2" in room.the_reply(shared)["text"]
    if how == "deleted":
        room.workspace.delete_file(shared.file_ids[0])
    else:
        room.workspace.remove_picture(shared.message_ts, shared.file_ids[0])
    assert room.workspace.wait_until(
        lambda: "Picture" not in room.replies(shared)[0]["text"], TIMEOUT_S
    )
    text = room.the_reply(shared)["text"]
    assert "one.png" not in text
    assert "small dog" in text


def test_the_authors_later_description_is_shown(room: Room) -> None:
    """And changed, and taken away."""
    shared = room.share("dog.png")
    assert "own description" not in room.the_reply(shared)["text"]

    def shows(alt_text: str) -> bool:
        text = room.replies(shared)[0]["text"]
        return alt_text in text and ("own description" in text) is bool(alt_text)

    for alt_text in ("My dog Rex", "My dog Max", ""):
        room.workspace.describe_file(shared.file_ids[0], alt_text or None)
        assert room.workspace.wait_until(partial(shows, alt_text), TIMEOUT_S)
    room.the_reply(shared)


def test_a_message_deleted_before_its_reply_stays_without_one(start: Start) -> None:
    """Whichever is worked on first."""
    room = start()
    room.workspace.faults.slow_api_s["files.info"] = 0.5
    shared = room.share("dog.png")
    room.workspace.delete_message(shared.message_ts)
    room.settle(60)
    assert bot_messages(room, shared.channel) == []


def test_a_deletion_while_the_reply_is_posted_takes_it_back(start: Start) -> None:
    """It does not stay behind at the top of the channel."""
    room = start()
    room.workspace.faults.slow_api_s["chat.postMessage"] = 1.0
    shared = room.share("dog.png")
    room.wait_for(lambda: bool(room.service.requests))
    room.workspace.delete_message(shared.message_ts)
    is_gone(room, shared)


def test_a_reply_whose_post_got_lost_is_found_and_removed(room: Room) -> None:
    """Nobody knows its ts; the thread does."""
    room.workspace.faults.lose_response("chat.postMessage")
    shared = room.share("dog.png")
    assert room.workspace.wait_until(lambda: bool(room.replies(shared)), TIMEOUT_S)
    room.workspace.delete_file(shared.file_ids[0])
    is_gone(room, shared)


def test_words_changed_or_deleted_cost_nothing(room: Room) -> None:
    """Only messages with pictures concern the bot."""
    ts = room.workspace.say("words")
    room.workspace.edit_message(ts, "other words")
    room.workspace.delete_message(ts)
    shared = room.share("dog.png")
    room.the_reply(shared)
    before = len(room.workspace.calls())
    room.workspace.edit_message(shared.message_ts, "a dog")
    room.settle()
    assert len(room.workspace.calls()) == before


def test_without_the_history_scopes_files_are_followed_still(start: Start) -> None:
    """Deletions of messages are not heard of then; those of files are."""
    scopes = frozenset({"files:read", "chat:write", "commands", "connections:write"})
    room = start(installed(scopes=scopes))
    shared = room.workspace.share(NewFile("dog.png", picture()))
    room.the_reply(shared)
    room.workspace.delete_file(shared.file_ids[0])
    is_gone(room, shared)
