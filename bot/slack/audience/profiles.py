"""What Slack says of people, where the workspace granted users:read."""

from __future__ import annotations

from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

from bot.errors import SlackBusy, Unavailable
from bot.slack.wire.api import slack_errors
from bot.slack.wire.payloads import team_of
from bot.store.people import PeopleStore, Profile

REMEMBERED_S = 86_400.0
"""A day: a call for each picture would be wasted, and Slack tells of changes by user_change."""
DENIED_S = 600.0
"""A scope that is granted later is noticed by then."""
UNKNOWN = Profile()


class Profiles:
    """Remembers, so that a picture costs no call; never keeps anything from being answered."""

    def __init__(self, client: WebClient, people: PeopleStore) -> None:
        self._client = client
        self._people = people

    def of(self, team: str, user: str) -> Profile:
        """A person's locale and time zone, where they are known."""
        if not user:
            return UNKNOWN
        known = self._people.profile(team, user)
        if known is not None:
            return known
        try:
            facts = self._look_up(user)
        except SlackBusy:
            return UNKNOWN
        except Unavailable:
            self._people.keep_profile(team, user, UNKNOWN, for_s=DENIED_S)
            return UNKNOWN
        profile = Profile(facts.get("locale") or None, facts.get("tz") or None)
        self._people.keep_profile(team, user, profile, for_s=REMEMBERED_S)
        return profile

    def forget(self, team: str, user: str) -> None:
        self._people.forget_profile(team, user)

    def is_admin(self, user: str) -> bool:
        """Whether a person runs the workspace, asked anew each time. Raises Unavailable."""
        facts = self._look_up(user)
        return bool(facts.get("is_admin") or facts.get("is_owner"))

    def _look_up(self, user: str) -> dict[str, Any]:
        with slack_errors():
            response = self._client.users_info(user=user, include_locale=True)
        facts: dict[str, Any] = response["user"]
        return facts


def register(app: App, *, profiles: Profiles) -> None:
    """Listens for what people change about themselves, their statuses included."""

    @app.event("user_change")
    def on_user_change(body: dict[str, Any], event: dict[str, Any]) -> None:
        profiles.forget(team_of(body), event["user"]["id"])
