"""Lines are found wherever a band ends, and at every size."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from bot.embedded.text_detection import LineDetector
from bot.embedded.weights import TEXT_DETECTOR, weight_file
from tests.embedded.reading import page


@pytest.fixture(scope="module")
def detector() -> LineDetector:
    return LineDetector(weight_file(TEXT_DETECTOR))


@pytest.mark.parametrize("step_px", [0, 7, 19])
def test_lines_are_found_across_bands(detector: LineDetector, step_px: int) -> None:
    """Each once, though the picture is looked at piece by piece."""
    pixels = page(["Something to read in a line"] * 32, size_px=(1600, 1590), font_px=24)
    shifted = np.roll(pixels, step_px, axis=0)
    boxes = detector.boxes(Image.fromarray(shifted), long_side_px=1600)
    tops = sorted(box.center_y for box in boxes)
    assert len(tops) == 32
    assert np.diff(tops) == pytest.approx(np.full(31, 48.0), abs=3)


def test_large_letters_are_not_cut(detector: LineDetector) -> None:
    """A title of 200 px is one line."""
    pixels = page(["Welcome", "back"], size_px=(1600, 1000), font_px=200)
    assert len(detector.boxes(Image.fromarray(pixels), long_side_px=1600)) == 2


@pytest.mark.parametrize("size_px", [(1, 1), (1, 700), (700, 1), (33, 31)])
def test_tiny_pictures_are_no_error(detector: LineDetector, size_px: tuple[int, int]) -> None:
    """They are filled up to what the model takes."""
    assert detector.boxes(Image.new("RGB", size_px), long_side_px=1600) == ()
