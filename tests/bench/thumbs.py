"""What Slack's thumb_1024 saves and costs, beside the original shrunk to what analyzers take.

    python -m tests.bench.thumbs [--seeds 0:8]

Bytes are those of the downloads, original ÷ thumbnail. Words are the share of the drawn words that
the embedded reader reads, from the original and from the thumbnail. Photos: in how many the
embedded analyzer says the same caption of both. Thumbnails are made as the demo workspace makes
them; the photos and the pages are enlarged to 12 megapixels.

                       n    bytes    words  of thumb
    CI page            2      1.1    0.903     0.860
    dashboard          7      0.8    0.991     1.000
    terminal           4      0.8    0.986     0.972
    code               3      1.2    0.947     0.876
    chat               6      0.9    0.959     0.978
    table              3      1.0    0.980     0.950
    web page           5      0.5    0.960     0.987
    dialog             6      1.2    1.000     1.000
    chart              8      1.4    0.980     0.980
    slide              6      1.1    1.000     0.980
    scanned page       8     19.3    0.977     0.971
    receipt            8     19.4    0.978     0.972
    all               66      8.5    0.972     0.970
    photos             5      9.4  same caption: 4
"""

from __future__ import annotations

import argparse
import io
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from bot.demo.pictures import thumbnail
from bot.embedded import EmbeddedAnalyzer
from bot.images import prepare
from bot.model import Analysis, Ask
from tests.bench.screens import KINDS, screen

SIDE_PX = 1024
PHOTOGRAPHED = frozenset({"scanned page", "receipt"})
"""These come from cameras, so they are JPEGs of 12 megapixels."""
CAMERA_PX = 4032


@dataclass(frozen=True, slots=True)
class Row:
    """One picture: bytes of both downloads, words drawn, and words read from either."""

    kind: str
    sizes_bytes: tuple[int, int]
    drawn: int
    read: tuple[int, int]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seeds", default="0:8", help="first:end")
    first, _, end = parser.parse_args().seeds.partition(":")
    analyzer = EmbeddedAnalyzer()
    rows = [
        row
        for kind in KINDS
        for seed in range(int(first), int(end))
        if (row := _row(analyzer, kind, seed)) is not None
    ]
    print(f"{'':16}{'n':>4}{'bytes':>9}{'words':>9}{'of thumb':>10}")
    for kind in (*KINDS, "all"):
        _print(kind, [row for row in rows if kind in (row.kind, "all")])
    _photos(analyzer)


def _row(analyzer: EmbeddedAnalyzer, kind: str, seed: int) -> Row | None:
    """None where the picture is so small that Slack makes no such thumbnail."""
    drawn = screen(kind, seed)
    original, media_type = _file(Image.fromarray(drawn.pixels), kind)
    with Image.open(io.BytesIO(original)) as header:
        if max(header.size) <= SIDE_PX:
            return None
    small = _thumb(original, media_type)
    truth = _words(line.text for line in drawn.lines)
    read = [
        (truth & _words(line.text for line in _analyzed(analyzer, data).text_lines)).total()
        for data in (original, small)
    ]
    return Row(kind, (len(original), len(small)), truth.total(), (read[0], read[1]))


def _file(image: Image.Image, kind: str) -> tuple[bytes, str]:
    buffer = io.BytesIO()
    if kind not in PHOTOGRAPHED:
        image.save(buffer, "PNG")
        return buffer.getvalue(), "image/png"
    scale = CAMERA_PX / max(image.size)
    enlarged = image.resize((round(image.width * scale), round(image.height * scale)))
    enlarged.save(buffer, "JPEG", quality=92)
    return buffer.getvalue(), "image/jpeg"


def _thumb(original: bytes, media_type: str) -> bytes:
    made = thumbnail(original, media_type, SIDE_PX)
    assert made is not None
    return made[0]


def _analyzed(analyzer: EmbeddedAnalyzer, data: bytes) -> Analysis:
    return analyzer.analyze(prepare(data, limits=None), Ask("en"))


def _words(texts: Iterable[str]) -> Counter[str]:
    return Counter(word for text in texts for word in text.split())


def _print(kind: str, rows: list[Row]) -> None:
    if not rows:
        return
    sums = [sum(row.sizes_bytes[n] for row in rows) for n in (0, 1)]
    drawn = sum(row.drawn for row in rows)
    whole, thumb = (sum(row.read[n] for row in rows) / drawn for n in (0, 1))
    print(f"{kind:16}{len(rows):>4}{sums[0] / sums[1]:>9.1f}{whole:>9.3f}{thumb:>10.3f}")


def _photos(analyzer: EmbeddedAnalyzer) -> None:
    """The photos of the tests as a camera of 12 megapixels would have taken them."""
    same, sums = 0, [0, 0]
    paths = sorted(Path("tests/pictures").glob("*.jpg"))
    for path in paths:
        with Image.open(path) as photo:
            original, media_type = _file(photo.convert("RGB"), "receipt")
        small = _thumb(original, media_type)
        sums = [sums[0] + len(original), sums[1] + len(small)]
        captions = [_analyzed(analyzer, data).caption for data in (original, small)]
        texts = [caption.text if caption else None for caption in captions]
        same += texts[0] == texts[1]
    print(f"{'photos':16}{len(paths):>4}{sums[0] / sums[1]:>9.1f}  same caption: {same}")


if __name__ == "__main__":
    main()
