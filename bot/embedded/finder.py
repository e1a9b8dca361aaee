"""Looks at one picture with as many parts as its kind asks for. Opens no socket."""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image

from bot.color_names import color_name, hex_of
from bot.embedded.faces import Face
from bot.embedded.findings import Findings
from bot.embedded.kind import Kind, is_rendered, kind_of
from bot.embedded.layout import Sheet
from bot.embedded.looks import Look, looks_like
from bot.embedded.objects import LEAST_CONFIDENCE, Found
from bot.embedded.parts import Parts
from bot.embedded.people import people_in
from bot.embedded.surface import Surface
from bot.embedded.telling import title_of
from bot.embedded.things import PERSON, Thing, gathered
from bot.embedded.views import Views
from bot.model import DetectedObject

_LOOKED_AT = frozenset({Kind.PHOTO, Kind.SHADED, Kind.GRAPHIC, Kind.UNKNOWN, Kind.ICON})
"""Kinds the classifier is asked about; of a page or a screen it knows no more than its kind."""

_SMALL_PX = 200


def find(parts: Parts, image: Image.Image) -> tuple[Findings, tuple[DetectedObject, ...]]:
    """All that the parts find, and the things and people with their boxes, surest first.

    Text first, since it tells the kind; things and faces only where they are what they look like:
    in photos, and things also on plain grounds. Raises WeightsError.
    """
    surface = Surface(image)
    if surface.is_one_color:
        return Findings(Kind.BLANK, color=color_name(hex_of(*surface.ground))), ()
    views = Views(image)
    # At a glance for photos: signs are large, and most have no text.
    lines = parts.text.get().read(views, at_a_glance=not is_rendered(surface))
    kind = kind_of(Sheet(lines, image.width, image.height), surface)
    found, faces = _seen(parts, views, kind)
    findings = Findings(
        kind=kind,
        is_small=max(image.size) <= _SMALL_PX,
        is_dark=kind.is_screen and surface.is_dark,
        looks=_looks(parts, views, kind),
        people=people_in(found, faces),
        things=_things(parts, found),
        lines=lines,
        title=title_of(lines, width=image.width, height=image.height),
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


def _detected(found: Found) -> DetectedObject:
    return DetectedObject(
        found.name, found.confidence, found.left, found.top, found.width, found.height
    )
