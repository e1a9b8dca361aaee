"""The window that shows one person how far a longer task is, and the button that stops any."""

from __future__ import annotations

from typing import Any

import structlog
from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.errors import BotError
from bot.model import Asker
from bot.progress import CANCEL, progress_view
from bot.slack.audience.style import Styles
from bot.slack.commands.words import Asked
from bot.slack.wire.api import slack_errors
from bot.store.runs import RunStore

log = structlog.get_logger()


def run_of(team: str, trigger_id: str) -> str:
    """The name of a task: Slack's trigger_id is new for each command."""
    return f"{team}:{trigger_id}"


class ProgressWindow:
    """Opens it while Slack lets us: within three seconds of the command."""

    def __init__(self, client: WebClient, styles: Styles) -> None:
        self._client = client
        self._styles = styles

    def open(self, trigger_id: str, asker: Asker, asked: Asked) -> str:
        """The window's id; "" where it does not open, and the answer comes without it."""
        words = self._styles.private_words(asker)
        run = run_of(asker.team, trigger_id)
        view = progress_view(words, run, done=0, count=asked.count)
        try:
            with slack_errors():
                response = self._client.views_open(trigger_id=trigger_id, view=view)
        except BotError as error:
            log.info("progress.no_window", code=error.code)
            return ""
        return str(response["view"]["id"])


def register(app: App, *, runs: RunStore) -> None:
    """Listens for the button; whoever sees it may stop the task."""

    @app.action(CANCEL)
    def on_cancel(ack: Ack, action: dict[str, Any]) -> None:
        runs.cancel(action["value"])
        ack()
