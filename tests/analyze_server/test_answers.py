"""v3.2's and v2.0's answers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.analyze_server.answers import analyze_json
from bot.analyze_server.questions import FEATURES
from bot.model import Adult, Analysis, Colors, Description
from tests.analyze_server.room import RICH

COLORS = Colors("#B7471D", "Brown", "Grey", ("Brown", "Grey"), is_black_and_white=False)
ADULT = Adult(
    is_adult=False, is_racy=False, is_gory=None, adult_score=0.1, racy_score=0.2, gore_score=None
)
BLOCKS = {feature: feature[0].lower() + feature[1:] for feature in FEATURES}


def described(analysis: Analysis = RICH, format_name: str = "PNG") -> Description:
    return Description(analysis, COLORS, 200, 100, format_name, is_animated=False)


def answer(description: Description, *features: str, **changes: bool) -> dict[str, Any]:
    options = {"wants_landmarks": False, "tells_model": True, **changes}
    return analyze_json(description, features, request_id="an-id", **options)


@given(st.sets(st.sampled_from(FEATURES)))
def test_only_the_blocks_asked_for_are_told(features: set[str]) -> None:
    """All of them, but for those where nobody has looked."""
    found = answer(described(), *features)
    told = {BLOCKS[feature] for feature in features - {"Adult", "ImageType"}}
    assert set(found) == told | {"requestId", "metadata", "modelVersion"}


def test_the_request_has_an_id_of_its_own() -> None:
    """Not that of a request behind ours."""
    found = answer(described(replace(RICH, request_id="another")), "Tags")
    assert found["requestId"] == "an-id"


def test_adult_scores_are_told_where_somebody_has_looked() -> None:
    """And left out elsewhere: a made-up score would pass for safety."""
    assert "adult" not in answer(described(), "Adult")
    assert answer(described(replace(RICH, adult=ADULT)), "Adult")["adult"]["adultScore"] == 0.1


def test_both_spellings_of_black_and_white_are_told() -> None:
    """Clients read one or the other."""
    color = answer(described(), "Color")["color"]
    assert color["isBWImg"] is color["isBwImg"] is False


def test_only_3_2_tells_the_model() -> None:
    """The analyzer's name stands in for a version that it does not have."""
    assert answer(described(), "Tags")["modelVersion"] == "told"
    assert answer(described(replace(RICH, model_version="7")), "Tags")["modelVersion"] == "7"
    assert "modelVersion" not in answer(described(), "Tags", tells_model=False)


def test_landmarks_are_told_when_asked_for() -> None:
    """As a detail of a category."""
    assert "detail" not in str(answer(described(), "Categories"))
    assert "Eiffel Tower" in str(answer(described(), "Categories", wants_landmarks=True))


def test_objects_have_their_box_in_pixels() -> None:
    """Of the picture as it was sent."""
    assert answer(described(), "Objects")["objects"][0] == {
        "rectangle": {"x": 100, "y": 50, "w": 50, "h": 25},
        "object": "dog",
        "confidence": 0.9,
    }


@pytest.mark.parametrize(("ours", "theirs"), [("PNG", "Png"), ("JPEG", "Jpeg"), ("MPO", "Jpeg")])
def test_formats_are_named_as_the_service_names_them(ours: str, theirs: str) -> None:
    """The ones it knows."""
    metadata = answer(described(format_name=ours), "Tags")["metadata"]
    assert metadata == {"width": 200, "height": 100, "format": theirs}
