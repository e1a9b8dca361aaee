"""The :eyes: under a message while its pictures are worked on. A courtesy: it costs no reply."""

from __future__ import annotations

from collections.abc import Callable

import structlog
from slack_sdk import WebClient

from bot.errors import SlackRefused, Unavailable
from bot.slack.wire.api import slack_errors
from bot.store.eyes import EyesStore
from bot.store.parts import PartStore
from bot.store.replies import MessageKey
from bot.store.settings import SettingsStore

log = structlog.get_logger()

EMOJI = "eyes"
DONE_ALREADY = frozenset({"already_reacted", "no_reaction"})


class Eyes:
    """Opens and closes them, where the channel wants them."""

    def __init__(
        self, client: WebClient, noted: EyesStore, parts: PartStore, settings: SettingsStore
    ) -> None:
        self._client = client
        self._noted = noted
        self._parts = parts
        self._settings = settings

    def open(self, key: MessageKey) -> None:
        """Shows that work has begun."""
        if self._settings.for_channel(key.team, key.channel).eyes and self._noted.note(key):
            self._try(
                lambda: self._client.reactions_add(
                    channel=key.channel, timestamp=key.message_ts, name=EMOJI
                )
            )

    def close(self, key: MessageKey) -> None:
        """Takes them away when all pictures of the message have their outcome."""
        if not self._noted.are_under(key):
            return
        if all(answer.outcome for answer in self._parts.answers(key)):
            self._try(
                lambda: self._client.reactions_remove(
                    channel=key.channel, timestamp=key.message_ts, name=EMOJI
                )
            )
            self._noted.forget(key)

    def _try(self, call: Callable[[], object]) -> None:
        try:
            with slack_errors():
                call()
        except Unavailable as error:
            is_done = isinstance(error, SlackRefused) and error.error in DONE_ALREADY
            if not is_done:  # not granted, say; doctor tells
                log.info("eyes.not_changed", code=error.code, error=str(error))
