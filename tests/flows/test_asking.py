"""Asked for: by mention, by reaction, from the menu, in a direct message. One reply each."""

from __future__ import annotations

from typing import Any

import pytest

from bot.demo.view_state import NotThereError
from bot.demo.workspace import DIRECT, GENERAL, OTHER_PERSON_ID, PRIVATE, NewFile, Shared
from bot.settings import When
from bot.slack.replies.describing import SILENCE_S
from bot.words import Words
from tests.analyzers.service import answer_of, recorded
from tests.flows.deciding import decide, opt_out
from tests.room import DOG, TIMEOUT_S, Room, Start, installed, picture

WORDS = Words()
MENTION = "<@U000000BOT>"
SHORTCUT = "describe_picture"
CORE = frozenset({"files:read", "chat:write", "commands", "connections:write"})
FLAGGED: Any = {"isAdultContent": True, "isRacyContent": True, "adultScore": 1, "racyScore": 1}


@pytest.fixture
def quiet(room: Room) -> Room:
    """A room in which nothing is described by itself."""
    decide(room, when=When.ON_REQUEST)
    return room


def note(room: Room, *, channel: str = GENERAL, user: str | None = None) -> dict[str, Any]:
    """The one thing that only the asker sees, after all work has ended."""
    assert room.workspace.wait_until(
        lambda: bool(room.workspace.ephemerals(channel, user=user)), TIMEOUT_S
    )
    room.settle()
    (shown,) = room.workspace.ephemerals(channel, user=user)
    return shown


@pytest.mark.parametrize("words", ["", " what is this?", " please tell me more"])
def test_a_mention_in_a_thread_describes_its_picture(quiet: Room, words: str) -> None:
    """Whatever the words, by the message's one reply."""
    shared = quiet.share("dog.png")
    quiet.settle()
    assert quiet.replies(shared) == []
    quiet.workspace.say(MENTION + words, thread_ts=shared.message_ts)
    assert quiet.workspace.wait_until(lambda: len(quiet.replies(shared)) == 2, TIMEOUT_S)
    quiet.settle()
    _, reply = quiet.replies(shared)
    assert "small dog" in reply["text"]
    assert reply["thread_ts"] == shared.message_ts


def test_a_mention_with_a_picture_describes_that_one(quiet: Room) -> None:
    """Its own before the thread's."""
    root = quiet.workspace.share(NewFile("root.png", picture(), alt_txt="the root"))
    shared = quiet.workspace.share(
        NewFile("own.png", picture(), alt_txt="my own"),
        text=f"{MENTION} what is this?",
        thread_ts=root.message_ts,
    )
    reply = quiet.the_reply(shared)
    assert "my own" in reply["text"]
    assert "the root" not in reply["text"]


@pytest.mark.parametrize("granted", [None, CORE | {"app_mentions:read"}])
def test_messages_are_looked_up_with_or_without_the_history_scope(
    start: Start, granted: frozenset[str] | None
) -> None:
    """The list of files knows enough."""
    room = start(installed(scopes=granted))
    decide(room, when=When.ON_REQUEST)
    shared = room.share("one.png", "two.png")
    room.workspace.say(MENTION, thread_ts=shared.message_ts)
    assert room.workspace.wait_until(lambda: len(room.replies(shared)) == 2, TIMEOUT_S)
    room.settle()
    text = room.replies(shared)[1]["text"]
    assert "Picture 1 of 2, one.png: Perhaps" in text
    assert "Picture 2 of 2, two.png: Perhaps" in text


def test_a_mention_beside_a_picture_that_is_described_anyway_is_one_reply(room: Room) -> None:
    """And asks the service once."""
    room.the_reply(room.share("dog.png", text=f"{MENTION} what is this?"))
    assert len(room.service.requests) == 1


def test_asking_again_changes_nothing(quiet: Room) -> None:
    """Two mentions, one reply, one question to the service."""
    shared = quiet.share("dog.png")
    quiet.workspace.faults.duplicate_events = 1
    for _ in range(2):
        quiet.workspace.say(MENTION, thread_ts=shared.message_ts)
    quiet.settle()
    own = [r for r in quiet.replies(shared) if r["user"] == quiet.workspace.bot_user_id]
    assert len(own) == 1
    assert len(quiet.service.requests) == 1


def test_a_mention_without_a_picture_is_one_private_sentence(quiet: Room) -> None:
    """In the thread where it was said, and to nobody else."""
    root = quiet.workspace.say("a thread")
    quiet.workspace.say(f"{MENTION} what is this?", thread_ts=root)
    shown = note(quiet)
    assert shown["text"] == WORDS.say("error-no-picture-there")
    assert shown["thread_ts"] == root
    assert quiet.workspace.calls("chat.postMessage") == []


