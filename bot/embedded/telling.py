"""Chooses the line of text that tells most about a picture: a heading, a title, a sign. Pure."""

from __future__ import annotations

import re
import statistics
import unicodedata
from collections.abc import Sequence

from bot.model import TextLine

_HEADING = 1.14
"""How much larger than the other lines a heading is at least."""
_AS_LARGE = 0.92
"""Among lines at least this large, against the largest, the first is the heading."""
_EQUALS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"^\W*(e |[\w.]*(error|exception)\b|failed\b|fatal\b|panic\b|npm err)",
        r"^(def|class|function|func|fn|select|public|async|interface|struct)\s\w",
        r"\b(\w*(error|exception)|failed|failure|denied|refused|not found)\b",
        r"^[$>]+\s?\w",
    )
)
"""What tells most where no line stands out, best first: what went wrong, what a program defines,
trouble in passing, what was typed. English: programs speak it."""
_ADDRESS = re.compile(r"^\S*(://|www\.|@\S+\.)\S*$|^\S*[\\/]\S*[\\/]\S*$", re.IGNORECASE)
_TIME = re.compile(r"^\W*\d{1,2}[:.h]\d{2}\W*([ap]\.?m\.?)?\W*$", re.IGNORECASE)
_SURE = 0.9
"""Of what is read less surely, one word in ten is wrong: see tests/bench/text.py."""
_SOME_WORDS = 3
_LETTERS = 3
_LETTER_SHARE = 0.4
_WIDTH_IN_LETTERS = 2.3
"""A line's box is about this many times as high as one of its letters is wide."""
_MARGIN = 0.45
"""How much longer a line's box is than its letters, in thicknesses."""


def title_of(lines: Sequence[TextLine], *, width: float, height: float) -> TextLine | None:
    """The line a caption should quote, one of `lines`; None where none tells anything.

    Args:
        lines: in reading order.
        width: of the picture, in any unit.
        height: of the picture, in the same unit.
    """
    telling = [(line, _size(line, width, height)) for line in lines if _tells(line)]
    if not telling:
        return None
    largest = max(size for _, size in telling)
    if len(lines) < 3 or largest >= _HEADING * statistics.median(size for _, size in telling):
        return next(line for line, size in telling if size >= _AS_LARGE * largest)
    return _among_equals([line for line, _ in telling])


def _among_equals(lines: Sequence[TextLine]) -> TextLine:
    """Of lines of one size, as in a terminal: see `_EQUALS`, else the first of some words."""
    sayings = [line for line in lines if " " in line.text]
    for pattern in _EQUALS:
        for line in sayings:
            if pattern.search(line.text):
                return line
    sentences = (line for line in sayings if line.text.count(" ") >= _SOME_WORDS - 1)
    return next(sentences, (sayings or lines)[0])


def _tells(line: TextLine) -> bool:
    """Whether it is surely words: no number, time, address, path or lone letter."""
    text = line.text
    if line.confidence < _SURE:
        return False
    letters = sum(character.isalpha() for character in text)
    wide = sum(_is_wide(character) for character in text)
    if letters + wide < _LETTERS or letters < _LETTER_SHARE * len(text.replace(" ", "")):
        return False
    return not _ADDRESS.search(text) and not _TIME.match(text)


def _size(line: TextLine, width: float, height: float) -> float:
    """How large its letters are, in the unit of the sides.

    A tilted line's box is higher than its letters, and one without tails lower; so the box's
    thickness and the room for each letter are averaged.
    """
    sides = (line.width * width, line.height * height)
    letters = sum(1 + _is_wide(character) for character in line.text)
    room = (max(sides) - _MARGIN * min(sides)) / letters * _WIDTH_IN_LETTERS
    return float((min(sides) * min(max(room, 0.0), 2 * min(sides))) ** 0.5)


def _is_wide(character: str) -> bool:
    """Chinese characters are as wide as they are high."""
    return unicodedata.east_asian_width(character) in "WF"
