"""Joins words that were found apart though they stand in one line. Pure geometry."""

from __future__ import annotations

from collections.abc import Iterable

from bot.embedded.reading_order import Place
from bot.model import TextLine

_WORD_GAP = 0.6
"""In heights of the boxes, which reach beyond the letters on both sides: a space, and no tab."""
_LEVEL = 0.25
"""In heights: how far the middles of two words of one line are apart at most."""
_ALIKE = 0.75
"""Words of one line are of one size; capitals and tails make this much of a difference."""
_MARK, _MARK_GAP, _MARK_ALIKE = 2, 1.0, 0.6
"""So few characters before a line may be its mark, as in logs: lower, and farther from it."""


def joined(pieces: Iterable[tuple[TextLine, Place]]) -> tuple[TextLine, ...]:
    """The lines, neighbors in one line made one; `pieces` are in reading order.

    A joined line has one box around both and the mean of their confidences, by characters.
    """
    done: list[tuple[TextLine, Place]] = []
    for line, place in pieces:
        if done and _are_neighbors(done[-1][1], place, is_mark=_is_mark(done[-1][0].text)):
            before, start = done.pop()
            done.append((_join(before, line), _around(start, place)))
        else:
            done.append((line, place))
    return tuple(line for line, _ in done)


def _are_neighbors(left: Place, right: Place, *, is_mark: bool) -> bool:
    most_gap, alike = (_MARK_GAP, _MARK_ALIKE) if is_mark else (_WORD_GAP, _ALIKE)
    small, large = sorted((left.height, right.height))
    is_level = abs(left.middle - right.middle) <= _LEVEL * large
    follows = left.left < right.left and abs(right.left - left.right) <= most_gap * large
    return is_level and follows and small >= alike * large


def _is_mark(text: str) -> bool:
    """Digits are none: they number the lines of code."""
    return len(text) <= _MARK and not text.isdigit()


def _join(left: TextLine, right: TextLine) -> TextLine:
    top, start = min(left.top, right.top), min(left.left, right.left)
    letters = (len(left.text), len(right.text))
    weighed = left.confidence * letters[0] + right.confidence * letters[1]
    return TextLine(
        text=f"{left.text} {right.text}",
        left=start,
        top=top,
        width=max(left.left + left.width, right.left + right.width) - start,
        height=max(left.top + left.height, right.top + right.height) - top,
        confidence=weighed / sum(letters),
    )


def _around(left: Place, right: Place) -> Place:
    return Place(
        left=min(left.left, right.left),
        top=min(left.top, right.top),
        right=max(left.right, right.right),
        bottom=max(left.bottom, right.bottom),
    )
