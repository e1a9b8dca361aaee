"""What is wrong with blocks: each fault as Slack words it, with a JSON pointer to the place.

Source: docs.slack.dev/reference/block-kit (limits of each block, element and object).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.demo.block_kinds import (
    BLOCK_FIELDS,
    ELEMENT_FIELDS,
    MOST_OPTIONS,
    UNCHECKED_ELEMENTS,
)
from bot.demo.model import Json

MAX_ID = 255
MAX_IMAGE_URL = 3000
MAX_ALT_TEXT = 2000


class Faultfinder:
    """Collects faults. Every check notes what is wrong and goes on."""

    def __init__(self, file_is_usable: Callable[[Json], bool]) -> None:
        self.faults: list[str] = []
        self._file_is_usable = file_is_usable

    def note(self, fault: str, pointer: str) -> None:
        self.faults.append(f"{fault} [json-pointer:{pointer}]")

    # Small checks

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

    def text(self, value: Any, pointer: str, *, most: int, is_plain: bool = False) -> None:
        """A text object; None passes."""
        if value is None or not self.is_object(value, pointer):
            return
        kind = _kind(value)
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

    # Blocks

    def blocks(self, blocks: Any, pointer: str, *, most: int) -> None:
        seen: set[str] = set()
        for place, block in enumerate(self.items(blocks, pointer, most=most, least=0)):
            here = f"{pointer}/{place}"
            if not self.is_object(block, here):
                continue
            self._block(block, here)
            block_id = block.get("block_id")
            if isinstance(block_id, str):
                if block_id in seen:
                    self.note("block_id must be unique", f"{here}/block_id")
                seen.add(block_id)

    def _block(self, block: Json, pointer: str) -> None:
        kind = _kind(block)
        if kind not in BLOCK_FIELDS:
            self.note(f"unsupported type: {kind}", f"{pointer}/type")
            return
        fields = {"type", "block_id", *BLOCK_FIELDS[kind].split()}
        self.only(block, frozenset(fields), pointer)
        self.words(block.get("block_id"), f"{pointer}/block_id", most=MAX_ID)
        checks: dict[str, Callable[[Json, str], None]] = {
            "section": self._section,
            "header": self._header,
            "image": self._image_block,
            "context": self._context,
            "actions": self._actions,
            "input": self._input,
            "markdown": self._markdown,
        }
        check = checks.get(kind)
        if check is not None:
            check(block, pointer)

    def _section(self, block: Json, pointer: str) -> None:
        if block.get("text") is None and block.get("fields") is None:
            self.note("missing required field: text", pointer)
        self.text(block.get("text"), f"{pointer}/text", most=3000)
        if block.get("fields") is not None:
            for place, each in enumerate(self.items(block["fields"], f"{pointer}/fields", most=10)):
                self.text(each, f"{pointer}/fields/{place}", most=2000)
        if block.get("accessory") is not None:
            self._element(block["accessory"], f"{pointer}/accessory")

    def _header(self, block: Json, pointer: str) -> None:
        self.required(block, "text", pointer)
        self.plain_text(block.get("text"), f"{pointer}/text", most=150)

    def _image_block(self, block: Json, pointer: str) -> None:
        self._image(block, pointer)
        self.plain_text(block.get("title"), f"{pointer}/title", most=2000)

    def _image(self, image: Json, pointer: str) -> None:
        self.required(image, "alt_text", pointer)
        self.words(image.get("alt_text"), f"{pointer}/alt_text", most=MAX_ALT_TEXT)
        self.words(image.get("image_url"), f"{pointer}/image_url", most=MAX_IMAGE_URL)
        slack_file = image.get("slack_file")
        if image.get("image_url") is None and slack_file is None:
            self.note("missing required field: image_url", pointer)
        # Refused as well while the upload is still being worked on, or when it is no PNG, JPEG
        # or GIF. docs.slack.dev/reference/block-kit/composition-objects/slack-file-object
        if slack_file is not None and not self._file_is_usable(slack_file):
            self.note("invalid slack file", f"{pointer}/slack_file")

    def _context(self, block: Json, pointer: str) -> None:
        elements = self.items(block.get("elements"), f"{pointer}/elements", most=10)
        for place, each in enumerate(elements):
            here = f"{pointer}/elements/{place}"
            if not self.is_object(each, here):
                continue
            if each.get("type") == "image":
                self._element(each, here)
            else:
                self.text(each, here, most=3000)

    def _actions(self, block: Json, pointer: str) -> None:
        elements = self.items(block.get("elements"), f"{pointer}/elements", most=25)
        seen: set[str] = set()
        for place, each in enumerate(elements):
            here = f"{pointer}/elements/{place}"
            self._element(each, here)
            action_id = each.get("action_id") if isinstance(each, dict) else None
            if isinstance(action_id, str) and action_id in seen:
                self.note("action_id must be unique", f"{here}/action_id")
            seen.add(str(action_id))

    def _input(self, block: Json, pointer: str) -> None:
        self.required(block, "label", pointer)
        self.required(block, "element", pointer)
        self.plain_text(block.get("label"), f"{pointer}/label", most=2000)
        self.plain_text(block.get("hint"), f"{pointer}/hint", most=2000)
        if block.get("element") is not None:
            self._element(block["element"], f"{pointer}/element")

    def _markdown(self, block: Json, pointer: str) -> None:
        self.required(block, "text", pointer)
        self.words(block.get("text"), f"{pointer}/text", most=12_000)

    # Elements

    def _element(self, element: Any, pointer: str) -> None:
        if not self.is_object(element, pointer):
            return
        kind = _kind(element)
        self.words(element.get("action_id"), f"{pointer}/action_id", most=MAX_ID)
        if kind in UNCHECKED_ELEMENTS:
            return
        if kind not in ELEMENT_FIELDS:
            self.note(f"unsupported type: {kind}", f"{pointer}/type")
            return
        self.only(element, frozenset({"type", *ELEMENT_FIELDS[kind].split()}), pointer)
        if kind == "button":
            self._button(element, pointer)
        elif kind == "image":
            self._image(element, pointer)
        elif kind in MOST_OPTIONS:
            self._choices(element, pointer, most=MOST_OPTIONS[kind])

    def _button(self, button: Json, pointer: str) -> None:
        self.required(button, "text", pointer)
        self.plain_text(button.get("text"), f"{pointer}/text", most=75)
        self.words(button.get("value"), f"{pointer}/value", most=2000, least=0)
        self.words(button.get("url"), f"{pointer}/url", most=3000)
        label = button.get("accessibility_label")
        self.words(label, f"{pointer}/accessibility_label", most=75)
        if button.get("style") not in (None, "primary", "danger"):
            self.note("must be a valid enum value", f"{pointer}/style")

    def _choices(self, element: Json, pointer: str, *, most: int) -> None:
        self.plain_text(element.get("placeholder"), f"{pointer}/placeholder", most=150)
        if element.get("option_groups") is not None and element.get("options") is None:
            return
        options = self.items(element.get("options"), f"{pointer}/options", most=most)
        for place, option in enumerate(options):
            here = f"{pointer}/options/{place}"
            if self.is_object(option, here):
                fields = frozenset({"text", "value", "description", "url"})
                self.only(option, fields, here)
                self.text(option.get("text"), f"{here}/text", most=75)
                self.words(option.get("value"), f"{here}/value", most=150)


def _kind(value: Json) -> str:
    kind = value.get("type")
    return kind if isinstance(kind, str) else ""
