"""Boxes found by a model: how they overlap, and which of several on one thing to keep."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Boxes: TypeAlias = npt.NDArray[np.float32]
"""Shape (n, 4): left, top, right, bottom, in whatever unit the caller counts."""
Scores: TypeAlias = npt.NDArray[np.float32]
"""Shape (n,), each 0..1."""
Shares: TypeAlias = npt.NDArray[np.float32]
"""Shape (m, n), each 0..1: of each of m boxes with each of n others."""

_LEAST_AREA = 1e-12
"""Keeps boxes without area from dividing by zero."""


def areas(boxes: Boxes) -> npt.NDArray[np.float32]:
    """Never negative: a box turned inside out has no area."""
    sides = np.maximum(boxes[:, 2:] - boxes[:, :2], 0)
    products: npt.NDArray[np.float32] = sides[:, 0] * sides[:, 1]
    return products


def shared_of_union(some: Boxes, others: Boxes) -> Shares:
    """The area that each of `some` shares with each of `others`, over the area of both."""
    shared = _shared_areas(some, others)
    return _ratios(shared, areas(some)[:, None] + areas(others) - shared)


def shared_of_smaller(some: Boxes, others: Boxes) -> Shares:
    """The area that each of `some` shares with each of `others`, over the smaller one's."""
    smaller = np.minimum(areas(some)[:, None], areas(others))
    return _ratios(_shared_areas(some, others), smaller)


def best_of_rivals(scores: Scores, are_rivals: npt.NDArray[np.bool_]) -> npt.NDArray[np.intp]:
    """Indices of those to keep, highest score first: each beats the rivals that come after it.

    `are_rivals`, shape (n, n): which do not stand each other. Of equal scores the first is better.
    """
    waiting = np.argsort(-scores, kind="stable")
    kept: list[int] = []
    while waiting.size:
        best, rest = int(waiting[0]), waiting[1:]
        kept.append(best)
        waiting = rest[~are_rivals[best, rest]]
    return np.array(kept, np.intp)


def _shared_areas(some: Boxes, others: Boxes) -> Shares:
    lows = np.maximum(some[:, None, :2], others[:, :2])
    highs = np.minimum(some[:, None, 2:], others[:, 2:])
    sides = np.maximum(highs - lows, 0)
    products: Shares = sides[..., 0] * sides[..., 1]
    return products


def _ratios(parts: Shares, wholes: Shares) -> Shares:
    """Never above 1, though rounding might have it so."""
    ratios: Shares = np.minimum(parts / np.maximum(wholes, _LEAST_AREA), 1)
    return ratios
