"""What the places of a picture's lines of text tell of it: a fixed pitch, an axis. Pure."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from bot.model import TextLine

# The limits below were chosen on two thirds of the drawn screens of tests/bench/embedded.py.
_PITCH_LETTERS = (10, 40)
"""Shorter lines measure the room for a letter badly; in longer ones every font comes out even."""
_PITCH_LINES = 5
_SAME_PITCH = 0.04
_FIXED_SHARE = 0.78
"""Of all letters measured, how many have the same room."""
_MARGIN = 0.45
"""How much longer a line's box is than its letters, in thicknesses."""

_NUMBER = re.compile(r"[-+\u2212]?[$€£]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?\s?[%kKM]?")
_WORD = re.compile(r"[^\W\d_]{3}")
_AXIS_NUMBERS = 3
_ROW_NUMBERS = 4
_UNEVEN = 0.015
"""How far a number of an axis is from its place at most, over the length of the axis."""
_STEPS = (1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 7.5, 8.0, 10.0)
_COLUMN = 0.35
"""How far apart the edges of a column's numbers are at most, in their height."""
_LOW = 0.55
"""How far down a row of numbers stands at least."""
_PARTS = (97.0, 103.0)
"""What the shares beside a pie add up to."""

_TELLING = 4
"""Letters: shorter lines are about as wide as high, whichever way they stand."""
_EDGE = 0.3
"""How far apart the edges of aligned lines are at most, in their height."""
_ALIGNED_SHARE = 0.75
_PAGE_LINES = 8
_PAGE_LETTERS = 0.04
"""How high a page's lines are at most, over its height: larger ones are labels and signs."""
_WRITTEN_SHARE = 0.25
"""Of the picture, how much the box around all lines covers."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Lines of text and the size of the picture they stand in."""

    lines: tuple[TextLine, ...]
    width_px: float
    height_px: float

    def height_of(self, line: TextLine) -> float:
        return line.height * self.height_px

    def is_level(self, line: TextLine) -> bool:
        """Whether it reads from left to right."""
        return line.width * self.width_px > self.height_of(line)


@dataclass(frozen=True, slots=True)
class _Tick:
    """A number, where it stands, in pixels, and how high its figures are."""

    value: float
    x: float
    y: float
    right: float
    size: float


def is_turned(sheet: Sheet) -> bool:
    """Whether most of the text stands on its side, as far as it is long enough to tell."""
    telling = [line for line in sheet.lines if len(line.text) >= _TELLING]
    aside = sum(len(line.text) for line in telling if not sheet.is_level(line))
    return 2 * aside > sum(len(line.text) for line in telling)


def is_monospaced(sheet: Sheet) -> bool:
    """Whether all letters are as wide, as in code and terminals; needs five lines to tell."""
    fewest, most = _PITCH_LETTERS
    fit = [line for line in sheet.lines if fewest <= len(line.text) <= most]
    if len(fit) < _PITCH_LINES:
        return False
    letters = np.array([len(line.text) for line in fit])
    lengths = np.array([line.width * sheet.width_px for line in fit])
    pitches = (lengths - _MARGIN * np.array([sheet.height_of(line) for line in fit])) / letters
    is_same = np.abs(pitches[:, None] / np.maximum(pitches[None], 1e-6) - 1) <= _SAME_PITCH
    share: float = (is_same * letters[:, None]).sum(axis=0).max() / letters.sum()
    return share >= _FIXED_SHARE


def has_words(sheet: Sheet) -> bool:
    """Whether any line says something, or all are marks and numbers beside what is drawn."""
    return any(_WORD.search(line.text) for line in sheet.lines)


def has_axis(sheet: Sheet) -> bool:
    """Whether numbers stand as beside a chart: evenly, and growing upward or to the right.

    Line numbers grow downward, and those of a table not evenly. Shares that add up to 100 % are
    those of a pie.
    """
    ticks = tuple(_ticks(sheet))
    columns = tuple(_columns(ticks))
    if any(_is_even(column, _height, _AXIS_NUMBERS) for column in columns):
        return True
    rows = [row for row in _rows(ticks) if _is_even(row, _place_across, _ROW_NUMBERS)]
    if rows and any(_is_even(column, _depth, _AXIS_NUMBERS) for column in columns):
        return True  # as around a picture of numbers, whose rows are counted from the top
    # More than one such row is a calendar's; one at the top may be for turning pages.
    if len(rows) == 1 and rows[0][0].y > _LOW * sheet.height_px:
        return True
    return _is_pie(sheet.lines)


def _height(tick: _Tick) -> float:
    return -tick.y


def _depth(tick: _Tick) -> float:
    return tick.y


def _place_across(tick: _Tick) -> float:
    return tick.x


def _right_edge(tick: _Tick) -> float:
    return tick.right


