"""Block Kit's limits: at the limit it passes, beyond it Slack's error names the place."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk import WebClient

from bot.demo.api_error import ApiError
from bot.demo.limits import check_message, check_view
from bot.demo.model import Json
from bot.demo.workspace import GENERAL, Workspace
from tests.demo.conftest import picture
from tests.demo.expecting import slack_error


def words(text: str, kind: str = "mrkdwn") -> Json:
    return {"type": kind, "text": text}


def section(length: int) -> Json:
    return {"type": "section", "text": words("x" * length)}


def button(**fields: Any) -> Json:
    return {"type": "button", "action_id": "a", "text": words("Go", "plain_text"), **fields}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


IMAGE = {"type": "image", "image_url": "https://example.org/a.png", "alt_text": "A cat"}

TAKEN: list[Json] = [
    section(3000),
    {"type": "section", "fields": [words("x" * 1000)] * 10},
    {"type": "section", "text": words("x"), "accessory": button(), "block_id": "b" * 255},
    {"type": "header", "text": words("x" * 150, "plain_text")},
    {"type": "divider"},
    {**IMAGE, "alt_text": "x" * 2000},
    {"type": "context", "elements": [words("x"), IMAGE] * 5},
    actions(*(button(action_id=str(number)) for number in range(25))),
    actions(button(text=words("x" * 75, "plain_text"), value="x" * 2000, style="danger")),
    {"type": "markdown", "text": "x" * 12_000},
]
REFUSED: list[tuple[Json, str]] = [
    (section(3001), "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"),
    (section(0), "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
    ({"type": "section"}, "missing required field: text [json-pointer:/blocks/0]"),
    (
        {"type": "section", "fields": [words("x")] * 11},
        "no more than 10 items allowed [json-pointer:/blocks/0/fields]",
    ),
    (
        {"type": "section", "fields": [words("x" * 2001)]},
        "must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]",
    ),
    (
        {"type": "header", "text": words("x" * 151, "plain_text")},
        "must be less than 151 characters [json-pointer:/blocks/0/text/text]",
    ),
    ({"type": "header", "text": words("x")}, "[json-pointer:/blocks/0/text/type]"),
    (
        {"type": "context", "elements": [words("x")] * 11},
        "no more than 10 items allowed [json-pointer:/blocks/0/elements]",
    ),
    (
        {"type": "image", "image_url": "https://example.org/a.png"},
        "missing required field: alt_text [json-pointer:/blocks/0]",
    ),
    ({**IMAGE, "alt_text": "x" * 2001}, "must be less than 2001 characters"),
    ({"type": "image", "alt_text": "x"}, "missing required field: image_url"),
    (
        actions(*(button(action_id=str(number)) for number in range(26))),
        "no more than 25 items allowed [json-pointer:/blocks/0/elements]",
    ),
    (actions(button(), button()), "action_id must be unique"),
    (
        actions(button(text=words("x" * 76, "plain_text"))),
        "must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]",
    ),
    (actions(button(value="x" * 2001)), "must be less than 2001 characters"),
    (actions(button(style="loud")), "[json-pointer:/blocks/0/elements/0/style]"),
    (actions({"type": "lever"}), "unsupported type: lever"),
    (
        actions({"type": "overflow", "options": [{"text": words("x"), "value": "1"}] * 6}),
        "no more than 5 items allowed [json-pointer:/blocks/0/elements/0/options]",
    ),
    ({"type": "poem"}, "unsupported type: poem [json-pointer:/blocks/0/type]"),
    ({"type": "divider", "text": "x"}, "invalid additional property: text"),
    (
        {"type": "section", "text": {**words("x"), "emoji": True}},
        "invalid additional property: emoji [json-pointer:/blocks/0/text]",
    ),
    ({"type": "divider", "block_id": "x" * 256}, "must be less than 256 characters"),
]


@pytest.mark.parametrize("block", TAKEN, ids=lambda block: block["type"])
def test_at_the_limit(block: Json) -> None:
    """A block exactly at its limits is taken."""
    check_message([block], None)


@pytest.mark.parametrize(("block", "fault"), REFUSED, ids=lambda value: str(value)[:40])
def test_beyond_the_limit(client: WebClient, block: Json, fault: str) -> None:
    """A block beyond a limit is invalid_blocks, and the messages name limit and place."""
    with slack_error("invalid_blocks") as caught:
        client.chat_postMessage(channel=GENERAL, text="x", blocks=[block])
    messages = caught.value.response["response_metadata"]["messages"]
    assert any(fault in each for each in messages)
    assert all(each.startswith("[ERROR] ") for each in messages)


def refusal_of(blocks: list[Json] | None, attachments: list[Json] | None = None) -> str:
    with pytest.raises(ApiError) as caught:
        check_message(blocks, attachments)
    return caught.value.error


def test_counts() -> None:
    """50 blocks, 100 attachments, 20 blocks in an attachment, 13,200 characters in all."""
    divider = {"type": "divider"}
    check_message([divider] * 50, [{"text": "x"}] * 100)
    assert refusal_of([divider] * 51) == "invalid_blocks"
    assert refusal_of(None, [{"text": "x"}] * 101) == "too_many_attachments"
    check_message(None, [{"blocks": [divider] * 20}])
    assert refusal_of(None, [{"blocks": [divider] * 21}]) == "invalid_attachments"
    assert refusal_of([section(2900)] * 5) == "msg_blocks_too_long"
    assert refusal_of(None, [{"blocks": [section(2900)] * 5}]) == "msg_blocks_too_long"


def test_attachments() -> None:
    """An attachment's color is a hex color, its fields are known, its blocks are checked."""
    check_message(None, [{"color": "#1f6F8b", "blocks": [section(3000)]}])
    assert refusal_of(None, [{"color": "teal"}]) == "invalid_attachments"
    assert refusal_of(None, [{"colour": "#1F6F8B"}]) == "invalid_attachments"
    assert refusal_of(None, [{"blocks": [section(3001)]}]) == "invalid_attachments"