def test_where_it_is_switched_off_the_asker_alone_hears_so(room: Room) -> None:
    """Nothing in public."""
    decide(room, when=When.OFF)
    shared = room.share("dog.png")
    room.workspace.say(MENTION, thread_ts=shared.message_ts)
    assert note(room)["text"] == WORDS.say("error-switched-off")
    assert room.workspace.calls("chat.postMessage") == []


def test_pictures_of_who_opted_out_are_described_for_nobody_else(quiet: Room) -> None:
    """Not in public, not in private."""
    opt_out(quiet, OTHER_PERSON_ID)
    shared = quiet.share("dog.png", user=OTHER_PERSON_ID)
    quiet.workspace.say(MENTION, thread_ts=shared.message_ts)
    assert note(quiet)["text"] == WORDS.say("error-opted-out")
    quiet.workspace.message_shortcut(SHORTCUT, message_ts=shared.message_ts)
    quiet.workspace.wait_until(lambda: len(quiet.workspace.ephemerals()) == 2, TIMEOUT_S)
    assert WORDS.say("error-opted-out") in quiet.workspace.ephemerals()[1]["text"]
    assert quiet.workspace.downloads == []


def test_a_flagged_picture_is_told_to_the_asker_and_the_poster(quiet: Room) -> None:
    """Each in private; nothing of what it shows is said."""
    quiet.service.always(answer_of({"adult": FLAGGED}))
    shared = quiet.share("dog.png", user=OTHER_PERSON_ID)
    quiet.workspace.say(MENTION, thread_ts=shared.message_ts)
    assert note(quiet, user=quiet.workspace.person_id)["text"] == WORDS.say("error-withheld")
    assert len(quiet.workspace.ephemerals(user=OTHER_PERSON_ID)) == 1
    assert quiet.workspace.calls("chat.postMessage") == []


# Reactions


def test_the_reaction_asks_where_the_channel_chose_one(quiet: Room) -> None:
    """That emoji, in any skin tone, and no other."""
    decide(quiet, reaction="frame_with_picture")
    shared = quiet.share("dog.png")
    quiet.workspace.react("eyes", ts=shared.message_ts)
    quiet.settle()
    assert quiet.replies(shared) == []
    quiet.workspace.react("frame_with_picture::skin-tone-2", ts=shared.message_ts)
    assert "small dog" in quiet.the_reply(shared)["text"]


def test_by_default_no_reaction_asks(quiet: Room) -> None:
    """Nor does one under mere words get any answer."""
    shared = quiet.share("dog.png")
    quiet.workspace.react("frame_with_picture", ts=shared.message_ts)
    quiet.settle()
    decide(quiet, reaction="frame_with_picture")
    quiet.workspace.react("frame_with_picture", ts=quiet.workspace.say("just words"))
    quiet.settle()
    assert quiet.workspace.calls("chat.postMessage") == []
    assert quiet.workspace.ephemerals() == []


# The message's menu


def ask_in_private(room: Room, shared: Shared) -> dict[str, Any]:
    room.workspace.message_shortcut(SHORTCUT, message_ts=shared.message_ts, channel=shared.channel)
    return note(room, channel=shared.channel)


def test_the_menu_answers_the_asker_alone(quiet: Room) -> None:
    """All the pictures of the message, and nothing in the thread."""
    shown = ask_in_private(quiet, quiet.share("one.png", "two.png"))
    assert "Picture 2 of 2, two.png: Perhaps: A small dog" in shown["text"]
    assert quiet.workspace.calls("chat.postMessage") == []


def test_a_private_answer_can_be_shared(quiet: Room) -> None:
    """Once, by the message's one reply; a second press finds it there."""
    shared = quiet.share("dog.png")
    shown = ask_in_private(quiet, shared)
    quiet.workspace.press("share", message_ts=shown["ts"])
    assert "small dog" in quiet.the_reply(shared)["text"]
    (shown,) = quiet.workspace.ephemerals()
    assert shown["text"] == WORDS.say("shared")
    with pytest.raises(NotThereError):
        quiet.workspace.press("share", message_ts=shown["ts"])


def test_sharing_where_it_is_switched_off_is_refused(room: Room) -> None:
    """The private answer stays, with one sentence after it."""
    decide(room, when=When.OFF)
    shared = room.share("dog.png")
    shown = ask_in_private(room, shared)
    room.workspace.press("share", message_ts=shown["ts"])
    assert room.workspace.wait_until(lambda: len(room.workspace.ephemerals()) == 2, TIMEOUT_S)
    assert room.workspace.ephemerals()[1]["text"] == WORDS.say("error-switched-off")
    assert room.replies(shared) == []


