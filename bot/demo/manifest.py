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

    `events` are bot events such as "message.channels". Without `is_interactive` nothing an app
    offers can be used; without `takes_messages` nobody can write to it directly.

    Source: docs.slack.dev/reference/app-manifest.
    """

    scopes: frozenset[str]
    events: frozenset[str] = frozenset()
    commands: tuple[Command, ...] = ()
    shortcuts: tuple[Shortcut, ...] = ()
    has_home: bool = False
    is_interactive: bool = True
    takes_messages: bool = True


ALL_SCOPES = frozenset(
    {
        "app_mentions:read",
        "channels:history",
        "channels:join",
        "channels:read",
        "chat:write",
        "commands",
        "files:read",
        "files:write",
        "groups:history",
        "groups:read",
        "im:history",
        "im:read",
        "im:write",
        "reactions:read",
        "reactions:write",
        "team:read",
        "users:read",
    }
)
"""What is granted by default: all the methods here need, save chat:write.public, which would
let the bot post where nobody invited it."""

TRIAL = Manifest(
    scopes=ALL_SCOPES,
    events=frozenset({"file_shared"}),
    commands=(Command("/describe", "Describe a picture", "[help]"),),
    shortcuts=(Shortcut("Describe this picture", "describe_picture"),),
    has_home=True,
)
"""An app that may do everything, and is told of files alone."""


def read_manifest(path: Path = SHIPPED) -> Manifest:
    """What the YAML file asks for; as it ships, this app's own."""
    asked: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    features, settings = asked.get("features", {}), asked.get("settings", {})
    home = features.get("app_home", {})
    return Manifest(
        scopes=frozenset(asked["oauth_config"]["scopes"]["bot"]),
        events=frozenset(settings.get("event_subscriptions", {}).get("bot_events", ())),
        commands=tuple(_command(each) for each in features.get("slash_commands", ())),
        shortcuts=tuple(
            Shortcut(each["name"], each["callback_id"])
            for each in features.get("shortcuts", ())
            if each["type"] == "message"
        ),
        has_home=bool(home.get("home_tab_enabled")),
        is_interactive=bool(settings.get("interactivity", {}).get("is_enabled")),
        takes_messages=bool(home.get("messages_tab_enabled"))
        and not home.get("messages_tab_read_only_enabled"),
    )


def _command(asked: dict[str, Any]) -> Command:
    return Command(asked["command"], asked.get("description", ""), asked.get("usage_hint", ""))
