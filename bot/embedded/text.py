"""Reads the text in a picture: where its lines are, and what stands in them. Opens no socket."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from PIL import Image

from bot.embedded.reading_order import Place, in_reading_order
from bot.embedded.text_boxes import Box
from bot.embedded.text_crops import cut_out
from bot.embedded.text_detection import LineDetector
from bot.embedded.text_joining import joined
from bot.embedded.text_reading import LineReader, Reading
from bot.embedded.text_trust import quotable
from bot.embedded.views import Views
from bot.model import TextLine

_LONG_SIDE_PX = 1600
"""As pictures arrive. The small print of a screenshot is gone in anything less."""
_SMALL_PX = 16.0
"""Half of the lines thinner than this at a glance: the photo is of a page, so look closely."""

_TRANSPOSES = {
    1: Image.Transpose.ROTATE_270,
    2: Image.Transpose.ROTATE_180,
    3: Image.Transpose.ROTATE_90,
}
"""By how many quarter turns, clockwise."""
_SAMPLE = 6
"""As many of the longest lines are read to find out how the picture lies."""
_SURE, _READABLE = 0.85, 0.6
_BETTER = 0.1
"""How much surer a sample must be upside down before the picture counts as that."""


class TextReader:
    """Two loaded models. Threads may share it."""

    def __init__(self, detector: Path, recognizer: Path, characters: Sequence[str]) -> None:
        """Loads the models; costs about 100 ms and 20 MB. `characters`: the first is number 1."""
        self._detector = LineDetector(detector)
        self._line_reader = LineReader(recognizer, characters)

    def read(self, views: Views, *, at_a_glance: bool = False) -> tuple[TextLine, ...]:
        """The lines of text in reading order, verbatim, each with the mean of its confidences.

        Text may stand upright, upside down or on its side; boxes lie in the picture as it is given.
        Lines that are unsure are left out: what stands there may be no text, or in a script the
        model does not know (it knows Latin, Greek and Chinese characters). With `at_a_glance`, a
        large picture is first looked at with half of its sides: for where letters are large.

        Costs about 12 ms for each 100 000 pixels that are not blank, of at most 1600 x 1600, and
        4 ms for each word; a photo without text 30 to 100 ms. Keeps up to 75 MB busy meanwhile.
        """
        page = self._page(views, at_a_glance=at_a_glance)
        turn = page.turn()
        if turn:
            lying = Views(views.image.transpose(_TRANSPOSES[turn]))
            page = self._page(lying, at_a_glance=at_a_glance)
        return tuple(_turned_back(line, turn) for line in page.lines())

    def _page(self, views: Views, *, at_a_glance: bool) -> _Page:
        boxes = self._boxes(views, at_a_glance=at_a_glance)
        return _Page(views, boxes, self._line_reader)

    def _boxes(self, views: Views, *, at_a_glance: bool) -> tuple[Box, ...]:
        picture = views.image
        small = views.glance if at_a_glance else picture
        boxes = self._detector.boxes(small, long_side_px=_LONG_SIDE_PX)
        if small is picture:
            return boxes
        sides_px = [min(box.width, box.height) for box in boxes]
        if sides_px and statistics.median(sides_px) < _SMALL_PX:
            return self._detector.boxes(picture, long_side_px=_LONG_SIDE_PX)
        times = (picture.width / small.width, picture.height / small.height)
        return tuple(box.stretched(*times) for box in boxes)


class _Page:
    """A picture with boxes around its lines. What stands in a box is read once for each turn."""

    def __init__(self, views: Views, boxes: Sequence[Box], line_reader: LineReader) -> None:
        self._size_px = views.image.size
        self._boxes = boxes
        self._read = cache(lambda box, turn: line_reader.read(cut_out(views, box, turn)))

    def turn(self) -> int:
        """How many quarter turns, clockwise, set most of the text upright; 0 where that is open."""
        is_aside = sum(box.length if box.is_tall else -box.length for box in self._boxes) > 0
        along = [box for box in self._boxes if box.is_tall == is_aside]
        sample = sorted(along, key=lambda box: -box.length)[:_SAMPLE]
        if is_aside:
            right, left = (self._sureness(sample, turn) for turn in (1, 3))
            return 0 if max(right, left) < _READABLE else 1 if right >= left else 3
        if self._sureness(sample, 0) >= _SURE:
            return 0
        words = [box for box in sample if self._is_readable(box)]
        return 2 if self._sureness(words, 2) > self._sureness(words, 0) + _BETTER else 0

    def lines(self) -> tuple[TextLine, ...]:
        """Those that may be quoted, in reading order."""
        readings = [self._reading(box) for box in self._boxes]
        trusted = zip(self._boxes, readings, quotable(readings), strict=True)
        found = [(box, reading) for box, reading, is_quotable in trusted if is_quotable]
        places = _places([box for box, _ in found])
        order = in_reading_order(places)
        return joined((_line(*found[index], self._size_px), places[index]) for index in order)

    def _sureness(self, boxes: Sequence[Box], turn: int) -> float:
        """The mean, by length: the digits 0, 6, 8 and 9 read well upside down."""
        if not boxes:
            return 0.0
        sure = [self._read(box, turn).confidence for box in boxes]
        return statistics.fmean(sure, weights=[box.length for box in boxes])

    def _is_readable(self, box: Box) -> bool:
        """Either way up. A bar of a chart is not."""
        return any(self._read(box, turn).confidence >= _READABLE for turn in (0, 2))

    def _reading(self, box: Box) -> Reading:
        """What stands there; a tall box may be a line on its side, as beside a chart."""
        turns = (1, 3, 0) if box.is_tall else (0,)
        return max((self._read(box, turn) for turn in turns), key=lambda each: each.confidence)


def _places(boxes: Sequence[Box]) -> list[Place]:
    """The boxes with the lines made level."""
    lean = _shared_lean(boxes)
    return [_place(box.turned(-lean)) for box in boxes]


def _shared_lean(boxes: Sequence[Box]) -> float:
    """The lean of the middle box, counted by length: long lines measure it best."""
    ordered = sorted(boxes, key=lambda box: box.lean)
    reached, half = 0.0, sum(box.length for box in boxes if box.lean) / 2
    for box in ordered:
        reached += box.length if box.lean else 0.0
        if reached > half:
            return box.lean
    return 0.0


def _place(box: Box) -> Place:
    x, y, width, height = box.center_x, box.center_y, box.width, box.height
    return Place(x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def _line(box: Box, reading: Reading, size_px: tuple[int, int]) -> TextLine:
    width_px, height_px = size_px
    corners = box.corners()
    left = max(0.0, min(x for x, _ in corners) / width_px)
    top = max(0.0, min(y for _, y in corners) / height_px)
    right = min(1.0, max(x for x, _ in corners) / width_px)
    bottom = min(1.0, max(y for _, y in corners) / height_px)
    return TextLine(reading.text, left, top, right - left, bottom - top, reading.confidence)


def _turned_back(line: TextLine, turn: int) -> TextLine:
    """The line with its box where it was before `turn` quarter turns clockwise."""
    for _ in range(turn):
        line = replace(
            line,
            left=line.top,
            top=1.0 - line.left - line.width,
            width=line.height,
            height=line.width,
        )
    return line
