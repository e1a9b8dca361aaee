"""Whatever can be pressed or submitted has a listener, and no listener is there for nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from slack_bolt import BoltRequest, BoltResponse

from bot.blocks import compose, with_share_button
from bot.manner import Manner
from bot.model import Answer, Caption, Shared
from bot.progress import progress_message, progress_view
from bot.reply_views import alt_text_view, edit_view, more_view, told_view, wrong_view
from bot.settings import ChannelSettings, When
from bot.slack.home.view import ChannelState, HomeFacts, home_view
from bot.slack.settings.view import settings_view
from bot.words import Words, locales
from tests.room import Room
from tests.test_blocks import described

WORDS = Words()
PICTURES = {f"F{n}": Answer(Shared("", ""), described(Caption("a", 0.9))) for n in (1, 2)}
ABOUT = "C1 1.000001"
MEMBER = HomeFacts(
    is_first_visit=True,
    is_admin=False,
    opted_out=False,
    channels=[ChannelState("C1", "general", When.AUTO)],
    service_host=None,
    use=None,
    missing_scopes=(),
)

Pressed = tuple[str, str]
"""("action" or "view", its action_id or callback_id)"""


def all_shown(words: Words = WORDS) -> Iterator[Any]:
    """Every message and view that the bot shows, with all its controls."""
    answers = list(PICTURES.values())
    reply = compose(answers, words, Manner(), about=ABOUT)
    yield from (reply, with_share_button(compose(answers, words), "1 1 F1", words))
    yield more_view(PICTURES, words, chosen=0, about=ABOUT)
    yield from (alt_text_view(PICTURES, words), edit_view(PICTURES, words, about=ABOUT))
    yield from (wrong_view(words, about=ABOUT), told_view("So.", words))
    yield progress_message(words, "run", done=1, count=2)
    yield progress_view(words, "run", done=1, count=2)
    for facts in (MEMBER, replace(MEMBER, opted_out=True, is_admin=True)):
        yield home_view(facts, words)
    for channel in ("C1", ""):
        yield settings_view(
            ChannelSettings(), words, channel=channel, timezone=None, missing_scopes=()
        )


def pressable_in(shown: Any) -> Iterator[Pressed]:
    """Fields of forms are left out: they are submitted with their view, which has a listener."""
    if isinstance(shown, dict):
        if shown.get("type") == "modal" and "submit" in shown:
            yield "view", shown["callback_id"]
        if shown.get("type") == "input":
            return
        if "action_id" in shown:
            yield "action", shown["action_id"]
        for each in shown.values():
            yield from pressable_in(each)
    elif isinstance(shown, list | tuple):
        for each in shown:
            yield from pressable_in(each)
    elif hasattr(shown, "blocks"):
        yield from pressable_in([list(shown.blocks), list(shown.attachments)])


PRESSABLE = sorted({each for shown in all_shown() for each in pressable_in(shown)})


def request_of(pressed: Pressed) -> BoltRequest:
    """As Slack sends it, as far as listeners look at it to find out whether it is theirs."""
    kind, name = pressed
    if kind == "view":
        view = {"type": "modal", "callback_id": name}
        body: dict[str, Any] = {"type": "view_submission", "view": view}
    else:
        action = {"type": "button", "action_id": name, "block_id": "b"}
        body = {"type": "block_actions", "actions": [action]}
    return BoltRequest(body=body, mode="socket_mode")


def heard_by(room: Room, pressed: Pressed) -> list[str]:
    """The names of the listeners that take it for theirs."""
    return [
        listener.ack_function.__name__
        for listener in room.bot.app._listeners
        if listener.matches(req=request_of(pressed), resp=BoltResponse(status=200))
    ]


def test_what_can_be_pressed_is_heard_once(room: Room) -> None:
    """By one listener each, and each listens to one control; what is not ours is not heard."""
    heard = {pressed: heard_by(room, pressed) for pressed in PRESSABLE}
    assert all(len(names) == 1 for names in heard.values()), heard
    names = [name for each in heard.values() for name in each]
    assert len(names) == len(set(names))
    assert {("action", "more"), ("action", "home_try"), ("view", "settings")} <= heard.keys()
    assert heard_by(room, ("action", "unknown")) == []


def test_names_of_controls_do_not_repeat() -> None:
    """Slack takes no message in which two elements of one block are called the same."""
    for shown in all_shown():
        in_blocks = [each for kind, each in pressable_in(shown) if kind == "action"]
        repeated = {each for each in in_blocks if in_blocks.count(each) > 1}
        assert repeated <= {"home_channel"}


def named_in(shown: Any) -> Iterator[tuple[str, str]]:
    """(what stands on it, what is read out for it) of every button that has both."""
    if isinstance(shown, dict):
        if "accessibility_label" in shown:
            yield shown["text"]["text"], shown["accessibility_label"]
        for each in shown.values():
            yield from named_in(each)
    elif isinstance(shown, list | tuple):
        for each in shown:
            yield from named_in(each)
    elif hasattr(shown, "blocks"):
        yield from named_in([list(shown.blocks), list(shown.attachments)])


@pytest.mark.parametrize("locale", locales())
def test_what_stands_on_a_button_is_in_what_is_read_out(locale: str) -> None:
    """Who speaks to the computer says what they see. Source: WCAG 2.2, 2.5.3."""
    named = {pair for shown in all_shown(Words(locale)) for pair in named_in(shown)}
    assert len(named) >= 8
    assert [pair for pair in named if pair[0].casefold() not in pair[1].casefold()] == []


def test_a_menu_says_what_it_is_for() -> None:
    """Outside of a form it has no label but its placeholder."""
    (row, *_) = more_view(PICTURES, WORDS, chosen=0, about=ABOUT)["blocks"]
    assert row["elements"][0]["placeholder"]["text"] == WORDS.say("more-which")
