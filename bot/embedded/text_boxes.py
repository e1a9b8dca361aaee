"""Turns a map of where text is into boxes around lines, each turned as its line is. Pure numpy."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

TextMap: TypeAlias = npt.NDArray[np.uint8]
"""How likely each pixel lies inside a line of text: 0..255, shape (height, width)."""
FULL = 255
"""Certain text; of 1600 x 1600 px a map of floats would take 8 MB more."""

_Ints: TypeAlias = npt.NDArray[np.intp]
_Floats: TypeAlias = npt.NDArray[np.float64]

_IS_TEXT = 0.2
_LINE_SCORE = 0.4
_GROWTH = 1.4
"""The map marks a line's core; area times this by perimeter is what was cut off on each side.
Source of all three: PostProcess in PP-OCRv6_tiny_det's inference.yml."""
_MIN_SIDE = 3.0
"""Cores thinner than this are specks."""
_LONG = 3.0
"""How many times longer than thick a core must be for its tilt to be more than chance."""
_LEVEL = 0.9
"""A tilted box must be thinner than this share of the upright one, else the upright one is kept."""
_TALL = 1.5


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle turned by `tilt` about its center, in the units of the map.

    `width` lies along the x axis where `tilt` is 0. A line on its side is a tall box.
    """

    center_x: float
    center_y: float
    width: float
    height: float
    tilt: float
    """Radians, clockwise, -pi/4..pi/4; 0 where the tilt hardly shows."""
    lean: float
    """The tilt as measured, however small."""
    score: float
    """0..1: how sure the detector was."""

    @property
    def is_tall(self) -> bool:
        return self.height > _TALL * self.width

    @property
    def length(self) -> float:
        return max(self.width, self.height)

    def stretched(self, horizontally: float, vertically: float) -> Box:
        """The same box in a picture of another size; both factors are about the same."""
        return replace(
            self,
            center_x=self.center_x * horizontally,
            center_y=self.center_y * vertically,
            width=self.width * horizontally,
            height=self.height * vertically,
        )

    def turned(self, angle: float) -> Box:
        """Turned clockwise about the picture's corner by `angle` radians."""
        cosine, sine = float(np.cos(angle)), float(np.sin(angle))
        return replace(
            self,
            center_x=self.center_x * cosine - self.center_y * sine,
            center_y=self.center_x * sine + self.center_y * cosine,
            tilt=self.tilt + angle,
            lean=self.lean + angle,
        )

    def corners(self) -> tuple[tuple[float, float], ...]:
        """Top left, bottom left, bottom right, top right, as (x, y)."""
        cosine, sine = float(np.cos(self.tilt)), float(np.sin(self.tilt))
        along = (cosine * self.width / 2, sine * self.width / 2)
        down = (-sine * self.height / 2, cosine * self.height / 2)
        signs = ((-1, -1), (-1, 1), (1, 1), (1, -1))
        return tuple(
            (
                self.center_x + side * along[0] + end * down[0],
                self.center_y + side * along[1] + end * down[1],
            )
            for side, end in signs
        )


@dataclass(frozen=True, slots=True)
class _Runs:
    """Unbroken horizontal stretches of text, row by row, left to right; ends exclusive."""

    row: _Ints
    start: _Ints
    end: _Ints


def boxes_in(text_map: TextMap) -> tuple[Box, ...]:
    """A box for each line the map shows, grown to the line's full height; in no special order.

    Costs about 5 ms for a map of 1440 x 900 full of text.
    """
    mask = text_map >= _IS_TEXT * FULL
    runs = _runs(mask)
    if runs.row.size == 0:
        return ()
    labels = _labels(runs, mask.shape[1])
    order = np.argsort(labels, kind="stable")
    cuts = np.flatnonzero(np.diff(labels[order], prepend=-1))
    firsts = np.concatenate(([0], np.cumsum(runs.end - runs.start)[:-1]))
    sums = np.add.reduceat(text_map[mask].astype(np.float64) / FULL, firsts)
    groups = zip(np.split(order, cuts[1:]), np.add.reduceat(sums[order], cuts), strict=True)
    found = (_box(_Runs(runs.row[g], runs.start[g], runs.end[g]), float(s)) for g, s in groups)
    return tuple(box for box in found if box is not None)


