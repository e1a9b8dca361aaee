"""Posts and edits messages: in their words alone, where Slack does not take their form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import structlog
from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from bot.blocks import Message
from bot.errors import SlackRefused
from bot.slack.wire.api import slack_errors

log = structlog.get_logger()

FORMAT_ERRORS = frozenset(
    {"invalid_attachments", "invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"}
)
"""Slack did not like the form; the words alone may still pass."""


def post(
    message: Message,
    *,
    client: WebClient,
    channel: str,
    thread_ts: str | None = None,
    metadata: dict[str, Any] | None = None,
) -> SlackResponse:
    """What Slack answers to a new message. Raises what `slack_errors` raises."""
    return _in_any_form(
        message,
        lambda form: client.chat_postMessage(
            channel=channel,
            thread_ts=thread_ts,
            metadata=metadata,
            unfurl_links=False,
            unfurl_media=False,
            **content(form),
        ),
    )


def edit(message: Message, *, client: WebClient, channel: str, ts: str) -> None:
    """Puts `message` in the place of the one at `ts`. Raises what `slack_errors` raises."""
    _in_any_form(message, lambda form: client.chat_update(channel=channel, ts=ts, **content(form)))


def content(message: Message) -> dict[str, Any]:
    """What chat.postMessage, chat.update and a response_url take."""
    # An update without blocks or attachments keeps the old ones: always say all three.
    return {
        "text": message.text,
        "blocks": list(message.blocks),
        "attachments": list(message.attachments),
    }


def _in_any_form(message: Message, call: Callable[[Message], SlackResponse]) -> SlackResponse:
    """`call` with the message, or with its words alone where Slack does not take the form."""
    try:
        with slack_errors():
            return call(message)
    except SlackRefused as error:
        if error.error not in FORMAT_ERRORS:
            raise
        log.warning("reply.form_refused", error=error.error)
        with slack_errors():
            return call(Message(message.text))
