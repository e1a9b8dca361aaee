"""Looks at one picture with as many parts as its kind asks for. Opens no socket."""

from __future__ import annotations

from collections.abc import Sequence

from bot.color_names import color_name, hex_of
from bot.embedded.faces import Face
from bot.embedded.findings import Findings
from bot.embedded.kind import Kind, is_blank, is_rendered, kind_of
from bot.embedded.looks import Look, looks_like
from bot.embedded.objects import LEAST_CONFIDENCE, Found
from bot.embedded.parts import Parts
from bot.embedded.people import people_in
from bot.embedded.surface import surface_of
from bot.embedded.telling import title_of
from bot.embedded.things import Thing, gathered
from bot.model import DetectedObject, Pixels, TextLine

_LOOKED_AT = frozenset({Kind.PHOTO, Kind.GRAPHIC, Kind.UNKNOWN, Kind.ICON})
"""Kinds the classifier is asked about; of a page or a screen it knows no more than its kind."""

_SMALL_PX = 200


def find(parts: Parts, pixels: Pixels) -> tuple[Findings, tuple[DetectedObject, ...]]:
    """All that the loaded parts find, and the things and people with their boxes, surest first.

    Text first, since it tells the kind; things and faces only in photos, where they are what they
    look like.
    """
    if is_blank(pixels):
        return Findings(Kind.BLANK, color=_color(pixels)), ()
    lines = _lines(parts, pixels)
    kind = kind_of(pixels, lines, rendered=is_rendered(pixels))
    found, faces = _found(parts, pixels, kind)
    height_px, width_px = pixels.shape[:2]
    findings = Findings(
        kind=kind,
        is_small=max(height_px, width_px) <= _SMALL_PX,
        is_dark=kind.is_screen and surface_of(pixels).is_dark,
        looks=_looks(parts, pixels, kind),
        people=people_in(found, faces),
        things=_things(parts, found),
        lines=lines,
        title=title_of(lines, width=width_px, height=height_px),
    )
    return findings, tuple(map(_detected, found))


def _lines(parts: Parts, pixels: Pixels) -> tuple[TextLine, ...]:
    reader = parts.text.get()
    return reader.read(pixels) if reader else ()


def _found(parts: Parts, pixels: Pixels, kind: Kind) -> tuple[tuple[Found, ...], tuple[Face, ...]]:
    if kind is not Kind.PHOTO:
        return (), ()
    detector, finder = parts.objects.get(), parts.faces.get()
    return (
        detector.find(pixels) if detector else (),
        finder.find(pixels) if finder else (),
    )


def _looks(parts: Parts, pixels: Pixels, kind: Kind) -> tuple[Look, ...]:
    if kind not in _LOOKED_AT:
        return ()
    loaded, words = parts.classifier.get(), parts.words.get()
    if not loaded or not words:
        return ()
    classifier, _ = loaded
    views = classifier.probabilities(pixels)
    return looks_like(words[0], views, is_doubtful=kind is not Kind.PHOTO)


def _things(parts: Parts, found: Sequence[Found]) -> tuple[Thing, ...]:
    words = parts.words.get() if found else None
    return gathered(found, words[1], least=LEAST_CONFIDENCE) if words else ()


def _color(pixels: Pixels) -> str:
    red, green, blue = (int(channel) for channel in pixels[0, 0])
    return color_name(hex_of(red, green, blue))


def _detected(found: Found) -> DetectedObject:
    return DetectedObject(
        found.name, found.confidence, found.left, found.top, found.width, found.height
    )
