"""Bytes in, one decoded `Picture` out. Opens no socket, writes no file, trusts no file name.

Everything is decided from the header before a pixel is decoded, because a file of 100 KB can ask
for gigabytes. Pillow's plugins are called one by one instead of through `Image.open`: only the
one whose magic was seen can run, and Pillow's own bomb limit, a warning at 89 MP whatever the
pixels cost, does not decide.
"""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from typing import IO

import numpy as np
from PIL import (
    AvifImagePlugin,
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    ImageCms,
    ImageFile,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)
from pillow_heif import HeifImageFile

from bot.errors import Damaged, NotAnImage, TooLarge, TooManyPixels, TooSmall, UnsupportedFormat
from bot.model import Picture, Pixels, Upload, UploadLimits

DECODE_BUDGET_BYTES = 512 * 2**20
"""What one decode may cost. Lets through 48 MP of every phone format (measured peaks: JPEG 13 MB,
progressive JPEG 160, PNG 195, HEIC 370, AVIF 450) and 100 MP JPEG (26, progressive 330)."""

NO_SERVICE = UploadLimits(max_bytes=0, min_side_px=50, max_side_px=16_000)
"""How far a picture is shrunk when it goes to no service."""

_MAX_SCANS = 100
"""Encoders write about ten scans; each costs a pass over all blocks, even an empty one."""

_QUALITIES = (90, 75, 50)

_SUBSAMPLING = {"JPEG": "4:2:0", "HEIF": "4:2:0", "AVIF": "4:2:0"}
"""What the upload loses where the original has lost it already. Anything else may be a screenshot,
whose colored text stays readable at 4:4:4 only."""

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

_MAGIC = {
    b"\xff\xd8\xff": "JPEG",
    b"\x89PNG\r\n\x1a\n": "PNG",
    b"GIF87a": "GIF",
    b"GIF89a": "GIF",
    b"II*\x00": "TIFF",
    b"MM\x00*": "TIFF",
    b"II+\x00": "TIFF",
    b"MM\x00+": "TIFF",
}

_MAGIC_UNSUPPORTED = {
    b"8BPS": "Photoshop",
    b"gimp xcf": "GIMP",
    b"\x00\x00\x01\x00": "ICO",
    b"icns": "ICNS",
    b"\x00\x00\x00\x0cjP  \r\n\x87\n": "JPEG 2000",
    b"\xff\x4f\xff\x51": "JPEG 2000",
    b"\x00\x00\x00\x0cJXL \r\n\x87\n": "JPEG XL",
    b"\xff\x0a": "JPEG XL",
    b"II\xbc\x01": "JPEG XR",
    b"\xc5\xd0\xd3\xc6": "EPS",
    b"v/1\x01": "OpenEXR",
    b"#?RADIANCE": "Radiance HDR",
    b"DDS ": "DDS",
    b"qoif": "QOI",
    b"FUJIFILMCCD-RAW": "camera raw",
    b"IIRO": "camera raw",
    b"IIU\x00": "camera raw",
}

