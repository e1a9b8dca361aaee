"""The buttons below a reply: more, alternative text, editing, a report, removal; their dangers."""

from __future__ import annotations

from typing import Any

import pytest

from bot.demo.workspace import ALL_SCOPES, GENERAL, OTHER_PERSON_ID, PERSON_ID, PHOTOS, Shared
from bot.reply_views import TEXT
from bot.store.database import Database
from bot.store.replies import MessageKey
from bot.store.reports import ReportStore
from bot.words import Words
from tests.room import TIMEOUT_S, Room, Start, installed

WORDS = Words()
CORE = frozenset({"files:read", "chat:write", "commands", "connections:write"})
HOSTILE = "<!channel> <https://x|y> *bold* `code` & \u202e"


def answered(room: Room, *names: str, **options: Any) -> tuple[Shared, str]:
    """A message with pictures and the ts of its reply."""
    shared = room.share(*(names or ("dog.png",)), **options)
    return shared, room.the_reply(shared)["ts"]


def press(room: Room, action: str, reply_ts: str, **options: Any) -> None:
    room.workspace.press(action, message_ts=reply_ts, **options)
    room.settle()


def window(room: Room) -> dict[str, Any]:
    """The one window that is open."""
    assert room.workspace.wait_until(lambda: bool(room.workspace.views), TIMEOUT_S)
    (view,) = room.workspace.views.values()
    return view


def fields(view: dict[str, Any]) -> dict[str, str]:
    """What stands in a window's fields, by their block ids."""
    inputs = [block for block in view["blocks"] if block["type"] == "input"]
    return {block["block_id"]: block["element"].get("initial_value", "") for block in inputs}


def submit(room: Room, view: dict[str, Any], *texts: str, user: str | None = None) -> None:
    values = {
        block_id: {TEXT: {"type": "plain_text_input", "value": text or None}}
        for block_id, text in zip(fields(view), texts, strict=True)
    }
    room.workspace.submit(view["id"], values, user=user)
    assert room.workspace.wait_until(lambda: view["id"] not in room.workspace.views, TIMEOUT_S)
    room.settle()


def note(room: Room, *, channel: str = GENERAL, user: str | None = None) -> str:
    assert room.workspace.wait_until(
        lambda: bool(room.workspace.ephemerals(channel, user=user)), TIMEOUT_S
    )
    (shown,) = room.workspace.ephemerals(channel, user=user)
    return str(shown["text"])


# More


def test_more_tells_all_that_is_known(room: Room) -> None:
    """Tags with confidence, colors, who looked at it, and what was sent where."""
    _, reply_ts = answered(room)
    press(room, "more", reply_ts)
    shown = str(window(room))
    for piece in ("dog 100%", "Accent: Brown #A36D28", "Sent to 127.0.0.1", "120 × 120", "kB"):
        assert piece in shown


def test_of_several_pictures_more_shows_the_chosen_one(room: Room) -> None:
    """By a menu of their names."""
    _, reply_ts = answered(room, "one.png", "two.png")
    press(room, "more", reply_ts)
    view = window(room)
    (menu,) = view["blocks"][0]["elements"]
    assert [option["text"]["text"] for option in menu["options"]] == ["1. one.png", "2. two.png"]
    room.workspace.press_view(
        "picture", view_id=view["id"], chosen={"selected_option": menu["options"][1]}
    )
    assert room.workspace.wait_until(
        lambda: (
            window(room)["blocks"][0]["elements"][0]["initial_option"]["text"]["text"]
            == "2. two.png"
        ),
        TIMEOUT_S,
    )


# Alternative text


def test_alternative_text_stands_in_a_field(room: Room) -> None:
    """Without percent signs, and with the way to Slack's own field."""
    _, reply_ts = answered(room, "one.png", "two.png")
    press(room, "alt_text", reply_ts)
    view = window(room)
    first, second = fields(view).values()
    assert first.startswith("A small dog")
    assert first == second
    assert "%" not in first
    assert "Description" in view["blocks"][0]["text"]["text"]
    submit(room, view, first, second)


# Editing


def test_a_persons_wording_takes_the_captions_place(room: Room) -> None:
    """With their name, for everybody, and found by its words."""
    shared, reply_ts = answered(room)
    press(room, "edit", reply_ts, user=OTHER_PERSON_ID)
    view = window(room)
    (caption,) = fields(view).values()
    assert caption.startswith("A small dog")
    submit(room, view, "  Our Rex at the lake ", user=OTHER_PERSON_ID)
    text = room.the_reply(shared)["text"]
    assert "Our Rex at the lake (edited by sam)" in text
    assert "small dog" not in text


