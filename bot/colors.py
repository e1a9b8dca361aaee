"""A picture in, its colors out: its accent, its dominant names. Pure; opens nothing.

The rules answer as Azure's color analysis does, as far as 48 recorded answers tell. Azure
publishes none of its thresholds: those here are ours, set on the three recordings whose picture
is known.
"""

from __future__ import annotations

import colorsys
from collections.abc import Collection

import numpy as np
import numpy.typing as npt
from PIL import Image

from bot.color_names import NAMES, Floats, Ints, hex_of, hsv, names_of
from bot.model import Colors, Pixels

MAX_ACCENT_LIGHTNESS = 0.40
"""HSL. None of 48 recorded accents is lighter, and 30 lie exactly there."""

_SAMPLE_SIDE_PX = 256
_ROWS_AVERAGED = 2
_VIVID_SHARE = 0.02
_HUE_TOLERANCE_DEG = 15.0
_DOMINANT_SHARE = 0.125
_MAX_DOMINANT = 3
_GREY_SPREAD = 16
"""Between the highest and the lowest channel, 0..255: what JPEG may leave of a grey."""


def measure_colors(image: Image.Image) -> Colors:
    """The picture's accent, its dominant names, and whether it is black and white.

    The accent is the leading hue of the most vivid fiftieth of the picture, no lighter than
    `MAX_ACCENT_LIGHTNESS`, and so usually no pixel of the picture. In black and white it is the
    brightest grey, darkened alike.

    A name is dominant if an eighth of the picture has it. `background` is the dominant name met
    most along the border, `foreground` the name met most in the middle. Tints, a sky for one,
    have no say unless nothing else is common: Azure's answers pass over them.
    """
    colors, places = _palette(_sampled(image))
    counts = _counts(places, len(colors))
    is_black_and_white = bool(np.ptp(colors, axis=1).max() <= _GREY_SPREAD)
    names = names_of(colors)
    say = np.where(_are_tints(colors), 0.0, 1.0)
    if _names_met(names, counts * say).max() < _DOMINANT_SHARE * places.size:
        say = np.ones(len(colors))
    dominant = _dominant(_names_met(names, counts * say), places.size)
    middle, border = (_counts(part, len(colors)) for part in (_middle(places), _border(places)))
    return Colors(
        accent=(_grey_accent if is_black_and_white else _accent)(colors, counts),
        foreground=_most_met(_names_met(names, middle * say), NAMES) or dominant[0],
        background=_most_met(_names_met(names, border * say), dominant) or dominant[0],
        dominant=dominant,
        is_black_and_white=is_black_and_white,
    )


# --- The picture, made small ---


