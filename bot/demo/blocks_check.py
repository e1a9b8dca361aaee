"""What is wrong with blocks: each fault as Slack words it, with a JSON pointer to the place.

Source, November 2026: docs.slack.dev/reference/block-kit/blocks.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.demo.block_kinds import (
    BLOCK_FIELDS,
    ELEMENTS_IN,
    MESSAGES_ONLY,
    RICH_TEXT_FIELDS,
    RICH_TEXT_LEAVES,
)
from bot.demo.elements_check import ElementsCheck
from bot.demo.faults_found import MAX_ID, kind_of
from bot.demo.model import Json

MAX_MARKDOWN = 12_000


class BlocksCheck(ElementsCheck):
    """Checks the blocks of one message or view."""

    def __init__(self, file_is_usable: Callable[[Json], bool], *, is_view: bool = False) -> None:
        super().__init__(file_is_usable)
        self._is_view = is_view

    def blocks(self, blocks: Any, pointer: str, *, most: int) -> None:
        seen: set[str] = set()
        for place, block in enumerate(self.items(blocks, pointer, most=most, least=0)):
            here = f"{pointer}/{place}"
            if self.is_object(block, here):
                self._block(block, here)
                self._block_id(block.get("block_id"), seen, f"{here}/block_id")

    def _block(self, block: Json, pointer: str) -> None:
        kind = kind_of(block)
        if kind not in BLOCK_FIELDS or (self._is_view and kind in MESSAGES_ONLY):
            self.note(f"unsupported type: {kind}", f"{pointer}/type")
            return
        fields = {"type", "block_id", *BLOCK_FIELDS[kind].split()}
        self.only(block, frozenset(fields), pointer)
        checks: dict[str, Callable[[Json, str], None]] = {
            "section": self._section,
            "header": self._header,
            "image": self._image_block,
            "context": self._context,
            "actions": self._actions,
            "input": self._input,
            "markdown": self._markdown,
            "rich_text": self._rich_text,
        }
        if kind in checks:
            checks[kind](block, pointer)

    def _block_id(self, block_id: Any, seen: set[str], pointer: str) -> None:
        self.words(block_id, pointer, most=MAX_ID)
        if isinstance(block_id, str):
            if block_id in seen:
                self.note("block_id must be unique", pointer)
            seen.add(block_id)

    def _section(self, block: Json, pointer: str) -> None:
        if block.get("text") is None and block.get("fields") is None:
            self.note("missing required field: text", pointer)
        self.text(block.get("text"), f"{pointer}/text", most=3000)
        if block.get("fields") is not None:
            for place, each in enumerate(self.items(block["fields"], f"{pointer}/fields", most=10)):
                self.text(each, f"{pointer}/fields/{place}", most=2000)
        if block.get("accessory") is not None:
            here = f"{pointer}/accessory"
            self.element(block["accessory"], here, allowed=ELEMENTS_IN["section"])

    def _header(self, block: Json, pointer: str) -> None:
        self.required(block, "text", pointer)
        self.plain_text(block.get("text"), f"{pointer}/text", most=150)

    def _image_block(self, block: Json, pointer: str) -> None:
        self.image(block, pointer)
        self.plain_text(block.get("title"), f"{pointer}/title", most=2000)

    def _context(self, block: Json, pointer: str) -> None:
        elements = self.items(block.get("elements"), f"{pointer}/elements", most=10)
        for place, each in enumerate(elements):
            here = f"{pointer}/elements/{place}"
            if not self.is_object(each, here):
                continue
            if each.get("type") == "image":
                self.element(each, here, allowed=frozenset({"image"}))
            else:
                self.text(each, here, most=3000)

    def _actions(self, block: Json, pointer: str) -> None:
        elements = self.items(block.get("elements"), f"{pointer}/elements", most=25)
        seen: set[str] = set()
        for place, each in enumerate(elements):
            here = f"{pointer}/elements/{place}"
            self.element(each, here, allowed=ELEMENTS_IN["actions"])
            action_id = each.get("action_id") if isinstance(each, dict) else None
            if isinstance(action_id, str) and action_id in seen:
                self.note("action_id must be unique", f"{here}/action_id")
            seen.add(str(action_id))

    def _input(self, block: Json, pointer: str) -> None:
        for name in ("label", "element"):
            self.required(block, name, pointer)
        self.plain_text(block.get("label"), f"{pointer}/label", most=2000)
        self.plain_text(block.get("hint"), f"{pointer}/hint", most=2000)
        for name in ("optional", "dispatch_action"):
            self.flag(block.get(name), f"{pointer}/{name}")
        if block.get("element") is not None:
            here = f"{pointer}/element"
            self.element(block["element"], here, allowed=ELEMENTS_IN["input"])

    def _markdown(self, block: Json, pointer: str) -> None:
        self.required(block, "text", pointer)
        self.words(block.get("text"), f"{pointer}/text", most=MAX_MARKDOWN)

    # Rich text

    def _rich_text(self, block: Json, pointer: str) -> None:
        for place, part in enumerate(self._parts(block, pointer)):
            self._rich_part(part, f"{pointer}/elements/{place}", set(RICH_TEXT_FIELDS))

    def _parts(self, holder: Json, pointer: str) -> list[Any]:
        return self.items(holder.get("elements"), f"{pointer}/elements", most=10_000, least=0)

    def _rich_part(self, part: Any, pointer: str, allowed: set[str]) -> None:
        if not self.is_object(part, pointer):
            return
        kind = kind_of(part)
        if kind not in allowed:
            self.note(f"unsupported type: {kind}", f"{pointer}/type")
        elif kind in RICH_TEXT_LEAVES:
            self._leaf(part, RICH_TEXT_LEAVES[kind], pointer)
        else:
            self.only(part, frozenset({"type", *RICH_TEXT_FIELDS[kind].split()}), pointer)
            is_list = kind == "rich_text_list"
            if is_list:
                self.required(part, "style", pointer)
                self.one_of(part.get("style"), {"bullet", "ordered"}, f"{pointer}/style")
            inside = {"rich_text_section"} if is_list else set(RICH_TEXT_LEAVES)
            for place, each in enumerate(self._parts(part, pointer)):
                self._rich_part(each, f"{pointer}/elements/{place}", inside)

    def _leaf(self, leaf: Json, field: str, pointer: str) -> None:
        self.required(leaf, field, pointer)
        if field == "text":
            self.words(leaf.get("text"), f"{pointer}/text", most=40_000)
