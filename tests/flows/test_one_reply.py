"""One message, one reply: however many pictures it has and however Slack delivers its events."""

from __future__ import annotations

from typing import Any

import pytest

from bot.demo.workspace import GENERAL, PHOTOS, NewFile, Workspace
from tests.analyzers.service import answer_of, recorded
from tests.room import TIMEOUT_S, Room, Start, picture


def test_a_picture_is_answered_in_its_thread(room: Room) -> None:
    """Caption, tags and accent of the service, in the thread of the very message."""
    shared = room.share("dog.png")
    reply = room.the_reply(shared)
    assert reply["thread_ts"] == shared.message_ts
    assert reply["text"].startswith("Machine description by Azure Computer Vision:")
    assert "small dog" in reply["text"]
    assert reply["attachments"][0]["color"] == "A36D28"


def test_the_first_reply_of_a_channel_says_how_to_stop_it(room: Room) -> None:
    """One line, when it is edited too; no reply after it does."""
    first = room.the_reply(room.share("a.png", "b.png"))
    assert first["text"].endswith("To stop that, type `/describe off`.")
    second = room.the_reply(room.share("dog.png"))
    assert "/describe off" not in str(second)
    elsewhere = room.the_reply(room.share("dog.png", channel=PHOTOS))
    assert "/describe off" in elsewhere["text"]


def test_a_picture_in_a_thread_is_answered_in_that_thread(room: Room) -> None:
    """`thread_ts` is the share's thread when it has one."""
    root = room.workspace.say("look at this")
    shared = room.share("dog.png", thread_ts=root)
    assert room.the_reply(shared)["thread_ts"] == root


def test_several_pictures_get_one_reply_in_their_order(room: Room) -> None:
    """Numbered, each with its file name, the reply edited as they finish."""
    reply = room.the_reply(room.share("one.png", "two.png", "three.png"))
    titles = [f"Picture {n} of 3, {name}.png: Perhaps" for n, name in NUMBERED]
    positions = [reply["text"].index(title) for title in titles]
    assert positions == sorted(positions)
    assert len([each for each in reply["attachments"] if "color" in each]) == 3


NUMBERED = ((1, "one"), (2, "two"), (3, "three"))


def test_the_same_event_thrice_is_one_reply(start: Start) -> None:
    """Slack delivers at least once; we answer exactly once."""
    room = start()
    room.workspace.faults.duplicate_events = 2
    shared = room.share("dog.png")
    room.the_reply(shared)
    assert len(room.service.requests) == 1
    assert len(room.workspace.calls("chat.postMessage")) == 1


def test_late_shares_lead_to_the_right_thread(start: Start) -> None:
    """files.info names the message only after seconds; the picture is downloaded once."""
    room = start()
    room.workspace.faults.late_shares_s = 5
    root = room.workspace.say("look")
    shared = room.share("dog.png", thread_ts=root)
    assert room.the_reply(shared)["thread_ts"] == root


def test_sharing_again_is_another_message(room: Room) -> None:
    """The same file in another channel is answered there too, once."""
    shared = room.share("dog.png")
    room.the_reply(shared)
    again = room.workspace.share_again(shared.file_ids, channel=PHOTOS)
    assert room.workspace.wait_until(lambda: bool(room.replies(again)), TIMEOUT_S)
    room.the_reply(again)
    room.the_reply(shared)


def test_the_same_file_again_in_the_same_channel_waits_for_its_message(room: Room) -> None:
    """An old share is no reason to miss the new one that files.info does not name yet."""
    shared = room.share("dog.png")
    room.the_reply(shared)
    room.workspace.faults.late_shares_s = 2
    again = room.workspace.share_again(shared.file_ids, channel=GENERAL)
    assert room.workspace.wait_until(lambda: bool(room.replies(again)), TIMEOUT_S)
    room.the_reply(again)
    room.the_reply(shared)


@pytest.mark.parametrize(
    ("name", "data"),
    [("notes.txt", b"words"), ("report.pdf", b"%PDF-1.7\n"), ("clip.mp4", b"\0\0\0\x18ftypmp42")],
)
def test_what_is_no_picture_gets_nothing(room: Room, name: str, data: bytes) -> None:
    """No reply, no download."""
    shared = room.workspace.share((name, data))
    marker = room.share("dog.png")
    room.the_reply(marker)
    assert room.replies(shared) == []
    assert len(room.workspace.downloads) == 1


def test_the_bots_own_uploads_get_nothing(room: Room) -> None:
    """It does not talk to itself."""
    own = room.workspace.share(("own.png", picture()), user=room.workspace.bot_user_id)
    room.the_reply(room.share("dog.png"))
    assert room.replies(own) == []


def test_a_deleted_file_gets_nothing(start: Start) -> None:
    """Deleted while its message was not named yet: no reply, no sentence."""
    room = start()
    room.workspace.faults.late_shares_s = 2
    shared = room.share("dog.png")
    room.workspace.delete_file(shared.file_ids[0])
    room.settle()
    assert room.workspace.calls("chat.postMessage") == []


