"""Bytes in, one decoded `Picture` out. Opens no socket, writes no file, trusts no file name.

Everything is decided from the header before a pixel is decoded; then each pixel is decoded once.
"""

from __future__ import annotations

import io
import struct
from dataclasses import replace

import numpy as np
from PIL import Image, ImageCms, ImageFile, JpegImagePlugin

from bot.decoders import foreign_errors_mapped, open_header
from bot.errors import TooLarge, TooSmall
from bot.formats import sniff_format
from bot.headers import afford, afford_opening, jpeg_cost_bytes, raster_cost_bytes
from bot.model import Picture, Upload, UploadLimits

NO_SERVICE = UploadLimits(max_bytes=0, min_side_px=50, max_side_px=16_000)
"""How far a picture is shrunk when it goes to no service."""

_BAND_PX = 256

_QUALITIES = (90, 75, 50)

_SUBSAMPLING = {"JPEG": "4:2:0", "HEIF": "4:2:0", "AVIF": "4:2:0"}
"""What the upload loses where the original has lost it already. Anything else may be a screenshot,
whose colored text stays readable at 4:4:4 only."""

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
        TooManyPixels: decoding would cost more than `headers.DECODE_BUDGET_BYTES`.
        TooSmall, TooLarge: no upload within `limits` can be made of it.
        Damaged: cut short, or not what its header says.
    """
    name = sniff_format(data)
    afford_opening(data, name)
    source = open_header(data, name)
    target = _target_size(source.size, limits or NO_SERVICE)
    if limits and min(target) < limits.min_side_px:
        raise TooSmall(limits.min_side_px)
    picture = _read(source, target, data)
    if limits is None:
        return picture
    subsampling = _SUBSAMPLING.get(name, "4:4:4")
    return replace(picture, upload=_encode(picture.image, limits, subsampling))


def _read(source: ImageFile.ImageFile, target: tuple[int, int], data: bytes) -> Picture:
    """The picture at `target` size, without upload. Leaves `source` closed: its pixels are big."""
    width_px, height_px = source.size
    is_animated = _is_animated(source)
    small = _decode(source, target, data)
    orientation = _orientation(source)
    upright = _oriented(_to_srgb(small, source.info.get("icc_profile")), orientation)
    image = upright.copy() if upright is source else upright
    image.info.clear()  # JPEG's encoder would write a comment it finds there
    source.close()
    if orientation >= 5:  # stands on its side
        width_px, height_px = height_px, width_px
    return Picture(
        image=image,
        width_px=width_px,
        height_px=height_px,
        format=source.format or "",
        size_bytes=len(data),
        is_animated=is_animated,
        upload=None,
    )


def _is_animated(source: ImageFile.ImageFile) -> bool:
    with foreign_errors_mapped():  # GIF looks for its second frame only now
        return source.format in _ANIMATABLE and bool(getattr(source, "is_animated", False))


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
        cost_bytes += jpeg_cost_bytes(data, original_size)
        source.draft(None, target)
    afford(original_size, cost_bytes + raster_cost_bytes(source))
    with foreign_errors_mapped():
        source.load()
    image = _resizable(source)
    if image.size != target:
        image = _shrunk(image, target)
    return _on_white(image) if image.mode == "RGBa" else image


def _shrunk(image: Image.Image, target: tuple[int, int]) -> Image.Image:
    """As `resize` with a reducing gap of 2 does, but in bands.

    At once, it would keep a copy as high as the original meanwhile: 19 MB for 9 megapixels. Source:
    Pillow 13's Image.resize and libImaging/Resample.c, November 2026.
    """
    factor_x, factor_y = (
        max(1, int(own / aim / 2)) for own, aim in zip(image.size, target, strict=True)
    )
    near = image.reduce((factor_x, factor_y)) if max(factor_x, factor_y) > 1 else image
    width, height = image.width / factor_x, image.height / factor_y
    shrunk = Image.new(image.mode, target)
    for top in range(0, target[1], _BAND_PX):
        bottom = min(top + _BAND_PX, target[1])
        part = (0, height * top / target[1], width, min(height, height * bottom / target[1]))
        band = near.resize((target[0], bottom - top), Image.Resampling.HAMMING, box=part)
        shrunk.paste(band, (0, top))
    return shrunk


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
    return image if image.mode == "RGB" else image.convert("RGB")  # which would copy it


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


def _encode(image: Image.Image, limits: UploadLimits, subsampling: str) -> Upload:
    """A JPEG of nothing but these pixels, which therefore carries no metadata."""
    while min(image.size) >= limits.min_side_px:
        for quality in _QUALITIES:
            body = io.BytesIO()
            image.save(body, "JPEG", quality=quality, subsampling=subsampling)
            if body.tell() <= limits.max_bytes:
                return Upload(body.getvalue(), "image/jpeg", *image.size)
        image = image.reduce(2)
    raise TooLarge(limits.max_bytes)
