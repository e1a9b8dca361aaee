"""Fields of forms: the input blocks of a modal. Pure.

Source: docs.slack.dev/reference/block-kit/block-elements, November 2026.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.block_kit import Block, plain_text


def field(name: str, element: Block, *, label: str, hint: str, is_optional: bool = False) -> Block:
    """One field; `name` is its block_id and its element's action_id."""
    return {
        "type": "input",
        "block_id": name,
        "label": plain_text(label),
        "hint": plain_text(hint),
        "element": {**element, "action_id": name},
        "optional": is_optional,
    }


def option(value: str, text: str) -> Block:
    return {"text": plain_text(text), "value": value}


def radio(options: Sequence[Block], chosen: str) -> Block:
    """One of a few, all of them seen. `chosen` is a value among them."""
    return {"type": "radio_buttons", "options": options, "initial_option": _of(options, chosen)}


def menu(options: Sequence[Block], chosen: str) -> Block:
    """One of many, at most 100. `chosen` is a value among them."""
    return {"type": "static_select", "options": options, "initial_option": _of(options, chosen)}


def checkboxes(options: Sequence[Block], chosen: Collection[str]) -> Block:
    """Any of a few, at most 10. `chosen` are values among them."""
    initial = [each for each in options if each["value"] in chosen]
    element: Block = {"type": "checkboxes", "options": options}
    return {**element, "initial_options": initial} if initial else element


def line(value: str, *, max_chars: int, example: str = "") -> Block:
    """One line of text, `value` at first."""
    element: Block = {"type": "plain_text_input", "max_length": max_chars}
    if value:
        element["initial_value"] = value
    if example:
        element["placeholder"] = plain_text(example)
    return element


def time_of_day(minute: int | None) -> Block:
    """A time, as minutes after midnight; None: none yet."""
    if minute is None:
        return {"type": "timepicker"}
    return {"type": "timepicker", "initial_time": f"{minute // 60:02}:{minute % 60:02}"}


def _of(options: Sequence[Block], chosen: str) -> Block:
    return next(each for each in options if each["value"] == chosen)
