"""Who has done what Slack tells of, as its payloads say it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.model import Asker


def team_of(body: Mapping[str, Any]) -> str:
    """The workspace of an event or an interaction; "" where Slack does not name it.

    Of an app installed for a whole organization an interaction may name only its person's.
    """
    team, person = body.get("team") or {}, body.get("user") or {}
    return str(body.get("team_id") or team.get("id") or person.get("team_id") or "")


def asker_of(body: Mapping[str, Any], channel: str = "") -> Asker:
    """Who pressed, chose or submitted something."""
    return Asker(team_of(body), channel, str(body["user"]["id"]))
