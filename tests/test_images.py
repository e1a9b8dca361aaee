from __future__ import annotations

import contextlib
import io
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pillow_heif
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, PngImagePlugin

from bot.errors import (
    Damaged,
    NotAnImage,
    Refused,
    TooLarge,
    TooManyPixels,
    TooSmall,
    UnsupportedFormat,
)
from bot.images import DECODE_BUDGET_BYTES, prepare, sniff_format
from bot.model import Picture, Pixels, Upload, UploadLimits

AZURE = UploadLimits(max_bytes=4_000_000, min_side_px=50, max_side_px=16_000)
PICTURES = Path(__file__).parent / "pictures"

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


def upload_of(picture: Picture) -> Upload:
    assert picture.upload is not None
    return picture.upload


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


# --- Every format and every mode ---

FORMATS = ["JPEG", "PNG", "GIF", "BMP", "WEBP", "TIFF", "AVIF", "HEIF", "MPO"]


@pytest.mark.parametrize("name", FORMATS)
def test_each_format_gives_the_same_picture(name: str) -> None:
    """Whatever the format, pixels, size and name of the picture come out right."""
    options = {"save_all": True, "append_images": [quarters()]} if name == "MPO" else {}
    data = saved(quarters(), name, **options)
    picture = prepare(data, limits=AZURE)
    assert is_close(corners(picture.pixels), [RED, GREEN, BLUE, GREY])
    assert (picture.width_px, picture.height_px, picture.format) == (120, 80, name)
    assert picture.size_bytes == len(data)
    assert not picture.is_animated
    assert picture.pixels.dtype == np.uint8
    upload = upload_of(picture)
    assert (upload.media_type, upload.width_px, upload.height_px) == ("image/jpeg", 120, 80)


def sixteen_bit_rgb() -> bytes:
    row = b"\0" + struct.pack(">3H", 0xC8FF, 0x1EFF, 0x1EFF) * 60
    return png(
        struct.pack(">IIBBBBB", 60, 60, 16, 2, 0, 0, 0), png_chunk(b"IDAT", zlib.compress(row * 60))
    )


def single(mode: str, value: float | tuple[int, ...], name: str, **options: object) -> bytes:
    return saved(Image.new(mode, (60, 60), value), name, **options)


def palette_with_hole() -> bytes:
    image = Image.new("P", (60, 60), 1)
    image.putpalette([0, 0, 0, *RED])
    return saved(image, "PNG", transparency=1)


def wide_grey() -> bytes:
    return saved(Image.fromarray(np.full((60, 60), 0x80FF, dtype=np.uint16)), "PNG")


def lab_tiff() -> bytes:
    to_lab = ImageCms.buildTransform(
        ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), "RGB", "LAB"
    )
    lab = ImageCms.applyTransform(Image.new("RGB", (60, 60), GREEN), to_lab)
    assert lab is not None
    return saved(lab, "TIFF")


MODES: dict[str, tuple[Callable[[], bytes], tuple[int, ...]]] = {
    "one bit": (lambda: single("1", 1, "PNG"), (255, 255, 255)),
    "grey": (lambda: single("L", 128, "JPEG"), GREY),
    "grey and alpha": (lambda: single("LA", (0, 127), "PNG"), (128, 128, 128)),
    "alpha": (lambda: single("RGBA", (0, 0, 0, 0), "PNG"), (255, 255, 255)),
    "half alpha, WebP": (lambda: single("RGBA", (0, 0, 0, 127), "WEBP"), (128, 128, 128)),
    "palette": (lambda: single("P", 0, "GIF"), (0, 0, 0)),
    "palette with a hole": (palette_with_hole, (255, 255, 255)),
    "16 bits grey": (wide_grey, (128, 128, 128)),
    "16 bits color": (sixteen_bit_rgb, (200, 30, 30)),
    "32 bits": (lambda: single("I", 128, "TIFF"), GREY),
    "float 0..1": (lambda: single("F", 0.502, "TIFF"), GREY),
    "CMYK JPEG": (lambda: single("CMYK", (0, 255, 255, 0), "JPEG"), (255, 0, 0)),
    "CMYK TIFF": (lambda: single("CMYK", (255, 255, 0, 0), "TIFF"), (0, 0, 255)),
    "YCbCr TIFF": (lambda: single("YCbCr", (128, 128, 128), "TIFF"), GREY),
    "Lab": (lab_tiff, GREEN),
}


