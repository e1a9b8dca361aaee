"""What a model wrote, as caption, tags and lines."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.analyzers.openai.answer import MAX_LINES, MAX_TAGS, Written, written_in
from bot.errors import AnalyzerFailed
from bot.model import Caption, Tag

DOG = {
    "caption": "a dog on grass",
    "caption_confidence": 0.75,
    "tags": [{"name": "grass", "confidence": 0.5}, {"name": "dog", "confidence": 0.9}],
    "text_lines": ["BEWARE", "  of the   dog "],
}
SAID = json.dumps(DOG)


def is_dog(written: Written) -> bool:
    return (written.caption, written.tags, [line.text for line in written.text_lines]) == (
        Caption("a dog on grass", 0.75),
        (Tag("dog", 0.9), Tag("grass", 0.5)),
        ["BEWARE", "of the dog"],
    )


def caption_of(**fields: object) -> Caption | None:
    return written_in(json.dumps({"tags": [], **fields})).caption


@pytest.mark.parametrize(
    "text",
    [
        SAID,
        f"```json\n{SAID}\n```",
        f"Here is the description {{as asked}}:\n{SAID}\nI hope it helps!",
        f"<think>A dog? {{}} {{'a': 1}} {json.dumps({'caption': 'a cat'})}</think>{SAID}",
        json.dumps(DOG, indent=4),
        f'{{"mood": "good"}} {SAID}',
    ],
)
def test_the_object_is_found_wherever_it_stands(text: str) -> None:
    """Alone, in a fence, within prose, after thoughts."""
    assert is_dog(written_in(text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a dog on grass",
        "I'm sorry, but I can't help with that.",
        SAID[:-1],
        '{"caption',
        "[]",
        '["caption"]',
        '{"mood": "good"}',
        "{" * 100_000,
        '{"a":' * 50_000,
        f"<think>{SAID}",
    ],
)
def test_where_there_is_none_it_fails(text: str) -> None:
    """Prose is no caption: nothing says how sure it is, nor that it is one."""
    with pytest.raises(AnalyzerFailed):
        written_in(text)


@pytest.mark.parametrize(
    ("value", "confidence"),
    [
        (0.5, 0.5),
        (1, 1.0),
        (0, 0.0),
        (85, 0.85),
        ("0.5", 0.5),
        ("85%", 0.85),
        (" 100 % ", 1.0),
        ("high", 0.0),
        (None, 0.0),
        (True, 0.0),
        (-1, 0.0),
        (101, 0.0),
        (10**400, 0.0),
        (float("nan"), 0.0),
        (float("inf"), 0.0),
        ([0.5], 0.0),
    ],
)
def test_a_confidence_is_a_fraction(value: object, confidence: float) -> None:
    """A percentage means the same; what is neither claims nothing."""
    assert caption_of(caption="a dog", caption_confidence=value) == Caption("a dog", confidence)


def test_a_caption_is_one_line_of_at_most_200_characters() -> None:
    """Cut between words, without its full stop; a blank one is none."""
    assert caption_of(caption=" A dog\non grass. ", caption_confidence=1) == Caption(
        "A dog on grass", 1.0
    )
    long = caption_of(caption="word " * 100, caption_confidence=1)
    assert long is not None
    assert len(long.text) <= 200
    assert long.text.endswith("word…")
    unbroken = caption_of(caption="x" * 500, caption_confidence=1)
    assert unbroken is not None
    assert len(unbroken.text) == 200
    for nothing in ("", " . ", None, 5, ["a dog"]):
        assert caption_of(caption=nothing) is None


def test_tags_are_there_once_the_surest_first() -> None:
    """Also plain words, without confidence; not what is no word at all."""
    tags = [
        "tree",
        {"name": "Dog", "confidence": 0.5},
        {"name": "dog", "confidence": "90%"},
        {"name": " "},
        {"name": 5},
        {},
        None,
        7,
    ]
    assert written_in(json.dumps({"tags": tags})).tags == (Tag("dog", 0.9), Tag("tree", 0.0))
    assert written_in(json.dumps({"tags": "dog, tree", "text_lines": []})).tags == ()


def test_lines_are_verbatim() -> None:
    """As a list, as objects, or as one text with line breaks; blank ones are none."""
    for lines in (["One!", "", "Two"], [{"text": "One!"}, {"text": "Two"}, 3], "One!\n\nTwo"):
        written = written_in(json.dumps({"text_lines": lines}))
        assert [line.text for line in written.text_lines] == ["One!", "Two"]
        assert {(line.width, line.height, line.confidence) for line in written.text_lines} == {
            (0.0, 0.0, 0.0)
        }


def test_a_flood_is_bounded() -> None:
    """A model that repeats itself fills neither the reply nor the store."""
    flood = {"caption": "a dog", "tags": [f"t{n}" for n in range(999)], "text_lines": ["x"] * 999}
    written = written_in(json.dumps(flood))
    assert (len(written.tags), len(written.text_lines)) == (MAX_TAGS, MAX_LINES)


def test_half_a_character_does_not_get_through() -> None:
    """What JSON may escape but UTF-8 cannot hold is replaced, so every text can be stored."""
    half = '"dog \\ud83d"'
    written = written_in(f'{{"caption": {half}, "tags": [{half}], "text_lines": [{half}]}}')
    assert written.caption == Caption("dog ?", 0.0)
    assert (written.tags[0].name, written.text_lines[0].text) == ("dog ?", "dog ?")


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner)
        | st.dictionaries(
            st.sampled_from(["caption", "tags", "text_lines", "name", "text", "confidence"]), inner
        )
    ),
)


@settings(deadline=None)
@given(body=JSON.map(json.dumps) | st.text())
def test_any_text_is_a_description_or_a_failure(body: str) -> None:
    """Whatever a model writes, nothing but AnalyzerFailed comes out of reading it."""
    try:
        written = written_in(body)
    except AnalyzerFailed:
        return
    assert written.caption is None or len(written.caption.text) <= 200
    assert all(0.0 <= tag.confidence <= 1.0 for tag in written.tags)