def test_a_private_answer_repeats_what_the_thread_says(room: Room) -> None:
    """Nobody is asked again."""
    shared = room.share("dog.png")
    room.the_reply(shared)
    assert "small dog" in ask_in_private(room, shared)["text"]
    assert len(room.service.requests) == 1


def test_in_a_channel_without_the_bot_one_sentence_says_what_to_do(room: Room) -> None:
    """It may not read the file there."""
    shown = ask_in_private(room, room.share("dog.png", channel=PRIVATE))
    assert shown["text"] == WORDS.say("error-not-a-member")


def test_a_message_without_a_picture_gets_one_sentence(room: Room) -> None:
    """Also one whose file is no picture."""
    shared = room.workspace.share(("notes.txt", b"words"))
    assert ask_in_private(room, shared)["text"] == WORDS.say("error-no-picture-there")


def test_without_the_scope_one_sentence_names_it(start: Start) -> None:
    """The bot starts all the same."""
    room = start(installed(scopes=CORE - {"files:read"}))
    shown = ask_in_private(room, room.share("dog.png"))
    assert "files:read" in shown["text"]


def test_a_hostile_name_is_escaped_in_private_too(quiet: Room) -> None:
    """No ping, no link."""
    shown = ask_in_private(quiet, quiet.share("<!channel>.png", "<https://x|y>.png"))
    assert "<!channel>" not in str(shown)
    assert "<https://x" not in str(shown)


# Direct messages


def test_a_picture_in_a_direct_message_is_answered_there(room: Room) -> None:
    """In its thread."""
    reply = room.the_reply(room.share("dog.png", channel=DIRECT))
    assert "small dog" in reply["text"]


def test_words_in_a_direct_message_get_one_sentence(room: Room) -> None:
    """However often the event comes; words in a thread get none."""
    room.workspace.faults.duplicate_events = 1
    root = room.workspace.say("hello?", channel=DIRECT)
    assert room.workspace.wait_until(lambda: len(room.workspace.messages(DIRECT)) == 2, TIMEOUT_S)
    room.workspace.say("thanks", channel=DIRECT, thread_ts=root)
    room.settle()
    _, hint, _ = room.workspace.messages(DIRECT)
    assert hint["text"] == WORDS.say("direct-hint")


def test_what_was_dropped_when_the_channel_was_switched_off_may_be_asked_for(room: Room) -> None:
    """Its picture was known, and then unwanted; a reply that stood was taken back."""
    room.service.always(answer_of({}, status=503))
    shared = room.share("dog.png")
    room.wait_for(lambda: bool(room.service.requests))
    room.clock.ahead_s = SILENCE_S + 60
    assert room.workspace.wait_until(lambda: bool(room.replies(shared)), TIMEOUT_S)
    decide(room, when=When.OFF)
    room.clock.ahead_s += 600
    room.settle()
    assert room.replies(shared) == []
    decide(room, when=When.ON_REQUEST)
    room.service.always(recorded(DOG))
    for _ in range(2):
        room.workspace.say(MENTION, thread_ts=shared.message_ts)
    room.settle()
    own = [r for r in room.replies(shared) if r["user"] == room.workspace.bot_user_id]
    assert ["small dog" in each["text"] for each in own] == [True]


def test_asking_again_mends_what_had_failed(room: Room) -> None:
    """As its sentence promises, and in the same reply."""
    room.service.always(answer_of({}, status=401))
    shared = room.share("dog.png", "cat.png")
    reply = room.the_reply(shared)
    assert WORDS.say("error-analyzer-rejected-key") in reply["text"]
    room.service.always(recorded(DOG))
    room.workspace.say(MENTION, thread_ts=shared.message_ts)
    room.settle()
    own = [r for r in room.replies(shared) if r["user"] == room.workspace.bot_user_id]
    assert [each["ts"] for each in own] == [reply["ts"]]
    assert own[0]["text"].count("small dog") == 2
    assert "dog.png" in own[0]["text"].partition("cat.png")[0]  # in the order they had


def test_why_sharing_was_refused_is_told_where_the_button_was(room: Room) -> None:
    """In the channel: nobody looks into the thread of an answer that did not come."""
    shared = room.share("dog.png")
    room.the_reply(shared)
    room.workspace.message_shortcut(SHORTCUT, message_ts=shared.message_ts)
    answer = note(room)
    decide(room, when=When.OFF)
    room.workspace.press("share", message_ts=answer["ts"])
    assert room.workspace.wait_until(lambda: len(room.workspace.ephemerals()) == 2, TIMEOUT_S)
    refusal = room.workspace.ephemerals()[1]
    assert refusal["text"] == WORDS.say("error-switched-off")
    assert "thread_ts" not in refusal
