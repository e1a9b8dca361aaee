from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, PngImagePlugin

from bot.errors import NotAnImage, Refused, TooLarge, TooSmall, UnsupportedFormat
from bot.images import prepare
from bot.model import Picture, Upload, UploadLimits
from tests.drawings import (
    BLUE,
    FORMATS,
    GREEN,
    GREY,
    RED,
    corners,
    is_close,
    png,
    png_chunk,
    quarters,
    saved,
)
from tests.icc import DISPLAY_P3, LINEAR_GREY

AZURE = UploadLimits(max_bytes=4_000_000, min_side_px=50, max_side_px=16_000)
PICTURES = Path(__file__).parent / "pictures"


def upload_of(picture: Picture) -> Upload:
    assert picture.upload is not None
    return picture.upload


# --- Every format and every mode ---


@pytest.mark.parametrize("name", [*FORMATS, "MPO"])
def test_each_format_gives_the_same_picture(name: str) -> None:
    """Whatever the format, pixels, size and name of the picture come out right."""
    options = {"save_all": True, "append_images": [quarters()]} if name == "MPO" else {}
    data = saved(quarters(), name, **options)
    picture = prepare(data, limits=AZURE)
    assert is_close(corners(np.asarray(picture.image)), [RED, GREEN, BLUE, GREY])
    assert (picture.width_px, picture.height_px, picture.format) == (120, 80, name)
    assert picture.size_bytes == len(data)
    assert not picture.is_animated
    assert picture.image.mode == "RGB"
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
    assert is_close(corners(np.asarray(prepare(make(), limits=None).image)), [color] * 4, within=4)


@pytest.mark.parametrize("mode", MODES)
def test_modes_survive_shrinking(mode: str) -> None:
    """A picture that must be shrunk keeps its colors in every mode."""
    make, color = MODES[mode]
    small = UploadLimits(max_bytes=4_000_000, min_side_px=1, max_side_px=16_000, long_side_px=20)
    picture = prepare(make(), limits=small)
    assert picture.image.size == (20, 20)
    assert is_close(corners(np.asarray(picture.image)), [color] * 4, within=4)


def test_transparency_does_not_stain_when_shrunk() -> None:
    """The color hidden under full transparency does not bleed into what is visible."""
    image = Image.new("RGBA", (400, 400), (255, 0, 0, 0))
    image.paste((0, 0, 255, 255), (0, 0, 201, 400))
    limits = UploadLimits(max_bytes=4_000_000, min_side_px=1, max_side_px=16_000, long_side_px=100)
    pixels = np.asarray(prepare(saved(image, "PNG"), limits=limits).image)
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
    assert is_close(corners(np.asarray(picture.image)), [RED, GREEN, BLUE, GREY])
    assert (picture.width_px, picture.height_px) == (120, 80)
    sent = Image.open(io.BytesIO(upload_of(picture).body))
    assert is_close(corners(np.asarray(sent)), [RED, GREEN, BLUE, GREY], within=12)


def test_a_turned_photo_is_shrunk_by_its_long_side() -> None:
    """A portrait stored lying keeps its shape when shrunk."""
    exif = Image.Exif()
    exif[0x0112] = 6
    lying = Image.new("RGB", (4000, 3000), BLUE)
    picture = prepare(saved(lying, "JPEG", exif=exif.tobytes()), limits=AZURE)
    assert picture.image.size == (1200, 1600)
    assert (picture.width_px, picture.height_px) == (3000, 4000)


@pytest.mark.filterwarnings("ignore:Corrupt EXIF:UserWarning")  # Pillow's remark
@pytest.mark.parametrize(
    "exif", [b"Exif\0\0II*\0\xff\xff\xff\xff", b"Exif\0\0garbage!", b"Exif\0\0"]
)
def test_broken_exif_costs_nothing_but_the_turn(exif: bytes) -> None:
    """A picture whose EXIF cannot be read is shown as it is stored."""
    assert prepare(saved(quarters(), "JPEG", exif=exif), limits=None).width_px == 120


# --- Color profiles ---


