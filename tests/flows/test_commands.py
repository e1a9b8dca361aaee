"""`/describe`: the answer is for the one who asked, in one message, with the next step."""

from __future__ import annotations

import pytest

from bot.demo.workspace import GENERAL, PHOTOS, NewFile, Workspace
from bot.words import Words
from tests.room import TIMEOUT_S, Room, Start, picture

WORDS = Words()


def answer(room: Room, words: str, *, channel: str = GENERAL) -> str:
    """What the person who typed `/describe words` reads."""
    before = len(room.workspace.ephemerals(channel))
    room.workspace.command(f"/describe {words}".strip(), channel=channel)
    assert room.workspace.wait_until(
        lambda: len(room.workspace.ephemerals(channel)) > before, TIMEOUT_S
    )
    room.settle()
    notes = room.workspace.ephemerals(channel)[before:]
    assert len(notes) == 1
    return str(notes[0]["text"])


def test_without_words_it_describes_the_newest_picture_here(room: Room) -> None:
    """Of this channel, not of another; to the one who asked alone."""
    room.the_reply(room.share("old.png"))
    room.the_reply(room.workspace.share(NewFile("new.png", picture(), alt_txt="the new one")))
    room.the_reply(room.share("elsewhere.png", channel=PHOTOS))
    before = len(room.workspace.messages())
    text = answer(room, "")
    assert "the new one" in text
    assert "small dog" in text
    assert len(room.workspace.messages()) == before


def test_in_a_thread_it_describes_the_threads_picture(room: Room) -> None:
    """An emulator or a later Slack may say which thread was meant."""
    root = room.workspace.say("a thread")
    room.the_reply(
        room.workspace.share(NewFile("in.png", picture(), alt_txt="inside"), thread_ts=root)
    )
    room.the_reply(room.workspace.share(NewFile("out.png", picture(), alt_txt="outside")))
    room.workspace.command("/describe", thread_ts=root)
    assert room.workspace.wait_until(lambda: bool(room.workspace.ephemerals()), TIMEOUT_S)
    assert "inside" in room.workspace.ephemerals()[0]["text"]


def test_help_says_what_it_can_do(room: Room) -> None:
    """And is answered at once, without a job."""
    assert answer(room, "help") == WORDS.say("help")
    assert answer(room, "HELP") == WORDS.say("help")


def test_anything_else_is_one_sentence_that_leads_to_help(room: Room) -> None:
    """No guess at what was meant."""
    assert "`/describe help`" in answer(room, "my cat please")


def test_where_there_is_no_picture_it_says_what_to_do(room: Room) -> None:
    """One sentence with both next steps."""
    assert answer(room, "", channel=PHOTOS) == WORDS.say("error-no-picture")


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/a.png",
        "http://localhost/a.png",
        "http://169.254.169.254/latest/meta-data",
        "http://[::1]/a.png",
        "http://10.0.0.1/a.png",
        "<http://127.0.0.1/a.png>",
        "https://user:word@example.com/a.png",
    ],
)
def test_only_public_addresses_are_fetched(room: Room, address: str) -> None:
    """One sentence, and nothing is asked there."""
    assert answer(room, address) == WORDS.say("error-address-refused")


def test_a_missing_scope_is_named_with_the_next_step(start: Start) -> None:
    """The bot starts without it and says so only here."""
    scopes = frozenset({"chat:write", "commands", "connections:write"})
    room = start(Workspace(scopes=scopes))
    assert "files:read" in answer(room, "")


def test_a_command_delivered_twice_is_answered_once(room: Room) -> None:
    """Slack re-sends what was not acknowledged in time."""
    room.workspace.faults.duplicate_events = 1
    room.the_reply(room.share("dog.png"))
    answer(room, "")


def test_a_failing_service_is_told_to_the_one_who_asked(room: Room) -> None:
    """In private, like any answer to a command."""
    room.the_reply(room.share("dog.png"))
    room.workspace.faults.download_sign_in_page = True
    assert "files:read" in answer(room, "")
