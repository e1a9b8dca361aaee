"""Events: each becomes a stored job, and only then is it acknowledged."""

from __future__ import annotations

import re
from typing import Any

from slack_bolt import App

from bot.jobs import Jobs
from bot.slack.asking.hints import hint_job
from bot.slack.replies.file_shared import file_shared_job
from bot.slack.replies.following import following_job


def register(app: App, *, jobs: Jobs) -> None:
    """Listens for files and messages. The app must process before it responds: acks come after."""

    @app.event("file_shared")
    def on_file_shared(body: dict[str, Any], event: dict[str, Any]) -> None:
        jobs.submit(file_shared_job(body, event))

    @app.event("message")
    def on_message(body: dict[str, Any], event: dict[str, Any]) -> None:
        job = hint_job(body, event) or following_job(body, event)
        if job is not None:
            jobs.submit(job)

    @app.event(re.compile(".*"))
    def on_anything_else() -> None:
        """Acknowledges what the manifest does not ask for; else Slack would send it again."""
