"""Forgets a workspace that the app was taken out of."""

from __future__ import annotations

from typing import Any

import structlog
from slack_bolt import App

from bot.jobs import Again, Claim, Job, Jobs
from bot.store.retention import Retention

log = structlog.get_logger()

LEAVE = "leave"
SECOND_LOOK_S = 60.0
"""What was at work when the workspace was forgotten may have noted something since."""


def register(app: App, *, jobs: Jobs) -> None:
    """Listens for the end of an installation. Slack tells of it twice, in either order."""

    @app.event("app_uninstalled")
    def on_app_uninstalled(body: dict[str, Any]) -> None:
        jobs.submit(_job(body))

    @app.event("tokens_revoked")
    def on_tokens_revoked(body: dict[str, Any], event: dict[str, Any]) -> None:
        # A person's token concerns that person alone, and the bot asks for none.
        # docs.slack.dev/reference/events/tokens_revoked, November 2026.
        if event["tokens"].get("bot"):
            jobs.submit(_job(body))


def _job(body: dict[str, Any]) -> Job:
    team = str(body["team_id"])
    return Job(key=f"{LEAVE}:{team}:{body['event_id']}", kind=LEAVE, body={"team": team})


class Leaving:
    """The handler of `leave` jobs. May be called any number of times."""

    def __init__(self, jobs: Jobs, retention: Retention) -> None:
        self._jobs = jobs
        self._retention = retention

    def run(self, claim: Claim) -> None:
        team = claim.job.body["team"]
        self._jobs.forget(team)
        self._retention.forget(team)
        if claim.age_s < SECOND_LOOK_S:
            raise Again(SECOND_LOOK_S)
        log.info("workspace.forgotten", team=team)

    def give_up(self, claim: Claim) -> None:
        """What is left goes with its age."""
