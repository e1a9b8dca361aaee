"""The Home tab: what it does, how it is set, what leaves; to each person what concerns them."""

from __future__ import annotations

from typing import Any

import pytest

from bot.demo.workspace import (
    GENERAL,
    OTHER_PERSON_ID,
    PERSON_ID,
    PHOTOS,
    PRIVATE,
    read_manifest,
)
from bot.words import Words
from tests.analyzers.service import answer_of, recorded
from tests.flows.deciding import decide
from tests.room import TIMEOUT_S, Room, Start, installed

WORDS = Words()
THEIRS = Words("de-DE")
"""Of the second person, an admin."""


def texts_in(value: Any) -> list[str]:
    """What a view says, in order."""
    if isinstance(value, dict):
        own = [value["text"]] if isinstance(value.get("text"), str) else []
        return own + [text for each in value.values() for text in texts_in(each)]
    if isinstance(value, list):
        return [text for each in value for text in texts_in(each)]
    return []


def open_home(room: Room, user: str = PERSON_ID) -> str:
    """What a person reads after opening the tab."""
    published = len(room.workspace.calls("views.publish"))
    room.workspace.open_home(user)
    return changed_home(room, published, user)


def changed_home(room: Room, published: int, user: str = PERSON_ID) -> str:
    assert room.workspace.wait_until(
        lambda: len(room.workspace.calls("views.publish")) > published, TIMEOUT_S
    )
    room.settle()
    return "\n".join(texts_in(room.workspace.homes[user]))


def press(room: Room, action: str, user: str = PERSON_ID, block_id: str | None = None) -> None:
    home = room.workspace.homes[user]
    room.workspace.press_view(action, view_id=home["id"], user=user, block_id=block_id)


def test_it_tells_what_it_does_and_what_leaves(room: Room) -> None:
    """With the service's host, the channels and the help."""
    text = open_home(room)
    for name in ("what-it-does", "try", "opted-in"):
        assert WORDS.say(f"home-{name}") in text
    assert WORDS.say("home-leaving-pictures", host="127.0.0.1") in text
    assert WORDS.say("help") in text


@pytest.mark.parametrize(
    ("quotas", "sentence"),
    [
        ({}, WORDS.say("home-use", count=1)),
        ({"vision_quota": 5000}, WORDS.say("home-use-of", count=1, limit=5000)),
        (
            {"vision_quota": 5000, "vision_quota_per_workspace": 100},
            WORDS.say("home-use-of", count=1, limit=100),
        ),
    ],
)
def test_this_months_use_is_told(start: Start, quotas: dict[str, int], sentence: str) -> None:
    """Against what this workspace may use, if anything limits it."""
    room = start(**quotas)
    assert "1 of" not in open_home(room)
    room.the_reply(room.share("dog.png"))
    assert sentence in open_home(room)


def test_without_a_service_nothing_leaves(start: Start) -> None:
    """And the tab says so."""
    room = start(vision_endpoint="", vision_api="embedded")
    assert WORDS.say("home-leaving-nothing") in open_home(room)


def test_everybody_is_welcomed_once(room: Room) -> None:
    """The first time they open it, whoever came before."""
    welcome = WORDS.say("home-welcome")
    assert welcome in open_home(room)
    assert welcome not in open_home(room)
    assert THEIRS.say("home-welcome") in open_home(room, OTHER_PERSON_ID)
    assert room.texts() == ""


def test_what_is_decided_elsewhere_is_shown_at_once(room: Room) -> None:
    """A command in a channel changes the tab of who has seen it."""
    assert WORDS.say("home-state-off") not in open_home(room).split(": ")
    published = len(room.workspace.calls("views.publish"))
    room.workspace.command("/describe off")
    assert f": {WORDS.say('home-state-off')}" in changed_home(room, published)


def test_a_decision_takes_nobodys_welcome_away(room: Room) -> None:
    """Nothing is published for who never opened the tab; the first visit welcomes."""
    room.workspace.command("/describe off")
    room.settle()
    assert room.workspace.homes == {}
    assert WORDS.say("home-welcome") in open_home(room)


def test_other_tabs_change_nothing(room: Room) -> None:
    """Slack sends the same event for the messages tab."""
    room.workspace.open_home(tab="messages")
    room.settle()
    assert room.workspace.homes == {}


