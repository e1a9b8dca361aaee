"""What was decided about a channel holds for its next picture, in whichever process it was said."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from bot.demo.workspace import (
    ALL_SCOPES,
    DIRECT,
    GENERAL,
    OTHER_PERSON_ID,
    PERSON_ID,
    PHOTOS,
    NewFile,
    Workspace,
)
from bot.settings import QuietHours, When, WhichAnalyzer
from bot.words import Words
from tests.analyzers.service import Answer, Request, recorded
from tests.flows.deciding import decide, opt_out, settings_of
from tests.room import DOG, TIMEOUT_S, Room, Start, picture

WORDS = Words()


def is_silent(room: Room, *, downloads: int = 0, **options: str) -> None:
    """A picture gets no reply, and is not even looked at."""
    shared = room.share("dog.png", **options)
    room.settle()
    assert room.replies(shared) == []
    assert len(room.workspace.downloads) == downloads
    assert room.workspace.calls("reactions.add") == []


def command(room: Room, words: str, channel: str = GENERAL) -> str:
    before = len(room.workspace.ephemerals(channel))
    room.workspace.command(f"/describe {words}", channel=channel)
    assert room.workspace.wait_until(
        lambda: len(room.workspace.ephemerals(channel)) > before, TIMEOUT_S
    )
    return str(room.workspace.ephemerals(channel)[-1]["text"])


@pytest.mark.parametrize("words", ["off", "on request", "on-request", "OFF"])
def test_a_channel_is_switched_off_by_one_command(room: Room, words: str) -> None:
    """One sentence, seen by one; then silence, until it is switched on again."""
    said = command(room, words)
    assert said in (WORDS.say("turned-off"), WORDS.say("turned-on-request"))
    is_silent(room)
    assert command(room, "auto") == WORDS.say("turned-auto")
    room.the_reply(room.share("dog.png"))


def test_a_channel_that_is_off_leaves_others_alone(room: Room) -> None:
    """It is that channel's decision."""
    command(room, "off")
    room.the_reply(room.share("dog.png", channel=PHOTOS))
    is_silent(room, downloads=1)


def test_where_it_is_off_a_private_answer_is_still_there(room: Room) -> None:
    """It disturbs nobody."""
    command(room, "off")
    room.share("dog.png")
    assert "small dog" in command(room, "")


def test_the_workspaces_decision_holds_where_the_channel_made_none(room: Room) -> None:
    """And not where it did."""
    command(room, "auto", PHOTOS)
    decide(room, "", when=When.ON_REQUEST)
    is_silent(room)
    decide(room, PHOTOS, when=When.AUTO)
    room.the_reply(room.share("dog.png", channel=PHOTOS))


def test_switched_off_while_a_picture_waits_nothing_comes(room: Room) -> None:
    """Neither a late reply nor a sentence that stays for ever."""
    room.workspace.faults.late_shares_s = 2
    shared = room.share("dog.png")
    assert room.workspace.wait_until(lambda: bool(room.workspace.calls("files.info")), TIMEOUT_S)
    decide(room, when=When.OFF)
    room.settle()
    assert room.replies(shared) == []
    assert room.workspace.downloads == []


def test_pictures_with_their_authors_words_may_be_left_alone(room: Room) -> None:
    """Only those: the next one without words is described."""
    decide(room, quiet_with_alt_text=True)
    shared = room.workspace.share(NewFile("dog.png", picture(), alt_txt="My dog Rex"))
    room.the_reply(room.share("dog.png"))
    assert room.replies(shared) == []
    assert len(room.workspace.downloads) == 1


def test_quiet_hours_are_quiet(room: Room) -> None:
    """And over when they are over."""
    minute = time.gmtime().tm_hour * 60 + time.gmtime().tm_min
    decide(room, quiet_hours=QuietHours((minute - 60) % 1440, (minute + 60) % 1440, "UTC"))
    is_silent(room)
    decide(room, quiet_hours=QuietHours((minute + 60) % 1440, (minute + 120) % 1440, "UTC"))
    room.the_reply(room.share("dog.png"))


