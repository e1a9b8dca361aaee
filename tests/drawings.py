"""Pictures drawn for the tests, and what is looked at in those that come out."""

from __future__ import annotations

import io
import struct
import zlib

import numpy as np
import pillow_heif
from PIL import Image

from bot.model import Pixels

FORMATS = ("JPEG", "PNG", "GIF", "BMP", "WEBP", "TIFF", "AVIF", "HEIF")
RED, GREEN, BLUE, GREY = (200, 30, 30), (30, 160, 40), (40, 50, 190), (128, 128, 128)


def quarters(width: int = 120, height: int = 80) -> Image.Image:
    """Red and green over blue and grey: every turn and flip of it looks different."""
    image = Image.new("RGB", (width, height), GREY)
    for color, left, top in ((RED, 0, 0), (GREEN, width // 2, 0), (BLUE, 0, height // 2)):
        image.paste(color, (left, top, left + width // 2, top + height // 2))
    return image


def corners(pixels: Pixels) -> list[tuple[int, ...]]:
    """The colors in the middle of the four quarters, row by row."""
    height, width = pixels.shape[:2]
    spots = [(y * height // 4, x * width // 4) for y in (1, 3) for x in (1, 3)]
    return [tuple(int(channel) for channel in pixels[y, x]) for y, x in spots]


def is_close(ours: list[tuple[int, ...]], theirs: list[tuple[int, ...]], within: int = 8) -> bool:
    return bool(np.abs(np.subtract(ours, theirs)).max() <= within)


def saved(image: Image.Image, name: str, **options: object) -> bytes:
    body = io.BytesIO()
    if name == "HEIF":
        pillow_heif.from_pillow(image).save(body, quality=95, **options)
    else:
        image.save(body, name, **({"quality": 95} | options))
    return body.getvalue()


def png_chunk(kind: bytes, payload: bytes) -> bytes:
    return (
        struct.pack(">I", len(payload))
        + kind
        + payload
        + struct.pack(">I", zlib.crc32(kind + payload))
    )


def png(header: bytes, *chunks: bytes) -> bytes:
    return (
        b"\x89PNG\r\n\x1a\n"
        + png_chunk(b"IHDR", header)
        + b"".join(chunks)
        + png_chunk(b"IEND", b"")
    )
