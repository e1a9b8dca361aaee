"""A picture at several sizes is the same picture, never smaller than what was asked for."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.embedded.pictures import views_of


@given(st.integers(1, 1700), st.integers(1, 1700), st.integers(1, 1700), st.integers(1, 1700))
@settings(deadline=None, max_examples=40)
def test_what_is_asked_for_fits_in(width: int, height: int, wanted: int, other: int) -> None:
    """A view has at least the sides asked for, and half of one of them is less."""
    view = views_of(np.zeros((height, width, 3), np.uint8)).at_least(wanted, other)
    assert view.width >= min(width, wanted)
    assert view.height >= min(height, other)
    assert view.width < 2 * wanted or view.height < 2 * other or min(view.size) == 1


def test_halving_keeps_the_colors() -> None:
    """Each pixel of a smaller view is the mean of those it stands for."""
    pixels = np.random.default_rng(0).integers(0, 256, (64, 96, 3), np.uint8)
    view = np.asarray(views_of(pixels).at_least(24, 16), np.float64)
    means = pixels.reshape(16, 4, 24, 4, 3).mean(axis=(1, 3))
    assert view == pytest.approx(means, abs=1.1)


@pytest.mark.parametrize(
    ("size_px", "glance_px"),
    [((1600, 1200), (800, 600)), ((1279, 900), (1279, 900)), ((1600, 500), (1600, 500))],
)
def test_only_large_pictures_are_looked_at_from_afar(
    size_px: tuple[int, int], glance_px: tuple[int, int]
) -> None:
    """In others, letters would be too small."""
    assert views_of(np.zeros((size_px[1], size_px[0], 3), np.uint8)).glance.size == glance_px
