"""Answers for one person: sent to the address that came with what they did."""

from __future__ import annotations

import ssl

import structlog
from slack_sdk.webhook import WebhookClient

from bot.blocks import Message
from bot.errors import SlackBusy
from bot.jobs import Retry
from bot.slack.wire.api import TIMEOUT_S, retry_after_s, slack_errors
from bot.slack.wire.posts import content

log = structlog.get_logger()

LIFE_S = 30 * 60.0
"""An address is good for five answers in this time.
docs.slack.dev/interactivity/handling-user-interaction, November 2026."""


class ResponseUrls:
    """Sends to addresses of Slack's. Threads may share it."""

    def __init__(self) -> None:
        self._tls = ssl.create_default_context()

    def answer(self, response_url: str, message: Message, *, thread_ts: str | None = None) -> None:
        """Shows `message` to the one who asked alone. Raises Retry when Slack limits the rate."""
        self._send(response_url, message, thread_ts=thread_ts, replaces=False)

    def replace(self, response_url: str, message: Message) -> None:
        """Puts `message` in the place of the one that was clicked.

        Addresses that came with a command have no such one: Slack then shows a second message
        (slackapi/bolt-python#1268).
        """
        self._send(response_url, message, thread_ts=None, replaces=True)

    def _send(
        self, response_url: str, message: Message, *, thread_ts: str | None, replaces: bool
    ) -> None:
        webhook = WebhookClient(response_url, timeout=TIMEOUT_S, ssl=self._tls, retry_handlers=[])
        try:
            with slack_errors():
                response = webhook.send_dict(
                    {
                        **content(message),
                        "response_type": "ephemeral",
                        "replace_original": replaces,
                        **({"thread_ts": thread_ts} if thread_ts else {}),
                    }
                )
        except SlackBusy as error:
            # It may have arrived: an answer too few is better than the same one four times.
            log.warning("answer.uncertain", error=str(error))
            return
        if response.status_code == 429:
            raise Retry(SlackBusy.code, delay_s=retry_after_s(response.headers))
        if response.status_code != 200:  # expired, or used up: nobody is left to tell
            log.warning("answer.not_taken", status=response.status_code)
