"""Messages in the form that Slack takes, or in their words alone where it does not take it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import structlog
from slack_sdk.web import SlackResponse

from bot.blocks import Message
from bot.errors import SlackRefused
from bot.slack.wire.api import slack_errors

log = structlog.get_logger()

FORMAT_ERRORS = frozenset(
    {"invalid_attachments", "invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"}
)
"""Slack did not like the form; the words alone may still pass."""


def in_any_form(message: Message, call: Callable[[Message], SlackResponse]) -> SlackResponse:
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


def content(message: Message) -> dict[str, Any]:
    """What chat.postMessage, chat.update and a response_url take."""
    # An update without blocks or attachments keeps the old ones: always say all three.
    return {
        "text": message.text,
        "blocks": list(message.blocks),
        "attachments": list(message.attachments),
    }