@pytest.mark.parametrize("name", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
def test_wide_gamut_becomes_srgb(name: str) -> None:
    """Display P3's (200, 100, 100) is shown as sRGB's (216, 93, 97), as the standards compute."""
    image = Image.new("RGB", (60, 60), (200, 100, 100))
    pixels = np.asarray(prepare(saved(image, name, icc_profile=DISPLAY_P3), limits=None).image)
    assert is_close(corners(pixels), [(216, 93, 97)] * 4, within=4)


def test_a_grey_profile_is_followed() -> None:
    """Half the light is 188 in sRGB, whatever the grey's own curve calls it."""
    data = saved(Image.new("L", (60, 60), 128), "PNG", icc_profile=LINEAR_GREY)
    assert is_close(
        corners(np.asarray(prepare(data, limits=None).image)), [(188, 188, 188)] * 4, within=2
    )


@pytest.mark.parametrize(
    "profile", [b"", b"nonsense", DISPLAY_P3[:200], DISPLAY_P3[:132] + bytes(400)]
)
def test_a_broken_profile_is_ignored(profile: bytes) -> None:
    """A profile that cannot be used leaves the pixels as they are."""
    data = saved(quarters(), "PNG", icc_profile=profile)
    assert is_close(
        corners(np.asarray(prepare(data, limits=None).image)), [RED, GREEN, BLUE, GREY], within=0
    )


def test_an_srgb_profile_changes_nothing() -> None:
    """A picture that says it is sRGB is taken at its word, to the bit."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = saved(quarters(), "PNG", icc_profile=profile)
    assert is_close(
        corners(np.asarray(prepare(data, limits=None).image)), [RED, GREEN, BLUE, GREY], within=0
    )


@pytest.mark.parametrize("size_px", [(3000, 2700), (1700, 1601), (4100, 300), (7000, 6500)])
def test_shrinking_in_bands_shows_no_seam(size_px: tuple[int, int]) -> None:
    """All pixels are as if the picture had been shrunk at once."""
    noise = np.random.default_rng(7).integers(0, 256, (size_px[1] // 20, size_px[0] // 20, 3))
    image = Image.fromarray(noise.astype(np.uint8)).resize(size_px)
    ours = prepare(saved(image, "BMP"), limits=None).image
    at_once = image.resize(ours.size, Image.Resampling.HAMMING, reducing_gap=2.0)
    apart = np.asarray(ours).astype(int) - np.asarray(at_once)
    assert np.abs(apart).max() <= 1


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


def laden(secret: str, name: str, profile: bytes | None) -> bytes:
    """A picture that tells `secret` in every way its format has."""
    exif = Image.Exif()
    exif[0x010E] = secret  # ImageDescription
    exif[0x9C9B] = secret.encode("utf-16-le")  # XPTitle
    exif.get_ifd(0x8825).update({1: "N", 2: (48.0, 51.0, 29.0), 3: "E", 4: (2.0, 17.0, 40.0)})
    xmp = f"<x:xmpmeta><dc:title>{secret}</dc:title></x:xmpmeta>".encode()
    options: dict[str, object] = {"exif": exif.tobytes(), "icc_profile": profile, "xmp": xmp}
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
@given(
    secret=st.text("abcdefghijklmnopqrstuvwxyz", min_size=12, max_size=40),
    profile=st.sampled_from([DISPLAY_P3, None]),
)
def test_nothing_but_pixels_leaves(name: str, secret: str, profile: bytes | None) -> None:
    """No EXIF, GPS, ICC, XMP, comment, thumbnail or text of the original is in the upload."""
    data = laden(secret, name, profile)
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
    assert np.asarray(picture.image).tolist() == [[list(RED)]]


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
    assert is_close(corners(np.asarray(picture.image)), [RED, GREEN, BLUE, GREY])


@pytest.mark.parametrize(
    ("name", "size_px"),
    [
        ("polar_bear.jpg", (220, 221)),
        ("parliament_hill.jpg", (1024, 768)),
        ("house.jpg", (600, 462)),
    ],
)
def test_real_photos_are_read(name: str, size_px: tuple[int, int]) -> None:
    """The photos of the tests come out at their own size."""
    assert prepare((PICTURES / name).read_bytes(), limits=AZURE).image.size == size_px


@pytest.mark.parametrize(
    ("data", "error"), [(b"hello", NotAnImage), (b"8BPS\0\1" + bytes(40), UnsupportedFormat)]
)
def test_other_files_are_refused(data: bytes, error: type[Refused]) -> None:
    """What is no picture that we read is refused, with limits and without."""
    for limits in (AZURE, None):
        with pytest.raises(error):
            prepare(data, limits=limits)
