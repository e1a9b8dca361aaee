"""One color in, what is said of it out: its hex, its name, its contrast. Pure."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]

NAMES = (
    *("Black", "Grey", "White", "Red", "Orange", "Brown"),
    *("Yellow", "Green", "Teal", "Blue", "Purple", "Pink"),
)
"""Azure's twelve, spelled as on the wire: "Grey", where its documentation prints "gray"."""


def contrast(color: str, against: str) -> float:
    """WCAG 2.2 contrast ratio of two "#RRGGBB", 1..21, whichever is the lighter."""
    lighter, darker = sorted((_luminance(color), _luminance(against)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def color_name(color: str) -> str:
    """The one of `NAMES` a person would call "#RRGGBB"."""
    return NAMES[names_of(np.array([_channels(color)], dtype=np.float64))[0]]


def hex_of(red: int, green: int, blue: int) -> str:
    """ "#RRGGBB", upper case, of channels 0..255."""
    return f"#{red:02X}{green:02X}{blue:02X}"


def _channels(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def _luminance(color: str) -> float:
    """Relative luminance 0..1 (WCAG 2.2, section "relative luminance")."""
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (channel / 255 for channel in _channels(color))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def hsv(colors: Floats) -> tuple[Floats, Floats, Floats]:
    """Hue in degrees 0..360 (0 for greys), saturation and value 0..1, of colors (n, 3), 0..255."""
    red, green, blue = np.ascontiguousarray(colors.T)
    high = np.maximum(np.maximum(red, green), blue)  # by rows of three it takes five times as long
    low = np.minimum(np.minimum(red, green), blue)
    spread = np.where(high > low, high - low, 1.0)
    sector = np.select(
        [high == low, high == red, high == green],
        [0.0, (green - blue) / spread % 6, (blue - red) / spread + 2],
        default=(red - green) / spread + 4,
    )
    return sector * 60, (high - low) / np.maximum(high, 1.0), high / 255


def names_of(colors: Floats) -> Ints:
    """The place in `NAMES` of each color, shape (n,). The first rule that fits wins."""
    hue_deg, saturation, value = hsv(colors)
    chroma = saturation * value
    lightness = value - chroma / 2
    is_cool = (hue_deg >= 165) & (hue_deg < 300)
    is_reddish = (hue_deg < 18) | (hue_deg >= 330)
    is_warm = is_reddish | (hue_deg < 50)
    is_dull = (chroma < 0.45 * (1 - np.abs(2 * lightness - 1))) & (lightness < 0.6)
    is_bright = (chroma > 0.8 * (1 - np.abs(2 * lightness - 1))) | (lightness > 0.5)
    rules = [
        (value < 0.17, "Black"),
        ((value < 0.3) & (chroma < np.where(is_warm, 0.08, 0.16)), "Black"),
        ((saturation < 0.2) & (value >= 0.68), "White"),
        ((saturation < 0.18) | (chroma < 0.06), "Grey"),
        (is_cool & (chroma < 0.12), "Grey"),
        (is_reddish & (lightness > 0.68), "Pink"),
        (is_warm & is_dull, "Brown"),
        ((hue_deg < 13) | (hue_deg >= 338), "Red"),
        ((hue_deg < 46) & is_bright, "Orange"),
        (hue_deg < 46, "Brown"),
        (hue_deg < 66, "Yellow"),
        (hue_deg < 165, "Green"),
        (hue_deg < 195, "Teal"),
        (hue_deg < 255, "Blue"),
        ((hue_deg < 300) | ((hue_deg < 320) & (lightness < 0.45)), "Purple"),
    ]
    return np.select(
        [fits for fits, _ in rules],
        [np.intp(NAMES.index(name)) for _, name in rules],
        default=np.intp(NAMES.index("Pink")),
    )
