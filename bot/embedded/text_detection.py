"""Finds the lines of text in a picture, in tiles, so that memory stays small. Opens no socket."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from bot.embedded.runtime import open_session
from bot.embedded.text_boxes import FULL, Box, TextMap, boxes_in
from bot.model import Pixels

_GRID_PX = 32
"""The model takes sides that are multiples of this."""
_TILE_PX = (256, 512)
"""Height and width at most: while the model looks at a tile it takes about 180 bytes for each
pixel, those of the margin included. Narrower tiles cut letters of 200 px."""
_MARGIN_PX = 32
"""What a tile sees of its neighbors: the model judges a pixel by those around it."""
_BLANK = 24
"""Neighbors that differ by less than this everywhere hold nothing a person could read."""


class LineDetector:
    """One loaded model. Threads may share it."""

    def __init__(self, model: Path) -> None:
        """Loads the model; costs about 30 ms and 15 MB."""
        self._session = open_session(model)

    def boxes(self, picture: Image.Image, *, long_side_px: int) -> tuple[Box, ...]:
        """Boxes around lines, in the picture's pixels, in no special order.

        The picture is shrunk to `long_side_px` first, if it is larger. Costs about 12 ms for each
        100 000 pixels that are left, and nothing for blank tiles.
        """
        small = _shrunk(picture, long_side_px)
        stretch = (picture.width / small.width, picture.height / small.height)
        found = boxes_in(self._text_map(small))
        return tuple(box.stretched(*stretch) for box in found)

    def _text_map(self, picture: Image.Image) -> TextMap:
        text_map: TextMap = np.zeros((picture.height, picture.width), np.uint8)
        for rows, columns in _tiles(_contrasts(picture)):
            top, bottom = _grown(rows, picture.height)
            left, right = _grown(columns, picture.width)
            tile = _filled_up(np.asarray(picture.crop((left, top, right, bottom))))
            (found,) = self._session.run(["text"], {"image": tile[np.newaxis]})
            inside = (
                slice(rows.start - top, rows.stop - top),
                slice(columns.start - left, columns.stop - left),
            )
            text_map[rows, columns] = found[0][inside] * FULL
        return text_map


def _shrunk(picture: Image.Image, long_side_px: int) -> Image.Image:
    scale = long_side_px / max(picture.size)
    if scale >= 1:
        return picture
    width_px, height_px = (max(1, round(side_px * scale)) for side_px in picture.size)
    return picture.resize((width_px, height_px), Image.Resampling.BILINEAR)


def _filled_up(tile: Pixels) -> Pixels:
    """With its last row and column repeated up to the grid."""
    rows, columns = (-side_px % _GRID_PX for side_px in tile.shape[:2])
    return np.pad(tile, ((0, rows), (0, columns), (0, 0)), mode="edge") if rows or columns else tile


def _contrasts(picture: Image.Image) -> npt.NDArray[np.uint8]:
    """For each pixel how much it differs from the one to its left, 0..255."""
    green = np.asarray(picture.getchannel("G"))
    found = np.zeros(green.shape, np.uint8)
    left, right = green[:, :-1], green[:, 1:]
    np.subtract(np.maximum(left, right), np.minimum(left, right), out=found[:, 1:])
    return found


def _tiles(contrasts: npt.NDArray[np.uint8]) -> Iterator[tuple[slice, slice]]:
    """Rows and columns of each tile that is not blank."""
    height_px, width_px = _TILE_PX
    for rows in _cuts(contrasts.max(axis=1), height_px):
        band = contrasts[rows]
        for columns in _cuts(band.max(axis=0), width_px):
            if band[:, columns].max() >= _BLANK:
                yield rows, columns


def _cuts(contrasts: npt.NDArray[np.uint8], most_px: int) -> Iterator[slice]:
    """Stretches of at most `most_px`, cut where it is quietest so that few letters are cut."""
    start = 0
    while contrasts.size - start > most_px:
        window = contrasts[start + most_px // 2 : start + most_px]
        end = start + most_px // 2 + int(window.size - 1 - window[::-1].argmin())
        yield slice(start, end)
        start = end
    yield slice(start, contrasts.size)


def _grown(cut: slice, side_px: int) -> tuple[int, int]:
    """First and end, with the margin on both sides and on grid lines, except at the far edge."""
    first = max(0, cut.start - _MARGIN_PX) // _GRID_PX * _GRID_PX
    return first, min(side_px, -(-(cut.stop + _MARGIN_PX) // _GRID_PX) * _GRID_PX)