def test_the_same_picture_again_comes_with_the_persons_wording(room: Room) -> None:
    """In the same channel; elsewhere it has the machine's."""
    _, reply_ts = answered(room)
    press(room, "edit", reply_ts)
    submit(room, window(room), "Rex")
    assert "Rex (edited by alex)" in room.the_reply(room.share("again.png"))["text"]
    assert "Rex" not in room.the_reply(room.share("again.png", channel=PHOTOS))["text"]


def test_an_empty_field_gives_the_machines_caption_back(room: Room) -> None:
    """Editing can be undone."""
    shared, reply_ts = answered(room)
    for wording in ("Rex", ""):
        press(room, "edit", reply_ts)
        submit(room, window(room), wording)
    assert "small dog" in room.the_reply(shared)["text"]


def test_two_people_edit_different_pictures(room: Room) -> None:
    """What somebody left alone is not taken back to what it was when they opened the window."""
    shared, reply_ts = answered(room, "one.png", "two.png")
    press(room, "edit", reply_ts)
    stale = window(room)
    one, two = fields(stale).values()
    press(room, "edit", reply_ts, user=OTHER_PERSON_ID)
    (other,) = [v for v in room.workspace.views.values() if v["id"] != stale["id"]]
    submit(room, other, "First by Sam", two, user=OTHER_PERSON_ID)
    submit(room, stale, one, "Second by Alex")
    text = room.the_reply(shared)["text"]
    assert "First by Sam (edited by sam)" in text
    assert "Second by Alex (edited by alex)" in text


def test_hostile_wording_is_harmless(room: Room) -> None:
    """No ping, no link, no turned sentence."""
    shared, reply_ts = answered(room)
    press(room, "edit", reply_ts)
    submit(room, window(room), HOSTILE)
    reply = room.the_reply(shared)
    for piece in ("<!channel>", "<https://x", "\u202e"):
        assert piece not in str(reply)
    press(room, "more", reply_ts)
    assert "<!channel>" not in str(window(room))


def test_an_edit_after_the_removal_changes_nothing(room: Room) -> None:
    """The window was open meanwhile."""
    shared, reply_ts = answered(room)
    press(room, "edit", reply_ts)
    view = window(room)
    press(room, "remove", reply_ts)
    submit(room, view, "Rex")
    assert room.replies(shared) == []


# Reports


def test_a_report_is_noted_once_and_offers_to_put_it_right(room: Room) -> None:
    """However often it is pressed."""
    shared, reply_ts = answered(room)
    for _ in range(2):
        press(room, "wrong", reply_ts)
        room.workspace.close(window(room)["id"])
        room.settle()
    database = Database(room.config.database_url)
    key = MessageKey(room.workspace.team_id, GENERAL, shared.message_ts)
    assert ReportStore(database).count(key) == 1
    database.close()


def test_a_report_leads_to_the_editor(room: Room) -> None:
    """In the same window."""
    shared, reply_ts = answered(room)
    press(room, "wrong", reply_ts)
    room.workspace.press_view("edit", view_id=window(room)["id"])
    assert room.workspace.wait_until(lambda: bool(fields(window(room))), TIMEOUT_S)
    submit(room, window(room), "Rex")
    assert "Rex (edited by alex)" in room.the_reply(shared)["text"]


def test_a_report_leads_to_the_removal(room: Room) -> None:
    """And the window says so."""
    shared, reply_ts = answered(room)
    press(room, "wrong", reply_ts)
    room.workspace.press_view("remove", view_id=window(room)["id"])
    assert room.workspace.wait_until(lambda: not room.replies(shared), TIMEOUT_S)
    room.settle()
    assert WORDS.say("removed") in str(window(room))


def test_a_refused_removal_is_said_in_the_window(room: Room) -> None:
    """Where it was pressed."""
    shared, reply_ts = answered(room, user=OTHER_PERSON_ID, channel=GENERAL)
    press(room, "wrong", reply_ts)
    room.workspace.press_view("remove", view_id=window(room)["id"])
    room.settle()
    assert room.workspace.wait_until(
        lambda: WORDS.say("error-may-not-remove") in str(window(room)), TIMEOUT_S
    )
    assert len(room.replies(shared)) == 1


# Removal


@pytest.mark.parametrize("who", ["poster", "admin"])
def test_who_may_removes_it_for_good(start: Start, who: str) -> None:
    """It does not come back, whatever happens to the picture; requests are told so."""
    room = start(installed(scopes=ALL_SCOPES))
    user = PERSON_ID if who == "poster" else OTHER_PERSON_ID
    shared, reply_ts = answered(room)
    press(room, "remove", reply_ts, user=user)
    assert room.replies(shared) == []
    room.workspace.describe_file(shared.file_ids[0], "My dog")
    room.settle()
    room.workspace.say("<@U000000BOT>", thread_ts=shared.message_ts)
    assert note(room) == WORDS.say("error-removed-here")
    room.settle()
    own = [r for r in room.replies(shared) if r["user"] == room.workspace.bot_user_id]
    assert own == []


