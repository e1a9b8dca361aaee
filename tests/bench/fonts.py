"""Fonts to draw text with, out of packages: the same on every machine."""

from __future__ import annotations

from functools import cache
from importlib import resources
from io import BytesIO

import font_caladea
import font_source_serif_pro
import pymupdf_fonts
from PIL import ImageFont

_PACKED = {
    "FiraGO": ("figo", "figbo"),
    "Noto Sans": ("notos", "notosbo"),
    "Ubuntu": ("ubuntu", "ubuntubo"),
    "Cascadia Mono": ("cascadia", "cascadiab"),
    "Fira Mono": ("fimo", "fimbo"),
    "Space Mono": ("spacemo", "spacembo"),
    "Ubuntu Mono": ("ubuntm", "ubuntmbo"),
}
"""What pymupdf_fonts calls the regular and the bold ones."""
_FILES = {
    "Caladea": (font_caladea, "Caladea"),
    "Source Serif Pro": (font_source_serif_pro, "SourceSerifPro"),
}


@cache
def font(family: str, size_px: int, *, bold: bool) -> ImageFont.FreeTypeFont:
    """Costs some milliseconds the first time."""
    return ImageFont.truetype(BytesIO(_file(family, bold=bold)), size_px)


@cache
def _file(family: str, *, bold: bool) -> bytes:
    if family in _PACKED:
        packed: bytes = pymupdf_fonts.myfont(_PACKED[family][bold])
        return packed
    package, name = _FILES[family]
    path = resources.files(package) / "files" / f"{name}-{'Bold' if bold else 'Regular'}.ttf"
    return path.read_bytes()
