"""Prints how long the colors of a JPEG take, ours and others', as ratios to the scaled decode.

    python -m tests.bench.colors

Wants, where they can be had: colorthief, fast-colorthief, Pylette, material-color-utilities. Those
that are not installed are named and left out.
"""

from __future__ import annotations

import importlib
import io
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image

from bot.colors import measure_colors
from bot.images import prepare
from tests.bench.prepare import SIZES, peak_mb, photo, ratios, scaled_decode


def floor_colors(data: bytes) -> None:
    """Reduce and a 15-bit histogram, nothing else."""
    small = np.asarray(scaled_decode(data).reduce(6)).astype(np.intp) >> 3
    np.bincount((small[..., 0] << 10 | small[..., 1] << 5 | small[..., 2]).ravel())


def ours(data: bytes) -> None:
    measure_colors(scaled_decode(data))


def ours_by_prepare(data: bytes) -> None:
    measure_colors(prepare(data, limits=None).image)


def colorthief(data: bytes) -> None:
    importlib.import_module("colorthief").ColorThief(io.BytesIO(data)).get_palette(5)


def fast_colorthief(data: bytes) -> None:
    importlib.import_module("fast_colorthief").get_palette(io.BytesIO(data), 5)


def pylette(data: bytes) -> None:
    with tempfile.NamedTemporaryFile(suffix=".jpg") as file:
        Path(file.name).write_bytes(data)
        importlib.import_module("pylette").extract_colors(file.name, palette_size=5)


def material_color(data: bytes) -> None:
    image = Image.open(io.BytesIO(data))
    importlib.import_module("material_color_utilities").prominent_colors_from_image(image)


OURS = (scaled_decode, floor_colors, ours, ours_by_prepare)
PEERS: dict[str, Callable[[bytes], None]] = {
    "colorthief": colorthief,
    "fast_colorthief": fast_colorthief,
    "pylette": pylette,
    "material_color_utilities": material_color,
}


def main() -> None:
    installed = [peer for name, peer in PEERS.items() if _is_installed(name)]
    contenders = (*OURS, *installed)
    for label in ("12 MP", "48 MP"):
        data = photo(SIZES[label])
        with tempfile.NamedTemporaryFile(suffix=".jpg") as file:
            Path(file.name).write_bytes(data)
            peaks = [peak_mb(__spec__.name, c.__name__, Path(file.name)) for c in contenders]
        print(label)
        for contender, ratio, peak in zip(
            contenders, ratios(data, *contenders), peaks, strict=True
        ):
            print(f"  {contender.__name__:18}{ratio:8.2f} {peak:6.0f} MB")


def _is_installed(name: str) -> bool:
    try:
        importlib.import_module(name)
    except ImportError:
        print(f"not installed: {name}")
        return False
    return True


if __name__ == "__main__":
    main()
