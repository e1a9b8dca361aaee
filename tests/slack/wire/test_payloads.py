"""Who has done something, as Slack's payloads say it."""

from __future__ import annotations

from typing import Any

import pytest

from bot.model import Asker
from bot.slack.wire.payloads import asker_of, team_of


@pytest.mark.parametrize(
    ("body", "team"),
    [
        ({"team_id": "T1", "event": {}}, "T1"),
        ({"team": {"id": "T1"}, "user": {"id": "U1", "team_id": "T2"}}, "T1"),
        ({"team": None, "user": {"id": "U1", "team_id": "T1"}}, "T1"),
        ({"user": {"id": "U1"}}, ""),
    ],
)
def test_the_team_is_found_wherever_a_payload_has_it(body: dict[str, Any], team: str) -> None:
    """An app installed for a whole organization may be told of it with the person alone."""
    assert team_of(body) == team


def test_who_pressed_is_in_the_channel_that_is_named() -> None:
    """A window has none."""
    body = {"team": {"id": "T1"}, "user": {"id": "U1"}}
    assert asker_of(body, "C1") == Asker("T1", "C1", "U1")
    assert asker_of(body) == Asker("T1", "", "U1")