def test_who_asked_for_it_removes_it(room: Room) -> None:
    """Though the picture is somebody else's."""
    room.workspace.command("/describe on request")
    room.settle()
    shared = room.share("dog.png", user=OTHER_PERSON_ID)
    room.workspace.say("<@U000000BOT>", thread_ts=shared.message_ts)
    assert room.workspace.wait_until(lambda: len(room.replies(shared)) == 2, TIMEOUT_S)
    room.settle()
    press(room, "remove", room.replies(shared)[1]["ts"])
    assert len(room.replies(shared)) == 1


def test_the_channels_maker_removes_it(start: Start) -> None:
    """As its admin."""
    room = start(installed(scopes=ALL_SCOPES))
    shared, reply_ts = answered(room, user=OTHER_PERSON_ID, channel=PHOTOS)
    press(room, "remove", reply_ts, channel=PHOTOS)
    assert room.replies(shared) == []


def test_anybody_else_is_told_who_may(room: Room) -> None:
    """And the reply stays."""
    shared, reply_ts = answered(room, user=OTHER_PERSON_ID)
    press(room, "remove", reply_ts)
    assert note(room) == WORDS.say("error-may-not-remove")
    assert len(room.replies(shared)) == 1


def test_without_the_scopes_nobody_counts_as_an_admin(start: Start) -> None:
    """Poster and asker can still remove it."""
    room = start(installed(scopes=CORE))
    shared, reply_ts = answered(room)
    press(room, "remove", reply_ts, user=OTHER_PERSON_ID)
    assert note(room, user=OTHER_PERSON_ID) == WORDS.say("error-may-not-remove")
    press(room, "remove", reply_ts)
    assert room.replies(shared) == []


def test_a_removal_pressed_twice_is_one(room: Room) -> None:
    """The second press comes while the first is worked on."""
    shared, reply_ts = answered(room)
    room.workspace.faults.slow_api_s["chat.delete"] = 0.5
    room.workspace.press("remove", message_ts=reply_ts)
    room.workspace.press("remove", message_ts=reply_ts)
    room.settle()
    assert room.replies(shared) == []
    assert len(room.workspace.calls("chat.delete")) == 1
    assert room.workspace.ephemerals() == []


# Windows that do not open


@pytest.mark.parametrize("action", ["more", "alt_text", "edit", "wrong"])
def test_a_press_after_the_removal_is_one_sentence(room: Room, action: str) -> None:
    """It was on its way when the reply went."""
    _, reply_ts = answered(room)
    room.workspace.faults.slow_api_s["chat.delete"] = 0.7
    room.workspace.press("remove", message_ts=reply_ts)
    room.wait_for(lambda: room.bot.jobs.waiting() > 0)
    assert room.workspace.wait_until(lambda: not room.workspace.views, TIMEOUT_S)
    withdrawn = WORDS.say("error-removed-here")
    room.wait_for(lambda: is_withdrawn(room))
    room.workspace.press(action, message_ts=reply_ts)
    assert note(room) == withdrawn
    assert room.workspace.views == {}


def is_withdrawn(room: Room) -> bool:
    database = Database(room.config.database_url)
    with database.read() as db:
        found = db.exec_driver_sql("SELECT withdrawn FROM replies").scalar()
    database.close()
    return found is not None


@pytest.mark.parametrize("error", ["expired_trigger_id", "internal_error"])
def test_a_window_that_slack_refuses_is_explained(room: Room, error: str) -> None:
    """The three seconds were over, or Slack fails."""
    _, reply_ts = answered(room)
    room.workspace.faults.fail("views.open", error, times=1)
    press(room, "more", reply_ts)
    assert note(room) == WORDS.say("error-too-slow")


def test_a_press_delivered_twice_opens_one_window_without_a_word(room: Room) -> None:
    """Its trigger is used up, which is no news to anybody."""
    _, reply_ts = answered(room)
    room.workspace.faults.fail("views.open", "exchanged_trigger_id", times=1)
    press(room, "more", reply_ts)
    assert room.workspace.ephemerals() == []


def test_a_failed_picture_can_be_removed_and_nothing_else(room: Room) -> None:
    """There is nothing to edit, nor to tell more about."""
    shared = room.workspace.share(("words.jpg", b"just words, many of them"))
    reply = room.the_reply(shared)
    attachment = reply["attachments"][0]
    buttons = [each["action_id"] for each in attachment["blocks"][-1]["elements"]]
    assert buttons == ["remove"]
