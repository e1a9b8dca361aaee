"""How right, how fast and how large the embedded analyzer is: `python -m tests.bench.embedded`."""

from __future__ import annotations

import argparse
import re
import statistics
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import partial
from pathlib import Path

import numpy as np
from PIL import Image

from bot.embedded import EmbeddedAnalyzer
from bot.embedded.classify import Classifier
from bot.embedded.faces import FaceFinder
from bot.embedded.kind import is_blank, is_rendered
from bot.embedded.objects import ObjectDetector
from bot.embedded.text import TextReader
from bot.embedded.weights import (
    CLASSIFIER,
    FACE_JUDGE,
    FACE_PROPOSER,
    FACE_REFINER,
    OBJECT_DETECTOR,
    OBJECT_NAMES,
    read_names,
    read_weight,
)
from bot.model import Ask, Picture, Pixels
from tests.bench.screens import KINDS, screen
from tests.embedded.pictures import PICTURES, picture_of

LONG_SIDE_PX = 1600
"""As images.py hands pictures over."""
HELD_OUT = 3
"""Every third seed was not looked at while limits were chosen."""
_ALIKE = 0.9

_ANY_SCREEN = ("a screenshot", "a slide or a screenshot", "a screenshot or a diagram")
_RIGHT = {
    "terminal": ("a screenshot of code or a terminal", *_ANY_SCREEN),
    "code": ("a screenshot of code or a terminal", *_ANY_SCREEN),
    "chart": ("a chart",),
    "scanned page": ("a page of text",),
    "receipt": ("a page of text",),
}
"""What a caption may call each kind; of all others `_ANY_SCREEN`."""


@dataclass(frozen=True, slots=True)
class Verdict:
    kind: str
    is_kind_right: bool
    is_title_right: bool


def main() -> None:
    parser = argparse.ArgumentParser(description="How right and how fast the analyzer is.")
    parser.add_argument("--seeds", default="0:30", help="first:end; only every third is taken")
    parser.add_argument("--tuned-on", action="store_true", help="the other two thirds instead")
    parser.add_argument("--rounds", type=int, default=8)
    chosen = parser.parse_args()
    before_mb = _kept_mb("VmRSS")
    analyzer = EmbeddedAnalyzer()
    print(f"load                 {_milliseconds(analyzer.warm_up):7.1f} ms")
    loaded_mb = _kept_mb("VmRSS")
    first, _, end = chosen.seeds.partition(":")
    seeds = [
        seed for seed in range(int(first), int(end)) if (seed % HELD_OUT == 2) != chosen.tuned_on
    ]
    _report([_judged(analyzer, kind, seed) for kind in KINDS for seed in seeds])
    pictures = tuple(_large_pictures())
    _in_two_threads(analyzer, pictures)
    print(
        f"resident memory      {_kept_mb('VmRSS'):7.0f} MB between, {loaded_mb:.0f} loaded,"
        f" {before_mb:.0f} before, {_kept_mb('VmHWM'):.0f} at most"
    )
    _compare(analyzer, pictures, chosen.rounds)


def _judged(analyzer: EmbeddedAnalyzer, kind: str, seed: int) -> Verdict:
    drawn = screen(kind, seed)
    picture = picture_of(_sized(Image.fromarray(drawn.pixels), grow=False))
    caption = analyzer.analyze(picture, Ask("en")).caption
    text = caption.text if caption else ""
    match = re.fullmatch(r"(.*?),? (?:with the text|that begins) “(.*)”", text)
    said, quote = (match[1], match[2]) if match else (text, "")
    is_kind_right = said.replace("a dark ", "a ") in _RIGHT.get(kind, _ANY_SCREEN)
    return Verdict(kind, is_kind_right, _is_title(quote, drawn.titles))


def _is_title(quote: str, titles: Sequence[str]) -> bool:
    if not quote or not titles:
        return not quote and not titles
    head = quote.removesuffix("…")
    ends = ((title[: len(head)] if head != quote else title) for title in titles)
    return any(SequenceMatcher(None, head, end).ratio() >= _ALIKE for end in ends)