@pytest.mark.parametrize("mode", MODES)
def test_each_pixel_mode_becomes_rgb(mode: str) -> None:
    """Deep, indexed, transparent and printers' pixels all become 8-bit RGB, on white."""
    make, color = MODES[mode]
    assert is_close(corners(prepare(make(), limits=None).pixels), [color] * 4, within=4)


@pytest.mark.parametrize("mode", MODES)
def test_modes_survive_shrinking(mode: str) -> None:
    """A picture that must be shrunk keeps its colors in every mode."""
    make, color = MODES[mode]
    small = UploadLimits(max_bytes=4_000_000, min_side_px=1, max_side_px=16_000, long_side_px=20)
    picture = prepare(make(), limits=small)
    assert picture.pixels.shape == (20, 20, 3)
    assert is_close(corners(picture.pixels), [color] * 4, within=4)


def test_transparency_does_not_stain_when_shrunk() -> None:
    """The color hidden under full transparency does not bleed into what is visible."""
    image = Image.new("RGBA", (400, 400), (255, 0, 0, 0))
    image.paste((0, 0, 255, 255), (0, 0, 201, 400))
    limits = UploadLimits(max_bytes=4_000_000, min_side_px=1, max_side_px=16_000, long_side_px=100)
    pixels = prepare(saved(image, "PNG"), limits=limits).pixels
    assert np.ptp(pixels[..., :2].astype(int), axis=2).max() <= 1


# --- Orientation ---

UPRIGHT = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
"""How an upright picture must be stored so that the tag sets it upright again."""


def tagged(orientation: int, name: str) -> bytes:
    turn = UPRIGHT[orientation]
    image = quarters() if turn is None else quarters().transpose(turn)
    exif = Image.Exif()
    exif[0x0112] = orientation
    return saved(image, name, exif=exif.tobytes())


