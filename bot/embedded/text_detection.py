"""Finds the lines of text in a picture, in bands, so that memory stays small. Opens no socket."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from PIL import Image

from bot.embedded.runtime import open_session
from bot.embedded.text_boxes import Box, TextMap, boxes_in
from bot.model import Pixels

_GRID_PX = 32
"""The model takes sides that are multiples of this."""
_BAND_PIXELS = 480_000
"""While the model looks at a band it takes about 250 bytes for each of its pixels."""
_SHORTEST_BAND_PX = 256
_MARGIN_PX = 32
"""What a band sees of its neighbors: the model judges a pixel by those around it."""
_BLANK = 24
"""Neighbors that differ by less than this everywhere hold nothing a person could read."""


class LineDetector:
    """One loaded model. Threads may share it."""

    def __init__(self, model: bytes) -> None:
        """Loads the model; costs about 30 ms and 15 MB."""
        self._session = open_session(model)

    def boxes(self, picture: Image.Image, *, long_side_px: int) -> tuple[Box, ...]:
        """Boxes around lines, in the picture's pixels, in no special order.

        The picture is shrunk to `long_side_px` first, if it is larger. Costs about 12 ms for each
        100 000 pixels that are left, and nothing for blank bands.
        """
        scale = min(1.0, long_side_px / max(picture.size))
        size_px = (_on_grid(picture.width * scale), _on_grid(picture.height * scale))
        view = np.asarray(picture.resize(size_px, Image.Resampling.BILINEAR))
        stretch = (picture.width / size_px[0], picture.height / size_px[1])
        return tuple(box.stretched(*stretch) for box in boxes_in(self._text_map(view)))

    def _text_map(self, view: Pixels) -> TextMap:
        text_map: TextMap = np.zeros(view.shape[:2], np.float32)
        contrasts = _contrasts(view)
        for top, bottom in _bands(contrasts, view.shape[1]):
            first = max(0, top - _MARGIN_PX) // _GRID_PX * _GRID_PX
            last = min(view.shape[0], -(-(bottom + _MARGIN_PX) // _GRID_PX) * _GRID_PX)
            if contrasts[top:bottom].max() >= _BLANK:
                (band,) = self._session.run(["text"], {"image": view[np.newaxis, first:last]})
                text_map[top:bottom] = band[0, top - first : bottom - first]
        return text_map


def _on_grid(side_px: float) -> int:
    return max(_GRID_PX, round(side_px / _GRID_PX) * _GRID_PX)


def _contrasts(view: Pixels) -> npt.NDArray[np.uint8]:
    """For each row the largest difference between neighbors in it, 0..255."""
    green = view[:, :, 1]
    left, right = green[:, :-1], green[:, 1:]
    found: npt.NDArray[np.uint8] = (np.maximum(left, right) - np.minimum(left, right)).max(axis=1)
    return found


def _bands(contrasts: npt.NDArray[np.uint8], width_px: int) -> Iterator[tuple[int, int]]:
    """Top and bottom of each band, cut where the rows are quietest so that few lines are cut."""
    height_px = contrasts.size
    most_px = max(_SHORTEST_BAND_PX, _BAND_PIXELS // width_px)
    top = 0
    while height_px - top > most_px:
        window = contrasts[top + most_px // 2 : top + most_px]
        bottom = top + most_px // 2 + int(window.size - 1 - window[::-1].argmin())
        yield top, bottom
        top = bottom
    yield top, height_px
