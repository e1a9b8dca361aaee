"""How a reply is shown: what of an answer is said and what is left out. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Manner:
    """The default says everything.

    `confidence_floor` is 0..1. `has_switch_off_line`: the last line says how to switch the bot off.
    """

    confidence_floor: float = 0.0
    hidden_tags: tuple[str, ...] = ()
    tags_only: bool = False
    show_text: bool = True
    has_switch_off_line: bool = False


EVERYTHING = Manner()
