"""A picture's header in, the memory that opening and decoding it would cost out. Decodes nothing.

Asked before every decode, because a file of 100 KB can ask for gigabytes.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from itertools import islice

from PIL import ImageFile, TiffImagePlugin

from bot.decoders import foreign_errors_mapped
from bot.errors import Damaged, TooManyPixels

DECODE_BUDGET_BYTES = 512 * 2**20
"""What one decode may cost. Lets through 48 MP of every phone format (measured peaks: JPEG 13 MB,
progressive JPEG 160, PNG 195, HEIC 370, AVIF 450) and 100 MP JPEG (26, progressive 330)."""

_MAX_SCANS = 100
"""Encoders write about ten scans; each costs a pass over all blocks, even an empty one."""

_OPENING_BYTES_PER_PX = {"PNG": 4, "GIF": 6, "WEBP": 17}
"""These plugins take memory while opening: a canvas to animate on. WebP's decoder always has
two, and peaks at 16.2 bytes a pixel, measured."""


def afford(size: tuple[int, int], cost_bytes: float) -> None:
    """Refuses a picture of `size`, width and height in px, that costs too much.

    Raises:
        TooManyPixels: `cost_bytes` is over `DECODE_BUDGET_BYTES`.
    """
    if cost_bytes > DECODE_BUDGET_BYTES:
        raise TooManyPixels(*size)


def afford_opening(data: bytes, name: str) -> None:
    """Refuses a picture of format `name` whose plugin would take too much while opening it.

    Raises:
        TooManyPixels: it would be over `DECODE_BUDGET_BYTES`.
        Damaged: cut short before it tells its size.
    """
    size = _size_before_opening(data, name)
    if size:
        afford(size, size[0] * size[1] * _OPENING_BYTES_PER_PX[name])


def _size_before_opening(data: bytes, name: str) -> tuple[int, int] | None:
    try:
        if name == "PNG":
            return struct.unpack(">II", data[16:24])
        if name == "GIF":
            return struct.unpack("<HH", data[6:10])
        if name == "WEBP":
            return _webp_size(data)
    except struct.error as error:
        raise Damaged from error
    return None


def _webp_size(data: bytes) -> tuple[int, int]:
    """Width and height by the first chunk (RFC 9649)."""
    kind, body = data[12:16], data[20:30]
    if kind == b"VP8X":
        width, height = (int.from_bytes(body[at : at + 3], "little") for at in (4, 7))
        return width + 1, height + 1
    if kind == b"VP8L":
        (bits,) = struct.unpack("<I", body[1:5])
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    width, height = struct.unpack("<HH", body[6:10])
    return width & 0x3FFF, height & 0x3FFF


_STORED_BYTES_PER_PX = {"1": 1, "L": 1, "P": 1, "I;16": 2, "I;16B": 2, "I;16L": 2, "I;16N": 2}
_OTHER_STORED_BYTES_PER_PX = 4

_CODEC_BYTES_PER_PX = {"HEIF": 6, "AVIF": 6, "WEBP": 13, "TIFF": 5}
"""Planes and copies inside the codec, measured at 48 MP: HEIC 7.6 bytes a pixel in all, AVIF 9.5.
TIFF: a strip may be the whole picture. Together with one stored byte it stays under 89 MP, where
Pillow's TIFF loader would judge by its own limit."""


def raster_cost_bytes(source: ImageFile.ImageFile) -> float:
    """Memory for the pixels at the size they are decoded at, and for what becomes of them."""
    width, height = source.size
    per_px = _STORED_BYTES_PER_PX.get(source.mode, _OTHER_STORED_BYTES_PER_PX)
    per_px += _CODEC_BYTES_PER_PX.get(source.format or "", 0)
    if source.mode in {"1", "P", "PA"} or source.mode.startswith("I;16"):
        per_px += 4  # made resizable first
    if source.has_transparency_data:
        per_px += 4 if source.mode == "RGBA" else 8  # as RGBA, then premultiplied
    if source.format == "PNG" and getattr(source, "is_animated", False):
        per_px += 4
    return max(width * height * per_px, _tiff_tile_bytes(source))


def _tiff_tile_bytes(source: ImageFile.ImageFile) -> int:
    """A TIFF tile is decoded whole, and may be larger than the picture it belongs to."""
    if not isinstance(source, TiffImagePlugin.TiffImageFile):
        return 0
    with foreign_errors_mapped():  # a tag may hold anything
        width, height = (int(source.tag_v2.get(tag, 0)) for tag in (322, 323))  # tile's sides
    return width * height * 8


_JPEG_MARKER = re.compile(rb"\xff([\x02-\xcf\xd9-\xfe])")
"""Not a stuffed zero, a restart, a start or padding."""

_SOF_PROGRESSIVE = frozenset({0xC2, 0xC6, 0xCA, 0xCE})
_SOF = _SOF_PROGRESSIVE | {0xC0, 0xC1, 0xC3, 0xC5, 0xC7, 0xC9, 0xCB, 0xCD, 0xCF}
_SOS, _EOI = 0xDA, 0xD9


def _jpeg_segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """(marker, payload) of each segment of the first JPEG in `data`, scans included."""
    at = 2
    while (found := _JPEG_MARKER.search(data, at)) and found[1][0] != _EOI:
        at = found.end() + int.from_bytes(data[found.end() : found.end() + 2], "big")
        yield found[1][0], data[found.end() + 2 : at]


def jpeg_cost_bytes(data: bytes, size: tuple[int, int]) -> float:
    """Memory libjpeg takes beside its result: a few rows, or every coefficient if it needs
    several scans.

    Raises:
        Damaged: the bytes cannot hold what the header promises, or far too many scans.
    """
    width, height = size
    if width * height > 512 * len(data):
        raise Damaged  # each block of 64 pixels takes a bit at least
    frame_code, frame = next((s for s in _jpeg_segments(data) if s[0] in _SOF), (0, b""))
    scans = (payload for code, payload in _jpeg_segments(data) if code == _SOS)
    first_scan = next(scans, b"")
    if len(frame) < 9 or not first_scan:
        raise Damaged
    if first_scan[0] == frame[5] and frame_code not in _SOF_PROGRESSIVE:
        return 0.0
    if next(islice(scans, _MAX_SCANS, None), None) is not None:
        raise Damaged
    return _coefficient_bytes(frame, width * height)


def _coefficient_bytes(frame: bytes, size_px: int) -> float:
    """Two bytes a coefficient, fewer coefficients for subsampled components (ITU T.81 B.2.2)."""
    factors = [(b >> 4) * (b & 15) for b in frame[7::3]]
    return 2 * size_px * sum(factors) / max(1, *factors)
