"""What is heard of the Home tab: it is opened, its buttons are pressed. Each is one call."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, App

from bot.jobs import Jobs
from bot.model import Asker
from bot.settings import PersonSettings
from bot.slack.home.tab import home_job, visit_job
from bot.slack.home.trying import Trying
from bot.slack.settings.modal import SettingsForm
from bot.slack.wire.payloads import asker_of, team_of
from bot.store.settings import SettingsStore


def register(
    app: App, *, jobs: Jobs, settings: SettingsStore, form: SettingsForm, trying: Trying
) -> None:
    """Listens for the tab. Bolt must process before it responds."""

    @app.event("app_home_opened")
    def on_app_home_opened(body: dict[str, Any], event: dict[str, Any]) -> None:
        if event.get("tab") == "home":
            asker = Asker(team_of(body), person=event["user"])
            jobs.submit(visit_job(asker, str(event.get("event_ts") or body.get("event_id"))))

    @app.action("home_try")
    def on_home_try(ack: Ack, body: dict[str, Any]) -> None:
        ack()
        job = trying.begin(asker_of(body), body["trigger_id"])
        if job is not None:
            jobs.submit(job)

    @app.action("home_opt_out")
    def on_home_opt_out(ack: Ack, body: dict[str, Any]) -> None:
        _decide(ack, body, PersonSettings(opted_out=True))

    @app.action("home_opt_in")
    def on_home_opt_in(ack: Ack, body: dict[str, Any]) -> None:
        _decide(ack, body, PersonSettings(opted_out=False))

    def _decide(ack: Ack, body: dict[str, Any], person: PersonSettings) -> None:
        asker = asker_of(body)
        settings.change_person(asker.team, asker.person, person)
        jobs.submit(home_job(asker, body["trigger_id"]))
        ack()

    @app.action("home_channel")
    def on_home_channel(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        form.open_channel(asker_of(body, action["value"]), body["trigger_id"])

    @app.action("home_workspace")
    def on_home_workspace(ack: Ack, body: dict[str, Any]) -> None:
        ack()
        form.open_workspace(asker_of(body), body["trigger_id"])
