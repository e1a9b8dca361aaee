"""The form for settings: who may open it, and what happens when it is saved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import structlog
from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.errors import SlackDenied, Unavailable
from bot.model import Asker
from bot.settings import ChannelSettings
from bot.slack.audience.profiles import Profiles
from bot.slack.audience.style import Styles
from bot.slack.settings.form import Misfilled, settings_in
from bot.slack.settings.view import NEEDED_SCOPES, settings_view
from bot.slack.wire.api import slack_errors
from bot.slack.wire.grants import Grants
from bot.slack.wire.payloads import asker_of
from bot.store.settings import SettingsStore
from bot.words import Words

log = structlog.get_logger()


def register(app: App, *, form: SettingsForm, after_change: Callable[[Asker, str], None]) -> None:
    """Listens for saved forms; `after_change` is told who changed something, and the trigger."""

    @app.view("settings")
    def on_settings(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        asker = asker_of(body, view["private_metadata"])
        faults = form.save_channel(asker, view["state"]["values"])
        _answer(ack, faults, asker, body["trigger_id"])

    @app.view("workspace_settings")
    def on_workspace_settings(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        asker = asker_of(body)
        faults = form.save_workspace(asker, view["state"]["values"])
        _answer(ack, faults, asker, body["trigger_id"])

    def _answer(ack: Ack, faults: Mapping[str, str], asker: Asker, trigger_id: str) -> None:
        if faults:
            ack(response_action="errors", errors=dict(faults))
            return
        after_change(asker, trigger_id)
        ack()


class SettingsForm:
    """Opens the form with what holds now, and keeps what was filled in.

    A channel's settings may be changed by anyone who is in it, as they all live with the replies;
    the workspace's by its admins.
    """

    def __init__(
        self,
        *,
        client: WebClient,
        settings: SettingsStore,
        styles: Styles,
        profiles: Profiles,
        grants: Grants,
    ) -> None:
        self._client = client
        self._settings = settings
        self._styles = styles
        self._profiles = profiles
        self._grants = grants

    def open_channel(self, asker: Asker, trigger_id: str) -> str | None:
        """A sentence on why it did not open, if it did not. A trigger is good for 3 s."""
        return self._open(asker, trigger_id, self._settings.for_channel(asker.team, asker.channel))

    def open_workspace(self, asker: Asker, trigger_id: str) -> str | None:
        """The same for the workspace's defaults."""
        words = self._styles.private_words(asker)
        refusal = self._refusal(asker, words)
        return refusal or self._open(asker, trigger_id, self._settings.for_workspace(asker.team))

    def save_channel(self, asker: Asker, values: Mapping[str, Any]) -> Mapping[str, str]:
        """Keeps them; what is wrong, a sentence by field, if anything is."""
        return self._save(
            asker,
            values,
            lambda filled: self._settings.change_channel(
                asker.team, asker.channel, lambda _: filled
            ),
        )

    def save_workspace(self, asker: Asker, values: Mapping[str, Any]) -> Mapping[str, str]:
        """The same for the workspace's defaults; the first field tells who may not."""
        refusal = self._refusal(asker, self._styles.private_words(asker))
        if refusal is not None:
            return {"when": refusal}
        return self._save(
            asker,
            values,
            lambda filled: self._settings.change_workspace(asker.team, lambda _: filled),
        )

    def _save(
        self, asker: Asker, values: Mapping[str, Any], keep: Callable[[ChannelSettings], object]
    ) -> Mapping[str, str]:
        try:
            keep(settings_in(values))
        except Misfilled as misfilled:
            words = self._styles.private_words(asker)
            return {name: words.say(fault) for name, fault in misfilled.faults.items()}
        log.info("settings.changed", team=asker.team, channel=asker.channel)
        return {}

    def _open(self, asker: Asker, trigger_id: str, settings: ChannelSettings) -> str | None:
        words = self._styles.private_words(asker)
        view = settings_view(
            settings,
            words,
            channel=asker.channel,
            timezone=self._profiles.of(asker.team, asker.person).timezone,
            missing_scopes=self._grants.missing(list(NEEDED_SCOPES.values())),
        )
        try:
            with slack_errors():
                self._client.views_open(trigger_id=trigger_id, view=view)
        except Unavailable as error:
            log.warning("settings.not_opened", code=error.code, error=str(error))
            return words.say("settings-not-opened")
        return None

    def _refusal(self, asker: Asker, words: Words) -> str | None:
        try:
            is_admin = self._profiles.is_admin(asker.person)
        except SlackDenied:
            return words.say("settings-who-is-admin")
        except Unavailable:
            return words.say("settings-not-opened")
        return None if is_admin else words.say("settings-admins-only")
