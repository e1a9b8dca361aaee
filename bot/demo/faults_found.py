"""The small checks that all checks of blocks and views are made of."""

from __future__ import annotations

import re
from typing import Any

from bot.demo.model import Json

MAX_ID = 255


class FaultsFound:
    """Collects faults. Every check notes what is wrong, worded as Slack does, and goes on."""

    def __init__(self) -> None:
        self.faults: list[str] = []

    def note(self, fault: str, pointer: str) -> None:
        self.faults.append(f"{fault} [json-pointer:{pointer}]")

    def is_object(self, value: Any, pointer: str) -> bool:
        if not isinstance(value, dict):
            self.note("must be an object", pointer)
        return isinstance(value, dict)

    def only(self, value: Json, fields: frozenset[str], pointer: str) -> None:
        for name in value.keys() - fields:
            self.note(f"invalid additional property: {name}", pointer)

    def required(self, value: Json, name: str, pointer: str) -> None:
        if value.get(name) is None:
            self.note(f"missing required field: {name}", pointer)

    def words(self, value: Any, pointer: str, *, most: int, least: int = 1) -> None:
        """A string of `least` to `most` characters; None passes."""
        if value is None:
            return
        if not isinstance(value, str):
            self.note("must be a string", pointer)
        elif len(value) > most:
            self.note(f"must be less than {most + 1} characters", pointer)
        elif len(value) < least:
            self.note(f"must be more than {least - 1} characters", pointer)

    def pattern(self, value: Any, pattern: str, pointer: str) -> None:
        if value is not None and not (isinstance(value, str) and re.fullmatch(pattern, value)):
            self.note("failed to match required pattern", pointer)

    def one_of(self, value: Any, allowed: set[str], pointer: str) -> None:
        if value is not None and not (isinstance(value, str) and value in allowed):
            self.note("must be a valid enum value", pointer)

    def flag(self, value: Any, pointer: str) -> None:
        if value is not None and not isinstance(value, bool):
            self.note("must be a boolean", pointer)

    def count(self, value: Any, pointer: str, *, least: int, most: int) -> None:
        """A whole number in the range; None passes."""
        if value is None:
            return
        if not isinstance(value, int) or isinstance(value, bool):
            self.note("must be an integer", pointer)
        elif not least <= value <= most:
            self.note(f"must be between {least} and {most}", pointer)

    def text(self, value: Any, pointer: str, *, most: int, is_plain: bool = False) -> None:
        """A text object; None passes."""
        if value is None or not self.is_object(value, pointer):
            return
        kind = kind_of(value)
        kinds = {"plain_text"} if is_plain else {"plain_text", "mrkdwn"}
        if kind not in kinds:
            self.note("must be a valid text type", f"{pointer}/type")
            return
        extra = {"emoji"} if kind == "plain_text" else {"verbatim"}
        self.only(value, frozenset({"type", "text"} | extra), pointer)
        self.required(value, "text", pointer)
        self.words(value.get("text"), f"{pointer}/text", most=most)

    def plain_text(self, value: Any, pointer: str, *, most: int) -> None:
        self.text(value, pointer, most=most, is_plain=True)

    def items(self, value: Any, pointer: str, *, most: int, least: int = 1) -> list[Any]:
        """A list of `least` to `most` items; what there is to look at further."""
        if not isinstance(value, list):
            self.note("must be an array", pointer)
            return []
        if len(value) > most:
            self.note(f"no more than {most} items allowed", pointer)
        elif len(value) < least:
            self.note(f"must have at least {least} items", pointer)
        return value


def kind_of(value: Json) -> str:
    """Its `type`, "" when that is no string."""
    kind = value.get("type")
    return kind if isinstance(kind, str) else ""