def _sampled(image: Image.Image) -> Pixels:
    """Averaged down until both sides are at most `_SAMPLE_SIDE_PX`.

    Of two rows in `factor` only: the averages hardly change, and this is most of the work.
    """
    factor = -(-max(image.size) // _SAMPLE_SIDE_PX)
    if factor <= _ROWS_AVERAGED:
        return np.asarray(image.reduce(factor))
    rows = _ROWS_AVERAGED * -(-image.height // factor)
    thin = image.resize((image.width, rows), Image.Resampling.NEAREST)
    return np.asarray(thin.reduce((factor, _ROWS_AVERAGED)))


def _palette(sample: Pixels) -> tuple[Floats, Ints]:
    """(colors, places): the means of the cells met in a 32 x 32 x 32 grid, shape (n, 3), 0..255,
    and the cell each point of the sample fell into, shape (height, width)."""
    red, green, blue = (np.ascontiguousarray(sample[:, :, channel]) for channel in range(3))
    cells = ((red >> 3).astype(np.intp) << 10) | ((green >> 3).astype(np.intp) << 5) | (blue >> 3)
    met = np.flatnonzero(np.bincount(cells.ravel()))
    place_of_cell = np.zeros(1 << 15, dtype=np.intp)
    place_of_cell[met] = np.arange(len(met))
    places = place_of_cell[cells]
    at, counts = places.ravel(), _counts(places, len(met))
    sums = [np.bincount(at, channel.ravel(), minlength=len(met)) for channel in (red, green, blue)]
    return np.stack(sums, axis=1) / counts[:, None], places


def _counts(places: Ints, length: int) -> Floats:
    """How often each of `length` colors is met, shape (length,)."""
    return np.bincount(places.ravel(), minlength=length).astype(np.float64)


def _middle(places: Ints) -> Ints:
    height, width = places.shape
    top, left = height // 4, width // 4
    return places[top : height - top, left : width - left]


def _border(places: Ints) -> Ints:
    """An eighth of each side, a point at least."""
    height, width = places.shape
    rows, columns = max(1, height // 8), max(1, width // 8)
    sides = (places[:rows], places[-rows:], places[:, :columns], places[:, -columns:])
    return np.concatenate([side.ravel() for side in sides])


# --- Accent ---


def _accent(colors: Floats, counts: Floats) -> str:
    hue_deg, saturation, value = hsv(colors)
    vividness = saturation * value**0.7
    vivid = _leading_share(vividness, counts)
    weights = vividness[vivid] * counts[vivid]
    away_deg = np.abs((hue_deg[vivid] - _leading_hue(hue_deg[vivid], weights) + 180) % 360 - 180)
    near = vivid[away_deg <= _HUE_TOLERANCE_DEG]
    return hex_of(*_darkened(*_mean(colors[near], vividness[near] * counts[near])))


def _grey_accent(colors: Floats, counts: Floats) -> str:
    """The brightest fiftieth, dimmed: kept saturation would make a tint of JPEG's noise."""
    value = colors.max(axis=1)
    bright = _leading_share(value, counts)
    mean = _mean(colors[bright], counts[bright])
    dimmed = min(1.0, 2 * MAX_ACCENT_LIGHTNESS * 255 / max(1, max(mean) + min(mean)))
    red, green, blue = (int(channel * dimmed + 1e-6) for channel in mean)
    return hex_of(red, green, blue)


def _leading_share(merit: Floats, counts: Floats) -> Ints:
    """The places of the colors of most merit that together fill `_VIVID_SHARE`."""
    order = np.argsort(-merit, kind="stable")
    enough = np.searchsorted(np.cumsum(counts[order]), _VIVID_SHARE * counts.sum()) + 1
    return order[:enough]


def _mean(colors: Floats, weights: Floats) -> tuple[int, int, int]:
    red, green, blue = (round(float(c)) for c in np.average(colors, axis=0, weights=weights))
    return red, green, blue


def _leading_hue(hue_deg: Floats, weights: Floats) -> float:
    """One of the hues: the heaviest in the heaviest window of three sectors of ten degrees."""
    sectors = (hue_deg // 10).astype(np.intp) % 36
    sums = np.bincount(sectors, weights, minlength=36)
    leading = int(np.argmax(sums + np.roll(sums, 1) + np.roll(sums, -1)))
    in_window = (sectors - leading + 1) % 36 <= 2
    return float(hue_deg[np.argmax(np.where(in_window, weights, 0.0))])


def _darkened(red: int, green: int, blue: int) -> tuple[int, int, int]:
    """The color at no more than `MAX_ACCENT_LIGHTNESS`, of the same hue and saturation.

    Rounded down, as Azure does: that is why 30 of its accents have max + min = 203, not 204.
    """
    hue, lightness, saturation = colorsys.rgb_to_hls(red / 255, green / 255, blue / 255)
    if lightness <= MAX_ACCENT_LIGHTNESS:
        return red, green, blue
    darker = colorsys.hls_to_rgb(hue, MAX_ACCENT_LIGHTNESS, saturation)
    red, green, blue = (int(channel * 255 + 1e-6) for channel in darker)
    return red, green, blue


# --- Dominant names ---


def _are_tints(colors: Floats) -> npt.NDArray[np.bool_]:
    """Neither neutral nor strong: light, or bright with little saturation."""
    _, saturation, value = hsv(colors)
    lightness = value * (1 - saturation / 2)
    return (saturation >= 0.18) & ((lightness > 0.65) | ((value >= 0.5) & (saturation < 0.5)))


def _names_met(names: Ints, weights: Floats) -> Floats:
    """How often each of `NAMES` is met, shape (12,). `names` and `weights` have one shape."""
    return np.bincount(names, weights, minlength=len(NAMES)).astype(np.float64)


def _dominant(met: Floats, total: int) -> tuple[str, ...]:
    """The names that fill `_DOMINANT_SHARE`, the commonest first; that one in any case."""
    order = np.argsort(-met, kind="stable")[:_MAX_DOMINANT]
    return tuple(
        NAMES[at] for rank, at in enumerate(order) if not rank or met[at] >= _DOMINANT_SHARE * total
    )


def _most_met(met: Floats, among: Collection[str]) -> str | None:
    """The name met most of those given; None if none of them is met."""
    name = max(among, key=lambda name: met[NAMES.index(name)])
    return name if met[NAMES.index(name)] else None