def _report(verdicts: Sequence[Verdict]) -> None:
    print(f"{'':14}{'n':>5}{'kind right':>12}{'title right':>13}")
    counts = Counter(verdict.kind for verdict in verdicts)
    for kind in [*counts, "all"]:
        some = [verdict for verdict in verdicts if kind in (verdict.kind, "all")]
        kinds = sum(verdict.is_kind_right for verdict in some)
        titles = sum(verdict.is_title_right for verdict in some)
        print(f"{kind:14}{len(some):5}{kinds:12}{titles:13}")


def _large_pictures() -> Iterator[tuple[str, Picture]]:
    for path in sorted(PICTURES.glob("*.jpg")):
        yield "photos", picture_of(_sized(Image.open(path).convert("RGB"), grow=True))
    for kind in ("CI page", "code", "chat", "web page", "scanned page"):
        yield "screens", picture_of(_sized(Image.fromarray(screen(kind, 3).pixels), grow=True))


def _sized(image: Image.Image, *, grow: bool) -> Pixels:
    scale = LONG_SIDE_PX / max(image.size)
    if scale > 1 and not grow:
        return np.asarray(image)
    size_px = (round(image.width * scale), round(image.height * scale))
    return np.asarray(image.resize(size_px, Image.Resampling.HAMMING))


def _in_two_threads(analyzer: EmbeddedAnalyzer, pictures: Sequence[tuple[str, Picture]]) -> None:
    def work() -> None:
        for _, picture in pictures:
            analyzer.analyze(picture, Ask("en"))

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _compare(
    analyzer: EmbeddedAnalyzer, pictures: Sequence[tuple[str, Picture]], rounds: int
) -> None:
    """Whole analyses against the bare parts; in turns, so that both see the same load."""
    parts = _bare_parts()
    whole_ms: dict[str, list[float]] = {"photos": [], "screens": []}
    parts_ms: dict[str, list[float]] = {"photos": [], "screens": []}
    for _ in range(rounds):
        for kind, picture in pictures:
            pixels = picture.pixels
            run = parts if not is_rendered(pixels) and not is_blank(pixels) else parts[:1]
            whole_ms[kind].append(_milliseconds(partial(analyzer.analyze, picture, Ask("en"))))
            parts_ms[kind].append(_milliseconds(partial(_look_with, run, pixels)))
    for kind, spent_ms in whole_ms.items():
        whole, bare = statistics.median(spent_ms), statistics.median(parts_ms[kind])
        print(f"{kind:8} p50 {whole:6.0f} ms, its parts {bare:6.0f} ms, ratio {whole / bare:.2f}")


def _look_with(looks: Sequence[Callable[[Pixels], object]], pixels: Pixels) -> None:
    for look in looks:
        look(pixels)


def _bare_parts() -> tuple[Callable[[Pixels], object], ...]:
    """Text first: a screen needs no other."""
    characters = read_weight("text_characters.txt").decode().removesuffix("\n").split("\n")
    detector, recognizer = (read_weight(f"text_{name}.onnx") for name in ("detector", "recognizer"))
    faces = FaceFinder(*map(read_weight, (FACE_PROPOSER, FACE_REFINER, FACE_JUDGE)))
    return (
        TextReader(detector, recognizer, characters).read,
        Classifier(read_weight(CLASSIFIER)).probabilities,
        ObjectDetector(read_weight(OBJECT_DETECTOR), read_names(OBJECT_NAMES)).find,
        faces.find,
    )


def _milliseconds(call: Callable[[], object]) -> float:
    begun_s = time.perf_counter()
    call()
    return (time.perf_counter() - begun_s) * 1000


def _kept_mb(field: str) -> float:
    """Of this process, as Linux counts it. Source: proc(5); VmRSS now, VmHWM at most, in kB."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return float(status.split(f"{field}:")[1].split()[0]) / 1024


if __name__ == "__main__":
    main()
