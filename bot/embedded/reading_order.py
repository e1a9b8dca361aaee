"""The order a person reads pieces of text in: columns, rows of a table, lines. Pure geometry."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass

_COLUMN_GAP = 1.2
"""In line heights: columns stand at least this far apart, words of a line do not."""
_ALIGNED = 0.3
"""In line heights: cells of one row have their centers no farther apart."""
_TABLE_SHARE = 0.6
"""Where this many pieces have a partner beyond the gap, the gap separates cells and not columns."""
_PROSE = 12.0
"""In line heights: cells are rarely this wide, lines of running text are."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a piece of text is, as the reader holds the picture; any unit."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def in_reading_order(places: Sequence[Place]) -> tuple[int, ...]:
    """The indexes of `places`, each once, in the order they are read."""
    return tuple(_ordered(places, list(range(len(places)))))


def _ordered(places: Sequence[Place], group: list[int]) -> list[int]:
    """Cuts the group where a straight line divides it, between columns before rows."""
    if len(group) < 2:
        return group
    parts = _columns(places, group) or _bands(places, group)
    if parts:
        return [index for part in parts for index in _ordered(places, part)]
    return _rows(places, group)


def _columns(places: Sequence[Place], group: list[int]) -> list[list[int]]:
    """Left and right of the widest gap that separates columns; empty where there is none."""
    height = statistics.median(places[index].height for index in group)
    gaps = _gaps(group, lambda index: (places[index].left, places[index].right))
    for gap, parts in sorted(gaps, key=lambda pair: -pair[0]):
        if gap < _COLUMN_GAP * height:
            break
        left, right = ([places[index] for index in part] for part in parts)
        if not _are_cells(left, right):
            return parts
    return []


def _bands(places: Sequence[Place], group: list[int]) -> list[list[int]]:
    """Above and below the widest gap."""
    gaps = _gaps(group, lambda index: (places[index].top, places[index].bottom))
    return max(gaps, key=lambda pair: pair[0])[1] if gaps else []


def _gaps(
    group: list[int], span: Callable[[int], tuple[float, float]]
) -> list[tuple[float, list[list[int]]]]:
    """Each gap in the spans with what is before and after it."""
    order = sorted(group, key=span)
    gaps = []
    reach = span(order[0])[1]
    for count, index in enumerate(order[1:], start=1):
        begin, end = span(index)
        if begin > reach:
            gaps.append((begin - reach, [order[:count], order[count:]]))
        reach = max(reach, end)
    return gaps


def _are_cells(left: list[Place], right: list[Place]) -> bool:
    """Whether the sides share their rows: most pieces of the shorter one have a partner."""
    few, many = sorted((left, right), key=len)
    partners = sum(any(_is_one_row(a, b) for b in many) for a in few)
    if partners < _TABLE_SHARE * len(few):
        return False
    return len(few) == 1 or not (_is_prose(left) and _is_prose(right))


def _is_one_row(a: Place, b: Place) -> bool:
    return abs(a.middle - b.middle) <= _ALIGNED * max(a.height, b.height)


def _is_prose(places: list[Place]) -> bool:
    return statistics.median((p.right - p.left) / max(p.height, 1e-9) for p in places) >= _PROSE


def _rows(places: Sequence[Place], group: list[int]) -> list[int]:
    """Row by row where boxes overlap too much to be cut apart."""
    rows: list[list[int]] = []
    for index in sorted(group, key=lambda index: places[index].middle):
        if rows and _is_one_row(places[rows[-1][0]], places[index]):
            rows[-1].append(index)
        else:
            rows.append([index])
    return [index for row in rows for index in sorted(row, key=lambda index: places[index].left)]
