"""What a picture's pixels tell of how it was made: one color, flat areas, what lies on its ground.

Opens no socket.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageStat

_ROWS = 64
"""Rows looked at: enough for two digits."""
_ALIKE = 1
"""Steps of 255 between neighbors of one color."""
_APART = 16
"""Steps of 255 between the ground and what lies on it."""
_ONE_COLOR = 3
"""Steps of 255 between the lightest and the darkest pixel of a blank picture, as JPEG leaves it."""

_WHITE, _FILLED = 245, 0.85

_FEW = 8

_Planes = npt.NDArray[np.uint8]
"""Channel first, since numpy goes through it several times as fast: (3, rows, columns)."""
_Mask = npt.NDArray[np.bool_]


class Surface:
    """What some rows of a picture tell; each figure is worked out when first asked for.

    For one thread. Shares are 0..1. All of it costs 3 ms, whatever the size.
    """

    def __init__(self, image: Image.Image) -> None:
        """`image`: RGB."""
        self._image = image

    @cached_property
    def is_one_color(self) -> bool:
        """Whether no pixel at all stands out, be it one. Cheap where some rows tell already."""
        return all(
            most - least <= _ONE_COLOR
            for image in (self._rows, self._image)
            for least, most in ImageStat.Stat(image).extrema
        )

    @cached_property
    def flat_share(self) -> float:
        """How many neighbors in a row have the same color; 1 for one column."""
        return float(self._is_flat.mean()) if self._is_flat.size else 1.0

    @cached_property
    def ground(self) -> tuple[int, int, int]:
        """The most frequent color, channels 0..255: the middle of the most frequent of 4096."""
        codes = _codes(self._planes, bits=4)
        here = codes == np.bincount(codes.ravel(), minlength=4096).argmax()
        red, green, blue = (_median(plane[here]) for plane in self._planes)
        return red, green, blue

    @cached_property
    def figure_share(self) -> float:
        """How much of the picture differs from the ground."""
        return float(self._figure.mean())

    @cached_property
    def figure_flatness(self) -> float:
        """How many neighbors on the figure have the same color; 1 where there is no figure."""
        inside = self._figure[:, :-1] & self._figure[:, 1:]
        return float(self._is_flat[inside].mean()) if inside.any() else 1.0

    @cached_property
    def few_colors_share(self) -> float:
        """How much of the figure the eight most frequent of its colors cover, in steps of 8."""
        codes = _codes(self._planes, bits=5)[self._figure]
        if not codes.size:
            return 1.0
        counts = np.bincount(codes)
        return float(np.sort(counts[counts > 0])[-_FEW:].sum() / codes.size)

    @cached_property
    def figure_run(self) -> float:
        """How long the figure's unbroken stretches are in a row, on average, over the width."""
        figure = self._figure
        starts = figure[:, 0].sum() + (figure[:, 1:] > figure[:, :-1]).sum()
        return float(figure.sum() / max(1, starts) / figure.shape[1])

    @property
    def is_dark(self) -> bool:
        red, green, blue = self.ground
        return 0.299 * red + 0.587 * green + 0.114 * blue < 100

    @property
    def is_white(self) -> bool:
        """The ground is, and shows: what lies on it was drawn or cut out."""
        return min(self.ground) >= _WHITE and self.figure_share < _FILLED

    @property
    def is_paper(self) -> bool:
        """Light, and hardly colored."""
        return min(self.ground) > 130 and max(self.ground) - min(self.ground) < 60

    @cached_property
    def _rows(self) -> Image.Image:
        rows = min(_ROWS, self._image.height)
        return self._image.resize((self._image.width, rows), Image.Resampling.NEAREST)

    @cached_property
    def _planes(self) -> _Planes:
        return np.ascontiguousarray(np.moveaxis(np.asarray(self._rows), 2, 0))

    @cached_property
    def _is_flat(self) -> _Mask:
        """For each pixel but a row's last whether the next one has the same color."""
        steps = _differences(self._planes[..., :-1], self._planes[..., 1:])
        is_flat: _Mask = steps.max(axis=0) <= _ALIKE
        return is_flat

    @cached_property
    def _figure(self) -> _Mask:
        ground = np.array(self.ground, np.uint8)[:, None, None]
        figure: _Mask = _differences(self._planes, ground).max(axis=0) > _APART
        return figure


def _differences(some: _Planes, others: _Planes) -> _Planes:
    differences: _Planes = np.maximum(some, others) - np.minimum(some, others)
    return differences


def _median(values: npt.NDArray[np.uint8]) -> int:
    """Rounded down. By counting: a tenth of what np.median takes."""
    ends = np.cumsum(np.bincount(values))
    low, high = np.searchsorted(ends, [(values.size + 1) // 2, values.size // 2 + 1])
    return int(low + high) // 2


def _codes(planes: _Planes, *, bits: int) -> npt.NDArray[np.uint16]:
    """One number for each pixel, of the upper bits of its channels."""
    red, green, blue = (planes >> (8 - bits)).astype(np.uint16)
    codes: npt.NDArray[np.uint16] = (red << 2 * bits) | (green << bits) | blue
    return codes
