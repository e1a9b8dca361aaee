"""Block Kit's limits: at the limit it passes, beyond it Slack's error names the place."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slack_sdk import WebClient

from bot.demo.api_error import ApiError
from bot.demo.limits import check_message, check_view, faults_in_message, faults_in_view
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


def option(value: str = "de", **fields: Any) -> Json:
    return {"text": words("German", "plain_text"), "value": value, **fields}


def options(count: int) -> list[Json]:
    return [option(str(number)) for number in range(count)]


def input_block(**element: Any) -> Json:
    return {"type": "input", "label": words("Name", "plain_text"), "element": element}


def confirm(**fields: Any) -> Json:
    names = {"title": 100, "confirm": 30, "deny": 30}
    parts = {name: words("x" * most, "plain_text") for name, most in names.items()}
    return {**parts, "text": words("x" * 300), **fields}


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
    actions({"type": "overflow", "options": options(5), "confirm": confirm(style="danger")}),
    actions({"type": "static_select", "options": options(100), "initial_option": option("7")}),
    actions({"type": "static_select", "options": [option("x" * 150)]}),
    actions(
        {
            "type": "multi_static_select",
            "placeholder": words("x" * 150, "plain_text"),
            "option_groups": [{"label": words("x" * 75, "plain_text"), "options": options(100)}],
        }
    ),
    actions({"type": "checkboxes", "options": options(10), "initial_options": options(2)}),
    actions({"type": "radio_buttons", "options": [option(description=words("x" * 75))]}),
    actions({"type": "timepicker", "initial_time": "23:59"}),
    actions({"type": "datepicker", "initial_date": "2026-11-26"}),
    {
        **input_block(type="plain_text_input", max_length=3000, initial_value="x" * 3000),
        "label": words("x" * 2000, "plain_text"),
        "hint": words("x" * 2000, "plain_text"),
        "optional": True,
    },
    input_block(type="number_input", is_decimal_allowed=True, initial_value="0.5", min_value="0"),
    input_block(type="multi_static_select", options=options(2), max_selected_items=1),
    {
        "type": "rich_text",
        "elements": [
            {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "EXIT"}]},
            {
                "type": "rich_text_list",
                "style": "bullet",
                "elements": [{"type": "rich_text_section", "elements": []}],
            },
        ],
    },
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
    (actions(), "must have at least 1 items"),
    (actions(button(action_id="x" * 256)), "less than 256 characters"),
    (actions(button(accessibility_label="x" * 76)), "less than 76 characters"),
    (actions(button(confirm=confirm(title=words("x" * 101, "plain_text")))), "/confirm/title"),
    (actions(button(confirm=confirm(text=words("x" * 301)))), "/confirm/text"),
    (actions(button(confirm=confirm(deny=None))), "missing required field: deny"),
    (actions({"type": "overflow", "options": []}), "must have at least 1 items"),
    (actions({"type": "static_select", "options": options(101)}), "no more than 100 items"),
    (actions({"type": "static_select", "options": [option("x" * 151)]}), "less than 151"),
    (actions({"type": "static_select", "options": [option(text=words("x"))]}), "valid text type"),
    (
        actions({"type": "static_select", "options": [option(text=words("x" * 76, "plain_text"))]}),
        "less than 76 characters",
    ),
    (actions({"type": "static_select", "options": [option(url="https://a.b")]}), "property: url"),
    (
        actions({"type": "static_select", "options": options(2), "initial_option": option("9")}),
        "must be one of the provided options",
    ),
    (
        actions({"type": "checkboxes", "options": options(2), "initial_options": []}),
        "must have at least 1 items",
    ),
    (actions({"type": "checkboxes", "options": options(11)}), "no more than 10 items"),
    (
        actions({"type": "channels_select", "placeholder": words("x" * 151, "plain_text")}),
        "less than 151 characters",
    ),
    (actions({"type": "timepicker", "initial_time": "24:00"}), "/initial_time"),
    (actions({"type": "datepicker", "initial_date": "26.11.2026"}), "/initial_date"),
    (actions({"type": "plain_text_input"}), "unsupported type: plain_text_input"),
    ({"type": "section", "text": words("x"), "accessory": {"type": "plain_text_input"}}, "type"),
    (input_block(**button()), "unsupported type: button"),
    ({"type": "input", "label": words("x", "plain_text")}, "missing required field: element"),
    (
        {**input_block(type="plain_text_input"), "label": words("x" * 2001, "plain_text")},
        "less than 2001 characters",
    ),
    (input_block(type="plain_text_input", max_length=3001), "must be between 1 and 3000"),
    (input_block(type="plain_text_input", max_length=2, initial_value="abc"), "less than 3"),
    (input_block(type="plain_text_input", min_length=3, max_length=2), "less than max_length"),
    (input_block(type="number_input"), "missing required field: is_decimal_allowed"),
    (
        input_block(type="number_input", is_decimal_allowed=False, min_value="0.5"),
        "/element/min_value",
    ),
    ({**IMAGE, "slack_file": {"id": "F1"}}, "only one of image_url and slack_file"),
    ({"type": "rich_text", "elements": [{"type": "text", "text": "x"}]}, "unsupported type: text"),
    (
        {
            "type": "rich_text",
            "elements": [{"type": "rich_text_quote", "elements": [{"type": "text", "text": ""}]}],
        },
        "must be more than 0 characters",
    ),
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


MODAL: Json = {"type": "modal", "title": words("x" * 24, "plain_text"), "blocks": []}
HOME: Json = {"type": "home", "blocks": []}
FIELD = input_block(type="plain_text_input")
FOCUSED = input_block(type="plain_text_input", focus_on_load=True)


@pytest.mark.parametrize(
    "view",
    [
        {**MODAL, "blocks": [{"type": "divider"}] * 100},
        {**MODAL, "submit": words("x" * 24, "plain_text"), "blocks": [FIELD, FOCUSED]},
        {**MODAL, "private_metadata": "x" * 3000, "callback_id": "x" * 255},
        {**HOME, "private_metadata": "x" * 3000, "blocks": [FIELD]},
    ],
)
def test_views_at_the_limit(view: Json) -> None:
    """A view exactly at its limits is taken."""
    assert faults_in_view(view) == []
    check_view(view)


@pytest.mark.parametrize(
    ("view", "fault"),
    [
        ({**MODAL, "title": words("x" * 25, "plain_text")}, "/view/title"),
        ({**MODAL, "submit": words("x" * 25, "plain_text")}, "/view/submit"),
        ({**MODAL, "close": words("x" * 25, "plain_text")}, "/view/close"),
        ({**MODAL, "title": words("x")}, "must be a valid text type"),
        ({**MODAL, "blocks": [{"type": "divider"}] * 101}, "no more than 100 items"),
        ({"type": "modal", "blocks": []}, "missing required field: title"),
        ({"type": "home"}, "missing required field: blocks"),
        ({**MODAL, "type": "window"}, "must be a valid view type"),
        ({**MODAL, "private_metadata": "x" * 3001}, "/view/private_metadata"),
        ({**MODAL, "callback_id": "x" * 256}, "/view/callback_id"),
        ({**MODAL, "external_id": "x" * 256}, "/view/external_id"),
        ({**MODAL, "notify_on_close": "yes"}, "must be a boolean"),
        ({**MODAL, "blocks": [FIELD]}, "missing required field: submit"),
        ({**MODAL, "blocks": [{"type": "markdown", "text": "x"}]}, "unsupported type: markdown"),
        ({**HOME, "title": words("x", "plain_text")}, "invalid additional property: title"),
        ({**HOME, "blocks": [FOCUSED, FOCUSED]}, "only one element may have it"),
    ],
)
def test_views_beyond_the_limit(view: Json, fault: str) -> None:
    """A view beyond a limit is refused, and the fault names it."""
    assert any(fault in each for each in faults_in_view(view))
    with pytest.raises(ApiError):
        check_view(view)


def test_too_large_a_view() -> None:
    """250 kB is the most a view may have in all."""
    blocks = [section(2999)] * 90
    with pytest.raises(ApiError, match="view_too_large"):
        check_view({**MODAL, "blocks": blocks})


def test_faults_of_a_whole_message() -> None:
    """Text, blocks, attachments and their size together are looked at in one go."""
    sound = {"text": "x" * 4000, "blocks": [section(3000)], "attachments": [{"text": "x"}]}
    assert faults_in_message(sound) == []
    for wrong, fault in (
        ({**sound, "text": "x" * 4001}, "less than 4001 characters [json-pointer:/text]"),
        ({**sound, "blocks": [section(3001)]}, "/blocks/0/text/text"),
        ({**sound, "attachments": [{"blocks": [section(0)]}]}, "/attachments/0/blocks/0"),
        ({"text": ""}, "no_text"),
        ({"text": "x", "blocks": [section(2900)] * 5}, "msg_blocks_too_long"),
        ({"text": "x", "blocks": "x", "attachments": [1]}, "must be an array"),
    ):
        assert any(fault in each for each in faults_in_message(wrong)), fault


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
        "confirm",
        "option_groups",
        "initial_options",
        "initial_value",
        "style",
        "label",
    ]
)
BLOCKS = st.dictionaries(
    FIELD_NAMES,
    JSON_VALUES
    | st.sampled_from(["section", "actions", "image", "input", "rich_text", "overflow"]),
)


@settings(deadline=None)  # a busy machine is not a fault
@given(blocks=st.lists(BLOCKS, max_size=3))
def test_nonsense_is_refused_not_fatal(blocks: list[Json]) -> None:
    """Whatever is sent as blocks, the answer is a pass or an error of Slack's."""
    with suppress(ApiError):
        check_message(blocks, None)
    with suppress(ApiError):
        check_message(None, [{"blocks": blocks}])
    faults_in_message({"text": "x", "blocks": blocks, "attachments": [{"blocks": blocks}]})
    faults_in_view({"type": "modal", "title": blocks, "blocks": blocks})
