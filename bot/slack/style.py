"""In whose words and in which manner a reply is given: what was decided about its channel."""

from __future__ import annotations

from dataclasses import dataclass

from bot.manner import Manner
from bot.settings import ChannelSettings
from bot.store.first_replies import FirstReplies
from bot.store.replies import Reply
from bot.store.settings import SettingsStore
from bot.words import Words


@dataclass(frozen=True, slots=True)
class Style:
    """What `compose` needs beside the answers."""

    words: Words
    manner: Manner


class Styles:
    """Gives each reply its style, by the settings as they are now."""

    def __init__(self, settings: SettingsStore, first_replies: FirstReplies) -> None:
        self._settings = settings
        self._first_replies = first_replies

    def of_reply(self, reply: Reply) -> Style:
        """The style of a public reply."""
        key = reply.key
        settings = self._settings.for_channel(key.team, key.channel)
        is_first = reply.origin.asked_by is None and self._first_replies.is_first(key)
        manner = manner_of(settings, has_buttons=True, has_switch_off_line=is_first)
        return Style(Words(settings.language or reply.origin.locale), manner)

    def of_private_answer(self, team: str, channel: str, *, locale: str | None) -> Style:
        """The style of an answer that one person sees, whose locale comes first."""
        settings = self._settings.for_channel(team, channel)
        return Style(Words(locale or settings.language), manner_of(settings))


def manner_of(
    settings: ChannelSettings, *, has_buttons: bool = False, has_switch_off_line: bool = False
) -> Manner:
    return Manner(
        confidence_floor=settings.confidence_floor,
        hidden_tags=settings.hidden_tags,
        tags_only=settings.tags_only,
        show_text=settings.show_text,
        has_buttons=has_buttons,
        has_switch_off_line=has_switch_off_line,
    )
