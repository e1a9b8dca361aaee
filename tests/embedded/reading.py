"""What the tests of the text reader share: one reader, and pictures with known lines."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from bot.embedded.parts import Parts
from bot.embedded.text import TextReader
from bot.embedded.weights import FOLDER
from bot.model import Pixels

Color = tuple[int, int, int]

BLACK: Color = (0, 0, 0)
WHITE: Color = (255, 255, 255)


@cache
def shared_reader() -> TextReader:
    return Parts(FOLDER).text.get()


def page(
    lines: Sequence[str],
    *,
    ink: Color = BLACK,
    paper: Color = WHITE,
    size_px: tuple[int, int] = (640, 400),
    font_px: int = 24,
) -> Pixels:
    """The lines, one under the other, in Pillow's own font."""
    image = Image.new("RGB", size_px, paper)
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(font_px)
    for index, line in enumerate(lines):
        draw.text((30, 30 + index * font_px * 2), line, font=font, fill=ink)
    return np.asarray(image)
