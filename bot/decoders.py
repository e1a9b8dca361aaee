"""Pillow's decoders, each called by name; whatever they complain about is `Damaged`.

They are called one by one instead of through `Image.open`: only the one whose magic was seen can
run, and Pillow's own bomb limit, a warning at 89 MP whatever the pixels cost, does not decide.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO

from PIL import (
    AvifImagePlugin,
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    ImageFile,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)
from pillow_heif import HeifImageFile

from bot.errors import Damaged

_OPENERS: dict[str, Callable[[IO[bytes]], ImageFile.ImageFile]] = {
    "JPEG": JpegImagePlugin.jpeg_factory,  # answers MPO for several JPEGs in one file
    "PNG": PngImagePlugin.PngImageFile,
    "GIF": GifImagePlugin.GifImageFile,
    "BMP": BmpImagePlugin.BmpImageFile,
    "WEBP": WebPImagePlugin.WebPImageFile,
    "TIFF": TiffImagePlugin.TiffImageFile,
    "AVIF": AvifImagePlugin.AvifImageFile,
    "HEIF": HeifImageFile,
}


def open_header(data: bytes, name: str) -> ImageFile.ImageFile:
    """The picture of format `name` (see `sniff_format`) with only its header read.

    Raises:
        Damaged: the header cannot be read.
    """
    with foreign_errors_mapped():
        return _OPENERS[name](io.BytesIO(data))


@contextmanager
def foreign_errors_mapped() -> Iterator[None]:
    """Every way Pillow, its plugins and their codecs complain about bytes becomes `Damaged`."""
    try:
        yield
    except (
        OSError,  # truncated, codec failures, and UnidentifiedImageError
        SyntaxError,  # Pillow's word for a header it cannot read
        ValueError,
        TypeError,
        LookupError,
        EOFError,
        RuntimeError,
        MemoryError,  # budgeted before: only a lie inside a codec gets here
        struct.error,
        zlib.error,
        Image.DecompressionBombError,  # a GIF frame far larger than its own screen
    ) as error:
        raise Damaged from error
