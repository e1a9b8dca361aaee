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
from bot.embedded.things import PERSON, Thing, gathered
from bot.embedded.views import Views
from bot.model import DetectedObject, Pixels

_LOOKED_AT = frozenset({Kind.PHOTO, Kind.SHADED, Kind.GRAPHIC, Kind.UNKNOWN, Kind.ICON})
"""Kinds the classifier is asked about; of a page or a screen it knows no more than its kind."""

_SMALL_PX = 200


def find(parts: Parts, pixels: Pixels) -> tuple[Findings, tuple[DetectedObject, ...]]:
    """All that the parts find, and the things and people with their boxes, surest first.

    Text first, since it tells the kind; things and faces only where they are what they look like:
    in photos, and things also on plain grounds. Raises WeightsError.
    """
    if is_blank(pixels):
        return Findings(Kind.BLANK, color=_color(pixels)), ()
    rendered = is_rendered(pixels)
    views = Views(pixels)
    # At a glance for photos: signs are large, and most have no text.
    lines = parts.text.get().read(views, at_a_glance=not rendered)
    kind = kind_of(pixels, lines, rendered=rendered)
    found, faces = _seen(parts, views, kind)
    height_px, width_px = pixels.shape[:2]
    findings = Findings(
        kind=kind,
        is_small=max(height_px, width_px) <= _SMALL_PX,
        is_dark=kind.is_screen and surface_of(pixels).is_dark,
        looks=_looks(parts, views, kind),
        people=people_in(found, faces),
        things=_things(parts, found),
        lines=lines,
        title=title_of(lines, width=width_px, height=height_px),
    )
    return findings, tuple(map(_detected, found))


def _seen(parts: Parts, views: Views, kind: Kind) -> tuple[tuple[Found, ...], tuple[Face, ...]]:
    if kind is Kind.PHOTO:
        return parts.objects.get().find(views), parts.faces.get().find(views)
    if kind is Kind.SHADED:
        found = parts.objects.get().find(views)
        return tuple(each for each in found if each.name != PERSON), ()
    return (), ()


def _looks(parts: Parts, views: Views, kind: Kind) -> tuple[Look, ...]:
    if kind not in _LOOKED_AT:
        return ()
    nodes, _ = parts.words.get()
    found = parts.classifier.get().probabilities(views)
    return looks_like(nodes, found, is_doubtful=kind is not Kind.PHOTO)


def _things(parts: Parts, found: Sequence[Found]) -> tuple[Thing, ...]:
    _, names = parts.words.get()
    return gathered(found, names, least=LEAST_CONFIDENCE)


def _color(pixels: Pixels) -> str:
    red, green, blue = (int(channel) for channel in pixels[0, 0])
    return color_name(hex_of(red, green, blue))


def _detected(found: Found) -> DetectedObject:
    return DetectedObject(
        found.name, found.confidence, found.left, found.top, found.width, found.height
    )
