"""Slack limits, loses and forbids: what is known is said once, in the end, and nothing twice."""

from __future__ import annotations

from functools import partial

import pytest

from bot.demo.workspace import Workspace
from bot.slack.pictures.files import Share
from bot.slack.replies.describing import SILENCE_S
from bot.slack.replies.file_shared import FileShared
from tests.analyzers.service import answer_of
from tests.flows.test_one_reply import bot
from tests.room import Room, Start, picture

CORE_SCOPES = frozenset({"files:read", "chat:write", "commands", "connections:write"})


def test_one_message_a_second_is_enough_for_a_crowd(start: Start) -> None:
    """A rate limit costs no picture its answer, however many wait for their turn."""
    room = start()
    room.workspace.faults.seconds_per_message = 0.2
    shared = [room.share(f"{number}.png") for number in range(15)]
    room.settle(timeout_s=100)
    assert [len(room.replies(each)) for each in shared] == [1] * 15


@pytest.mark.parametrize("error", ["token_expired", "internal_error", "invalid_auth"])
def test_what_may_pass_is_waited_for(room: Room, error: str) -> None:
    """A rotated token or a bad moment of Slack's loses nothing."""
    room.workspace.faults.fail("chat.postMessage", error, times=2)
    room.the_reply(room.share("dog.png"))


def test_a_proxys_page_is_not_slacks_word(room: Room) -> None:
    """An HTML 403 on the way closes nothing, and the reply still comes."""
    room.workspace.faults.answer_status("chat.postMessage", 403)
    room.workspace.faults.answer_status("files.info", 404)
    room.the_reply(room.share("dog.png"))


def test_an_edit_whose_form_is_refused_leaves_the_words(room: Room) -> None:
    """The unfinished sentence does not stand for ever."""
    room.workspace.faults.slow_api_s["files.info"] = 0.3
    room.workspace.faults.fail("chat.update", "invalid_blocks", times=1)
    reply = room.the_reply(room.share("a.png", "b.png", "c.png"))
    assert "working" not in reply["text"]


def test_without_a_history_scope_a_lost_answer_is_repeated_once_at_most(start: Start) -> None:
    """Nobody can tell whether it was posted; it is not tried for ever."""
    room = start(Workspace(scopes=CORE_SCOPES))
    room.workspace.faults.lose_response("chat.postMessage", times=None)
    shared = room.share("dog.png")
    room.settle()
    assert len(room.replies(shared)) == 2


def test_a_picture_deleted_while_it_waits_is_no_longer_spoken_of(room: Room) -> None:
    """Its place in the reply goes, even when the edit has to be tried again."""
    room.service.always(answer_of({}, status=503))
    damaged = picture("JPEG")[:400]
    shared = room.workspace.share(("broken.jpg", damaged), ("waits.png", picture()))
    room.wait_for(lambda: any("working" in reply["text"] for reply in room.replies(shared)))
    room.workspace.faults.rate_limit("chat.update", retry_after_s=1)
    room.workspace.delete_file(shared.file_ids[1])
    reply = room.the_reply(shared)
    assert "waits.png" not in reply["text"]
    assert "working" not in reply["text"]


def test_a_misplaced_reply_is_taken_back_in_the_end(start: Start) -> None:
    """Also when Slack limits the deletion."""
    room = start()
    room.workspace.faults.slow_api_s["chat.postMessage"] = 1.0
    room.workspace.faults.rate_limit("chat.delete", retry_after_s=1)
    shared = room.share("dog.png")
    room.wait_for(lambda: bool(room.service.requests))
    room.workspace.delete_message(shared.message_ts)
    room.settle()
    assert [m for m in room.workspace.messages() if m.get("user") == bot(room)] == []


def test_an_event_is_not_about_messages_from_long_before() -> None:
    """A file shared before the bot came and again now is answered where it is new."""
    event = FileShared("T1", "C1", "F1", event_ts="1700001000.000200", person="U1")
    assert event.may_mean(Share("C1", "1700001000.000100", "1700001000.000100"))
    assert event.may_mean(Share("C1", "1700001010.000100", "1700001010.000100"))
    assert not event.may_mean(Share("C1", "1700000000.000100", "1700000000.000100"))
    timeless = FileShared("T1", "C1", "F1", event_ts="Ev123", person="U1")
    assert timeless.may_mean(Share("C1", "1.0", "1.0"))


def test_who_waits_for_long_is_told_why(room: Room) -> None:
    """One sentence after a minute, edited into the answer when it comes."""
    room.service.always(answer_of({}, status=503))
    shared = room.share("dog.png")
    room.wait_for(lambda: bool(room.service.requests))
    room.clock.ahead_s = SILENCE_S
    room.wait_for(lambda: bool(room.replies(shared)))
    (reply,) = room.replies(shared)
    assert "Still working on it. The picture service is busy or not answering." in reply["text"]
    room.service.always(answer_of({"tags": [{"name": "dog", "confidence": 0.9}]}))
    room.clock.ahead_s = 3600
    reply = room.the_reply(shared)
    assert "Tags: dog." in reply["text"]
    assert "working" not in reply["text"]


def test_an_outage_of_hours_loses_nothing(room: Room) -> None:
    """The description that could not be posted is posted when Slack is back."""
    room.workspace.faults.fail("chat.postMessage", "service_unavailable")
    shared = room.share("dog.png")
    for hours in range(1, 5):
        tried = len(room.workspace.calls("chat.postMessage"))
        room.clock.ahead_s = hours * 3600
        room.wait_for(partial(_has_posted_more, room, tried))
    room.workspace.faults.heal()
    room.clock.ahead_s = 5 * 3600
    assert "small dog" in room.the_reply(shared)["text"]
    assert len(room.service.requests) == 1


def test_a_command_whose_answer_is_uncertain_is_not_repeated(room: Room) -> None:
    """One answer too few is better than the same one four times."""
    room.the_reply(room.workspace.share(("a.png", picture())))
    room.workspace.command("/describe")
    assert room.workspace.wait_until(lambda: bool(room.workspace.ephemerals()), 20)
    room.settle()
    assert len(room.workspace.ephemerals()) == 1


def _has_posted_more(room: Room, than: int) -> bool:
    return len(room.workspace.calls("chat.postMessage")) > than
