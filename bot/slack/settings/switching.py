"""`/describe off`, `auto` and `on request`: when this channel's pictures are described."""

from __future__ import annotations

from dataclasses import replace

from bot.model import Asker
from bot.settings import When
from bot.slack.audience.style import Styles
from bot.store.settings import SettingsStore


class ChannelSwitch:
    """Anyone in a channel may turn it: all have to live with the answers, none needs an admin."""

    def __init__(self, settings: SettingsStore, styles: Styles) -> None:
        self._settings = settings
        self._styles = styles

    def turn(self, when: When, asker: Asker) -> str:
        """One sentence on what holds from now on."""
        self._settings.change_channel(
            asker.team, asker.channel, lambda now: replace(now, when=when), decided=("when",)
        )
        return self._styles.private_words(asker).say(f"turned-{when.replace('_', '-')}")
