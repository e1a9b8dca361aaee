"""manifest.yml and the code say the same."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.app import Bot
from bot.slack.wire.scopes import CORE, OPTIONAL
from tests.room import Start
from tests.test_interactive import PRESSABLE

TEXT = Path("manifest.yml").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(TEXT)
    return loaded


def test_scopes_are_those_the_code_names(manifest: dict[str, Any]) -> None:
    """The core ones required, all others optional."""
    scopes = manifest["oauth_config"]["scopes"]
    assert set(scopes["bot"]) == {*CORE, *OPTIONAL}
    assert set(scopes["bot_optional"]) == set(OPTIONAL)


def test_every_scope_has_its_reason_beside_it() -> None:
    """An admin reads why."""
    for scope, use in {**CORE, **OPTIONAL}.items():
        (reason,) = re.findall(rf"- {scope} +# (.+)", TEXT)
        assert reason.removeprefix("optional: ") == use


def test_limits_of_the_manifest_hold(manifest: dict[str, Any]) -> None:
    """docs.slack.dev/reference/app-manifest, November 2026."""
    about = manifest["display_information"]
    assert len(about["name"]) <= 35
    assert len(about["description"]) <= 140
    assert 175 <= len(about["long_description"]) <= 4000


def test_what_it_asks_for_is_listened_to(manifest: dict[str, Any], start: Start) -> None:
    """Every event, command and shortcut has a listener, and no event's is unknown to it."""
    registered = _listeners(start().bot)
    events = manifest["settings"]["event_subscriptions"]["bot_events"]
    features = manifest["features"]
    commands = [each["command"].removeprefix("/") for each in features["slash_commands"]]
    shortcuts = [each["callback_id"] for each in features["shortcuts"]]
    asked = {f"on_{name.partition('.')[0]}" for name in [*events, *commands, *shortcuts]}
    pressed = registered - asked - {"on_anything_else"}
    assert asked <= registered
    assert len(pressed) == len(PRESSABLE)  # which test_interactive.py finds heard, one by one


def _listeners(bot: Bot) -> set[str]:
    return {listener.ack_function.__name__ for listener in bot.app._listeners}
