"""What an app asks for when it is installed: scopes, events, commands, shortcuts, a Home tab."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

SHIPPED = Path(__file__).parents[2] / "manifest.yml"


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command, its name with the slash."""

    command: str
    description: str = ""
    usage_hint: str = ""


@dataclass(frozen=True, slots=True)
class Shortcut:
    """An entry of every message's menu."""

    name: str
    callback_id: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The part of an app manifest that Slack acts on.

    `events` are bot events such as "message.channels".

    Source: docs.slack.dev/reference/app-manifest.
    """

    scopes: frozenset[str]
    events: frozenset[str] = frozenset()
    commands: tuple[Command, ...] = ()
    shortcuts: tuple[Shortcut, ...] = ()
    has_home: bool = False


def read_manifest(path: Path = SHIPPED) -> Manifest:
    """What the YAML file asks for; as it ships, this app's own."""
    asked: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    features, settings = asked.get("features", {}), asked.get("settings", {})
    return Manifest(
        scopes=frozenset(asked["oauth_config"]["scopes"]["bot"]),
        events=frozenset(settings.get("event_subscriptions", {}).get("bot_events", ())),
        commands=tuple(_command(each) for each in features.get("slash_commands", ())),
        shortcuts=tuple(
            Shortcut(each["name"], each["callback_id"])
            for each in features.get("shortcuts", ())
            if each["type"] == "message"
        ),
        has_home=bool(features.get("app_home", {}).get("home_tab_enabled")),
    )


def _command(asked: dict[str, Any]) -> Command:
    return Command(asked["command"], asked.get("description", ""), asked.get("usage_hint", ""))
