"""Boxes found by a model: how they overlap, and which of several on one thing to keep."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Boxes: TypeAlias = npt.NDArray[np.float32]
"""Shape (n, 4): left, top, right, bottom, in whatever unit the caller counts."""
Scores: TypeAlias = npt.NDArray[np.float32]
"""Shape (n,), each 0..1."""
AreRivals: TypeAlias = Callable[[int, npt.NDArray[np.intp]], npt.NDArray[np.bool_]]
"""For the index of one box and those of several others, which of them it does not tolerate."""

_LEAST_AREA = 1e-12
"""Keeps boxes without area from dividing by zero."""


def areas(boxes: Boxes) -> npt.NDArray[np.float32]:
    """Never negative: a box turned inside out has no area."""
    sides = np.maximum(boxes[:, 2:] - boxes[:, :2], 0)
    products: npt.NDArray[np.float32] = sides[:, 0] * sides[:, 1]
    return products


def shared_of_union(box: Boxes, others: Boxes) -> Scores:
    """The area that `box`, shape (1, 4), shares with each other, over the area of both. 0..1."""
    shared = _shared_areas(box, others)
    return _ratios(shared, areas(box) + areas(others) - shared)


def shared_of_smaller(box: Boxes, others: Boxes) -> Scores:
    """The area that `box`, shape (1, 4), shares with each other, over the smaller one's. 0..1."""
    return _ratios(_shared_areas(box, others), np.minimum(areas(box), areas(others)))


def best_of_rivals(scores: Scores, are_rivals: AreRivals) -> npt.NDArray[np.intp]:
    """Indices of those to keep, highest score first: each beats the rivals that come after it.

    Of equal scores the first is better.
    """
    waiting = np.argsort(-scores, kind="stable")
    kept: list[int] = []
    while waiting.size:
        best, rest = int(waiting[0]), waiting[1:]
        kept.append(best)
        waiting = rest[~are_rivals(best, rest)]
    return np.array(kept, np.intp)


def _shared_areas(box: Boxes, others: Boxes) -> npt.NDArray[np.float32]:
    lows = np.maximum(box[:, :2], others[:, :2])
    highs = np.minimum(box[:, 2:], others[:, 2:])
    return areas(np.concatenate([lows, highs], axis=1))


def _ratios(parts: npt.NDArray[np.float32], wholes: npt.NDArray[np.float32]) -> Scores:
    """Never above 1, though rounding might have it so."""
    ratios: Scores = np.minimum(parts / np.maximum(wholes, _LEAST_AREA), 1)
    return ratios
