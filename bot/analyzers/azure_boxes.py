"""Boxes in fractions of a picture as Azure's pixels, and back. Opens no socket."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from bot.analyzers.json_fields import Json, number_in, object_in
from bot.errors import AnalyzerFailed

FractionBox: TypeAlias = tuple[float, float, float, float]


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


@dataclass(frozen=True, slots=True)
class Frame:
    """The size of the picture that a service looked at, in pixels: what its boxes are measured in.

    Boxes come out as left, top, width and height in fractions of the sides, inside the picture
    whatever the service says.
    """

    width_px: float
    height_px: float

    @classmethod
    def of(cls, owner: Json) -> Frame:
        """From `width` and `height`. Raises AnalyzerFailed where they are no size."""
        width_px, height_px = number_in(owner, "width"), number_in(owner, "height")
        if width_px <= 0 or height_px <= 0:
            raise AnalyzerFailed("a picture without a size")
        return cls(width_px, height_px)

    def box(self, owner: Json, key: str) -> FractionBox:
        """The {"x", "y", "w", "h"} under `key`."""
        pixels = object_in(owner, key)
        left, top = number_in(pixels, "x"), number_in(pixels, "y")
        right, bottom = left + number_in(pixels, "w"), top + number_in(pixels, "h")
        return self.around([(left, top), (right, bottom)])

    def around(self, corners: Sequence[tuple[float, float]]) -> FractionBox:
        """The box around them; one of no size where there are none."""
        xs = [min(max(x / self.width_px, 0.0), 1.0) for x, _ in corners] or [0.0]
        ys = [min(max(y / self.height_px, 0.0), 1.0) for _, y in corners] or [0.0]
        return min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)
