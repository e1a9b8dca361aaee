"""Whatever is marked on a map of text is found once, where it is."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from bot.embedded.text_boxes import FULL, Box, TextMap, boxes_in

HEIGHT, WIDTH = 160, 240

bars = st.tuples(
    st.integers(0, 2),
    st.integers(0, 2),
    st.integers(5, 60),
    st.integers(5, 40),
)
"""Cell column, cell row, width, height: at most one bar for each cell of 80 x 50."""


def bounds(box: Box) -> tuple[float, float, float, float]:
    xs, ys = zip(*box.corners(), strict=True)
    return min(xs), min(ys), max(xs), max(ys)


@given(st.lists(bars, max_size=9, unique_by=lambda bar: bar[:2]))
@settings(deadline=None)
def test_each_rectangle_is_found_once(drawn: list[tuple[int, int, int, int]]) -> None:
    """One box for each, around its center, level, and somewhat larger."""
    text_map: TextMap = np.zeros((HEIGHT, WIDTH), np.uint8)
    expected = []
    for column, row, width, height in drawn:
        left, top = column * 80 + 10, row * 50 + 5
        text_map[top : top + height, left : left + width] = 230
        expected.append((left + width / 2, top + height / 2, width, height))
    found = sorted(boxes_in(text_map), key=lambda box: (box.center_x, box.center_y))
    centers = sorted((x, y) for x, y, _, _ in expected)
    assert len(found) == len(expected)
    for box in found:
        x, y, width, height = min(
            expected, key=lambda each: math.dist(each[:2], (box.center_x, box.center_y))
        )
        assert (box.center_x, box.center_y) == pytest.approx((x, y))
        assert width < box.width <= width * 2.4
        assert height < box.height <= height * 2.4
        assert box.tilt == 0
        assert box.score == pytest.approx(230 / FULL)
    assert len({(box.center_x, box.center_y) for box in found}) == len(centers)


@given(st.integers(0, 2**32 - 1), st.floats(0.02, 0.6))
@settings(deadline=None, max_examples=60)
def test_regions_are_those_of_a_flood_fill(seed: int, density: float) -> None:
    """Whatever the map: as many boxes as a fill in eight directions finds regions."""
    random = np.random.default_rng(seed)
    mask = random.random((24, 40)) < density
    text_map: TextMap = np.kron(mask, np.full((6, 6), FULL)).astype(np.uint8)
    assert len(boxes_in(text_map)) == flood_filled(mask)


def flood_filled(mask: npt.NDArray[np.bool_]) -> int:
    """How many regions there are."""
    left_over = {(int(y), int(x)) for y, x in zip(*np.nonzero(mask), strict=True)}
    regions = 0
    while left_over:
        regions += 1
        edge = [left_over.pop()]
        while edge:
            y, x = edge.pop()
            near = {(y + dy, x + dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1)} & left_over
            left_over -= near
            edge.extend(near)
    return regions


@pytest.mark.parametrize("degrees", [-30, -8, -2, 2, 8, 30])
@pytest.mark.parametrize("is_tall", [False, True])
def test_a_tilted_bar_gets_a_tilted_box(degrees: int, *, is_tall: bool) -> None:
    """Lying or standing: the box leans as the bar does and is no thicker than a level one."""
    size = (20, 180) if is_tall else (180, 20)
    bar = Image.new("L", (240, 240))
    left, top = 120 - size[0] // 2, 120 - size[1] // 2
    ImageDraw.Draw(bar).rectangle((left, top, left + size[0], top + size[1]), fill=255)
    text_map: TextMap = np.asarray(bar.rotate(-degrees))
    (box,) = boxes_in(text_map)
    assert math.degrees(box.tilt) == pytest.approx(degrees, abs=1)
    assert min(box.width, box.height) < 60
    assert box.is_tall == is_tall


def test_corners_run_from_top_left_down_and_around() -> None:
    """Top left, bottom left, bottom right, top right."""
    box = Box(50, 30, 40, 20, 0.0, 0.0, 1.0)
    assert box.corners() == ((30, 20), (30, 40), (70, 40), (70, 20))


def test_turning_a_box_there_and_back_changes_nothing() -> None:
    """The center moves about the corner of the picture and returns."""
    box = Box(50, 30, 40, 20, 0.1, 0.1, 1.0)
    back = box.turned(0.4).turned(-0.4)
    assert bounds(back) == pytest.approx(bounds(box))


@pytest.mark.parametrize("value", [0.0, 0.1, 0.3])
def test_what_is_hardly_text_is_none(value: float) -> None:
    """Nothing, too little, and enough to be marked but not enough to be believed."""
    assert boxes_in(np.full((64, 64), round(value * FULL), np.uint8)) == ()


def test_specks_are_no_lines() -> None:
    """Less than three pixels thick."""
    text_map: TextMap = np.zeros((64, 64), np.uint8)
    text_map[10:12, 5:60] = text_map[40, 40] = FULL
    assert boxes_in(text_map) == ()
