"""What people may decide about the bot: frozen data with their defaults. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo


class When(StrEnum):
    """When pictures of a channel are described."""

    AUTO = "auto"
    """Each picture, by itself."""
    ON_REQUEST = "on_request"
    """When somebody asks: by command, shortcut, mention, reaction."""
    OFF = "off"
    """Never in public. A private answer, by command or shortcut, stays possible."""


class WhichAnalyzer(StrEnum):
    """Who may describe pictures of a channel."""

    ANY = "any"
    """Whoever the operator chose."""
    EMBEDDED = "embedded"
    """The built-in describer alone: no picture leaves the machine."""


@dataclass(frozen=True, slots=True)
class QuietHours:
    """A part of each day. Minutes after midnight, 0..1439, in `timezone` (an IANA name).

    From `start_minute` up to, not including, `end_minute`; over midnight where the end is
    before the start. The same twice is the whole day.
    """

    start_minute: int
    end_minute: int
    timezone: str

    def include(self, epoch_s: float) -> bool:
        """Whether they are on at a time, in seconds since the epoch."""
        local = datetime.fromtimestamp(epoch_s, ZoneInfo(self.timezone))
        minute = local.hour * 60 + local.minute
        if self.start_minute < self.end_minute:
            return self.start_minute <= minute < self.end_minute
        return minute >= self.start_minute or minute < self.end_minute


@dataclass(frozen=True, slots=True)
class ChannelSettings:
    """What holds in one channel. The defaults are those of a workspace that decided nothing."""

    when: When = When.AUTO
    analyzer: WhichAnalyzer = WhichAnalyzer.ANY
    language: str | None = None
    """A locale that words/ has, such as "de"; None: that of the person it is for."""
    confidence_floor: float = 0.0
    """0..1: captions, tags and landmarks below it are not said."""
    hidden_tags: tuple[str, ...] = ()
    """Never shown, whatever the case of their letters."""
    tags_only: bool = False
    """No caption, landmarks, text or color: the tags."""
    show_text: bool = True
    """The text that was read in a picture."""
    eyes: bool = False
    """An :eyes: reaction while a picture is worked on."""
    quiet_with_alt_text: bool = False
    """Pictures that their author described are not described by themselves."""
    quiet_hours: QuietHours | None = None
    """Pictures shared then are not described by themselves, later neither."""
    reaction: str | None = None
    """The emoji, without colons, that asks for a description; None: none does."""


@dataclass(frozen=True, slots=True)
class PersonSettings:
    """What one person decided, for the whole workspace."""

    opted_out: bool = False
    """This person's pictures are described for nobody else."""