_BMP_HEADER_SIZES = frozenset({12, 16, 40, 52, 56, 64, 108, 124})
_AVIF_BRANDS = frozenset({b"avif", b"avis"})
_HEIF_BRANDS = frozenset(
    {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"}
)

_ANIMATABLE = frozenset({"GIF", "PNG", "WEBP", "AVIF"})
"""Where a second frame means motion. In TIFF it is a page, in MPO the other eye or a gain map."""

_TRANSPOSES = {  # EXIF 2.32, tag 0x0112
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def prepare(data: bytes, *, limits: UploadLimits | None) -> Picture:
    """The picture, decoded once, with the bytes for a service that has `limits`.

    Without `limits` no upload is encoded and no service's limit applies.

    Raises:
        NotAnImage, UnsupportedFormat: by the first bytes, whatever the name says.
        TooManyPixels: decoding would cost more than `DECODE_BUDGET_BYTES`.
        TooSmall, TooLarge: no upload within `limits` can be made of it.
        Damaged: cut short, or not what its header says.
    """
    name = sniff_format(data)
    source = _open(data, name)
    target = _target_size(source.size, limits or NO_SERVICE)
    if limits and min(target) < limits.min_side_px:
        raise TooSmall(limits.min_side_px)
    picture = _read(source, target, data)
    if limits is None:
        return picture
    subsampling = _SUBSAMPLING.get(name, "4:4:4")
    return replace(picture, upload=_encode(picture.pixels, limits, subsampling))


def _read(source: ImageFile.ImageFile, target: tuple[int, int], data: bytes) -> Picture:
    """The picture at `target` size, without upload. Leaves `source` closed: its pixels are big."""
    width_px, height_px = source.size
    is_animated = _is_animated(source)
    small = _decode(source, target, data)
    orientation = _orientation(source)
    upright = _oriented(_to_srgb(small, source.info.get("icc_profile")), orientation)
    pixels = np.asarray(upright)
    source.close()
    if orientation >= 5:  # stands on its side
        width_px, height_px = height_px, width_px
    return Picture(
        pixels=pixels,
        width_px=width_px,
        height_px=height_px,
        format=source.format or "",
        size_bytes=len(data),
        is_animated=is_animated,
        upload=None,
    )


def _is_animated(source: ImageFile.ImageFile) -> bool:
    with _foreign_errors_mapped():  # GIF looks for its second frame only now
        return source.format in _ANIMATABLE and bool(getattr(source, "is_animated", False))


def sniff_format(data: bytes) -> str:
    """Pillow's name of a format we decode, judged by the first bytes.

    Raises:
        UnsupportedFormat: a picture of another kind.
        NotAnImage: anything else.
    """
    for magic, name in _MAGIC.items():
        if data.startswith(magic):
            return name
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "WEBP"
    if data.startswith(b"BM") and int.from_bytes(data[14:18], "little") in _BMP_HEADER_SIZES:
        return "BMP"
    if data[4:8] == b"ftyp":
        return _sniff_brands(data)
    raise _why_not(data)


def _sniff_brands(data: bytes) -> str:
    """AVIF, HEIF and videos share one container (ISO 14496-12); its brands tell them apart."""
    end = min(int.from_bytes(data[:4], "big"), 256)
    brands = {data[8:12]} | {data[at : at + 4] for at in range(16, end, 4)}
    if brands & _AVIF_BRANDS:
        return "AVIF"
    if brands & _HEIF_BRANDS:
        return "HEIF"
    if b"crx " in brands:
        raise UnsupportedFormat("camera raw")
    raise NotAnImage


def _why_not(data: bytes) -> UnsupportedFormat | NotAnImage:
    for magic, name in _MAGIC_UNSUPPORTED.items():
        if data.startswith(magic):
            return UnsupportedFormat(name)
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<svg", b"<?xml", b"<!--", b"<!doctype svg")) and b"<svg" in head:
        return UnsupportedFormat("SVG")
    if head.startswith(b"%!ps") and b"epsf" in head[:64]:
        return UnsupportedFormat("EPS")
    return NotAnImage()


@contextmanager
def _foreign_errors_mapped() -> Iterator[None]:
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
        MemoryError,  # budgeted above: only a lie inside a codec gets here
        struct.error,
        zlib.error,
        Image.DecompressionBombError,  # a GIF frame far larger than its own screen
    ) as error:
        raise Damaged from error


# --- From the header, before any decode ---


def _open(data: bytes, name: str) -> ImageFile.ImageFile:
    """The picture with only its header read."""
    size = _size_before_opening(data, name)
    if size:
        _afford(size, size[0] * size[1] * _OPENING_BYTES_PER_PX[name])
    with _foreign_errors_mapped():
        return _OPENERS[name](io.BytesIO(data))


def _afford(size: tuple[int, int], cost_bytes: float) -> None:
    if cost_bytes > DECODE_BUDGET_BYTES:
        raise TooManyPixels(*size)


_OPENING_BYTES_PER_PX = {"PNG": 4, "GIF": 6, "WEBP": 17}
"""These plugins take memory while opening: a canvas to animate on. WebP's decoder always has
two, and peaks at 16.2 bytes a pixel, measured."""


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


def _raster_cost_bytes(source: ImageFile.ImageFile) -> float:
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
    with _foreign_errors_mapped():  # a tag may hold anything
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


def _jpeg_cost_bytes(data: bytes, size: tuple[int, int]) -> float:
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


# --- Pixels ---


def _target_size(size: tuple[int, int], limits: UploadLimits) -> tuple[int, int]:
    """Shrunk to `long_side_px`, less where the short side would fall under `min_side_px`."""
    scale = min(1.0, limits.long_side_px / max(size))
    scale = max(scale, min(1.0, limits.min_side_px / min(size)))
    scale = min(scale, limits.max_side_px / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _decode(source: ImageFile.ImageFile, target: tuple[int, int], data: bytes) -> Image.Image:
    """The picture at `target`, not yet turned, transparency on white.

    A JPEG is shrunk by up to 8 while decoding. Turning comes last: it would undo that.
    Hamming's filter shrinks a drafted photo in half the time of Lanczos, without ringing.
    """
    original_size = source.size
    cost_bytes = 0.0
    if isinstance(source, JpegImagePlugin.JpegImageFile):
        cost_bytes += _jpeg_cost_bytes(data, original_size)
        source.draft(None, target)
    _afford(original_size, cost_bytes + _raster_cost_bytes(source))
    with _foreign_errors_mapped():
        source.load()
    image = _resizable(source)
    if image.size != target:
        image = image.resize(target, Image.Resampling.HAMMING, reducing_gap=2.0)
    return _on_white(image) if image.mode == "RGBa" else image


def _on_white(premultiplied: Image.Image) -> Image.Image:
    white = Image.new("RGB", premultiplied.size, "white")
    image = premultiplied.convert("RGBA")
    white.paste(image, mask=image)
    return white


def _resizable(source: Image.Image) -> Image.Image:
    """Indexes and 16-bit values become what can be averaged, transparency is premultiplied."""
    if source.mode.startswith("I;16"):  # Pillow's own conversion would clip at 255
        return Image.fromarray((np.asarray(source) >> 8).astype(np.uint8))
    if source.has_transparency_data:
        return (source if source.mode == "RGBA" else source.convert("RGBA")).convert("RGBa")
    if source.mode == "1":
        return source.convert("L")
    return source.convert("RGB") if source.mode == "P" else source


def _to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """RGB as a screen shows it, by the picture's own profile where that fits."""
    if image.mode in {"I", "F"}:
        return _stretched(image).convert("RGB")
    if image.mode == "LAB":
        return _transformed(image, ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")))
    if profile and profile[16:20].strip() == _PROFILE_SPACES.get(image.mode):
        try:
            return _by_profile(image, ImageCms.ImageCmsProfile(io.BytesIO(profile)))
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass  # a broken profile says nothing about the pixels
    return image.convert("RGB")


_PROFILE_SPACES = {"RGB": b"RGB", "L": b"GRAY", "CMYK": b"CMYK"}  # ICC.1:2022 section 7.2.8


def _by_profile(image: Image.Image, profile: ImageCms.ImageCmsProfile) -> Image.Image:
    if image.mode == "RGB" and "sRGB" in ImageCms.getProfileDescription(profile):
        return image
    return _transformed(image, profile)


def _transformed(image: Image.Image, profile: ImageCms.ImageCmsProfile) -> Image.Image:
    srgb = ImageCms.createProfile("sRGB")
    result = ImageCms.profileToProfile(image, profile, srgb, outputMode="RGB")
    return result or image


def _stretched(image: Image.Image) -> Image.Image:
    """Grey between the darkest and the brightest value; 0..1 and 0..255 are taken as they are."""
    values = np.nan_to_num(np.asarray(image, dtype=np.float64), posinf=0.0, neginf=0.0)
    low, high = min(0.0, values.min()), values.max()
    top = next((t for t in (1.0, 255.0) if low == 0.0 and 0.0 < high <= t), max(high, low + 1.0))
    return Image.fromarray(np.uint8((values - low) * (255.0 / (top - low))))


def _orientation(source: Image.Image) -> int:
    """1..8 (EXIF), 1 where it says nothing or nonsense. Ask after load: TIFF turns itself."""
    try:
        orientation = source.getexif().get(0x0112, 1)
    except (SyntaxError, OSError, ValueError, TypeError, LookupError, struct.error):
        return 1  # broken EXIF says nothing about the pixels
    return orientation if orientation in _TRANSPOSES else 1


def _oriented(image: Image.Image, orientation: int) -> Image.Image:
    turn = _TRANSPOSES.get(orientation)
    return image if turn is None else image.transpose(turn)


# --- The upload ---


def _encode(pixels: Pixels, limits: UploadLimits, subsampling: str) -> Upload:
    """A JPEG of nothing but these pixels, which therefore carries no metadata."""
    image = Image.fromarray(pixels)
    while min(image.size) >= limits.min_side_px:
        for quality in _QUALITIES:
            body = io.BytesIO()
            image.save(body, "JPEG", quality=quality, subsampling=subsampling)
            if body.tell() <= limits.max_bytes:
                return Upload(body.getvalue(), "image/jpeg", *image.size)
        image = image.reduce(2)
    raise TooLarge(limits.max_bytes)
