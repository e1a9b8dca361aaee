"""The form for settings: opened by those who may, kept as it was filled in, obeyed at once."""

from __future__ import annotations

from typing import Any

import pytest

from bot.demo.workspace import (
    ALL_SCOPES,
    DIRECT,
    GENERAL,
    OTHER_PERSON_ID,
    PERSON_ID,
    PHOTOS,
)
from bot.settings import ChannelSettings, QuietHours, When, WhichAnalyzer
from bot.words import Words
from tests.flows.deciding import settings_of
from tests.room import TIMEOUT_S, Room, Start, installed

WORDS = Words()


def the_modal(room: Room) -> dict[str, Any]:
    assert room.workspace.wait_until(lambda: bool(room.workspace.views), TIMEOUT_S)
    (view,) = room.workspace.views.values()
    return view


def open_form(room: Room, channel: str = GENERAL, user: str = PERSON_ID) -> dict[str, Any]:
    room.workspace.command("/describe settings", channel=channel, user=user)
    return the_modal(room)


def choose(name: str, **chosen: Any) -> dict[str, Any]:
    return {name: {name: chosen}}


def option(name: str, value: str) -> dict[str, Any]:
    return choose(name, selected_option={"value": value})


def options(name: str, *values: str) -> dict[str, Any]:
    return choose(name, selected_options=[{"value": value} for value in values])


def save(room: Room, view: dict[str, Any], values: dict[str, Any], user: str = PERSON_ID) -> None:
    room.workspace.submit(view["id"], values, user=user)
    assert room.workspace.wait_until(lambda: view["id"] not in room.workspace.views, TIMEOUT_S)


def kept(room: Room, channel: str = GENERAL) -> ChannelSettings:
    with settings_of(room) as settings:
        return settings.for_channel(room.workspace.team_id, channel)


def test_everything_that_is_filled_in_is_kept(room: Room) -> None:
    """And the next time the form shows it, and saving that changes nothing."""
    values = {
        **option("when", "on_request"),
        **option("analyzer", "embedded"),
        **option("language", "en"),
        **option("confidence_floor", "50"),
        **choose("hidden_tags", value=" Person, in door,person,, "),
        **options("shown", "tags_only"),
        **options("courtesies", "eyes", "quiet_with_alt_text"),
        **choose("quiet_from", selected_time="22:30"),
        **choose("quiet_to", selected_time="07:00"),
        **choose("timezone", value="Europe/Berlin"),
        **options("reacts", "reacts"),
        **choose("reaction", value=":Eye:"),
    }
    expected = ChannelSettings(
        when=When.ON_REQUEST,
        analyzer=WhichAnalyzer.EMBEDDED,
        language="en",
        confidence_floor=0.5,
        hidden_tags=("Person", "in door", "person"),
        tags_only=True,
        show_text=False,
        eyes=True,
        quiet_with_alt_text=True,
        quiet_hours=QuietHours(22 * 60 + 30, 7 * 60, "Europe/Berlin"),
        reaction="eye",
    )
    save(room, open_form(room), values)
    assert kept(room) == expected
    save(room, open_form(room), {})
    assert kept(room) == expected
    assert kept(room, PHOTOS) == ChannelSettings()


def test_the_form_as_it_opens_says_what_holds(room: Room) -> None:
    """Saved untouched, everything stays at its default."""
    save(room, open_form(room), {})
    assert kept(room) == ChannelSettings()


def test_what_was_saved_is_obeyed_at_once(room: Room) -> None:
    """By the next picture."""
    save(room, open_form(room), option("when", "off"))
    shared = room.share("dog.png")
    room.settle()
    assert room.replies(shared) == []
    save(room, open_form(room), {**option("when", "auto"), **options("shown", "tags_only")})
    assert "small dog" not in room.the_reply(room.share("dog.png"))["text"]


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        (choose("quiet_from", selected_time="22:30"), "quiet_to", "settings-quiet-both"),
        (choose("quiet_to", selected_time="22:30"), "quiet_from", "settings-quiet-both"),
        (
            {
                **choose("quiet_from", selected_time="22:30"),
                **choose("quiet_to", selected_time="07:30"),
                **choose("timezone", value="Middle/Earth"),
            },
            "timezone",
            "settings-timezone-unknown",
        ),
        (
            {
                **choose("quiet_from", selected_time="22:30"),
                **choose("quiet_to", selected_time="07:30"),
                **choose("timezone", value="../etc"),
            },
            "timezone",
            "settings-timezone-unknown",
        ),
        (
            {**options("reacts", "reacts"), **choose("reaction", value="two words")},
            "reaction",
            "settings-reaction-unknown",
        ),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    room: Room, values: dict[str, Any], field: str, sentence: str
) -> None:
    """Nothing is kept, and the form stays open."""
    view = open_form(room)
    room.workspace.submit(view["id"], values)
    assert room.workspace.wait_until(lambda: bool(errors_of(room)), TIMEOUT_S)
    assert errors_of(room) == {field: WORDS.say(sentence)}
    assert view["id"] in room.workspace.views
    assert kept(room) == ChannelSettings()


