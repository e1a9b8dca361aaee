"""Boxes in pixels."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.analyzers.azure_boxes import pixel_box
from bot.model import DetectedObject

SIDES = st.integers(1, 16_000)


@given(st.tuples(*[st.floats(-2, 2)] * 4), SIDES, SIDES)
def test_a_box_lies_in_the_picture(
    box: tuple[float, float, float, float], width_px: int, height_px: int
) -> None:
    """Whatever an analyzer says."""
    found = pixel_box(DetectedObject("dog", 1.0, *box), width_px, height_px)
    assert all(value >= 0 for value in found.values())
    assert found["x"] + found["w"] <= width_px
    assert found["y"] + found["h"] <= height_px


@given(st.data(), SIDES)
def test_a_box_of_whole_pixels_is_kept(data: st.DataObject, side_px: int) -> None:
    """Fractions lose nothing."""
    x, y = data.draw(st.tuples(st.integers(0, side_px), st.integers(0, side_px)))
    w, h = data.draw(st.tuples(st.integers(0, side_px - x), st.integers(0, side_px - y)))
    box = DetectedObject("dog", 1.0, *(value / side_px for value in (x, y, w, h)))
    assert pixel_box(box, side_px, side_px) == {"x": x, "y": y, "w": w, "h": h}
