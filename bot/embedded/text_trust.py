"""Which readings may be quoted. Wrong words are worse than missing ones. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.embedded.text_reading import Reading

# Measured on drawn screens, photos, and lines in scripts the model does not know, see
# tests/bench/text.py: from 0.85 on, nine of ten words of a screen are right, and of 43 lines in
# photos 41 are text; below, most is bars, fences and foliage. Cyrillic, Hebrew, Armenian and
# Georgian come out as Latin look-alikes of 0.56 to 0.92, with few lines above.
_QUOTABLE = 0.85
_DOUBTFUL = 0.9
_DOUBTFUL_SHARE = 0.5
_QUOTABLE_AMONG_DOUBTFUL = 0.96
_ODD_CASE = re.compile(r"[^\W\d_][a-z][A-Z]|[a-z][A-Z][a-z]?\b")
"""A capital inside a word: a look-alike, unless a programmer wrote it."""


def quotable(readings: Sequence[Reading]) -> list[bool]:
    """For each reading whether it may be quoted.

    Where half of the characters are doubtful, the script is one the model does not know, or it is
    no text; then only what is very sure and looks like words is kept.
    """
    total = sum(len(reading.text) for reading in readings)
    doubtful = sum(len(each.text) for each in readings if each.confidence < _DOUBTFUL)
    if doubtful <= _DOUBTFUL_SHARE * total:
        return [_is_sure(each, _QUOTABLE) for each in readings]
    return [
        _is_sure(each, _QUOTABLE_AMONG_DOUBTFUL) and not _ODD_CASE.search(each.text)
        for each in readings
    ]


def _is_sure(reading: Reading, limit: float) -> bool:
    return bool(reading.text) and reading.confidence >= limit
