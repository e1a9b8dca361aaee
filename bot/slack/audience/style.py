"""In whose words and in which manner a reply is given: what was decided about its channel."""

from __future__ import annotations

from dataclasses import dataclass

from bot.manner import Manner
from bot.model import Asker
from bot.settings import ChannelSettings
from bot.slack.audience.memberships import is_direct
from bot.slack.audience.profiles import Profiles
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
    """Gives each answer its style, by the settings as they are now."""

    def __init__(
        self, settings: SettingsStore, first_replies: FirstReplies, profiles: Profiles
    ) -> None:
        self._settings = settings
        self._first_replies = first_replies
        self._profiles = profiles

    def of_reply(self, reply: Reply) -> Style:
        """The style of a public reply."""
        key = reply.key
        is_by_itself = reply.origin.asked_by is None and not is_direct(key.channel)
        is_first = is_by_itself and self._first_replies.is_first(key)
        manner = manner_of(
            self._settings.for_channel(key.team, key.channel),
            has_switch_off_line=is_first,
        )
        return Style(self.words(key.team, key.channel, reply.origin.locale), manner)

    def of_private_answer(self, asker: Asker) -> Style:
        """The style of what one person alone sees: in their own language, where it is known."""
        settings = self._settings.for_channel(asker.team, asker.channel)
        return Style(self.private_words(asker), manner_of(settings))

    def of_open_answer(self, asker: Asker) -> Style:
        """The style of what all can see because `asker` wanted it."""
        locale = self._profiles.of(asker.team, asker.person).locale
        settings = self._settings.for_channel(asker.team, asker.channel)
        return Style(self.words(asker.team, asker.channel, locale), manner_of(settings))

    def words(self, team: str, channel: str, locale: str | None) -> Words:
        """The words of what all can see: the channel's choice, else the person's own."""
        return Words(self._settings.for_channel(team, channel).language or locale)

    def private_words(self, asker: Asker) -> Words:
        """The words of what one person alone sees; costs a call for who is not known."""
        locale = self._profiles.of(asker.team, asker.person).locale
        return Words(locale or self._settings.for_channel(asker.team, asker.channel).language)


def manner_of(settings: ChannelSettings, *, has_switch_off_line: bool = False) -> Manner:
    return Manner(
        confidence_floor=settings.confidence_floor,
        hidden_tags=settings.hidden_tags,
        tags_only=settings.tags_only,
        show_text=settings.show_text,
        has_switch_off_line=has_switch_off_line,
    )
