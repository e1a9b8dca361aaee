"""What the embedded analyzer costs: its time, beside its models' own runs, and its memory.

    python -m tests.bench.embedded_cost [--rounds 8]

Times are the thread's own, so that a busy machine changes no ratio: all models run in the thread
that asks them. On two idle cores:

    photos   p50    200 ms, model runs    171 ms; of a picture 1.17
    screens  p50    348 ms, model runs    315 ms; of a picture 1.11
    all      p50    269 ms, model runs    233 ms; of a picture 1.14

Five other runs gave the same ratios up to 0.01, while their times went up to 336 ms. Of a photo's
other 29 ms some 7 are spent on scaling it for the models, 5 on its colors, 4 on halving it, 4 on
laying it out for the text detector and 3 on the boxes found there.
"""

from __future__ import annotations

import argparse
import io
import statistics
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import onnxruntime
from PIL import Image

from bot.embedded import EmbeddedAnalyzer
from bot.images import prepare
from bot.model import Ask
from tests.bench.screens import screen
from tests.embedded.pictures import PICTURES
from tests.process_memory import memory_mb

LONG_SIDE_PX = 1600
"""As images.py hands pictures over."""
_SCREENS = ("CI page", "code", "chat", "web page", "scanned page")


class Stopwatch:
    """Adds up what the runs of all models take, in this thread."""

    def __init__(self) -> None:
        self.spent_ms = 0.0

    def watch(self, model: onnxruntime.InferenceSession) -> Any:
        watch = self

        class Watched:
            def run(self, *arguments: object) -> object:
                begun_s = time.thread_time()
                answer = model.run(*arguments)
                watch.spent_ms += (time.thread_time() - begun_s) * 1000
                return answer

        return Watched()


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=8)
    rounds: int = parser.parse_args().rounds
    pictures = tuple(_pictures())
    watch = Stopwatch()
    opened = onnxruntime.InferenceSession
    onnxruntime.InferenceSession = lambda *args, **kwargs: watch.watch(opened(*args, **kwargs))
    before_mb = memory_mb("VmRSS")
    analyzer = EmbeddedAnalyzer()
    print(f"load                 {_milliseconds(analyzer.warm_up):7.1f} ms")
    loaded_mb = memory_mb("VmRSS")
    _in_two_threads(analyzer, [data for _, data in pictures])
    print(
        f"resident memory      {memory_mb('VmRSS'):7.0f} MB between, {loaded_mb:.0f} loaded,"
        f" {before_mb:.0f} before, {memory_mb('VmHWM'):.0f} at most, two pictures at a time"
    )
    for kind, ratios in _compared(analyzer, watch, pictures, rounds).items():
        whole, runs = (statistics.median(column) for column in zip(*ratios, strict=True))
        ratio = statistics.median(whole / runs for whole, runs in ratios)
        print(f"{kind:8} p50 {whole:6.0f} ms, model runs {runs:6.0f} ms; of a picture {ratio:.2f}")


def _compared(
    analyzer: EmbeddedAnalyzer,
    watch: Stopwatch,
    pictures: Sequence[tuple[str, bytes]],
    rounds: int,
) -> dict[str, list[tuple[float, float]]]:
    """For photos, screens and all: whole analyses and the runs within them, in milliseconds."""
    spent: dict[str, list[tuple[float, float]]] = {"photos": [], "screens": [], "all": []}
    for _ in range(rounds):
        for kind, data in pictures:
            picture = prepare(data, limits=None)
            watch.spent_ms = 0.0
            whole_ms = _milliseconds(partial(analyzer.analyze, picture, Ask("en")))
            spent[kind].append((whole_ms, watch.spent_ms))
            spent["all"].append((whole_ms, watch.spent_ms))
    return spent


def _pictures() -> Iterator[tuple[str, bytes]]:
    for path in sorted(PICTURES.glob("*.jpg")):
        yield "photos", _sized(Image.open(path).convert("RGB"))
    for kind in _SCREENS:
        yield "screens", _sized(Image.fromarray(screen(kind, 3).pixels))


def _sized(image: Image.Image) -> bytes:
    """As a file, so that here too only the picture in work takes memory."""
    scale = LONG_SIDE_PX / max(image.size)
    size_px = (round(image.width * scale), round(image.height * scale))
    file = io.BytesIO()
    image.resize(size_px, Image.Resampling.HAMMING).save(file, "PNG")
    return file.getvalue()


def _in_two_threads(analyzer: EmbeddedAnalyzer, pictures: Sequence[bytes]) -> None:
    def work() -> None:
        for data in pictures:
            analyzer.analyze(prepare(data, limits=None), Ask("en"))

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _milliseconds(call: Callable[[], object]) -> float:
    begun_s = time.thread_time()
    call()
    return (time.thread_time() - begun_s) * 1000


if __name__ == "__main__":
    main()