def errors_of(room: Room) -> dict[str, str]:
    """The sentences that the page was last told to show beside the fields of a modal."""
    told = [each.extra for each in room.workspace._state.changes if each.kind == "modal"]
    errors: Any = told[-1]["errors"] if told else {}
    return dict(errors)


def test_an_empty_emoji_is_the_usual_one(room: Room) -> None:
    """Whoever wants a reaction need not know a name."""
    save(room, open_form(room), {**options("reacts", "reacts"), **choose("reaction", value="")})
    assert kept(room).reaction == "frame_with_picture"


def test_a_direct_conversation_has_settings_too(room: Room) -> None:
    """Its form names no channel."""
    view = open_form(room, DIRECT)
    assert WORDS.say("settings-about-direct") in str(view)


def test_a_persons_time_zone_is_suggested_and_their_language_spoken(room: Room) -> None:
    """Where Slack tells them."""
    assert "America/New_York" in str(open_form(room))


@pytest.mark.parametrize("missing", ["reactions:read", "reactions:write", "users:read"])
def test_a_missing_scope_is_said_where_it_matters(start: Start, missing: str) -> None:
    """And the form works."""
    room = start(installed(scopes=frozenset(ALL_SCOPES - {missing})))
    view = open_form(room)
    note = WORDS.say("settings-not-granted", scope=missing)
    assert (note in str(view)) == missing.startswith("reactions")
    save(room, view, option("when", "off"))
    assert kept(room).when is When.OFF


def test_when_slack_does_not_open_it_a_sentence_says_so(room: Room) -> None:
    """One, to the one who asked."""
    room.workspace.faults.fail("views.open", "internal_error", times=1)
    room.workspace.command("/describe settings")
    assert room.workspace.wait_until(lambda: bool(room.workspace.ephemerals()), TIMEOUT_S)
    (note,) = room.workspace.ephemerals()
    assert note["text"] == WORDS.say("settings-not-opened")


def test_a_saved_form_changes_the_home_tab(room: Room) -> None:
    """It shows what holds, to who has seen it before."""
    room.workspace.open_home()
    assert room.workspace.wait_until(lambda: "#" + GENERAL in home_text(room), TIMEOUT_S)
    room.settle()
    save(room, open_form(room), option("when", "off"))
    off = f"<#{GENERAL}>: off"
    assert room.workspace.wait_until(lambda: off in home_text(room), TIMEOUT_S)


def home_text(room: Room, user: str = PERSON_ID) -> str:
    return str(room.workspace.homes.get(user))


def test_admins_decide_for_the_workspace(room: Room) -> None:
    """What they save holds where a channel decided nothing."""
    room.workspace.open_home(OTHER_PERSON_ID)
    assert room.workspace.wait_until(
        lambda: "home_workspace" in home_text(room, OTHER_PERSON_ID), TIMEOUT_S
    )
    home = room.workspace.homes[OTHER_PERSON_ID]
    room.workspace.press_view("home_workspace", view_id=home["id"], user=OTHER_PERSON_ID)
    view = the_modal(room)
    assert view["callback_id"] == "workspace_settings"
    save(room, view, option("when", "on_request"), OTHER_PERSON_ID)
    assert kept(room).when is When.ON_REQUEST
    assert kept(room, PHOTOS).when is When.ON_REQUEST


def test_who_is_no_admin_any_more_saves_nothing(room: Room) -> None:
    """It is asked again when the form is saved."""
    room.workspace.open_home(OTHER_PERSON_ID)
    assert room.workspace.wait_until(
        lambda: "home_workspace" in home_text(room, OTHER_PERSON_ID), TIMEOUT_S
    )
    home = room.workspace.homes[OTHER_PERSON_ID]
    room.workspace.press_view("home_workspace", view_id=home["id"], user=OTHER_PERSON_ID)
    view = the_modal(room)
    room.workspace.scopes = set(room.workspace.scopes) - {"users:read"}
    room.workspace.submit(view["id"], option("when", "off"), user=OTHER_PERSON_ID)
    assert room.workspace.wait_until(lambda: bool(errors_of(room)), TIMEOUT_S)
    assert kept(room).when is When.AUTO
