"""`/describe`: the answer is for the one who asked, in one message, with the next step."""

from __future__ import annotations

from typing import Any

import pytest

from bot.demo.workspace import GENERAL, PHOTOS, NewFile, Workspace
from bot.settings import When
from bot.store.database import Database
from bot.store.runs import RunStore
from bot.words import Words
from tests.analyzers.service import answer_of
from tests.flows.deciding import decide
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
    assert answer(room, "my cat please") == WORDS.say("not-understood")


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


# For everybody here


def public(room: Room, *, channel: str = GENERAL) -> list[dict[str, Any]]:
    """What the bot has said at the top of a channel."""
    return [
        each
        for each in room.workspace.messages(channel)
        if each["user"] == room.workspace.bot_user_id and not {"thread_ts", "subtype"} & each.keys()
    ]


def ask(room: Room, words: str, *, channel: str = GENERAL) -> None:
    room.workspace.command(f"/describe {words}", channel=channel)
    room.settle(60)


def test_with_here_the_answer_is_for_everybody(room: Room) -> None:
    """One message in the channel, and nothing in private."""
    room.the_reply(room.share("dog.png"))
    ask(room, "here")
    (message,) = public(room)
    assert "small dog" in message["text"]
    assert room.workspace.ephemerals() == []


def test_here_needs_the_bot_in_the_channel(room: Room) -> None:
    """Told to the asker alone; nothing is posted."""
    room.the_reply(room.share("dog.png", channel=PHOTOS))
    room.workspace.remove_bot(PHOTOS)
    for words in ("here", "last 1 here", "find dog here"):
        assert answer(room, words, channel=PHOTOS) == WORDS.say("error-not-a-member")
    assert public(room, channel=PHOTOS) == []


def test_here_is_refused_where_the_bot_is_switched_off(room: Room) -> None:
    """A private answer stays possible."""
    room.the_reply(room.share("dog.png"))
    decide(room, when=When.OFF)
    for words in ("here", "last 2 here", "find dog here"):
        before = len(room.workspace.ephemerals())
        ask(room, words)
        assert room.workspace.ephemerals()[before]["text"] == WORDS.say("error-switched-off")
    assert public(room) == []
    assert len(room.service.requests) == 1  # nothing is looked at for nothing


# The last pictures


def test_the_last_pictures_are_described_for_one(room: Room) -> None:
    """Newest first, and no more than asked for; a window shows how far it is, and the end."""
    for name in ("one.png", "two.png", "three.png"):
        room.the_reply(room.share(name))
    text = answer(room, "last 2")
    assert "three.png" in text
    assert "two.png" in text
    assert "one.png" not in text
    (view,) = room.workspace.views.values()
    assert WORDS.say("progress-over") in str(view)
    assert "cancel" not in str(view["blocks"])
    assert len(room.workspace.calls("views.update")) == 3


def test_what_was_said_already_is_not_asked_again(room: Room) -> None:
    """The channel's own reply is repeated, a person's wording included."""
    room.the_reply(room.share("dog.png"))
    answer(room, "last 20")
    assert len(room.service.requests) == 1


def test_for_everybody_the_progress_becomes_the_answer(room: Room) -> None:
    """One message, edited as the pictures finish, its button gone in the end."""
    decide(room, when=When.ON_REQUEST)
    room.share("one.png", "two.png")
    ask(room, "last 5 here")
    (message,) = public(room)
    assert "one.png" in message["text"]
    assert "two.png" in message["text"]
    assert "cancel" not in str(message["blocks"]) + str(message["attachments"])
    texts = [call["args"]["text"] for call in room.workspace.calls("chat.update")]
    assert texts[0] == WORDS.say("progress", done=1, count=2)
    assert room.workspace.ephemerals() == []


@pytest.mark.parametrize("words", ["last 9", "last 9 here"])
def test_it_can_be_stopped(room: Room, words: str) -> None:
    """What is under way ends, what follows is left; what was described is told, and how many."""
    decide(room, when=When.ON_REQUEST)
    room.share("one.png", "two.png", "three.png")
    for method in ("views.update", "chat.update"):
        room.workspace.faults.slow_api_s[method] = 1.0
    room.workspace.command(f"/describe {words}")
    room.wait_for(lambda: bool(room.service.requests))
    if "here" in words:
        (message,) = public(room)
        room.workspace.press("cancel", message_ts=message["ts"])
    else:
        (view_id,) = room.workspace.views
        room.workspace.press_view("cancel", view_id=view_id)
    room.settle(60)
    assert len(room.service.requests) < 3
    told = public(room) if "here" in words else room.workspace.ephemerals()
    (message,) = told
    assert message["text"].startswith("Stopped: ")
    assert message["text"].count("small dog") == len(room.service.requests)
    assert message["text"].splitlines()[0] in str(message["blocks"])
    assert "cancel" not in str(message) + str(room.workspace.views)
    assert "here" in words or "Stopped: " in str(room.workspace.views)


