"""Slack's limits of messages and views: what is wrong, or Slack's own error for it.

Sources, November 2026: docs.slack.dev/reference/block-kit, docs.slack.dev/reference/views, the
errors listed at docs.slack.dev/reference/methods/chat.postMessage, and messages quoted in public
issues.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from bot.demo.api_error import ApiError
from bot.demo.blocks_check import BlocksCheck
from bot.demo.faults_found import MAX_ID
from bot.demo.model import Json

MAX_BLOCKS = 50
MAX_VIEW_BLOCKS = 100
MAX_ATTACHMENTS = 100

MAX_TEXT = 4_000
"""What chat.update takes (msg_too_long). chat.postMessage cuts at 40,000, and a message that is to
be edited must stay within this. docs.slack.dev/reference/methods/chat.update"""

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

MAX_PRIVATE_METADATA = 3000
COLOR_PATTERN = re.compile(r"#[0-9A-Fa-f]{6}|good|warning|danger")
ATTACHMENT_FIELDS = frozenset(
    {"blocks", "color", "fallback", "fields", "id", "mrkdwn_in", "pretext", "text", "ts"}
    | {"author_icon", "author_link", "author_name", "footer", "footer_icon", "image_url"}
    | {"thumb_url", "title", "title_link", "actions", "attachment_type", "callback_id"}
)
HOME_FIELDS = frozenset({"type", "blocks", "private_metadata", "callback_id", "external_id"})
MODAL_FIELDS = HOME_FIELDS | frozenset(
    {"title", "submit", "close", "clear_on_close", "notify_on_close", "submit_disabled"}
)

FileCheck = Callable[[Json], bool]


def _any_file(_reference: Json) -> bool:
    return True


def faults_in_message(message: Json) -> list[str]:
    """All that Slack would refuse, or cut, of the arguments of a post; empty when it is sound.

    Args:
        message: with `text`, `blocks` and `attachments`; others are not looked at.
    """
    finder = BlocksCheck(_any_file)
    finder.words(message.get("text"), "/text", most=MAX_TEXT, least=0)
    blocks, attachments = message.get("blocks"), message.get("attachments")
    if not (message.get("text") or blocks or attachments):
        finder.note("no_text", "")
    faults = [*finder.faults, *_block_faults(blocks, _any_file)]
    faults += _attachment_faults(attachments, _any_file)
    return faults or _size_faults(blocks, attachments)


def faults_in_view(view: Json) -> list[str]:
    """All that Slack would refuse of a modal or a Home tab; empty when it is sound."""
    finder = BlocksCheck(_any_file, is_view=True)
    kind = view.get("type")
    if kind not in {"modal", "home"}:
        finder.note("must be a valid view type", "/view/type")
    finder.only(view, MODAL_FIELDS if kind == "modal" else HOME_FIELDS, "/view")
    if kind == "modal":
        finder.required(view, "title", "/view")
    for name in ("title", "submit", "close"):
        finder.plain_text(view.get(name), f"/view/{name}", most=MAX_VIEW_WORDS)
    for name in ("clear_on_close", "notify_on_close", "submit_disabled"):
        finder.flag(view.get(name), f"/view/{name}")
    metadata = view.get("private_metadata")
    finder.words(metadata, "/view/private_metadata", most=MAX_PRIVATE_METADATA, least=0)
    for name in ("callback_id", "external_id"):
        finder.words(view.get(name), f"/view/{name}", most=MAX_ID, least=0)
    finder.required(view, "blocks", "/view")
    blocks = view.get("blocks") or []
    finder.blocks(blocks, "/view/blocks", most=MAX_VIEW_BLOCKS)
    if kind == "modal" and view.get("submit") is None and _has_input(blocks):
        # docs.slack.dev/reference/views: `submit` is required when a view has an input block.
        finder.note("missing required field: submit", "/view")
    return finder.faults


def _has_input(blocks: Any) -> bool:
    return isinstance(blocks, list) and any(
        isinstance(block, dict) and block.get("type") == "input" for block in blocks
    )


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
    _refuse("invalid_blocks", _block_faults(blocks, file_is_usable))
    if len(attachments or []) > MAX_ATTACHMENTS:
        raise ApiError("too_many_attachments")
    _refuse("invalid_attachments", _attachment_faults(attachments, file_is_usable))
    if _size_faults(blocks, attachments):
        raise ApiError("msg_blocks_too_long")


def check_view(view: Json) -> None:
    """Passes a modal or a home tab that Slack would take.

    Raises:
        ApiError: invalid_arguments with what is wrong, view_too_large.
    """
    _refuse("invalid_arguments", faults_in_view(view))
    if len(json.dumps(view)) > MAX_VIEW_BYTES:
        raise ApiError("view_too_large")


def _block_faults(blocks: Any, file_is_usable: FileCheck) -> list[str]:
    finder = BlocksCheck(file_is_usable)
    finder.blocks(blocks or [], "/blocks", most=MAX_BLOCKS)
    return finder.faults


def _attachment_faults(attachments: Any, file_is_usable: FileCheck) -> list[str]:
    finder = BlocksCheck(file_is_usable)
    found = finder.items(attachments or [], "/attachments", most=MAX_ATTACHMENTS, least=0)
    for place, attachment in enumerate(found):
        _check_attachment(finder, attachment, f"/attachments/{place}")
    return finder.faults


def _check_attachment(finder: BlocksCheck, attachment: Any, pointer: str) -> None:
    if not finder.is_object(attachment, pointer):
        return
    finder.only(attachment, ATTACHMENT_FIELDS, pointer)
    color = attachment.get("color")
    # Slack itself shows no bar for a color it cannot read; here it is refused, to be noticed.
    if color is not None and not COLOR_PATTERN.fullmatch(str(color)):
        finder.note("must match a hex color", f"{pointer}/color")
    finder.blocks(attachment.get("blocks") or [], f"{pointer}/blocks", most=MAX_ATTACHMENT_BLOCKS)


def _size_faults(blocks: list[Json] | None, attachments: list[Json] | None) -> list[str]:
    inner = [block for each in attachments or [] for block in each.get("blocks") or []]
    stored = stored_chars([*(blocks or []), *inner])
    return [f"msg_blocks_too_long: {stored}"] if stored > MAX_BLOCKS_CHARS else []


def stored_chars(blocks: list[Json]) -> int:
    """About what Slack counts: all words, and something for each block."""
    return STORED_CHARS_PER_BLOCK * len(blocks) + sum(_words_in(block) for block in blocks)


def _words_in(value: Any) -> int:
    if isinstance(value, dict):
        return sum(_words_in(each) for name, each in value.items() if name not in {"type"})
    if isinstance(value, list):
        return sum(_words_in(each) for each in value)
    return len(value) if isinstance(value, str) else 0


def _refuse(error: str, faults: list[str]) -> None:
    """Ends the call when there are faults, told as Slack tells them."""
    if faults:
        messages = {"messages": [f"[ERROR] {fault}" for fault in faults]}
        raise ApiError(error, errors=faults, response_metadata=messages)
