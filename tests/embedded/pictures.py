"""Pictures for the analyzer, from pixels and from the photos the tests keep."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from bot.model import Picture, Pixels

PICTURES = Path(__file__).parent.parent / "pictures"


def picture_of(pixels: Pixels) -> Picture:
    height_px, width_px = pixels.shape[:2]
    return Picture(
        pixels=pixels,
        width_px=width_px,
        height_px=height_px,
        format="PNG",
        size_bytes=pixels.nbytes,
        is_animated=False,
        upload=None,
    )


def photo(name: str) -> Picture:
    return picture_of(np.asarray(Image.open(PICTURES / name).convert("RGB")))
