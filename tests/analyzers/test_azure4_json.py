"""Image Analysis 4.0's answers."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.analyzers.azure4_json import FEATURES, imageanalysis_json
from bot.model import (
    Analysis,
    Caption,
    Colors,
    Description,
    DetectedObject,
    Tag,
    TextLine,
)
from tests.analyzers.service import recording

COLORS = Colors("#B7471D", "Brown", "Brown", ("Brown",), is_black_and_white=False)
NOTHING = Analysis(analyzer="told", language="en")
SHARES = st.floats(0, 1)
SIDES = st.integers(50, 16_000)


def described(analysis: Analysis, width_px: int = 200, height_px: int = 100) -> Description:
    return Description(analysis, COLORS, width_px, height_px, "JPEG", is_animated=False)


def answer(analysis: Analysis, *features: str, **options: Any) -> dict[str, Any]:
    return imageanalysis_json(described(analysis), features, **options)


def test_a_recorded_caption_is_written_as_it_was_read() -> None:
    """Field for field."""
    recorded: Any = recording("v4_man_cat_caption")["body"]
    caption = Caption(**recorded["captionResult"])
    analysis = Analysis("told", "en", caption=caption, model_version="2023-10-01")
    found = imageanalysis_json(described(analysis, 573, 847), ["caption"])
    assert found == recorded


def test_recorded_tags_are_written_as_they_were_read() -> None:
    """Field for field."""
    recorded: Any = recording("v4_man_cat_tags")["body"]
    tags = tuple(Tag(**tag) for tag in recorded["tagsResult"]["values"])
    analysis = Analysis("told", "en", tags=tags, model_version="2023-10-01")
    assert imageanalysis_json(described(analysis, 573, 847), ["tags"]) == recorded


def test_a_recorded_line_is_written_as_it_was_read() -> None:
    """Its words lie where their letters should be, within a few pixels of where they do."""
    recorded: Any = recording("v4_presentation_docs")["body"]
    width_px, height_px = recorded["metadata"]["width"], recorded["metadata"]["height"]
    box = (131 / width_px, 130 / height_px, 83 / width_px, 18 / height_px)
    analysis = Analysis("told", "en", text_lines=(TextLine("9:35 AM", *box, 0.9),))
    found: Any = imageanalysis_json(described(analysis, width_px, height_px), ["read"])
    (line,), (theirs,) = (each["readResult"]["blocks"][0]["lines"] for each in (found, recorded))
    assert line["boundingPolygon"] == theirs["boundingPolygon"]
    for ours, word in zip(line["words"], theirs["words"], strict=True):
        assert ours["text"] == word["text"]
        for corner, their_corner in zip(
            ours["boundingPolygon"], word["boundingPolygon"], strict=True
        ):
            assert abs(corner["x"] - their_corner["x"]) <= 12
            assert abs(corner["y"] - their_corner["y"]) <= 2


@given(st.sets(st.sampled_from(FEATURES)))
def test_only_what_is_asked_for_is_told(features: set[str]) -> None:
    """And all of it, even of a picture that nothing is known of."""
    found = answer(NOTHING, *features)
    assert set(found) == {"modelVersion", "metadata"} | {f"{name}Result" for name in features}


def test_what_is_not_known_is_empty() -> None:
    """Nothing is made up: a missing caption is an empty text of confidence 0."""
    found = answer(NOTHING, *FEATURES)
    assert found["captionResult"] == {"text": "", "confidence": 0.0}
    assert found["readResult"] == {"blocks": []}
    for name in ("denseCaptions", "tags", "objects", "people"):
        assert found[f"{name}Result"] == {"values": []}
    assert found["modelVersion"] == "told"


def test_people_are_objects_as_well() -> None:
    """A person stands in both lists, a dog in one."""
    things = (
        DetectedObject("person", 0.8, 0.5, 0.5, 0.25, 0.5),
        DetectedObject("dog", 0.9, 0.0, 0.0, 0.5, 0.5),
    )
    found = answer(Analysis("told", "en", objects=things), "objects", "people")
    assert found["peopleResult"]["values"] == [
        {"boundingBox": {"x": 100, "y": 50, "w": 50, "h": 50}, "confidence": 0.8}
    ]
    assert [each["tags"][0]["name"] for each in found["objectsResult"]["values"]] == [
        "person",
        "dog",
    ]


@pytest.mark.parametrize(
    ("said", "neutral"),
    [
        ("a man and a woman", "a person and a person"),
        ("two men, boys and girls", "two people, children and children"),
        ("a german woodsman", "a german woodsman"),
    ],
)
def test_captions_can_do_without_gender(said: str, neutral: str) -> None:
    """Whole words, and only when asked."""
    analysis = Analysis("told", "en", caption=Caption(said, 0.5))
    for features, place in (("caption", "captionResult"), ("denseCaptions", "denseCaptionsResult")):
        assert said in str(answer(analysis, features)[place])
        assert neutral in str(answer(analysis, features, is_gender_neutral=True)[place])


@given(
    SIDES,
    SIDES,
    st.lists(st.floats(0.75, 1.8), max_size=3),
    st.lists(st.tuples(SHARES, SHARES, SHARES, SHARES), max_size=3),
)
def test_a_crop_lies_in_the_picture_and_has_its_ratio(
    width_px: int,
    height_px: int,
    ratios: list[float],
    boxes: list[tuple[float, float, float, float]],
) -> None:
    """As large as can be, wherever things are; one crop where no ratio was asked for."""
    things = tuple(DetectedObject("dog", 1.0, *box) for box in boxes)
    description = described(Analysis("told", "en", objects=things), width_px, height_px)
    found: Any = imageanalysis_json(description, ["smartCrops"], aspect_ratios=ratios)
    crops = found["smartCropsResult"]["values"]
    assert len(crops) == max(1, len(ratios))
    for crop in crops:
        box, ratio = crop["boundingBox"], crop["aspectRatio"]
        assert 0.5 <= ratio <= 2.0
        assert 0 <= box["x"] <= width_px - box["w"]
        assert 0 <= box["y"] <= height_px - box["h"]
        assert abs(box["w"] - box["h"] * ratio) <= max(1, ratio)
        assert box["w"] >= width_px - 1 or box["h"] >= height_px - 1


def test_a_crop_keeps_what_was_found() -> None:
    """The dog at the right edge, not the middle of the picture."""
    dog = DetectedObject("dog", 0.9, 0.8, 0.4, 0.2, 0.2)
    found = answer(Analysis("told", "en", objects=(dog,)), "smartCrops", aspect_ratios=(1.0,))
    assert found["smartCropsResult"]["values"][0]["boundingBox"] == {
        "x": 100,
        "y": 0,
        "w": 100,
        "h": 100,
    }


@given(st.text(max_size=40), SHARES, SHARES, SHARES, SHARES)
def test_any_line_can_be_written(
    text: str, left: float, top: float, width: float, height: float
) -> None:
    """Each of its words once, in order, inside the line's own box."""
    line = TextLine(text, left, top, width, height, 0.9)
    found = answer(Analysis("told", "en", text_lines=(line,)), "read")
    (written,) = found["readResult"]["blocks"][0]["lines"]
    assert [word["text"] for word in written["words"]] == text.split()
    right = max(point["x"] for point in written["boundingPolygon"])
    for word in written["words"]:
        assert all(point["x"] <= right + 1 for point in word["boundingPolygon"])
    json.dumps(found, allow_nan=False)