def test_it_lists_the_channels_that_both_are_in(room: Room) -> None:
    """With their state; none that the person could not know of."""
    decide(room, PHOTOS, when="off")
    elsewhere = room.workspace.add_channel("elsewhere", bot_is_member=False)
    text = open_home(room)
    assert f"<#{GENERAL}>: every picture" in text
    assert f"<#{PHOTOS}>: off" in text
    assert elsewhere not in text
    assert PRIVATE not in text


def test_a_channels_settings_open_from_it(room: Room) -> None:
    """Those of the channel beside the button."""
    open_home(room)
    blocks = room.workspace.homes[PERSON_ID]["blocks"]
    (block,) = [b for b in blocks if b.get("accessory", {}).get("value") == PHOTOS]
    press(room, "home_channel", block_id=block["block_id"])
    assert room.workspace.wait_until(lambda: bool(room.workspace.views), TIMEOUT_S)
    (view,) = room.workspace.views.values()
    assert view["private_metadata"] == PHOTOS


def test_a_person_opts_out_and_in_again(room: Room) -> None:
    """At once, and the tab shows it."""
    open_home(room)
    published = len(room.workspace.calls("views.publish"))
    press(room, "home_opt_out")
    assert WORDS.say("home-opted-out") in changed_home(room, published)
    shared = room.share("dog.png")
    room.settle()
    assert room.replies(shared) == []
    assert room.workspace.downloads == []
    press(room, "home_opt_in")
    assert WORDS.say("home-opted-in") in changed_home(room, published + 1)
    room.the_reply(room.share("dog.png"))


def test_a_sample_is_described_for_one_alone(room: Room) -> None:
    """In a modal, by whoever describes pictures here; nothing is posted."""
    open_home(room)
    press(room, "home_try")
    assert room.workspace.wait_until(lambda: "small dog" in str(room.workspace.views), TIMEOUT_S)
    assert WORDS.say("home-tried") in str(room.workspace.views)
    assert room.texts() == ""
    assert len(room.service.requests) == 1


def test_a_sample_that_fails_is_explained(room: Room) -> None:
    """In the same modal."""
    room.service.always(recorded("any_401_invalid_key"))
    open_home(room)
    press(room, "home_try")
    sentence = WORDS.say("error-analyzer-rejected-key")
    assert room.workspace.wait_until(lambda: sentence in str(room.workspace.views), TIMEOUT_S)


def test_a_sample_that_would_come_too_late_is_explained_at_once(room: Room) -> None:
    """Nobody looks at a window for the minutes that the service asks for."""
    room.service.always(answer_of({}, status=429, headers={"Retry-After": "300"}))
    open_home(room)
    press(room, "home_try")
    sentence = WORDS.say("error-analyzer-busy")
    assert room.workspace.wait_until(lambda: sentence in str(room.workspace.views), TIMEOUT_S)


@pytest.mark.parametrize("user", [PERSON_ID, OTHER_PERSON_ID])
def test_only_admins_are_offered_the_workspaces_defaults(room: Room, user: str) -> None:
    """Others do not see the button."""
    open_home(room, user)
    is_offered = "home_workspace" in str(room.workspace.homes[user])
    assert is_offered == (user == OTHER_PERSON_ID)


@pytest.mark.parametrize(
    ("missing", "key", "facts"),
    [
        ("channels:read", "home-hidden-channels", {"scope": "channels:read"}),
        ("groups:read", "home-hidden-groups", {"scope": "groups:read"}),
        ("users:read", "settings-who-is-admin", {}),
        ("reactions:write", "home-missing", {"scopes": "`reactions:write`"}),
    ],
)
def test_a_missing_scope_is_said_where_it_matters(
    start: Start, missing: str, key: str, facts: dict[str, str]
) -> None:
    """To an admin; the tab works."""
    room = start(installed(scopes=read_manifest().scopes - {missing}))
    words = WORDS if missing == "users:read" else THEIRS
    assert words.say(key, **facts) in open_home(room, OTHER_PERSON_ID)


def test_slack_that_fails_delays_the_tab(room: Room) -> None:
    """It comes when Slack is back."""
    room.workspace.faults.rate_limit("views.publish", retry_after_s=1)
    room.workspace.faults.answer_status("users.conversations", 503)
    open_home(room)


def test_where_there_is_no_tab_nothing_breaks(room: Room) -> None:
    """An app without it can still be asked for it."""
    room.workspace.faults.fail("views.publish", "not_enabled")
    room.workspace.open_home()
    room.settle()
    room.the_reply(room.share("dog.png"))
