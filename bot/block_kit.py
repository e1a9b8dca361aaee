"""Block Kit's blocks and elements as dictionaries, for messages and views. Pure.

Source: docs.slack.dev/reference/block-kit, November 2026.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

Block: TypeAlias = dict[str, Any]

SECTION_MAX_CHARS = 3000
BUTTON_MAX_CHARS = 75
OPTION_MAX_CHARS = 75
OPTIONS_MAX = 100


def section(text: str) -> Block:
    return {"type": "section", "text": mrkdwn(text)}


def context(text: str) -> Block:
    return {"type": "context", "elements": [mrkdwn(text)]}


def header(text: str) -> Block:
    """`text` is at most 150 characters."""
    return {"type": "header", "text": plain_text(text)}


def actions(elements: Sequence[Block]) -> Block:
    """Controls beside each other, 25 at most."""
    return {"type": "actions", "elements": list(elements)}


def mrkdwn(text: str) -> Block:
    # verbatim: addresses, #channels and @names in a caption or file name stay plain words.
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def plain_text(text: str) -> Block:
    # emoji: false, or ":eyes:" in a file name becomes a picture.
    return {"type": "plain_text", "text": text, "emoji": False}


def preformatted(text: str) -> Block:
    """A block of text as it is, line for line, which is easy to select and copy."""
    inner = {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "elements": [inner]}


def button(
    action_id: str,
    text: str,
    value: str,
    *,
    style: str | None = None,
    label: str | None = None,
    confirm: Block | None = None,
) -> Block:
    """`label` is what a screen reader says in place of `text`, where that alone says too little."""
    extras = {"style": style, "accessibility_label": label, "confirm": confirm}
    return {
        "type": "button",
        "action_id": action_id,
        "text": plain_text(text),
        "value": value,
        **{name: extra for name, extra in extras.items() if extra is not None},
    }


def confirm(*, title: str, text: str, yes: str, no: str) -> Block:
    """A question before a button does what cannot be undone."""
    return {
        "title": plain_text(title),
        "text": plain_text(text),
        "confirm": plain_text(yes),
        "deny": plain_text(no),
        "style": "danger",
    }


def select(action_id: str, name: str, options: Sequence[tuple[str, str]], *, chosen: int) -> Block:
    """A menu of (text, value), of which the one in place `chosen`, counted from 0, is chosen.

    `name` is what is asked: outside of a form a menu has no label but this.
    """
    listed = [{"text": plain_text(text), "value": value} for text, value in options[:OPTIONS_MAX]]
    return {
        "type": "static_select",
        "action_id": action_id,
        "placeholder": plain_text(name),
        "options": listed,
        "initial_option": listed[chosen],
    }


def text_input(
    block_id: str,
    action_id: str,
    *,
    label: str,
    value: str,
    max_chars: int,
    hint: str | None = None,
) -> Block:
    """A field of several lines that may be left empty."""
    return {
        "type": "input",
        "block_id": block_id,
        "optional": True,
        "label": plain_text(label),
        **({} if hint is None else {"hint": plain_text(hint)}),
        "element": {
            "type": "plain_text_input",
            "action_id": action_id,
            "multiline": True,
            "max_length": max_chars,
            **({"initial_value": value} if value else {}),
        },
    }


def modal(
    callback_id: str,
    title: str,
    blocks: Sequence[Block],
    *,
    close: str,
    submit: str | None = None,
    private_metadata: str = "",
) -> Block:
    """A view for views.open. Slack wants `submit` where there is an input block."""
    return {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain_text(title),
        "close": plain_text(close),
        **({} if submit is None else {"submit": plain_text(submit)}),
        "private_metadata": private_metadata,
        "blocks": list(blocks),
    }
