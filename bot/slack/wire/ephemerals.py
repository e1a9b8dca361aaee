"""Notes that Slack shows to one person in a channel, and to nobody else."""

from __future__ import annotations

import structlog
from slack_sdk import WebClient

from bot.errors import BotError
from bot.model import Asker
from bot.slack.wire.api import slack_errors

log = structlog.get_logger()


def show_to(asker: Asker, text: str, *, client: WebClient, thread_ts: str | None = None) -> None:
    """Shows `text` where `asker` is. A courtesy, as Slack never guarantees it: raises nothing."""
    try:
        with slack_errors():
            client.chat_postEphemeral(
                channel=asker.channel, user=asker.person, text=text, thread_ts=thread_ts
            )
    except BotError as fault:
        log.warning("note.not_sent", code=fault.code)
