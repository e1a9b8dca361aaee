"""Reads the words in a picture of one line. Opens no socket."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.embedded.runtime import open_session
from bot.model import Pixels

LINE_HEIGHT_PX = 48
"""Source: PP-OCRv6_tiny_rec's inference.yml."""
_NONE = 0

_LONG_PX = 1200
"""Longer lines are read in pieces: a run takes 18 KB for each pixel of width."""
_GAP_PX, _INK = 9, 40
"""Between words so many columns hold nothing that differs by more."""

_SURE_SPACE = 0.8
_SPACE_GAP = 1.2
"""In mean distances between characters. Measured on 3745 spaces: less sure and narrower than both
were 8 of 12 false ones, and 2 true ones."""
_BRACKET_GAP = 1.5
"""Of 888 brackets after a space 6 came out without one, all farther than this from what is before;
of 874 without a space, fewer than one in a hundred were."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What stands in one line, as it stands there; "" where nothing does."""

    text: str
    confidence: float
    """0..1: the mean over its characters."""


class LineReader:
    """One loaded recognizer. Threads may share it."""

    def __init__(self, model: Path, characters: Sequence[str]) -> None:
        """Loads the model; costs about 30 ms and 6 MB. `characters`: the first is number 1."""
        self._session = open_session(model)
        self._characters = ("", *characters, " ")

    def read(self, line: Pixels) -> Reading:
        """`line` is 48 px high and at least 16 px wide. Costs about 2 ms for each 100 px of width.

        One line at a time: the model averages over all of its input, so that the padding that lines
        of several widths would need to run together changes what is read, and saves no time. A very
        long one in pieces, for each takes memory by its width.
        """
        pieces = [self._read(piece) for piece in _pieces(line)]
        return pieces[0] if len(pieces) == 1 else _joined(pieces)

    def _read(self, line: Pixels) -> Reading:
        outputs = ["characters", "confidences"]
        columns, sure = self._session.run(outputs, {"lines": line[np.newaxis]})
        return self._decoded(columns[0], sure[0])

    def _decoded(self, numbers: npt.NDArray[np.int64], sure: npt.NDArray[np.float32]) -> Reading:
        """What the columns spell: a number that repeats is one character, 0 stands between two."""
        steps = np.diff(numbers, prepend=_NONE, append=_NONE) != 0
        cuts = np.flatnonzero(steps)
        firsts, lasts = cuts[:-1], cuts[1:] - 1
        is_character = numbers[firsts] != _NONE
        firsts, lasts = firsts[is_character], lasts[is_character]
        text = "".join(self._characters[number] for number in numbers[firsts])
        if not text.strip():
            return Reading("", 0.0)
        confidence = float(sure[firsts].mean())
        text = _respaced(text, (firsts + lasts) / 2, sure[firsts])
        return Reading(" ".join(text.split()), confidence)


def _pieces(line: Pixels) -> Iterator[Pixels]:
    """The line, cut in the middle of gaps between words so that no piece is needlessly long."""
    while line.shape[1] > _LONG_PX and (cut := _gap(line)):
        yield np.ascontiguousarray(line[:, :cut])
        line = line[:, cut:]
    yield np.ascontiguousarray(line)


def _gap(line: Pixels) -> int:
    """The middle of the last gap that leaves the first piece short enough; 0 where none does."""
    green = line[:, :_LONG_PX, 1].astype(np.int16)
    is_ink = np.ptp(green, axis=0) > _INK
    ends = np.flatnonzero(np.diff(is_ink, prepend=True, append=True))
    starts, stops = ends[::2], ends[1::2]
    wide = (stops - starts >= _GAP_PX) & (starts > _LONG_PX // 3)
    if not wide.any():
        return 0
    return int(starts[wide][-1] + stops[wide][-1]) // 2


def _joined(pieces: Sequence[Reading]) -> Reading:
    read = [piece for piece in pieces if piece.text]
    if not read:
        return Reading("", 0.0)
    sure = [piece.confidence for piece in read]
    confidence = statistics.fmean(sure, weights=[len(piece.text) for piece in read])
    return Reading(" ".join(piece.text for piece in read), confidence)


def _respaced(text: str, centers: npt.NDArray[np.float64], sure: npt.NDArray[np.float32]) -> str:
    """The text with spaces where the gaps are.

    The model doubts some: it puts one before the 1 of "#4821" in some fonts, and none before "(".
    """
    pitch = (centers[-1] - centers[0]) / max(1, len(text) - 1)
    pieces = [text[0]]
    for index in range(1, len(text)):
        is_space, gap = text[index] == " ", centers[index] - centers[index - 1]
        if is_space and index + 1 < len(text):
            gap += centers[index + 1] - centers[index]
            is_space = sure[index] >= _SURE_SPACE or gap >= _SPACE_GAP * pitch
            pieces.append(" " if is_space else "")
        else:
            is_apart = text[index] == "(" and gap >= _BRACKET_GAP * pitch
            pieces.append(f" {text[index]}" if is_apart else text[index])
    return "".join(pieces)