def test_a_file_hidden_by_the_plan_gets_nothing(start: Start) -> None:
    """A free workspace hides old files; nothing can be said about them."""
    room = start()
    room.workspace.faults.late_shares_s = 2
    shared = room.share("dog.png")
    room.workspace.hide_file_by_limit(shared.file_ids[0])
    room.settle()
    assert room.workspace.calls("chat.postMessage") == []


def test_the_authors_own_description_is_shown_as_theirs(room: Room) -> None:
    """Before the machine's."""
    shared = room.workspace.share(NewFile("dog.png", picture(), alt_txt="My dog Rex"))
    text = room.the_reply(shared)["text"]
    assert text.index("My dog Rex") < text.index("small dog")


def test_a_hostile_title_is_escaped_everywhere(room: Room) -> None:
    """A file named <!channel> pings nobody."""
    shared = room.share("<!channel>.png", "b.png")
    assert room.workspace.wait_until(
        lambda: any(
            "b.png: Perhaps: A small dog" in reply["text"] for reply in room.replies(shared)
        ),
        TIMEOUT_S,
    )
    reply = room.the_reply(shared)
    assert "<!channel>" not in str(reply)
    assert "&lt;!channel&gt;.png" in reply["text"]


def test_a_reply_to_a_deleted_message_does_not_stay(start: Start) -> None:
    """Slack posts it top-level without a word; it is noticed and deleted."""
    room = start()
    room.workspace.faults.slow_api_s["chat.postMessage"] = 1.0
    shared = room.share("dog.png")
    room.wait_for(lambda: bool(room.service.requests))
    room.workspace.delete_message(shared.message_ts)
    room.settle()
    assert [m for m in room.workspace.messages() if m.get("user") == bot(room)] == []


def bot(room: Room) -> str:
    return room.workspace.bot_user_id


def test_an_answer_that_got_lost_is_found_not_repeated(room: Room) -> None:
    """Slack posted, the connection died before it said so: the thread is searched first."""
    room.workspace.faults.lose_response("chat.postMessage")
    shared = room.share("dog.png")
    room.the_reply(shared)
    assert len(room.workspace.calls("chat.postMessage")) == 1


def test_without_the_history_scope_the_reply_is_posted_all_the_same(start: Start) -> None:
    """Never silent: what cannot be searched for is posted."""
    scopes = frozenset({"files:read", "chat:write", "commands", "connections:write"})
    room = start(Workspace(scopes=scopes))
    room.the_reply(room.share("dog.png"))


@pytest.mark.parametrize("status", [500, 503])
def test_a_failing_web_api_delays_the_reply(room: Room, status: int) -> None:
    """It comes when Slack is back."""
    room.workspace.faults.answer_status("files.info", status)
    room.workspace.faults.answer_status("chat.postMessage", status)
    room.the_reply(room.share("dog.png"))


def test_rate_limits_are_obeyed(room: Room) -> None:
    """429 with Retry-After: not sooner, and only once."""
    room.workspace.faults.rate_limit("files.info", retry_after_s=1)
    room.workspace.faults.rate_limit("chat.postMessage", retry_after_s=1)
    room.the_reply(room.share("dog.png"))
    assert len(room.workspace.calls("chat.postMessage")) == 2


@pytest.mark.parametrize(
    "error", ["is_archived", "channel_not_found", "cannot_reply_to_message", "restricted_action"]
)
def test_where_posting_is_forbidden_nothing_is_tried_twice(room: Room, error: str) -> None:
    """A final refusal ends it."""
    room.workspace.faults.fail("chat.postMessage", error)
    room.share("dog.png")
    assert room.workspace.wait_until(
        lambda: bool(room.workspace.calls("chat.postMessage")), TIMEOUT_S
    )
    room.settle()
    assert len(room.workspace.calls("chat.postMessage")) == 1


@pytest.mark.parametrize("error", ["invalid_blocks", "msg_blocks_too_long"])
def test_a_form_that_slack_refuses_leaves_the_words(room: Room, error: str) -> None:
    """The answer arrives as text."""
    room.workspace.faults.fail("chat.postMessage", error, times=1)
    reply = room.the_reply(room.share("dog.png"))
    assert "small dog" in reply["text"]


def test_a_flagged_picture_is_answered_in_private(room: Room) -> None:
    """Nothing in the channel; its poster alone learns why."""
    facts: Any = {"isAdultContent": True, "isRacyContent": True, "adultScore": 1, "racyScore": 1}
    caption = {"tags": [], "captions": [{"text": "a secret", "confidence": 0.9}]}
    room.service.queue(answer_of({"adult": facts, "description": caption}))
    shared = room.share("private.png")
    assert room.workspace.wait_until(lambda: bool(room.workspace.ephemerals()), TIMEOUT_S)
    room.settle()
    assert room.replies(shared) == []
    (note,) = room.workspace.ephemerals()
    assert "flagged as adult" in note["text"]
    assert "a secret" not in room.texts()


def test_every_recording_arrives_in_the_reply(room: Room) -> None:
    """Caption and accent of an answer of each version are what people read."""
    room.service.queue(recorded("v2_0_bw_street"))
    reply = room.the_reply(room.share("street.png"))
    assert "#666666" in reply["text"]
    assert reply["attachments"][0]["color"] == "666666"