def _ticks(sheet: Sheet) -> Iterator[_Tick]:
    for line in sheet.lines:
        if _NUMBER.fullmatch(line.text):
            x = (line.left + line.width / 2) * sheet.width_px
            y = (line.top + line.height / 2) * sheet.height_px
            right = (line.left + line.width) * sheet.width_px
            yield _Tick(_value(line.text), x, y, right, sheet.height_of(line))


def _value(text: str) -> float:
    number = float(re.sub(r"[^\d.]", "", text))
    scale = {"k": 1e3, "K": 1e3, "M": 1e6}.get(text[-1], 1.0)
    return number * scale * (-1 if text[0] in "-\u2212" else 1)


def _columns(ticks: Sequence[_Tick]) -> Iterator[list[_Tick]]:
    for first in ticks:
        for edge in (_place_across, _right_edge):
            yield [each for each in ticks if abs(edge(each) - edge(first)) <= _COLUMN * first.size]


def _rows(ticks: Sequence[_Tick]) -> list[list[_Tick]]:
    """Each row once."""
    rows: list[list[_Tick]] = []
    for tick in ticks:
        if not any(tick in row for row in rows):
            rows.append([each for each in ticks if abs(each.y - tick.y) <= 0.5 * tick.size])
    return rows


def _is_even(ticks: Sequence[_Tick], place: Callable[[_Tick], float], fewest: int) -> bool:
    """Whether the values grow as the places do. One of them may be misread.

    Where several charts stand above or beside each other, each has its axis.
    """
    candidates: list[Sequence[_Tick]] = [ticks, *_growing(ticks, place)]
    if len(ticks) > fewest + 1 and len(ticks) < 9:
        candidates += [[*ticks[:i], *ticks[i + 1 :]] for i in range(len(ticks))]
    return any(len(each) >= fewest and _unevenness(each, place) <= _UNEVEN for each in candidates)


def _growing(ticks: Sequence[_Tick], place: Callable[[_Tick], float]) -> Iterator[list[_Tick]]:
    """The stretches within which the values grow."""
    run: list[_Tick] = []
    for tick in sorted(ticks, key=place):
        if run and tick.value <= run[-1].value:
            yield run
            run = []
        run.append(tick)
    yield run


def _unevenness(ticks: Sequence[_Tick], place: Callable[[_Tick], float]) -> float:
    """How far at most a value is from where its place would have it, over their range; or 1."""
    places = np.array([place(tick) for tick in ticks])
    values = np.array([tick.value for tick in ticks])
    lengths = float(np.ptp(places)), float(np.ptp(values))
    if min(lengths) <= 0 or len(set(values.tolist())) < len(ticks):
        return 1.0
    if not _is_round(lengths[1] / (len(ticks) - 1)):
        return 1.0
    slope, start = np.polyfit(places, values, 1)
    distance = float(np.abs(places * slope + start - values).max()) / lengths[1]
    return distance if slope > 0 else 1.0


def _is_round(step: float) -> bool:
    """Whether an axis would count in such steps: 1, 2, 2.5, 5 and so on, at any power of ten."""
    head = step / 10.0 ** math.floor(math.log10(step))
    return any(abs(head / each - 1) <= _UNEVEN for each in _STEPS)


def _is_pie(lines: Iterable[TextLine]) -> bool:
    found = [re.fullmatch(r"(\d+(?:\.\d+)?)\s?%", line.text) for line in lines]
    shares = [float(match[1]) for match in found if match]
    return len(shares) >= _AXIS_NUMBERS and _PARTS[0] <= sum(shares) <= _PARTS[1]


def is_aligned(sheet: Sheet) -> bool:
    """Whether most lines share a left edge or a row with another, as in columns and tables."""
    places = [_place(line, sheet) for line in sheet.lines]
    shared = 0
    for one in places:
        size = one[2]
        near = [
            abs(one[0] - other[0]) <= _EDGE * size or abs(one[1] - other[1]) <= _EDGE * size
            for other in places
            if other is not one
        ]
        shared += any(near)
    return shared >= _ALIGNED_SHARE * len(places)


def is_written_on(sheet: Sheet) -> bool:
    """Whether text fills most of the picture, however it was taken: many lines, far apart."""
    small = sum(line.height <= _PAGE_LETTERS for line in sheet.lines)
    if small < _PAGE_LINES:
        return False
    top = min(line.top for line in sheet.lines)
    bottom = max(line.top + line.height for line in sheet.lines)
    left = min(line.left for line in sheet.lines)
    right = max(line.left + line.width for line in sheet.lines)
    return (bottom - top) * (right - left) >= _WRITTEN_SHARE


def _place(line: TextLine, sheet: Sheet) -> tuple[float, float, float]:
    """Left edge, middle and height, in pixels."""
    middle = (line.top + line.height / 2) * sheet.height_px
    return line.left * sheet.width_px, middle, sheet.height_of(line)
