"""Azure's Analyze Image answers, v2.0 to v3.2, as our types. Opens no socket.

Source: the v2.0 and v3.2 swaggers of Azure/azure-rest-api-specs, and recorded answers
(tests/recordings).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.analyzers.azure_boxes import Frame
from bot.analyzers.json_fields import (
    Json,
    flag_in,
    fraction_in,
    list_in,
    object_in,
    object_of,
    objects_in,
    optional_text_in,
    string_of,
    text_in,
)
from bot.color_names import NAMES
from bot.errors import AnalyzerFailed
from bot.model import (
    Adult,
    Analysis,
    Caption,
    Category,
    Colors,
    DetectedObject,
    Landmark,
    Tag,
)

BLOCKS = ("categories", "description", "color", "tags", "adult", "objects", "brands")
"""What is asked for: `visualFeatures`, as the answer spells them."""

COLOR_NAMES = {name.lower(): name for name in NAMES} | {"gray": "Grey"}
"""The docs print "gray", every recorded answer says "Grey". Names stay English in any language."""

_HEX = re.compile(r"[0-9A-Fa-f]{6}")


def analysis_from_json(body: object, *, analyzer: str, language: str) -> Analysis:
    """What the service said, from the decoded JSON of its answer.

    Blocks may be missing, null or empty. Confidences a little outside 0..1 are clamped.
    A description's own tags, which have no confidence, stand in where there is no tags block,
    with the caption's confidence. A color block that cannot be read is no colors: they can be
    measured. An adult block that cannot be read fails: nothing may slip past it.

    Raises:
        AnalyzerFailed: it is not an analysis: no object, none of `BLOCKS`, or a wrong type.
    """
    answer = object_of(body, "answer")
    if all(answer.get(block) is None for block in BLOCKS):
        raise AnalyzerFailed("no block of an analysis")
    categories = objects_in(answer, "categories")
    described = object_in(answer, "description")
    caption = _caption_in(described)
    return Analysis(
        analyzer=analyzer,
        language=language,
        caption=caption,
        tags=_with_things(_tags_in(answer) or _plain_tags_in(described, caption), answer),
        categories=tuple(Category(text_in(c, "name"), fraction_in(c, "score")) for c in categories),
        landmarks=_landmarks_in(categories),
        objects=_objects_in(answer),
        colors=_colors_in(answer),
        adult=_adult_in(answer),
        request_id=optional_text_in(answer, "requestId"),
        model_version=optional_text_in(answer, "modelVersion"),
    )


def _caption_in(described: Json) -> Caption | None:
    captions = [
        Caption(text_in(c, "text"), fraction_in(c, "confidence"))
        for c in objects_in(described, "captions")
    ]
    spoken = [caption for caption in captions if caption.text.strip()]
    return max(spoken, key=lambda caption: caption.confidence, default=None)


def _tags_in(answer: Json) -> tuple[Tag, ...]:
    tags = [
        Tag(text_in(t, "name"), fraction_in(t, "confidence")) for t in objects_in(answer, "tags")
    ]
    return tuple(sorted(tags, key=lambda tag: -tag.confidence))


def _plain_tags_in(described: Json, caption: Caption | None) -> tuple[Tag, ...]:
    confidence = caption.confidence if caption else 0.0
    return tuple(Tag(string_of(name, "tags"), confidence) for name in list_in(described, "tags"))


def _with_things(tags: tuple[Tag, ...], answer: Json) -> tuple[Tag, ...]:
    """The tags, and one more for each object and brand that has none."""
    named = [(text_in(o, "object"), o) for o in objects_in(answer, "objects")]
    named += [(text_in(b, "name"), b) for b in objects_in(answer, "brands")]
    things = [Tag(name, fraction_in(thing, "confidence")) for name, thing in named]
    known = {tag.name.casefold() for tag in tags}
    new = {tag.name.casefold(): tag for tag in sorted(things, key=lambda tag: tag.confidence)}
    added = (tag for name, tag in new.items() if name not in known)
    return tuple(sorted([*tags, *added], key=lambda tag: -tag.confidence))


def _objects_in(answer: Json) -> tuple[DetectedObject, ...]:
    found = objects_in(answer, "objects")
    if not found:
        return ()
    frame = Frame.of(object_in(answer, "metadata"))
    objects = [
        DetectedObject(
            text_in(each, "object"), fraction_in(each, "confidence"), *frame.box(each, "rectangle")
        )
        for each in found
    ]
    return tuple(sorted(objects, key=lambda each: -each.confidence))


def _landmarks_in(categories: Iterable[Json]) -> tuple[Landmark, ...]:
    """Each landmark once, with its best confidence: several categories may name the same one."""
    best: dict[str, float] = {}
    for category in categories:
        for found in objects_in(object_in(category, "detail"), "landmarks"):
            name, confidence = text_in(found, "name"), fraction_in(found, "confidence")
            best[name] = max(confidence, best.get(name, 0.0))
    landmarks = [Landmark(name, confidence) for name, confidence in best.items()]
    return tuple(sorted(landmarks, key=lambda landmark: -landmark.confidence))


def _colors_in(answer: Json) -> Colors | None:
    if answer.get("color") is None:
        return None
    try:
        return _colors_of(object_of(answer["color"], "color"))
    except AnalyzerFailed:
        return None


def _colors_of(block: Json) -> Colors:
    accent = text_in(block, "accentColor")
    if not _HEX.fullmatch(accent):
        raise AnalyzerFailed("accentColor")
    return Colors(
        accent=f"#{accent.upper()}",
        foreground=_color_name(block.get("dominantColorForeground")),
        background=_color_name(block.get("dominantColorBackground")),
        dominant=tuple(_color_name(name) for name in list_in(block, "dominantColors"))[:3],
        is_black_and_white=_is_black_and_white(block),
    )


def _color_name(value: object) -> str:
    name = COLOR_NAMES.get(string_of(value, "color name").lower())
    if name is None:
        raise AnalyzerFailed("color name")
    return name


def _is_black_and_white(block: Json) -> bool:
    """Until 2019 an answer had one spelling or the other; since then both, with one value."""
    for key in ("isBWImg", "isBwImg"):
        if block.get(key) is not None:
            return flag_in(block, key)
    return False


def _adult_in(answer: Json) -> Adult | None:
    if answer.get("adult") is None:
        return None
    block = object_of(answer["adult"], "adult")
    return Adult(
        is_adult=flag_in(block, "isAdultContent"),
        is_racy=flag_in(block, "isRacyContent"),
        is_gory=None if block.get("isGoryContent") is None else flag_in(block, "isGoryContent"),
        adult_score=fraction_in(block, "adultScore"),
        racy_score=fraction_in(block, "racyScore"),
        gore_score=None if block.get("goreScore") is None else fraction_in(block, "goreScore"),
    )
