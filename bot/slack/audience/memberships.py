"""Whether the bot was invited to a channel: where it was not, it does nothing.

Slack's documentation does not say whether file events of public channels reach an app that is in
none of them; files.info would show it their pictures (November 2026).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from slack_sdk import WebClient

from bot.errors import NotAMember, SlackDenied, SlackRefused
from bot.slack.wire.api import slack_errors

REMEMBERED_S = 600.0
"""An invitation rarely ends; after it has, posting is refused anyway."""
MAX_REMEMBERED = 10_000


class Memberships:
    """Asks Slack, and remembers a yes for a while in this process. Threads may share it."""

    def __init__(self, client: WebClient, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._client = client
        self._clock = clock
        self._sure_until: dict[str, float] = {}
        self._lock = threading.Lock()

    def may_be_in(self, channel: str) -> bool:
        """False when the bot is certainly not in the channel.

        With neither channels:read nor a history scope nobody can tell: then posting will be
        refused, after the picture was looked at. Raises SlackBusy.
        """
        with self._lock:
            if self._sure_until.get(channel, 0.0) > self._clock():
                return True
        if not self._is_in(channel):
            return False
        with self._lock:
            if len(self._sure_until) >= MAX_REMEMBERED:
                self._sure_until.clear()
            self._sure_until[channel] = self._clock() + REMEMBERED_S
        return True

    def _is_in(self, channel: str) -> bool:
        for ask in (self._by_info, self._by_history):
            try:
                with slack_errors():
                    return ask(channel)
            except SlackDenied:
                continue
            except (NotAMember, SlackRefused):  # channel_not_found, for one
                return False
        return True

    def _by_info(self, channel: str) -> bool:
        facts = self._client.conversations_info(channel=channel)["channel"]
        return any(facts.get(claim) for claim in ("is_im", "is_mpim", "is_member"))

    def _by_history(self, channel: str) -> bool:
        self._client.conversations_history(channel=channel, limit=1)
        return True


def is_direct(channel: str) -> bool:
    """Whether a channel is somebody's direct message with the bot, as its id tells."""
    return channel.startswith("D")
