"""All that was found in a picture, before anything is said of it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.embedded.kind import Kind
from bot.embedded.looks import Look
from bot.embedded.people import NOBODY, People
from bot.embedded.things import Thing
from bot.model import TextLine


@dataclass(frozen=True, slots=True)
class Findings:
    """What the parts found. Empty: nothing, or not looked for."""

    kind: Kind
    is_dark: bool = False
    """The ground is: told of screenshots."""
    is_small: bool = False
    """Too few pixels for the detector to be trusted alone."""
    color: str = ""
    """Of a blank picture: one of Azure's twelve names."""
    looks: tuple[Look, ...] = ()
    people: People = NOBODY
    things: tuple[Thing, ...] = ()
    """The largest first; also those less sure than a caption may say."""
    lines: tuple[TextLine, ...] = ()
    """In reading order."""
    title: TextLine | None = None
    """The line that tells most."""