@pytest.mark.parametrize("name", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF", "HEIF"])
@pytest.mark.parametrize("orientation", UPRIGHT)
def test_all_eight_orientations_stand_upright(orientation: int, name: str) -> None:
    """The picture comes out as a person sees it, and so does its upload."""
    picture = prepare(tagged(orientation, name), limits=AZURE)
    assert is_close(corners(picture.pixels), [RED, GREEN, BLUE, GREY])
    assert (picture.width_px, picture.height_px) == (120, 80)
    sent = Image.open(io.BytesIO(upload_of(picture).body))
    assert is_close(corners(np.asarray(sent)), [RED, GREEN, BLUE, GREY], within=12)


def test_a_turned_photo_is_shrunk_by_its_long_side() -> None:
    """A portrait stored lying keeps its shape when shrunk."""
    exif = Image.Exif()
    exif[0x0112] = 6
    lying = Image.new("RGB", (4000, 3000), BLUE)
    picture = prepare(saved(lying, "JPEG", exif=exif.tobytes()), limits=AZURE)
    assert picture.pixels.shape == (1600, 1200, 3)
    assert (picture.width_px, picture.height_px) == (3000, 4000)


@pytest.mark.filterwarnings("ignore:Corrupt EXIF:UserWarning")  # Pillow's remark
@pytest.mark.parametrize(
    "exif", [b"Exif\0\0II*\0\xff\xff\xff\xff", b"Exif\0\0garbage!", b"Exif\0\0"]
)
def test_broken_exif_costs_nothing_but_the_turn(exif: bytes) -> None:
    """A picture whose EXIF cannot be read is shown as it is stored."""
    assert prepare(saved(quarters(), "JPEG", exif=exif), limits=None).width_px == 120


# --- Color profiles ---


def xyz(*values: float) -> bytes:
    return b"XYZ \0\0\0\0" + struct.pack(">3i", *(round(value * 65536) for value in values))


def gamma(value: float) -> bytes:
    return b"curv\0\0\0\0" + struct.pack(">IH", 1, round(value * 256)) + b"\0\0"


def profile_of(space: bytes, tags: dict[bytes, bytes]) -> bytes:
    """An ICC v2 display profile (ICC.1:2001-04): header, table of tags, tags."""
    tags = {
        b"wtpt": xyz(0.9642, 1.0, 0.8249),
        b"desc": b"desc\0\0\0\0" + struct.pack(">I", 5) + b"Test\0" + bytes(79),
    } | tags
    table, body = b"", b""
    start = 132 + 12 * len(tags)
    for tag, content in tags.items():
        table += tag + struct.pack(">II", start + len(body), len(content))
        body += content + bytes(-len(content) % 4)
    header = struct.pack(">I4sI4s4s4s", start + len(body), b"", 0x02400000, b"mntr", space, b"XYZ ")
    header += bytes(12) + b"acsp" + bytes(28) + struct.pack(">3i", 63190, 65536, 54061) + bytes(48)
    return header + struct.pack(">I", len(tags)) + table + body


DISPLAY_P3 = profile_of(
    b"RGB ",
    {
        b"rXYZ": xyz(0.5151, 0.2412, -0.0011),
        b"gXYZ": xyz(0.292, 0.6922, 0.0419),
        b"bXYZ": xyz(0.1571, 0.0666, 0.7841),
        **dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), gamma(2.2)),
    },
)
LINEAR_GREY = profile_of(b"GRAY", {b"kTRC": gamma(1.0)})


