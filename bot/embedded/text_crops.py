"""Cuts one line of text out of a picture and sets it upright, as the recognizer wants it."""

from __future__ import annotations

import numpy as np
from PIL import Image

from bot.embedded.text_boxes import Box
from bot.embedded.text_reading import LINE_HEIGHT_PX
from bot.embedded.views import Views
from bot.model import Pixels

_SHORTEST_PX, _LONGEST_PX = 16, 2400
_SPARE = 1.5
"""How much larger a halved picture must be to be scaled further without loss."""


def cut_out(views: Views, box: Box, turn: int) -> Pixels:
    """The line in `box`, turned clockwise by `turn` quarters: 48 px high, 16..2400 px wide.

    Large letters come out of a smaller view, which costs less.
    """
    scale = min(1.0, _SPARE * LINE_HEIGHT_PX / min(box.width, box.height))
    picture = views.at_least(views.image.width * scale, views.image.height * scale)
    box = box.stretched(picture.width / views.image.width, picture.height / views.image.height)
    is_aside = turn % 2 == 1
    length, thickness = (box.height, box.width) if is_aside else (box.width, box.height)
    width_px = round(LINE_HEIGHT_PX * length / thickness)
    width_px = max(_SHORTEST_PX, min(_LONGEST_PX, width_px))
    size_px = (LINE_HEIGHT_PX, width_px) if is_aside else (width_px, LINE_HEIGHT_PX)
    return np.ascontiguousarray(np.rot90(_level(picture, box, size_px), -turn))


def _level(picture: Image.Image, box: Box, size_px: tuple[int, int]) -> Pixels:
    """What the box encloses, without its tilt."""
    if box.tilt == 0:
        (left, top), _, (right, bottom), _ = box.corners()
        inside = (
            max(0.0, left),
            max(0.0, top),
            min(float(picture.width), right),
            min(float(picture.height), bottom),
        )
        return np.asarray(picture.resize(size_px, Image.Resampling.BILINEAR, box=inside))
    corners = [value for corner in box.corners() for value in corner]
    own_size_px = (max(1, round(box.width)), max(1, round(box.height)))
    level = picture.transform(own_size_px, Image.Transform.QUAD, corners, Image.Resampling.BILINEAR)
    return np.asarray(level.resize(size_px, Image.Resampling.BILINEAR))
