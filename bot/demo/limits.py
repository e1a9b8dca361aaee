"""Slack's limits of messages and views, refused with Slack's own error names.

Sources: docs.slack.dev/reference/block-kit/blocks and /composition-objects, the errors listed at
docs.slack.dev/reference/methods/chat.postMessage, and messages quoted in public issues.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from bot.demo.blocks_check import Faultfinder
from bot.demo.calls import ApiError
from bot.demo.model import Json

MAX_BLOCKS = 50
MAX_VIEW_BLOCKS = 100
MAX_ATTACHMENTS = 100

MAX_ATTACHMENT_BLOCKS = 20
"""Not documented; with more, invalid_attachments was seen: slackapi/bolt-python issue 914."""

MAX_BLOCKS_CHARS = 13_200
"""All blocks of a message together, as they are stored; not documented. Seen to be between 13,172
and 13,297 characters: github.com/slackapi/bolt-js/issues/2509."""

STORED_CHARS_PER_BLOCK = 125
"""What one more (empty) block took off that limit there."""

MAX_VIEW_BYTES = 250_000
MAX_VIEW_WORDS = 24
"""Title, submit and close of a modal."""

COLOR_PATTERN = re.compile(r"#[0-9A-Fa-f]{6}|good|warning|danger")

ATTACHMENT_FIELDS = frozenset(
    {
        "blocks",
        "color",
        "fallback",
        "author_icon",
        "author_link",
        "author_name",
        "fields",
        "footer",
        "footer_icon",
        "image_url",
        "mrkdwn_in",
        "pretext",
        "text",
        "thumb_url",
        "title",
        "title_link",
        "ts",
        "callback_id",
        "actions",
        "attachment_type",
        "id",
    }
)

FileCheck = Callable[[Json], bool]


def _any_file(_reference: Json) -> bool:
    return True


def check_message(
    blocks: list[Json] | None,
    attachments: list[Json] | None,
    *,
    file_is_usable: FileCheck = _any_file,
) -> None:
    """Passes what Slack would take.

    Args:
        file_is_usable: whether an image block may show this `slack_file`.

    Raises:
        ApiError: invalid_blocks, invalid_attachments, too_many_attachments, msg_blocks_too_long.
    """
    finder = Faultfinder(file_is_usable)
    finder.blocks(blocks or [], "/blocks", most=MAX_BLOCKS)
    _refuse("invalid_blocks", finder.faults)
    if len(attachments or []) > MAX_ATTACHMENTS:
        raise ApiError("too_many_attachments")
    finder = Faultfinder(file_is_usable)
    for place, attachment in enumerate(attachments or []):
        _check_attachment(finder, attachment, f"/attachments/{place}")
    _refuse("invalid_attachments", finder.faults)
    inner = [block for each in attachments or [] for block in each.get("blocks") or []]
    if stored_chars([*(blocks or []), *inner]) > MAX_BLOCKS_CHARS:
        raise ApiError("msg_blocks_too_long")


def _check_attachment(finder: Faultfinder, attachment: Any, pointer: str) -> None:
    if not finder.is_object(attachment, pointer):
        return
    finder.only(attachment, ATTACHMENT_FIELDS, pointer)
    color = attachment.get("color")
    # Slack itself shows no bar for a color it cannot read; here it is refused, to be noticed.
    if color is not None and not COLOR_PATTERN.fullmatch(str(color)):
        finder.note("must match a hex color", f"{pointer}/color")
    finder.blocks(attachment.get("blocks") or [], f"{pointer}/blocks", most=MAX_ATTACHMENT_BLOCKS)


def stored_chars(blocks: list[Json]) -> int:
    """About what Slack counts: all words, and something for each block."""
    return STORED_CHARS_PER_BLOCK * len(blocks) + sum(_words_in(block) for block in blocks)


def _words_in(value: Any) -> int:
    if isinstance(value, dict):
        return sum(_words_in(each) for name, each in value.items() if name not in {"type"})
    if isinstance(value, list):
        return sum(_words_in(each) for each in value)
    return len(value) if isinstance(value, str) else 0


def check_view(view: Json) -> None:
    """Passes a modal or a home tab that Slack would take.

    Raises:
        ApiError: invalid_arguments with what is wrong, view_too_large.
    """
    finder = Faultfinder(_any_file)
    kind = view.get("type")
    if kind not in {"modal", "home"}:
        finder.note("must be a valid view type", "/view/type")
    if kind == "modal":
        finder.required(view, "title", "/view")
    for name in ("title", "submit", "close"):
        finder.plain_text(view.get(name), f"/view/{name}", most=MAX_VIEW_WORDS)
    finder.words(view.get("private_metadata"), "/view/private_metadata", most=3000, least=0)
    finder.words(view.get("callback_id"), "/view/callback_id", most=255, least=0)
    finder.required(view, "blocks", "/view")
    finder.blocks(view.get("blocks") or [], "/view/blocks", most=MAX_VIEW_BLOCKS)
    _refuse("invalid_arguments", finder.faults)
    if len(json.dumps(view)) > MAX_VIEW_BYTES:
        raise ApiError("view_too_large")


def _refuse(error: str, faults: list[str]) -> None:
    """Ends the call when there are faults, told as Slack tells them."""
    if faults:
        messages = {"messages": [f"[ERROR] {fault}" for fault in faults]}
        raise ApiError(error, errors=faults, response_metadata=messages)
