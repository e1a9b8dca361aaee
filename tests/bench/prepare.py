"""Prints how long prepare + colors take, as ratios to the floor, and what memory they take.

    python -m tests.bench.prepare

The floor is what nobody who decodes with libjpeg can go below: the scaled decode and one encode of
what it gave. Naive is open, turn, shrink, save. Each ratio is the median of seven paired runs.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from statistics import median

import numpy as np
from PIL import Image, ImageOps

from bot.colors import measure_colors
from bot.images import prepare
from bot.model import UploadLimits

RUNS = 7
SIZES = {"12 MP": (4032, 3024), "48 MP": (8064, 6048), "100 MP": (11_648, 8736)}
AZURE = UploadLimits(max_bytes=4_000_000, min_side_px=50, max_side_px=16_000)
QUALITY = 90


def photo(size: tuple[int, int]) -> bytes:
    """A JPEG as a phone takes it: a photo of the tests, enlarged, with a sensor's noise."""
    with Image.open(Path(__file__).parents[1] / "pictures" / "parliament_hill.jpg") as image:
        pixels = np.asarray(image.resize(size, Image.Resampling.BICUBIC)).astype(np.int16)
    pixels += np.random.default_rng(1).integers(-6, 7, pixels.shape[:2], dtype=np.int16)[..., None]
    body = io.BytesIO()
    Image.fromarray(pixels.clip(0, 255).astype(np.uint8)).save(body, "JPEG", quality=QUALITY)
    return body.getvalue()


def scaled_decode(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.draft(None, (1600, 1200))
    image.load()
    return image


def floor(data: bytes) -> None:
    scaled_decode(data).save(io.BytesIO(), "JPEG", quality=QUALITY)


def naive(data: bytes) -> None:
    image = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))
    image.resize((1600, 1200), Image.Resampling.LANCZOS).save(io.BytesIO(), "JPEG", quality=QUALITY)


def only_prepare(data: bytes) -> None:
    prepare(data, limits=AZURE)


def prepare_and_colors(data: bytes) -> None:
    measure_colors(prepare(data, limits=AZURE).image)


def ratios(data: bytes, *contenders: Callable[[bytes], object]) -> list[float]:
    """Time of each contender over the first one's, interleaved, median of `RUNS`."""
    rounds = [[_seconds(contender, data) for contender in contenders] for _ in range(RUNS)]
    return [median(times[at] / times[0] for times in rounds) for at in range(len(contenders))]


def _seconds(contender: Callable[[bytes], object], data: bytes) -> float:
    start = time.perf_counter()
    contender(data)
    return time.perf_counter() - start


def peak_mb(module: str, function: str, path: Path) -> float:
    """How far one call raises the peak of a process of its own, its input already in memory."""
    code = f"""if True:
        from pathlib import Path
        from {module} import {function}
        def peak_kb():
            return int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0])
        data = Path({str(path)!r}).read_bytes()
        before = peak_kb()
        {function}(data)
        print((peak_kb() - before) / 1024)
    """
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    return float(ran.stdout)


def main() -> None:
    warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # naive opens 100 MP
    contenders = (floor, only_prepare, prepare_and_colors, naive)
    print(f"{'':8}" + "".join(f"{contender.__name__:>26}" for contender in contenders))
    for label, size in SIZES.items():
        data = photo(size)
        with tempfile.NamedTemporaryFile() as file:
            Path(file.name).write_bytes(data)
            peaks = [peak_mb(__spec__.name, c.__name__, Path(file.name)) for c in contenders]
        cells = zip(ratios(data, *contenders), peaks, strict=True)
        print(f"{label:8}" + "".join(f"{ratio:16.2f} {peak:6.0f} MB" for ratio, peak in cells))


if __name__ == "__main__":
    main()