def test_who_opted_out_is_left_alone(room: Room) -> None:
    """In every channel, whoever else asks; they themselves may ask."""
    opt_out(room, OTHER_PERSON_ID)
    is_silent(room, user=OTHER_PERSON_ID)
    assert command(room, "") == WORDS.say("error-opted-out")
    assert room.workspace.downloads == []
    room.the_reply(room.share("mine.png", user=PERSON_ID))
    opt_out(room, PERSON_ID)
    assert "small dog" in command(room, "")


def test_nothing_leaves_where_the_built_in_describer_alone_may_look(room: Room) -> None:
    """By itself and on request, and though the operator chose a service without a fallback."""
    decide(room, analyzer=WhichAnalyzer.EMBEDDED)
    reply = room.the_reply(room.share("dog.png"))
    assert "the built-in describer" in reply["text"]
    assert "the built-in describer" in command(room, "")
    assert room.service.requests == []
    decide(room, analyzer=WhichAnalyzer.ANY)
    room.the_reply(room.share("dog.png"))
    assert len(room.service.requests) == 1


def test_eyes_are_there_while_it_works(room: Room) -> None:
    """On the message, and gone when its last picture is done."""
    decide(room, eyes=True)
    answer = recorded(DOG)

    def once_both_are_in_work(_: Request) -> Answer:
        room.wait_for(lambda: len(room.workspace.downloads) == 2)
        return answer

    room.service.play(once_both_are_in_work)
    shared = room.share("one.png", "two.png")
    room.the_reply(shared)
    assert len(room.workspace.calls("reactions.add")) == 1
    assert len(room.workspace.calls("reactions.remove")) == 1
    (message,) = [m for m in room.workspace.messages() if m["ts"] == shared.message_ts]
    assert not message.get("reactions")


def test_without_leave_to_react_the_reply_comes_all_the_same(start: Start) -> None:
    """A courtesy costs no reply."""
    room = start(Workspace(scopes=frozenset(ALL_SCOPES - {"reactions:write"})))
    decide(room, eyes=True)
    room.the_reply(room.share("dog.png"))


def test_what_is_shown_is_decided_by_the_channel(room: Room) -> None:
    """In public and in private."""
    decide(room, tags_only=True)
    text = room.the_reply(room.share("dog.png"))["text"]
    assert "Tags:" in text
    assert "small dog" not in text
    assert "small dog" not in command(room, "")


@pytest.mark.parametrize("missing", [set(), {"channels:read"}, {"channels:read", "users:read"}])
def test_nothing_happens_where_nobody_invited_it(start: Start, missing: set[str]) -> None:
    """Slack may tell of pictures there all the same: they are not even downloaded."""
    room = start(Workspace(scopes=frozenset(ALL_SCOPES - missing)))
    room.workspace.faults.events_from_other_channels = True
    elsewhere = room.workspace.add_channel("elsewhere", bot_is_member=False)
    shared = room.share("dog.png", channel=elsewhere)
    room.settle()
    room.the_reply(room.share("dog.png"))
    assert room.replies(shared) == []
    assert len(room.workspace.downloads) == 1
    assert all(
        c["args"].get("channel") != elsewhere for c in room.workspace.calls("chat.postMessage")
    )


def test_an_invitation_costs_one_call_for_many_pictures(room: Room) -> None:
    """It is remembered for a while, as is a person's language."""
    for _ in range(3):
        room.the_reply(room.share("dog.png"))
    assert len(room.workspace.calls("conversations.info")) == 1
    assert len(room.workspace.calls("users.info")) == 1


def test_a_direct_message_is_a_request(room: Room) -> None:
    """Answered though the workspace wants requests, without the line on how to stop it."""
    with settings_of(room) as settings:
        settings.change_workspace(
            room.workspace.team_id, lambda now: replace(now, when=When.ON_REQUEST)
        )
    text = room.the_reply(room.share("dog.png", channel=DIRECT))["text"]
    assert "small dog" in text
    assert WORDS.say("switch-off") not in text
    command(room, "off", channel=DIRECT)
    shared = room.share("dog.png", channel=DIRECT)
    room.settle()
    assert room.replies(shared) == []