def test_what_was_stopped_before_it_began_is_no_answer(room: Room) -> None:
    """It says so in the window that showed it, and nothing in the channel."""
    decide(room, when=When.ON_REQUEST)
    room.share("one.png")
    room.workspace.faults.fail("files.list", "internal_error")
    room.workspace.command("/describe last 9")
    room.wait_for(lambda: bool(room.workspace.views))
    (view,) = room.workspace.views.values()
    room.workspace.press_view("cancel", view_id=view["id"])
    database = Database(room.config.database_url)
    run = view["blocks"][1]["elements"][0]["value"]
    room.wait_for(lambda: RunStore(database).is_canceled(run))
    database.close()
    room.workspace.faults.heal("files.list")
    room.settle(60)
    assert room.service.requests == []
    assert room.workspace.ephemerals() == []
    assert WORDS.say("progress-canceled", done=0, count=1) in str(room.workspace.views)


def test_without_a_window_the_answer_comes_all_the_same(room: Room) -> None:
    """Slack's three seconds may be over."""
    room.the_reply(room.share("dog.png"))
    room.workspace.faults.fail("views.open", "expired_trigger_id")
    assert "small dog" in answer(room, "last 3")


def test_a_window_does_not_wait_for_what_never_comes(room: Room) -> None:
    """Without any picture it says so, as the answer does."""
    text = answer(room, "last 3")
    assert text == WORDS.say("error-no-picture")
    (view,) = room.workspace.views.values()
    assert text in str(view)
    assert "cancel" not in str(view["blocks"])


def test_a_picture_that_fails_does_not_keep_the_others(room: Room) -> None:
    """It has its sentence among them."""
    decide(room, when=When.ON_REQUEST)
    room.workspace.share(("bad.jpg", picture("JPEG")[:400]), ("dog.png", picture()))
    text = answer(room, "last 2")
    assert "This picture is damaged" in text
    assert "small dog" in text


def test_a_flagged_picture_is_left_out_of_what_all_see(room: Room) -> None:
    """Of it nothing is said in public; to one it is told."""
    decide(room, when=When.ON_REQUEST)
    flagged: Any = {"isAdultContent": True, "isRacyContent": True, "adultScore": 1, "racyScore": 1}
    room.share("one.png")
    room.service.queue(answer_of({"adult": flagged}))
    ask(room, "last 2 here")
    (message,) = public(room)
    assert "flagged" not in message["text"]


# Finding


def test_pictures_are_found_by_what_was_said_of_them(room: Room) -> None:
    """A link to each one's message; nothing from other channels, nothing removed."""
    shared = room.share("dog.png")
    room.the_reply(shared)
    room.the_reply(room.share("elsewhere.png", channel=PHOTOS))
    text = answer(room, "find DOGS")
    link = room.workspace.url + f"/archives/{GENERAL}/p{shared.message_ts.replace('.', '')}"
    assert f"<{link}|" in text
    assert text.count("/archives/") == 1
    room.workspace.delete_message(shared.message_ts)
    room.settle()
    assert answer(room, "find dogs") == WORDS.say("found-nothing", words="dogs")


def test_finding_for_everybody(room: Room) -> None:
    """In the channel."""
    room.the_reply(room.share("dog.png"))
    ask(room, "find dog here")
    (message,) = public(room)
    assert "One picture here was described with “dog”" in message["text"]


def test_hostile_words_are_harmless(room: Room) -> None:
    """Whatever is searched for is said back as plain words."""
    text = answer(room, "find <!channel> \"dog' OR * --")
    assert "<!channel>" not in text
    assert "&lt;!channel&gt;" in text


def test_more_than_ten_are_not_listed(room: Room) -> None:
    """It says that there are more."""
    room.the_reply(room.share(*(f"{number}.png" for number in range(12))))
    text = answer(room, "find dog")
    assert text.count("/archives/") == 10
    assert WORDS.say("found-more") in text
