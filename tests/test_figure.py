from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.figure import captioned
from bot.model import Colors, Picture

TEAL = Colors("#006666", "Teal", "Teal", ("Teal",), is_black_and_white=False)


def picture(width: int = 300, height: int = 200) -> Picture:
    """Teal all over."""
    return Picture(
        image=Image.new("RGB", (width, height), (0, 128, 128)),
        width_px=width,
        height_px=height,
        format="PNG",
        size_bytes=1,
        is_animated=False,
        upload=None,
    )


def ink_rows(figure: Image.Image, below_px: int) -> list[bool]:
    """For each row under `below_px`: is anything but white in it?"""
    dark = np.less(np.asarray(figure)[below_px:], 200).reshape(figure.height - below_px, -1)
    return [bool(row.any()) for row in dark]


def count_lines(figure: Image.Image, below_px: int) -> int:
    rows = ink_rows(figure, below_px)
    return sum(1 for above, row in zip([False, *rows], rows, strict=False) if row and not above)


def test_the_caption_stands_under_the_picture() -> None:
    """The picture is whole, and there is ink under it, inside the margins."""
    figure = captioned(picture(), "A teal wall")
    array = np.asarray(figure)
    assert (array == (0, 128, 128)).all(axis=2).sum() == 300 * 200
    assert any(ink_rows(figure, 220))
    assert (array[:, :10] == 255).all()
    assert (array[:, -10:] == 255).all()
    assert (array[-10:] == 255).all()


def test_the_caption_is_centered() -> None:
    """The ink under the picture is as far from the left as from the right."""
    figure = captioned(picture(), "A teal wall")
    columns = np.flatnonzero((np.asarray(figure)[225:] < 200).any(axis=(0, 2)))
    assert abs(int(columns[0]) - (figure.width - 1 - int(columns[-1]))) <= 2


@pytest.mark.parametrize("width", [1, 40, 479, 1600])
def test_small_pictures_get_room_for_words(width: int) -> None:
    """The figure is at least 480 px wide, however narrow the picture."""
    assert captioned(picture(width), "A teal wall").width >= max(480, width)


def test_long_captions_wrap() -> None:
    """A long caption, and a word longer than the figure, go on in the next line."""
    assert count_lines(captioned(picture(), "mmm " * 40), 225) > 2
    assert count_lines(captioned(picture(), "m" * 200), 225) > 2


def test_the_accent_is_shown_and_named() -> None:
    """With colors, a disk of the accent stands under the caption, with words beside it."""
    plain, colored = captioned(picture(), "A wall"), captioned(picture(), "A wall", TEAL)
    assert colored.height > plain.height
    assert (np.asarray(colored) == (0, 102, 102)).all(axis=2).sum() > 100
    assert count_lines(colored, 225) > count_lines(plain, 225)


def test_accents_are_drawn_where_a_font_has_them() -> None:
    """Letters outside ASCII come from another font, or as boxes; each is drawn."""
    assert any(ink_rows(captioned(picture(), "ñáéíóúç"), 225))


@given(caption=st.text(max_size=60))
@settings(deadline=None, max_examples=60)
def test_any_caption_is_drawn(caption: str) -> None:
    """No caption, in no script, keeps the figure from being drawn."""
    figure = captioned(picture(60, 40), caption, TEAL)
    assert figure.mode == "RGB"
    assert figure.width == 480 + 2 * 18
