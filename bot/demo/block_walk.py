"""Walks through blocks: the controls in them, and the ids Slack gives where an app gave none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from bot.demo.block_kinds import INTERACTIVE
from bot.demo.model import Json, Message


def controls_of(blocks: Iterable[Json]) -> Iterator[tuple[Json, Json]]:
    """Each element a person can use, after the block it is in."""
    for block in blocks:
        for name in ("elements", "accessory", "element"):
            found = block.get(name) or []
            for element in found if isinstance(found, list) else [found]:
                if element.get("type") in INTERACTIVE:
                    yield block, element


def blocks_of(message: Message) -> list[Json]:
    """All blocks of a message, those in its attachments last."""
    inner = [block for each in message.attachments or [] for block in each.get("blocks") or []]
    return [*(message.blocks or []), *inner]


def with_ids(blocks: list[Json] | None, prefix: str = "b") -> list[Json] | None:
    """Blocks that passed the check, each with a block_id, each control with an action_id."""
    if blocks is None:
        return None
    return [
        {"block_id": f"{prefix}{place}", **_with_action_ids(block)}
        for place, block in enumerate(blocks, start=1)
    ]


def _with_action_ids(block: Json) -> Json:
    filled = dict(block)
    for name in ("elements", "accessory", "element"):
        if isinstance(block.get(name), list):
            elements = enumerate(block[name], start=1)
            filled[name] = [_with_action_id(each, place) for place, each in elements]
        elif name in block:
            filled[name] = _with_action_id(block[name], 1)
    return filled


def _with_action_id(element: Any, place: int) -> Any:
    if isinstance(element, dict) and element.get("type") in INTERACTIVE:
        return {"action_id": f"a{place}", **element}
    return element
