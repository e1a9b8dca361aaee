"""Turns findings into tags and categories with honest confidences. Pure."""

from __future__ import annotations

import colorsys
from collections.abc import Iterable, Iterator, Mapping

from PIL import ImageColor

from bot.color_names import color_name
from bot.embedded.findings import Findings
from bot.embedded.kind import Kind
from bot.embedded.looks import FAIR, Look, confidence_of
from bot.embedded.scene import scene_of
from bot.embedded.things import Thing
from bot.model import Category, Colors, Tag

MOST_TAGS = 15
_FEW_TAGS = 5
_LEAST = 0.5
"""Tags less sure than this are left out."""
_COLOR_RIGHT, _BACKGROUND_RIGHT, _ACCENT_RIGHT = 0.9, 0.75, 0.7
_VIVID = 0.5
_PHOTO_RIGHT, _IMAGE_RIGHT = 0.85, 0.99
_TEXT_RIGHT = 0.97
_CROWD = 6

_KIND_TAGS: Mapping[Kind, Mapping[str, float]] = {
    Kind.SCREENSHOT: {"screenshot": 0.93},
    Kind.CODE: {"screenshot": 0.95, "code": 0.7},
    Kind.CHART: {"chart": 0.95, "diagram": 0.9},
    Kind.SLIDE: {"slide": 0.6, "screenshot": 0.5},
    Kind.DIAGRAM: {"screenshot": 0.6, "diagram": 0.5},
    Kind.PAGE: {"document": 0.93, "paper": 0.8},
    Kind.LYING: {"document": 0.6, "screenshot": 0.6},
    Kind.GRAPHIC: {"graphic": 0.95, "drawing": 0.8},
    Kind.SHADED: {"graphic": 0.9, "drawing": 0.75},
    Kind.LINE_DRAWING: {"drawing": 0.9, "line drawing": 0.85},
    Kind.ICON: {"graphic": 0.95, "icon": 0.8},
    Kind.BLANK: {"blank": 0.99},
}
_NAMELESS = frozenset({Kind.UNKNOWN, Kind.BLANK})
_KIND_CATEGORIES: Mapping[Kind, tuple[str, float]] = {
    Kind.SCREENSHOT: ("text_", 0.95),
    Kind.CODE: ("text_", 0.97),
    Kind.CHART: ("text_", 0.8),
    Kind.SLIDE: ("text_", 0.9),
    Kind.DIAGRAM: ("text_", 0.8),
    Kind.PAGE: ("text_", 0.95),
    Kind.LYING: ("text_", 0.9),
    Kind.GRAPHIC: ("abstract_nonphoto", 0.8),
    Kind.SHADED: ("abstract_nonphoto", 0.75),
    Kind.LINE_DRAWING: ("abstract_nonphoto", 0.8),
    Kind.ICON: ("abstract_nonphoto", 0.8),
}


def tags_of(findings: Findings, colors: Colors) -> tuple[Tag, ...]:
    """5 to 15, highest confidence first, then by name; each name once.

    Where fewer than five things are found, its colors are told, and that it is a photo or an image:
    what is true of a picture that nobody could name.
    """
    best = _surest(_tagged(findings))
    if len(best) < _FEW_TAGS:
        best = _surest(_plain(findings, colors)) | best
    tags = (Tag(name, round(share, 2)) for name, share in best.items())
    return tuple(sorted(tags, key=lambda tag: (-tag.confidence, tag.name))[:MOST_TAGS])


def _surest(tagged: Iterable[tuple[str, float]]) -> dict[str, float]:
    best: dict[str, float] = {}
    for name, confidence in tagged:
        if confidence >= _LEAST:
            best[name] = max(confidence, best.get(name, 0.0))
    return best


def _plain(findings: Findings, colors: Colors) -> Iterator[tuple[str, float]]:
    if findings.kind is Kind.PHOTO:
        yield "photo", _PHOTO_RIGHT
    elif findings.kind in _NAMELESS:
        yield "image", _IMAGE_RIGHT
    if colors.is_black_and_white:
        yield "black and white", _COLOR_RIGHT
        yield "monochrome", _COLOR_RIGHT
    else:
        yield "color", _COLOR_RIGHT
        yield "vivid" if _saturation(colors.accent) >= _VIVID else "muted", _ACCENT_RIGHT
    yield f"{_spelled(colors.background)} background", _BACKGROUND_RIGHT
    for color in colors.dominant:
        yield _spelled(color), _COLOR_RIGHT
    yield _spelled(color_name(colors.accent)), _ACCENT_RIGHT


def _saturation(color: str) -> float:
    """0..1, as in HSL, of "#RRGGBB"."""
    red, green, blue = (channel / 255 for channel in ImageColor.getrgb(color)[:3])
    return colorsys.rgb_to_hls(red, green, blue)[2]


def _spelled(color: str) -> str:
    """In lower case, and as in our captions: Azure's twelve names say "Grey"."""
    return color.lower().replace("grey", "gray")


def categories_of(findings: Findings) -> tuple[Category, ...]:
    """Highest score first; each with the confidence of what it stands for."""
    best: dict[str, float] = {}
    for name, score in _categorized(findings):
        best[name] = max(round(score, 2), best.get(name, 0.0))
    found = (Category(name, score) for name, score in best.items())
    return tuple(sorted(found, key=lambda category: (-category.score, category.name)))


def _tagged(findings: Findings) -> Iterator[tuple[str, float]]:
    yield from _KIND_TAGS.get(findings.kind, {}).items()
    if findings.lines:
        yield "text", _TEXT_RIGHT
    people = scene_of(findings).people
    if people.count:
        yield "person", people.confidence
    if people.count > 1:
        yield "people", people.confidence - 0.03
        yield "group", people.confidence - 0.05
    for thing in findings.things:
        yield from _thing_tags(thing)
    for look in findings.looks:
        yield from _look_tags(look)


def _thing_tags(thing: Thing) -> Iterator[tuple[str, float]]:
    confidence = min(0.98, 0.85 + 0.15 * thing.confidence)
    yield thing.name.tag, confidence
    for name in thing.name.tags:
        yield name, confidence


def _look_tags(look: Look) -> Iterator[tuple[str, float]]:
    confidence = confidence_of(look.score)
    if look.node.is_tag:
        yield look.node.name, confidence
    for name in look.node.tags:
        yield name, confidence
    for kind, score in look.kinds:
        yield kind.name, confidence_of(score)


def _categorized(findings: Findings) -> Iterator[tuple[str, float]]:
    if findings.kind in _KIND_CATEGORIES:
        yield _KIND_CATEGORIES[findings.kind]
    people = scene_of(findings).people
    if people.is_portrait:
        yield "people_portrait", people.confidence - 0.05
    elif people.count >= _CROWD:
        yield "people_many", people.confidence - 0.1
    elif people.count > 1:
        yield "people_group", people.confidence - 0.05
    elif people.count:
        yield "people_", people.confidence
    for thing in findings.things:
        if thing.name.category:
            yield thing.name.category, min(0.98, 0.85 + 0.15 * thing.confidence)
    fair = [look for look in findings.looks if look.score >= FAIR and look.node.category]
    if fair:
        look = max(fair, key=lambda look: (len(look.node.path), look.score))
        yield look.node.category or "", confidence_of(look.score)