@pytest.mark.parametrize("name", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
def test_wide_gamut_becomes_srgb(name: str) -> None:
    """Display P3's (200, 100, 100) is shown as sRGB's (216, 93, 97), as the standards compute."""
    image = Image.new("RGB", (60, 60), (200, 100, 100))
    pixels = prepare(saved(image, name, icc_profile=DISPLAY_P3), limits=None).pixels
    assert is_close(corners(pixels), [(216, 93, 97)] * 4, within=4)


def test_a_grey_profile_is_followed() -> None:
    """Half the light is 188 in sRGB, whatever the grey's own curve calls it."""
    data = saved(Image.new("L", (60, 60), 128), "PNG", icc_profile=LINEAR_GREY)
    assert is_close(corners(prepare(data, limits=None).pixels), [(188, 188, 188)] * 4, within=2)


@pytest.mark.parametrize(
    "profile", [b"", b"nonsense", DISPLAY_P3[:200], DISPLAY_P3[:132] + bytes(400)]
)
def test_a_broken_profile_is_ignored(profile: bytes) -> None:
    """A profile that cannot be used leaves the pixels as they are."""
    data = saved(quarters(), "PNG", icc_profile=profile)
    assert is_close(corners(prepare(data, limits=None).pixels), [RED, GREEN, BLUE, GREY], within=0)


def test_an_srgb_profile_changes_nothing() -> None:
    """A picture that says it is sRGB is taken at its word, to the bit."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = saved(quarters(), "PNG", icc_profile=profile)
    assert is_close(corners(prepare(data, limits=None).pixels), [RED, GREEN, BLUE, GREY], within=0)


# --- What leaves ---

ALLOWED_MARKERS = {0xE0, 0xDB, 0xC0, 0xC4, 0xDA}
"""JFIF header, quantization, frame, Huffman tables, scan: what a JPEG cannot do without."""


def markers(jpeg: bytes) -> Iterator[tuple[int, bytes]]:
    at = 2
    while jpeg[at + 1] != 0xDA:
        size = int.from_bytes(jpeg[at + 2 : at + 4], "big")
        yield jpeg[at + 1], jpeg[at + 4 : at + 2 + size]
        at += 2 + size
    yield 0xDA, jpeg[at + 4 :]


def laden(secret: str, name: str) -> bytes:
    """A picture that tells `secret` in every way its format has."""
    exif = Image.Exif()
    exif[0x010E] = secret  # ImageDescription
    exif[0x9C9B] = secret.encode("utf-16-le")  # XPTitle
    exif.get_ifd(0x8825).update({1: "N", 2: (48.0, 51.0, 29.0), 3: "E", 4: (2.0, 17.0, 40.0)})
    xmp = f"<x:xmpmeta><dc:title>{secret}</dc:title></x:xmpmeta>".encode()
    options: dict[str, object] = {"exif": exif.tobytes(), "icc_profile": DISPLAY_P3, "xmp": xmp}
    if name == "JPEG":
        options["comment"] = secret
    if name == "PNG":
        text = PngImagePlugin.PngInfo()
        text.add_itxt("Comment", secret)
        text.add_text("Author", secret.encode("latin-1", "replace").decode("latin-1"), zip=True)
        options["pnginfo"] = text
        options.pop("xmp")
    return saved(quarters(), name, **options)


@pytest.mark.parametrize("name", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
@settings(max_examples=8, deadline=None)
@given(secret=st.text("abcdefghijklmnopqrstuvwxyz", min_size=12, max_size=40))
def test_nothing_but_pixels_leaves(name: str, secret: str) -> None:
    """No EXIF, GPS, ICC, XMP, comment, thumbnail or text of the original is in the upload."""
    data = laden(secret, name)
    body = upload_of(prepare(data, limits=AZURE)).body
    found = list(markers(body))
    assert {marker for marker, _ in found} <= ALLOWED_MARKERS
    assert [len(payload) for marker, payload in found if marker == 0xE0] == [14]
    assert body.endswith(b"\xff\xd9")
    assert secret.encode() not in body
    assert secret.encode("utf-16-le") not in body


def test_nothing_is_appended_to_the_upload() -> None:
    """What hides behind the end of a picture, a motion photo's film for one, stays behind."""
    body = upload_of(prepare(saved(quarters(), "JPEG") + b"ftypmp42 film", limits=AZURE)).body
    assert b"film" not in body


@settings(max_examples=40, deadline=None)
@given(width=st.integers(1, 3000), height=st.integers(1, 3000))
def test_an_upload_keeps_to_the_limits(width: int, height: int) -> None:
    """Either the picture is too small, or every side of its upload is within the limits."""
    data = saved(Image.new("L", (width, height), 90), "PNG")
    try:
        upload = upload_of(prepare(data, limits=AZURE))
    except TooSmall:
        upload = None
    assert (upload is None) == (min(width, height) < AZURE.min_side_px)
    if upload is None:
        return
    sides = (upload.width_px, upload.height_px)
    assert min(sides) >= AZURE.min_side_px
    assert max(sides) <= max(
        AZURE.long_side_px, AZURE.min_side_px * max(width, height) // min(width, height) + 1
    )
    assert sides[0] <= width
    assert sides[1] <= height
    assert len(upload.body) <= AZURE.max_bytes


def test_a_thin_picture_keeps_its_short_side() -> None:
    """A strip is not shrunk under the least side a service takes."""
    upload = upload_of(prepare(saved(Image.new("L", (8000, 100)), "PNG"), limits=AZURE))
    assert (upload.width_px, upload.height_px) == (4000, 50)


def test_a_strip_no_service_takes_is_too_small() -> None:
    """Where the longest side allowed leaves too little of the short one, the picture is refused."""
    with pytest.raises(TooSmall):
        prepare(saved(Image.new("1", (40_000, 60)), "PNG"), limits=AZURE)


def test_quality_gives_way_before_size() -> None:
    """An upload over the byte limit is encoded harder, then smaller, and at last refused."""
    noise = np.random.default_rng(5).integers(0, 256, (400, 400, 3), dtype=np.uint8)
    data = saved(Image.fromarray(noise), "PNG")

    def upload(max_bytes: int) -> Upload:
        limits = UploadLimits(max_bytes=max_bytes, min_side_px=50, max_side_px=16_000)
        return upload_of(prepare(data, limits=limits))

    full, harder, smaller = upload(4_000_000), upload(220_000), upload(20_000)
    assert (full.width_px, harder.width_px, smaller.width_px) == (400, 400, 200)
    assert len(harder.body) <= 220_000 < len(full.body)
    with pytest.raises(TooLarge):
        upload(500)


def test_colored_text_stays_readable() -> None:
    """A screenshot keeps its full chroma: red one-pixel lines on blue are still red."""
    lines = np.zeros((200, 200, 3), dtype=np.uint8)
    lines[..., 2] = 200
    lines[:, ::4] = (220, 0, 0)
    sent = upload_of(prepare(saved(Image.fromarray(lines), "PNG"), limits=AZURE)).body
    pixels = np.asarray(Image.open(io.BytesIO(sent))).astype(int)
    assert np.median(pixels[:, ::4, 0]) > 170


def test_without_limits_nothing_is_encoded() -> None:
    """When no service asks for bytes, none are made and none of its limits holds."""
    picture = prepare(saved(Image.new("RGB", (1, 1), RED), "PNG"), limits=None)
    assert picture.upload is None
    assert picture.pixels.tolist() == [[list(RED)]]


# --- Motion and pages ---


@pytest.mark.parametrize(
    ("name", "is_animated"),
    [("GIF", True), ("PNG", True), ("WEBP", True), ("AVIF", True), ("TIFF", False), ("MPO", False)],
)
def test_only_motion_is_animated(name: str, is_animated: bool) -> None:
    """The first frame is shown and motion is told; pages and second views are not motion."""
    data = saved(quarters(), name, save_all=True, append_images=[Image.new("RGB", (120, 80), BLUE)])
    picture = prepare(data, limits=None)
    assert picture.is_animated is is_animated
    assert is_close(corners(picture.pixels), [RED, GREEN, BLUE, GREY])


# --- What is refused ---

UNSUPPORTED = {
    "SVG": b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"></svg>',
    "Photoshop": b"8BPS\0\1" + bytes(40),
    "ICO": b"\0\0\1\0\1\0" + bytes(40),
    "JPEG 2000": b"\0\0\0\x0cjP  \r\n\x87\n" + bytes(40),
    "JPEG XL": b"\xff\x0a" + bytes(40),
    "EPS": b"%!PS-Adobe-3.0 EPSF-3.0\n",
    "camera raw": b"\0\0\0\x18ftypcrx \0\0\0\1crx isom",
}


@pytest.mark.parametrize("name", UNSUPPORTED)
def test_other_pictures_are_named(name: str) -> None:
    """A picture of a kind we do not read is refused by its name."""
    with pytest.raises(UnsupportedFormat) as caught:
        prepare(UNSUPPORTED[name], limits=None)
    assert caught.value.format == name


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0",
        b"hello",
        b"BMW is a maker of cars and motorcycles",
        b"<!doctype html><html><head><title>Sign in</title></head><body><svg></svg></body></html>",
        b"%PDF-1.7\n",
        b"%!PS-Adobe-3.0\n",
        b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom",
        b"RIFF\0\0\0\0WAVEfmt ",
        b"PK\x03\x04",
    ],
)
def test_other_files_are_no_images(data: bytes) -> None:
    """Text, pages, films, sounds and archives are not pictures."""
    with pytest.raises(NotAnImage):
        prepare(data, limits=None)


