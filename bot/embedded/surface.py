"""What a picture's pixels tell of how it was made: one color, flat areas, what lies on its ground.

Opens no socket.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.model import Pixels

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
"""Channel first: shape (3, rows, columns)."""
_Steps = npt.NDArray[np.uint8]
_Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Surface:
    """Shares are 0..1; `ground` is the most frequent color, channels 0..255."""

    ground: tuple[int, int, int]
    figure_share: float
    """How much of the picture differs from the ground."""
    figure_flatness: float
    """How many neighbors on the figure have the same color; 1 where there is no figure."""
    few_colors_share: float
    """How much of the figure the eight most frequent of its colors cover, in steps of 8."""
    figure_run: float
    """How long the figure's unbroken stretches are in a row, on average, over the width."""

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


def flat_share(pixels: Pixels) -> float:
    """How many neighbors in a row have the same color, up to one step of 255; 1 for one column."""
    planes = _planes(pixels)
    return float((_steps(planes) <= _ALIKE).mean()) if planes.shape[2] > 1 else 1.0


def is_one_color(pixels: Pixels) -> bool:
    """Whether no pixel at all stands out, be it one. Cheap where some rows tell already."""
    return _spread(_sample(pixels)) <= _ONE_COLOR and _spread(pixels) <= _ONE_COLOR


def _spread(pixels: Pixels) -> int:
    """The largest difference within a channel, 0..255."""
    channels = (pixels[..., index] for index in range(3))
    return max(int(channel.max()) - int(channel.min()) for channel in channels)


def surface_of(pixels: Pixels) -> Surface:
    """Costs about 4 ms, whatever the size."""
    planes = _planes(pixels)
    ground = _ground(planes)
    figure: _Mask = _differences(planes, ground[:, None, None]).max(axis=0) > _APART
    return Surface(
        ground=(int(ground[0]), int(ground[1]), int(ground[2])),
        figure_share=float(figure.mean()),
        figure_flatness=_flatness(planes, figure),
        few_colors_share=_few_colors_share(planes[:, figure]),
        figure_run=_run(figure),
    )


def _sample(pixels: Pixels) -> Pixels:
    return pixels[:: max(1, pixels.shape[0] // _ROWS)]


def _planes(pixels: Pixels) -> _Planes:
    """The sample channel by channel: numpy goes through it several times as fast."""
    return np.ascontiguousarray(np.moveaxis(_sample(pixels), 2, 0))


def _differences(some: _Planes, others: _Planes) -> _Planes:
    differences: _Planes = np.maximum(some, others) - np.minimum(some, others)
    return differences


def _steps(planes: _Planes) -> _Steps:
    """The largest difference of a channel between each pixel and the next."""
    steps: _Steps = _differences(planes[..., :-1], planes[..., 1:]).max(axis=0)
    return steps


def _ground(planes: _Planes) -> npt.NDArray[np.uint8]:
    """The middle of the most frequent of 4096 coarse colors."""
    codes = _codes(planes, bits=4)
    most = np.bincount(codes.ravel(), minlength=4096).argmax()
    middles = [_median(plane[codes == most]) for plane in planes]
    return np.array(middles, np.uint8)


def _median(values: npt.NDArray[np.uint8]) -> int:
    """Rounded down. By counting: a tenth of what np.median takes."""
    ends = np.cumsum(np.bincount(values))
    low, high = np.searchsorted(ends, [(values.size + 1) // 2, values.size // 2 + 1])
    return int(low + high) // 2


def _codes(planes: _Planes, *, bits: int) -> npt.NDArray[np.intp]:
    """One number for each pixel, of the upper bits of its channels."""
    red, green, blue = (planes >> (8 - bits)).astype(np.intp)
    codes: npt.NDArray[np.intp] = (red << 2 * bits) | (green << bits) | blue
    return codes


def _few_colors_share(figure: _Planes) -> float:
    """`figure`: shape (3, n)."""
    count = figure.shape[1]
    if not count:
        return 1.0
    counts = np.bincount(_codes(figure, bits=5), minlength=_FEW)
    return float(np.partition(counts, -_FEW)[-_FEW:].sum() / count)


def _flatness(planes: _Planes, figure: _Mask) -> float:
    inside = figure[:, :-1] & figure[:, 1:]
    return float((_steps(planes)[inside] <= _ALIKE).mean()) if inside.any() else 1.0


def _run(figure: _Mask) -> float:
    starts = figure[:, 0].sum() + (figure[:, 1:] > figure[:, :-1]).sum()
    return float(figure.sum() / max(1, starts) / figure.shape[1])
