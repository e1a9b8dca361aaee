from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.color_names import NAMES, color_name, contrast, hex_of

CHANNEL = st.integers(0, 255)
HEX = st.builds(hex_of, CHANNEL, CHANNEL, CHANNEL)


@pytest.mark.parametrize(
    ("color", "name"),
    [
        ("#000000", "Black"), ("#808080", "Grey"), ("#FFFFFF", "White"), ("#FF0000", "Red"),
        ("#FFA500", "Orange"), ("#8B4513", "Brown"), ("#FFFF00", "Yellow"), ("#008000", "Green"),
        ("#008080", "Teal"), ("#0000FF", "Blue"), ("#800080", "Purple"), ("#FFC0CB", "Pink"),
        ("#595144", "Brown"), ("#0361C8", "Blue"), ("#448318", "Green"), ("#C1940A", "Orange"),
        ("#B0581B", "Brown"), ("#19A4B2", "Teal"), ("#666666", "Grey"), ("#FF69B4", "Pink"),
    ],
)  # fmt: skip
def test_colors_have_the_names_people_give(color: str, name: str) -> None:
    """The CSS color of each name, and recorded accents, are called what people call them."""
    assert color_name(color) == name


@given(color=HEX)
def test_every_color_has_a_name(color: str) -> None:
    """Any color has one of the twelve names."""
    assert color_name(color) in NAMES


@given(one=HEX, other=HEX)
def test_contrast_is_mutual(one: str, other: str) -> None:
    """Contrast is from 1 to 21 and does not care which color is the text."""
    assert 1 <= contrast(one, other) <= 21
    assert contrast(one, other) == contrast(other, one)
    assert contrast(one, one) == 1


@pytest.mark.parametrize(
    ("color", "against", "ratio"),
    [("#000000", "#FFFFFF", 21.0), ("#777777", "#FFFFFF", 4.48), ("#0000FF", "#FFFFFF", 8.59)],
)
def test_contrast_is_wcags(color: str, against: str, ratio: float) -> None:
    """The ratios are those of WCAG's own examples and tools."""
    assert contrast(color, against) == pytest.approx(ratio, abs=0.005)
