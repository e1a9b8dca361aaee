"""Boxes in fractions of a picture as Azure's pixels, and back. Opens no socket."""

from __future__ import annotations

from typing import Protocol


class Box(Protocol):
    """Where something is, in fractions of the picture's sides."""

    @property
    def left(self) -> float: ...
    @property
    def top(self) -> float: ...
    @property
    def width(self) -> float: ...
    @property
    def height(self) -> float: ...


def pixel_box(box: Box, width_px: int, height_px: int) -> dict[str, int]:
    """`box` as {"x", "y", "w", "h"}: whole pixels, inside the picture whatever `box` says."""
    left, right = _span(box.left, box.width, width_px)
    top, bottom = _span(box.top, box.height, height_px)
    return {"x": left, "y": top, "w": right - left, "h": bottom - top}


def _span(start: float, length: float, side_px: int) -> tuple[int, int]:
    first, last = (
        round(min(max(at, 0.0), 1.0) * side_px) for at in (start, start + max(length, 0.0))
    )
    return first, last


def fractions_of(
    x_px: tuple[float, float], y_px: tuple[float, float], width_px: float, height_px: float
) -> tuple[float, float, float, float]:
    """Left, top, width and height in fractions of the sides, from where a box begins and ends.

    Inside the picture, whatever the box says.
    """
    left, right = (min(max(x / width_px, 0.0), 1.0) for x in x_px)
    top, bottom = (min(max(y / height_px, 0.0), 1.0) for y in y_px)
    return left, top, max(right - left, 0.0), max(bottom - top, 0.0)
