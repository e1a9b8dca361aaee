"""Pictures for the analyzer, from pixels and from the photos the tests keep."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from bot.embedded.views import Views
from bot.model import Picture, Pixels

PICTURES = Path(__file__).parent.parent / "pictures"


def picture_of(image: Image.Image | Pixels) -> Picture:
    image = Image.fromarray(image) if isinstance(image, np.ndarray) else image
    return Picture(
        image=image,
        width_px=image.width,
        height_px=image.height,
        format="PNG",
        size_bytes=image.width * image.height * 3,
        is_animated=False,
        upload=None,
    )


def photo(name: str) -> Picture:
    return picture_of(Image.open(PICTURES / name).convert("RGB"))


def views_of(pixels: Pixels) -> Views:
    return Views(Image.fromarray(pixels))


def pixels_of(name: str) -> Pixels:
    return np.asarray(photo(name).image)
