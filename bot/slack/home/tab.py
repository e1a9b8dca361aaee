"""The app's Home tab: published when somebody opens it, and anew after each change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import structlog
from slack_sdk import WebClient

from bot.errors import SlackBusy, SlackDenied, Unavailable
from bot.jobs import Claim, Job, Retry
from bot.model import Asker
from bot.slack.audience.profiles import Profiles
from bot.slack.audience.style import Styles
from bot.slack.home.view import ChannelState, HomeFacts, MonthlyUse, home_view
from bot.slack.wire.api import slack_errors
from bot.slack.wire.grants import Grants
from bot.slack.wire.scopes import OPTIONAL
from bot.store.people import PeopleStore
from bot.store.settings import SettingsStore

log = structlog.get_logger()

HOME = "home"
KINDS = {"public_channel": "channels:read", "private_channel": "groups:read"}
"""Kinds of channels, and the scope to list each.
docs.slack.dev/reference/methods/users.conversations"""
PAGE = 200


def visit_job(asker: Asker, event_id: str) -> Job:
    """Shows a person the tab that they opened. `event_id` is new for each time."""
    return _job(asker, event_id, is_open="yes")


def home_job(asker: Asker, event_id: str) -> Job:
    """Shows a person who knows the tab what has changed. `event_id` is new for each change."""
    return _job(asker, event_id, is_open="")


def _job(asker: Asker, event_id: str, *, is_open: str) -> Job:
    return Job(
        key=f"{HOME}:{asker.team}:{asker.person}:{event_id}",
        kind=HOME,
        body={"team": asker.team, "person": asker.person, "is_open": is_open},
    )


class Home:
    """The handler of `home` jobs."""

    def __init__(
        self,
        *,
        client: WebClient,
        settings: SettingsStore,
        people: PeopleStore,
        profiles: Profiles,
        styles: Styles,
        grants: Grants,
        service_host: str | None,
        use_of: Callable[[str], MonthlyUse | None],
    ) -> None:
        """`service_host`: where pictures go; `use_of` gives a team's calls to it this month."""
        self._client = client
        self._settings = settings
        self._people = people
        self._profiles = profiles
        self._styles = styles
        self._grants = grants
        self._service_host = service_host
        self._use_of = use_of

    def run(self, claim: Claim) -> None:
        asker, is_open = _asker(claim.job.body), bool(claim.job.body.get("is_open", "yes"))
        if not is_open and not self._people.is_welcomed(asker.team, asker.person):
            return  # they have never seen the tab: the welcome waits until they do
        try:
            facts = self._facts(asker)
            view = home_view(facts, self._styles.private_words(asker))
            with slack_errors():
                self._client.views_publish(user_id=asker.person, view=view)
        except SlackBusy as error:
            raise Retry(error.code, delay_s=error.retry_after_s) from error
        except Unavailable as error:  # the tab is not enabled, say
            log.warning("home.not_published", code=error.code, error=str(error))
            return
        if facts.is_first_visit:
            self._people.note_welcome(asker.team, asker.person)

    def give_up(self, claim: Claim) -> None:
        """Whoever opens the tab again asks again."""

    def _facts(self, asker: Asker) -> HomeFacts:
        return HomeFacts(
            is_first_visit=not self._people.is_welcomed(asker.team, asker.person),
            is_admin=self._is_admin(asker.person),
            opted_out=self._settings.person(asker.team, asker.person).opted_out,
            channels=self._channels(asker),
            service_host=self._service_host,
            use=self._use_of(asker.team),
            missing_scopes=self._grants.missing(OPTIONAL),
        )

    def _is_admin(self, user: str) -> bool | None:
        try:
            return self._profiles.is_admin(user)
        except SlackBusy:
            raise
        except Unavailable:
            return None

    def _channels(self, asker: Asker) -> list[ChannelState]:
        """Those that both the bot and the person are in, by name: nobody learns of others."""
        theirs = {str(each["id"]) for each in self._listed(user=asker.person)}
        own = {str(each["id"]): str(each.get("name") or "") for each in self._listed()}
        return [
            ChannelState(channel, name, self._settings.for_channel(asker.team, channel).when)
            for channel, name in sorted(own.items(), key=lambda each: each[1])
            if channel in theirs
        ]

    def _listed(self, **of: str) -> Iterator[Mapping[str, Any]]:
        for kind in KINDS:
            try:
                with slack_errors():
                    yield from self._pages(types=kind, exclude_archived=True, **of)
            except SlackDenied:  # the tab says so
                continue

    def _pages(self, **arguments: Any) -> Iterator[Mapping[str, Any]]:
        pages: Iterable[Mapping[str, Any]] = self._client.users_conversations(
            limit=PAGE, **arguments
        )
        for page in pages:
            yield from page["channels"]


def _asker(body: Mapping[str, str]) -> Asker:
    return Asker(body["team"], person=body["person"])