def _runs(mask: npt.NDArray[np.bool_]) -> _Runs:
    """One pass over the rows laid end to end, an empty column before each: four times as fast as
    looking for edges row by row."""
    stride = mask.shape[1] + 1
    laid = np.zeros(mask.shape[0] * stride + 1, np.bool_)
    laid[:-1].reshape(-1, stride)[:, 1:] = mask
    edges = np.flatnonzero(laid[1:] != laid[:-1])  # a run begins after one and ends after the next
    row, start = np.divmod(edges[::2], stride)
    return _Runs(row, start, start + edges[1::2] - edges[::2])


def _labels(runs: _Runs, width: int) -> _Ints:
    """The number of the region each run belongs to; runs that touch, even at a corner, share it."""
    upper, lower = _touching(runs, width)
    labels = np.arange(runs.row.size)
    while True:
        least = np.minimum(labels[upper], labels[lower])
        joined = labels.copy()
        np.minimum.at(joined, labels[upper], least)
        np.minimum.at(joined, labels[lower], least)
        joined = joined[joined]
        if np.array_equal(joined, labels):
            return labels
        labels = joined


def _touching(runs: _Runs, width: int) -> tuple[_Ints, _Ints]:
    """Pairs of runs in neighboring rows that touch."""
    stride = width + 2
    below = (runs.row + 1) * stride
    first = np.searchsorted(runs.row * stride + runs.end, below + runs.start)
    last = np.searchsorted(runs.row * stride + runs.start, below + runs.end, side="right")
    count = np.maximum(last - first, 0)
    upper = np.repeat(np.arange(runs.row.size), count)
    step = np.arange(upper.size) - np.repeat(np.cumsum(count) - count, count)
    return upper, np.repeat(first, count) + step


def _box(runs: _Runs, sum_of_map: float) -> Box | None:
    area = float((runs.end - runs.start).sum())
    score = sum_of_map / area
    if score < _LINE_SCORE:
        return None
    x = np.concatenate((runs.start, runs.end, runs.start, runs.end)).astype(np.float64)
    y = np.concatenate((runs.row, runs.row, runs.row + 1, runs.row + 1)).astype(np.float64)
    upright = _around(x, y, 0.0)
    lean = _tilt(runs)
    tilted = _around(x, y, lean)
    best = tilted if _thickness(tilted) < _LEVEL * _thickness(upright) else upright
    center_x, center_y, width, height, tilt = best
    if min(width, height) < _MIN_SIDE:
        return None
    growth = _GROWTH * width * height / (width + height)
    return Box(center_x, center_y, width + growth, height + growth, tilt, lean, score)


_Rectangle: TypeAlias = tuple[float, float, float, float, float]
"""Center x and y, width, height, tilt."""


def _thickness(rectangle: _Rectangle) -> float:
    return min(rectangle[2], rectangle[3])


def _around(x: _Floats, y: _Floats, tilt: float) -> _Rectangle:
    """The smallest rectangle of that tilt around the points."""
    cosine, sine = float(np.cos(tilt)), float(np.sin(tilt))
    along, down = x * cosine + y * sine, y * cosine - x * sine
    left, right = float(along.min()), float(along.max())
    top, bottom = float(down.min()), float(down.max())
    middle_along, middle_down = (left + right) / 2, (top + bottom) / 2
    return (
        middle_along * cosine - middle_down * sine,
        middle_along * sine + middle_down * cosine,
        right - left,
        bottom - top,
        tilt,
    )


def _tilt(runs: _Runs) -> float:
    """How far the region's long axis is from the nearer of the picture's; 0 for stubby ones."""
    length = (runs.end - runs.start).astype(np.float64)
    area = float(length.sum())
    middle = (runs.start + runs.end - 1) / 2
    x, y = float((middle * length).sum()) / area, float((runs.row * length).sum()) / area
    xx = float((length * ((middle - x) ** 2 + (length**2 - 1) / 12)).sum()) / area
    yy = float((length * (runs.row - y) ** 2).sum()) / area
    xy = float((length * (middle - x) * (runs.row - y)).sum()) / area
    spread = float(np.hypot((xx - yy) / 2, xy))
    long_axis, short_axis = (xx + yy) / 2 + spread, (xx + yy) / 2 - spread
    if long_axis < _LONG**2 * max(short_axis, 0.0):
        return 0.0
    tilt = float(np.arctan2(2 * xy, xx - yy)) / 2
    return tilt - float(np.round(tilt / (np.pi / 2))) * np.pi / 2
