"""Screens and charts are flat, photos are not."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from bot.embedded.kind import is_rendered
from bot.model import Pixels
from tests.embedded.pictures import photo


def screenshot() -> Pixels:
    page = Image.new("RGB", (800, 600), "white")
    draw = ImageDraw.Draw(page)
    for line in range(24):
        draw.text((20, 12 + line * 24), f"{line:3} the build passed, nothing to do", fill="black")
    return np.asarray(page)


@pytest.mark.parametrize("name", ["polar_bear.jpg", "parliament_hill.jpg", "house.jpg"])
def test_a_photo_is_not_rendered(name: str) -> None:
    """A camera gives no two neighbors the same color."""
    assert not is_rendered(photo(name).pixels)


def test_a_screenshot_is_rendered() -> None:
    """Most of a page is its background."""
    assert is_rendered(screenshot())


def test_noise_is_not_rendered() -> None:
    """Where every pixel differs nothing was drawn."""
    noise = np.random.default_rng(1).integers(0, 256, (90, 120, 3), np.uint8)
    assert not is_rendered(noise)


@pytest.mark.parametrize("shape", [(1, 1, 3), (9, 1, 3), (1, 9, 3)])
def test_the_smallest_pictures_are_answered(shape: tuple[int, int, int]) -> None:
    """One color is flat, however little there is of it."""
    assert is_rendered(np.zeros(shape, np.uint8))
