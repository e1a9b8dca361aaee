from __future__ import annotations

import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from bot.errors import Damaged, Refused, TooManyPixels
from bot.headers import DECODE_BUDGET_BYTES
from bot.images import prepare
from tests.drawings import GREEN, png, png_chunk, quarters, saved


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
        from tests.drawings import quarters, saved
        from tests.test_headers import HOSTILE

        def peak_kb():
            return int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0])

        files = [make() for make, _ in HOSTILE.values()]
        prepare(saved(quarters(), "JPEG"), limits=None)
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
    picture = prepare(data, limits=None)
    assert picture.image.size == (1600, 1200)
    assert (picture.width_px, picture.height_px) == (8064, 6048)
