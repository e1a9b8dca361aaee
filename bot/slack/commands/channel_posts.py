"""Messages of their own in a channel, which somebody asked for with `here`."""

from __future__ import annotations

import structlog
from slack_sdk import WebClient

from bot.blocks import Message
from bot.errors import SlackBusy
from bot.slack.wire.posts import edit, post

log = structlog.get_logger()


class ChannelPosts:
    """Posts and edits them. Only where the bot was invited: Slack refuses it elsewhere."""

    def __init__(self, client: WebClient) -> None:
        self._client = client

    def post(self, channel: str, message: Message) -> str | None:
        """The new message's ts; None where Slack did not say whether it took it.

        Raises what `slack_errors` raises where it certainly did not.
        """
        try:
            response = post(message, client=self._client, channel=channel)
        except SlackBusy as error:
            if not error.may_have_happened:
                raise
            # One answer too few is better than the same one four times.
            log.warning("post.uncertain", error=str(error))
            return None
        return str(response["ts"])

    def edit(self, channel: str, ts: str, message: Message) -> None:
        """Puts `message` in place of an earlier one. Raises what `slack_errors` raises."""
        edit(message, client=self._client, channel=channel, ts=ts)
