"""Where people decide about the bot: settings and the Home tab, put together."""

from __future__ import annotations

from collections.abc import Callable

from slack_bolt import App
from slack_sdk import WebClient

from bot.describe import ChannelDescriber
from bot.jobs import Handler, Jobs
from bot.model import Asker
from bot.slack.audience.profiles import Profiles
from bot.slack.audience.style import Styles
from bot.slack.home import listeners
from bot.slack.home.tab import HOME, Home, home_job
from bot.slack.home.trying import TRY, Trying
from bot.slack.home.view import MonthlyUse
from bot.slack.settings import modal
from bot.slack.settings.modal import SettingsForm
from bot.slack.wire.grants import Grants
from bot.store.people import PeopleStore
from bot.store.settings import SettingsStore


class Deciding:
    """The form for settings, the Home tab and its try-it button."""

    def __init__(
        self,
        *,
        client: WebClient,
        courtesy_client: WebClient,
        settings: SettingsStore,
        people: PeopleStore,
        profiles: Profiles,
        styles: Styles,
        describer: ChannelDescriber,
        service_host: str | None,
        use_of: Callable[[str], MonthlyUse | None],
    ) -> None:
        """`courtesy_client` gives up soon: what waits for it would rather do without."""
        grants = Grants(courtesy_client)
        self._settings = settings
        self.form = SettingsForm(
            client=courtesy_client,
            settings=settings,
            styles=styles,
            profiles=profiles,
            grants=grants,
        )
        self._trying = Trying(client=courtesy_client, describer=describer, styles=styles)
        self._home = Home(
            client=client,
            settings=settings,
            people=people,
            profiles=profiles,
            styles=styles,
            grants=grants,
            service_host=service_host,
            use_of=use_of,
        )

    def register(self, app: App, jobs: Jobs) -> None:
        """Listens; what is slow becomes a job."""

        def show_again(asker: Asker, trigger_id: str) -> None:
            jobs.submit(home_job(asker, trigger_id))

        modal.register(app, form=self.form, after_change=show_again)
        listeners.register(
            app, jobs=jobs, settings=self._settings, form=self.form, trying=self._trying
        )

    def handlers(self) -> dict[str, Handler]:
        """By kind of job."""
        return {HOME: self._home, TRY: self._trying}