def test_block_ids_are_unique() -> None:
    """Two blocks cannot have one id."""
    block = {"type": "divider", "block_id": "same"}
    assert refusal_of([block, block]) == "invalid_blocks"


def test_broken_json(client: WebClient) -> None:
    """What is no JSON is refused by its own name."""
    for name, error in [
        ("blocks", "invalid_blocks_format"),
        ("attachments", "invalid_attachments"),
    ]:
        with slack_error(error):
            client.api_call("chat.postMessage", data={"channel": GENERAL, "text": "x", name: "[{"})


def test_pictures_of_files(workspace: Workspace, client: WebClient, jpeg: bytes) -> None:
    """slack_file shows PNG, JPEG and GIF the bot can see; others are invalid_blocks."""
    shared = workspace.share(("a.jpg", jpeg), ("a.webp", picture("WEBP")))

    def show(file_id: str) -> None:
        block = {"type": "image", "alt_text": "x", "slack_file": {"id": file_id}}
        client.chat_postMessage(channel=GENERAL, text="x", blocks=[block])

    show(shared.file_ids[0])
    for file_id in (shared.file_ids[1], "F1"):
        with slack_error("invalid_blocks"):
            show(file_id)


def test_views() -> None:
    """A modal's title has 24 characters; a view has 100 blocks."""
    view: Json = {"type": "modal", "title": words("x" * 24, "plain_text"), "blocks": []}
    check_view({**view, "blocks": [{"type": "divider"}] * 100})
    for wrong in (
        {**view, "title": words("x" * 25, "plain_text")},
        {**view, "blocks": [{"type": "divider"}] * 101},
        {"type": "modal", "blocks": []},
        {**view, "type": "window"},
        {**view, "private_metadata": "x" * 3001},
    ):
        with pytest.raises(ApiError):
            check_view(wrong)


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)
FIELD_NAMES = st.sampled_from(
    [
        "type",
        "text",
        "fields",
        "elements",
        "accessory",
        "element",
        "options",
        "block_id",
        "alt_text",
    ]
)
BLOCKS = st.dictionaries(
    FIELD_NAMES, JSON_VALUES | st.sampled_from(["section", "actions", "image"])
)


@given(blocks=st.lists(BLOCKS, max_size=3))
def test_nonsense_is_refused_not_fatal(blocks: list[Json]) -> None:
    """Whatever is sent as blocks, the answer is a pass or an error of Slack's."""
    with suppress(ApiError):
        check_message(blocks, None)
    with suppress(ApiError):
        check_message(None, [{"blocks": blocks}])