@given(data=st.binary(max_size=200))
def test_any_bytes_are_judged(data: bytes) -> None:
    """Sniffing answers a known name or refuses, whatever the bytes."""
    with contextlib.suppress(NotAnImage, UnsupportedFormat):
        assert sniff_format(data) in FORMATS


SAMPLES = {
    name: saved(quarters(40, 30), name)
    for name in ("JPEG", "PNG", "GIF", "BMP", "WEBP", "TIFF", "AVIF", "HEIF")
}


@pytest.mark.parametrize("name", SAMPLES)
def test_half_a_picture_is_damaged(name: str) -> None:
    """A picture cut in the middle is refused as damaged, never shown half."""
    with pytest.raises(Damaged):
        prepare(SAMPLES[name][: len(SAMPLES[name]) // 2], limits=None)


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow's remarks about odd tags
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    name=st.sampled_from(sorted(SAMPLES)),
    at=st.floats(0, 1),
    junk=st.binary(min_size=1, max_size=12),
    cut=st.floats(0.2, 1),
)
def test_damage_anywhere_is_refused_or_survived(
    name: str, at: float, junk: bytes, cut: float
) -> None:
    """However the bytes are hurt, a picture comes out or a reason why not; nothing else."""
    data = bytearray(SAMPLES[name])
    start = int(at * (len(data) - 1))
    data[start : start + len(junk)] = junk
    try:
        picture = prepare(bytes(data[: int(cut * len(data))]), limits=None)
    except Refused:
        return
    assert picture.pixels.shape[2] == 3


# --- Hostile files ---


def empty_png(width: int, height: int, bit_depth: int, color_type: int, *before: bytes) -> bytes:
    row_bytes = 1 + -(-width * bit_depth * {0: 1, 2: 3, 6: 4}[color_type] // 8)
    packer = zlib.compressobj(9)
    body = (
        b"".join(packer.compress(bytes(row_bytes)) for _ in range(min(height, 64))) + packer.flush()
    )
    header = struct.pack(">IIBBBBB", width, height, bit_depth, color_type, 0, 0, 0)
    return png(header, *before, png_chunk(b"IDAT", body))


def animated_png(side: int) -> bytes:
    control = struct.pack(">IIIIIHHBB", 0, side, side, 0, 0, 1, 1, 1, 0)
    animation = png_chunk(b"acTL", struct.pack(">II", 2, 0)), png_chunk(b"fcTL", control)
    return empty_png(side, side, 8, 6, *animation)


def resized_header(jpeg: bytes, width: int, height: int) -> bytes:
    """The JPEG with another size in its frame header: a lie."""
    for code in (b"\xff\xc0", b"\xff\xc2"):
        at = jpeg.find(code)
        if at > 0:
            return jpeg[: at + 5] + struct.pack(">HH", height, width) + jpeg[at + 9 :]
    raise AssertionError


def lying_jpeg(side: int, **options: object) -> bytes:
    return resized_header(saved(quarters(), "JPEG", **options), side, side)


def padded(data: bytes, size_bytes: int) -> bytes:
    return data + bytes(size_bytes)


def many_scans(count: int) -> bytes:
    """A progressive JPEG that repeats its last scan."""
    jpeg = saved(quarters(), "JPEG", progressive=True)
    last = jpeg.rfind(b"\xff\xda")
    return jpeg[:last] + jpeg[last:-2] * count + b"\xff\xd9"


def big_webp(kind: bytes) -> bytes:
    size = struct.pack("<I", 16_382 | 16_382 << 14)
    chunk = {
        b"VP8X": bytes(4) + b"\xfe\x3f\0" * 2,
        b"VP8L": b"\x2f" + size,
        b"VP8 ": b"\0\0\0\x9d\x01\x2a" + struct.pack("<HH", 16_383, 16_383),
    }[kind]
    chunk += bytes(20)
    body = b"WEBP" + kind + struct.pack("<I", len(chunk)) + chunk
    return b"RIFF" + struct.pack("<I", len(body)) + body


def tiled_tiff(tile_px: int) -> bytes:
    """A TIFF of 100 x 100 in one tile that is far larger."""
    entries = [
        (256, 4, 100), (257, 4, 100), (258, 3, 8), (259, 3, 8), (262, 3, 1), (277, 3, 1),
        (322, 4, tile_px), (323, 4, tile_px), (324, 4, 8), (325, 4, 1000),
    ]  # fmt: skip
    directory = struct.pack("<H", len(entries))
    directory += b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in entries)
    body = zlib.compress(bytes(1_000_000))[:1000].ljust(1000, b"\0")
    return b"II*\0" + struct.pack("<I", 1008) + body + directory + bytes(4)


HOSTILE: dict[str, tuple[Callable[[], bytes], type[Refused]]] = {
    "1-bit PNG 30,000 x 30,000": (lambda: empty_png(30_000, 30_000, 1, 0), TooManyPixels),
    "RGB PNG 13,000 x 13,000": (lambda: empty_png(13_000, 13_000, 8, 2), TooManyPixels),
    "animated PNG 20,000 x 20,000": (lambda: animated_png(20_000), TooManyPixels),
    "GIF 65,535 x 65,535": (lambda: b"GIF89a\xff\xff\xff\xff" + bytes(40), TooManyPixels),
    "WebP, extended": (lambda: big_webp(b"VP8X"), TooManyPixels),
    "WebP, lossless": (lambda: big_webp(b"VP8L"), TooManyPixels),
    "WebP, lossy": (lambda: big_webp(b"VP8 "), TooManyPixels),
    "TIFF of one giant tile": (lambda: tiled_tiff(60_000), TooManyPixels),
    "JPEG of 10 KB that says 65,500 x 65,500": (lambda: lying_jpeg(65_500), Damaged),
    "progressive JPEG that says 13,000 x 13,000": (
        lambda: lying_jpeg(13_000, progressive=True),
        Damaged,
    ),
    "the same, padded": (
        lambda: padded(lying_jpeg(20_000, progressive=True), 1_000_000),
        TooManyPixels,
    ),
    "JPEG of a thousand scans": (lambda: many_scans(1000), Damaged),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused(name: str) -> None:
    """A file that asks for more than one picture may have is refused, without any warning."""
    make, error = HOSTILE[name]
    with pytest.raises(error):
        prepare(make(), limits=None)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads Linux's peak memory")
def test_refusing_costs_no_memory() -> None:
    """All hostile files together do not raise the process's peak by a tenth of the budget."""
    code = """if True:
        from pathlib import Path
        from bot.errors import Refused
        from bot.images import prepare
        from tests.test_images import HOSTILE, SAMPLES

        def peak_kb():
            return int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0])

        files = [make() for make, _ in HOSTILE.values()]
        prepare(SAMPLES["JPEG"], limits=None)
        before = peak_kb()
        for data in files:
            try:
                prepare(data, limits=None)
            except Refused:
                pass
        print(peak_kb() - before)
    """
    root = Path(__file__).parent.parent
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, cwd=root)
    assert int(ran.stdout) * 1024 < DECODE_BUDGET_BYTES / 10


@pytest.mark.parametrize("progressive", [False, True])
def test_a_phone_photo_of_48_megapixels_is_read(progressive: bool) -> None:
    """What phones take is never too many pixels."""
    data = saved(Image.new("RGB", (8064, 6048), GREEN), "JPEG", progressive=progressive)
    picture = prepare(data, limits=AZURE)
    assert picture.pixels.shape == (1200, 1600, 3)
    assert (picture.width_px, picture.height_px) == (8064, 6048)


def test_real_photos_are_read() -> None:
    """The photos of the tests come out at their own size."""
    sizes = {
        path.name: prepare(path.read_bytes(), limits=AZURE).pixels.shape
        for path in PICTURES.glob("*.jpg")
    }
    assert sizes == {
        "polar_bear.jpg": (221, 220, 3),
        "parliament_hill.jpg": (768, 1024, 3),
        "house.jpg": (462, 600, 3),
    }
