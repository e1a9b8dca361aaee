"""`/describe find WORDS`: pictures of the channel by what was said of them."""

from __future__ import annotations

from collections.abc import Iterator

from slack_sdk import WebClient

from bot.blocks import Message
from bot.errors import SlackRefused
from bot.found import SHOWN_MAX, FoundPicture, found_message
from bot.model import Asker
from bot.slack.audience.style import Style
from bot.slack.wire.api import slack_errors
from bot.store.findable import Found, SearchStore


class Finding:
    """Searches what the bot has said in one channel, and never in another."""

    def __init__(self, client: WebClient, pictures: SearchStore) -> None:
        self._client = client
        self._pictures = pictures

    def answer(self, text: str, asker: Asker, style: Style) -> Message:
        """The newest that have all words of `text`. Raises Unavailable."""
        found = self._pictures.find(asker.team, asker.channel, text, limit=SHOWN_MAX + 1)
        linked = list(self._linked(found[:SHOWN_MAX]))
        has_more = len(found) > SHOWN_MAX
        return found_message(text, linked, style.words, style.manner, has_more=has_more)

    def _linked(self, found: list[Found]) -> Iterator[FoundPicture]:
        for each in found:
            try:
                with slack_errors():
                    response = self._client.chat_getPermalink(
                        channel=each.key.channel, message_ts=each.key.message_ts
                    )
            except SlackRefused:  # message_not_found: deleted, and nobody told us
                continue
            yield FoundPicture(each.answer, str(response["permalink"]), each.key.message_ts)
