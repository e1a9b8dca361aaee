"""Events: each becomes a stored job, and only then is it acknowledged."""

from __future__ import annotations

import re
from typing import Any

from slack_bolt import App

from bot.jobs import Job, Jobs
from bot.slack.asking.listeners import hint_job
from bot.slack.replies.following import following_job

FILE_SHARED = "file_shared"


def register(app: App, *, jobs: Jobs) -> None:
    """Listens for files and messages. The app must process before it responds: acks come after."""

    @app.event("file_shared")
    def on_file_shared(body: dict[str, Any], event: dict[str, Any]) -> None:
        jobs.submit(_job(body, event))

    @app.event("message")
    def on_message(body: dict[str, Any], event: dict[str, Any]) -> None:
        job = hint_job(body, event) or following_job(body, event)
        if job is not None:
            jobs.submit(job)

    @app.event(re.compile(".*"))
    def on_anything_else() -> None:
        """Acknowledges what the manifest does not ask for; else Slack would send it again."""


def _job(body: dict[str, Any], event: dict[str, Any]) -> Job:
    team = str(body.get("team_id") or "")
    channel = str(event.get("channel_id") or "")
    file_id = str(event.get("file_id") or event.get("file", {}).get("id") or "")
    # The same event comes with the same event_ts, however often and by whichever way.
    event_ts = str(event.get("event_ts") or body.get("event_id") or "")
    return Job(
        key=f"{FILE_SHARED}:{team}:{channel}:{file_id}:{event_ts}",
        kind=FILE_SHARED,
        body={
            "team": team,
            "channel": channel,
            "person": str(event.get("user_id") or ""),
            "file_id": file_id,
            "event_ts": event_ts,
        },
    )
