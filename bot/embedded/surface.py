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
    rows = _sample(pixels)
    return float((_steps(rows) <= _ALIKE).mean()) if rows.shape[1] > 1 else 1.0


def is_one_color(pixels: Pixels) -> bool:
    """Whether no pixel at all stands out, be it one. Cheap where some rows tell already."""
    return _spread(_sample(pixels)) <= _ONE_COLOR and _spread(pixels) <= _ONE_COLOR


def _spread(pixels: Pixels) -> int:
    """The largest difference within a channel, 0..255."""
    channels = (pixels[..., index] for index in range(3))
    return max(int(channel.max()) - int(channel.min()) for channel in channels)


def surface_of(pixels: Pixels) -> Surface:
    """Costs about 5 ms, whatever the size."""
    rows = _sample(pixels)
    ground = _ground(rows)
    lows, highs = np.minimum(rows, ground), np.maximum(rows, ground)
    figure = _any_channel((highs - lows) > _APART)
    return Surface(
        ground=(int(ground[0]), int(ground[1]), int(ground[2])),
        figure_share=float(figure.mean()),
        figure_flatness=_flatness(rows, figure),
        few_colors_share=_few_colors_share(rows[figure]),
        figure_run=_run(figure),
    )


def _sample(pixels: Pixels) -> Pixels:
    return pixels[:: max(1, pixels.shape[0] // _ROWS)]


def _steps(rows: Pixels) -> _Steps:
    """The largest difference of a channel between each pixel and the next."""
    left, right = rows[:, :-1], rows[:, 1:]
    steps = np.maximum(left, right) - np.minimum(left, right)
    # Channel by channel: reducing over an axis of three takes numpy ten times as long.
    largest: _Steps = np.maximum(np.maximum(steps[..., 0], steps[..., 1]), steps[..., 2])
    return largest


def _any_channel(mask: _Mask) -> _Mask:
    joined: _Mask = mask[..., 0] | mask[..., 1] | mask[..., 2]
    return joined


def _ground(rows: Pixels) -> Pixels:
    """The middle of the most frequent of 4096 coarse colors."""
    codes = _codes(rows, bits=4)
    most = int(np.bincount(codes.ravel(), minlength=4096).argmax())
    middle: Pixels = np.median(rows[codes == most], axis=0).astype(np.uint8)
    return middle


def _codes(pixels: Pixels, *, bits: int) -> npt.NDArray[np.int32]:
    """One number for each pixel, of the upper bits of its channels."""
    coarse = (pixels >> (8 - bits)).astype(np.int32)
    codes: npt.NDArray[np.int32] = (
        (coarse[..., 0] << 2 * bits) | (coarse[..., 1] << bits) | coarse[..., 2]
    )
    return codes


def _few_colors_share(figure: Pixels) -> float:
    if not len(figure):
        return 1.0
    counts = np.bincount(_codes(figure, bits=5), minlength=_FEW)
    return float(np.partition(counts, -_FEW)[-_FEW:].sum() / len(figure))


def _flatness(rows: Pixels, figure: _Mask) -> float:
    inside = figure[:, :-1] & figure[:, 1:]
    return float((_steps(rows)[inside] <= _ALIKE).mean()) if inside.any() else 1.0


def _run(figure: _Mask) -> float:
    starts = np.diff(figure.astype(np.int8), axis=1, prepend=0) == 1
    return float(figure.sum() / max(1, starts.sum()) / figure.shape[1])
