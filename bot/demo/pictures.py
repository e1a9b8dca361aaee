"""What kind of file some bytes are, how large a picture they hold, and small copies of it."""

from __future__ import annotations

import io
import mimetypes
from pathlib import PurePath

import pillow_heif
from PIL import Image, ImageOps

CROPPED_SIDES_PX = (64, 80, 160)
"""Slack cuts these to a square. docs.slack.dev/reference/objects/file-object"""

FITTED_SIDES_PX = (360, 480, 720, 800, 960, 1024)
"""Slack fits these into a square; those larger than the original are left out, but never 360."""

MAX_THUMBNAIL_PIXELS = 80_000_000
"""Larger pictures get no thumbnails here: the page must not bring the machine to its knees."""

SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
)
BRANDS = {
    b"avif": "image/avif",
    b"avis": "image/avif",
    b"heic": "image/heic",
    b"heix": "image/heic",
    b"hevc": "image/heic",
    b"mif1": "image/heic",
    b"msf1": "image/heic",
}
FILETYPES = {"image/jpeg": "jpg", "image/tiff": "tiff", "text/plain": "text"}
PRETTY_TYPES = {"jpg": "JPEG", "text": "Plain Text", "webp": "WebP", "pdf": "PDF"}

UNREADABLE = (
    OSError,
    ValueError,
    SyntaxError,
    RuntimeError,
    EOFError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)
"""What Pillow and libheif raise for bytes they cannot read."""


def sniff_picture(content: bytes) -> str | None:
    """The media type the first bytes claim; None when it is none of the common pictures."""
    for signature, media_type in SIGNATURES:
        if content.startswith(signature):
            return media_type
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if content[4:8] == b"ftyp":
        return BRANDS.get(content[8:12])
    return None


def media_type_of(name: str, content: bytes) -> str:
    """By its first bytes, else by its name: a broken picture is still called one, as on Slack."""
    by_name, _ = mimetypes.guess_type(name)
    return sniff_picture(content) or by_name or "application/octet-stream"


def filetype_of(name: str, media_type: str) -> str:
    """Slack's short name of a type: "jpg", "png", "text", "pdf", or "binary"."""
    if media_type in FILETYPES:
        return FILETYPES[media_type]
    if media_type.startswith("image/"):
        return media_type.removeprefix("image/").removesuffix("+xml")
    return PurePath(name).suffix.removeprefix(".").lower() or "binary"


def pretty_type_of(filetype: str) -> str:
    return PRETTY_TYPES.get(filetype, filetype.upper())


def sides_of(content: bytes, media_type: str) -> tuple[int, int] | None:
    """Width and height as a person sees them, from the header; None when it is no picture."""
    if not media_type.startswith("image/"):
        return None
    try:
        with _open(content, media_type) as image:
            is_turned = image.getexif().get(0x0112, 1) in (5, 6, 7, 8)
            width_px, height_px = image.size
    except UNREADABLE:
        return None
    return (height_px, width_px) if is_turned else (width_px, height_px)


def thumbnail_sides(width_px: int, height_px: int) -> tuple[int, ...]:
    """Which thumbnails a picture of this size has."""
    if width_px * height_px > MAX_THUMBNAIL_PIXELS:
        return ()
    longest_px = max(width_px, height_px)
    fitted = tuple(side for side in FITTED_SIDES_PX if side == 360 or side < longest_px)
    return CROPPED_SIDES_PX + fitted


def fitted_size(width_px: int, height_px: int, side_px: int) -> tuple[int, int]:
    """The size of a picture fitted into a square, never enlarged, never below one pixel."""
    scale = min(1.0, side_px / max(width_px, height_px))
    return max(1, round(width_px * scale)), max(1, round(height_px * scale))


def thumbnail(content: bytes, media_type: str, side_px: int) -> tuple[bytes, str] | None:
    """A small copy, upright, as JPEG or PNG with its media type; None when it cannot be read."""
    try:
        with _open(content, media_type) as image:
            image.draft("RGB", (side_px * 2, side_px * 2))
            upright = ImageOps.exif_transpose(image)
            return _encode(_fit(upright, side_px), as_jpeg=media_type != "image/png")
    except UNREADABLE:
        return None


def _fit(image: Image.Image, side_px: int) -> Image.Image:
    if side_px in CROPPED_SIDES_PX:
        return ImageOps.fit(image.convert("RGBA"), (side_px, side_px))
    return image.convert("RGBA").resize(fitted_size(*image.size, side_px))


def _encode(image: Image.Image, *, as_jpeg: bool) -> tuple[bytes, str]:
    buffer = io.BytesIO()
    if as_jpeg:
        ground = Image.new("RGBA", image.size, "white")
        Image.alpha_composite(ground, image).convert("RGB").save(buffer, "JPEG", quality=85)
        return buffer.getvalue(), "image/jpeg"
    image.save(buffer, "PNG")
    return buffer.getvalue(), "image/png"


def _open(content: bytes, media_type: str) -> Image.Image:
    """The picture, not yet decoded. HEIC without registering a plug-in for the whole process."""
    if media_type == "image/heic":
        return pillow_heif.open_heif(content).to_pillow()
    return Image.open(io.BytesIO(content))
