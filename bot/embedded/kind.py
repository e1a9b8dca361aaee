"""What kind of picture it is: taken by a camera, a screen, a chart, a page, drawn, or blank.

By a few rules on its pixels and on where its text stands; nothing is learned. Opens no socket.
"""

from __future__ import annotations

import statistics
from enum import Enum

from bot.embedded.layout import (
    Sheet,
    has_axis,
    has_words,
    is_aligned,
    is_monospaced,
    is_turned,
    is_written_on,
)
from bot.embedded.surface import Surface

_FLAT_SHARE = 0.8
"""Measured: no photo of 125 above 0.75, no screenshot, page or chart of 116 below 0.84."""

# The limits below were chosen on two thirds of the pictures of tests/bench/embedded.py.
_DRAWN = 0.6
"""How flat a drawn figure is at least; one cut out of a photo has at most 0.46."""
_FEW_COLORS = 0.8
"""How much of a drawn figure eight colors cover; of polished steel on white up to 0.73."""
_SHADED_FLATNESS, _SHADED_COLORS = 0.3, 0.2
"""The same of a figure on white that is drawn with shades: 157 of 209 drawings have both, and 13 of
341 things in photos."""
_THIN = 0.03
_THIN_SHARE = 0.12
_SOME = 0.004
_HARDLY, _SHADED = 2, 0.6
"""So few lines on so many colors: a thing with a name on it."""
_SMALL_PX = 256
_LARGE_LETTERS, _FEW_LINES = 0.037, 8
_PAGE_LINES, _PAGE_WORDS = 8, 5.0
_PAGE_LENGTH = 0.45
"""Of a page's lines on average, over its width."""
_PAGE_SHAPE = (0.6, 0.9)
"""Width over height of a sheet of paper: A4 has 0.71, US Letter 0.77; a telephone's screen 0.5."""


class Kind(Enum):
    """Kinds a caption can tell apart."""

    PHOTO = "photo"
    SCREENSHOT = "screenshot"
    CODE = "code"
    """A screenshot of text whose letters are all as wide."""
    CHART = "chart"
    SLIDE = "slide"
    """Few lines, large."""
    DIAGRAM = "diagram"
    """Text here and there."""
    PAGE = "page"
    """Paper, scanned or photographed, or rendered in its shape."""
    LYING = "lying"
    """Rendered, its text on its side."""
    GRAPHIC = "graphic"
    """Drawn, with hardly any text."""
    SHADED = "shaded"
    """Probably drawn: shaded, on white."""
    LINE_DRAWING = "line drawing"
    ICON = "icon"
    BLANK = "blank"
    UNKNOWN = "unknown"
    """Flat, with nothing on it that could be told."""

    @property
    def is_screen(self) -> bool:
        return self in {Kind.SCREENSHOT, Kind.CODE, Kind.DIAGRAM, Kind.SLIDE}


def is_rendered(surface: Surface) -> bool:
    """True where at least four of five neighbors have the same color, up to one step of 255."""
    return surface.flat_share >= _FLAT_SHARE


def kind_of(sheet: Sheet, surface: Surface) -> Kind:
    """The kind of a picture that is not blank, from what is written in it and its pixels."""
    if not is_rendered(surface):
        return _taken(sheet, surface)
    lines = sheet.lines
    if not lines or (len(lines) <= _HARDLY and surface.few_colors_share < _SHADED):
        return _drawn(surface, max(sheet.width_px, sheet.height_px))
    return _written(sheet, surface)


def _taken(sheet: Sheet, surface: Surface) -> Kind:
    """Which kind of picture that is as uneven as photos are."""
    if surface.is_paper and is_written_on(sheet):
        return Kind.CHART if has_axis(sheet) else Kind.PAGE
    if len(sheet.lines) <= _HARDLY and _is_shaded(surface):
        return Kind.SHADED
    return Kind.PHOTO


def _drawn(surface: Surface, side_px: float) -> Kind:
    """Which kind of rendered picture without text."""
    if surface.figure_share < _SOME:
        return Kind.UNKNOWN
    if surface.few_colors_share < _FEW_COLORS or surface.figure_flatness < _DRAWN:
        if _is_shaded(surface):
            return Kind.SHADED
        # A thing cut out of a photo, on a plain ground; or too smooth to be told from a drawing.
        return Kind.PHOTO if surface.figure_flatness < _DRAWN else Kind.UNKNOWN
    if side_px <= _SMALL_PX:
        return Kind.ICON
    is_thin = surface.figure_run < _THIN and surface.figure_share < _THIN_SHARE
    return Kind.LINE_DRAWING if is_thin else Kind.GRAPHIC


def _is_shaded(surface: Surface) -> bool:
    return (
        surface.is_white
        and surface.figure_flatness >= _SHADED_FLATNESS
        and surface.few_colors_share >= _SHADED_COLORS
    )


def _written(sheet: Sheet, surface: Surface) -> Kind:
    """Which kind of rendered picture with text."""
    if max(sheet.width_px, sheet.height_px) <= _SMALL_PX and len(sheet.lines) <= _HARDLY:
        return Kind.ICON
    if is_turned(sheet):
        return Kind.LYING
    if has_axis(sheet):
        return Kind.CHART
    if not has_words(sheet):
        return Kind.DIAGRAM
    if len(sheet.lines) <= _FEW_LINES and _letter_height(sheet) >= _LARGE_LETTERS:
        return Kind.SLIDE if len(sheet.lines) > _HARDLY else Kind.GRAPHIC
    if is_monospaced(sheet) and is_aligned(sheet):
        return Kind.CODE
    if surface.is_paper and _is_like_paper(sheet):
        return Kind.PAGE
    if len(sheet.lines) <= _HARDLY:
        return Kind.GRAPHIC
    return Kind.SCREENSHOT if is_aligned(sheet) else Kind.DIAGRAM


def _letter_height(sheet: Sheet) -> float:
    return statistics.median(line.height for line in sheet.lines)


def _is_like_paper(sheet: Sheet) -> bool:
    narrow, wide = _PAGE_SHAPE
    length = statistics.fmean(line.width for line in sheet.lines)
    words = statistics.fmean(len(line.text.split()) for line in sheet.lines)
    has_shape = narrow <= sheet.width_px / sheet.height_px <= wide
    return (
        length >= _PAGE_LENGTH
        and has_shape
        and len(sheet.lines) >= _PAGE_LINES
        and words >= _PAGE_WORDS
    )
