"""Azure's Analyze Image answers, v2.0 to v3.2, as our types and back. Opens no socket.

The only module that knows the field names. Source: the v2.0 and v3.2 swaggers of
Azure/azure-rest-api-specs, and recorded answers (tests/recordings).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from math import inf
from typing import TypeAlias

from bot.errors import AnalyzerFailed
from bot.model import (
    Adult,
    Analysis,
    Caption,
    Category,
    Colors,
    Description,
    Landmark,
    Tag,
)

Json: TypeAlias = Mapping[str, object]

BLOCKS = ("categories", "description", "color", "tags", "adult")
"""What is asked for: `visualFeatures`, as the answer spells them."""

_NAMES = (
    *("Black", "Blue", "Brown", "Grey", "Green", "Orange"),
    *("Pink", "Purple", "Red", "Teal", "White", "Yellow"),
)
COLOR_NAMES = {name.lower(): name for name in _NAMES} | {"gray": "Grey"}
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
    answer = _object(body, "answer")
    if all(answer.get(block) is None for block in BLOCKS):
        raise AnalyzerFailed("no block of an analysis")
    categories = _objects(answer, "categories")
    described = _block(answer, "description")
    caption = _caption_in(described)
    return Analysis(
        analyzer=analyzer,
        language=language,
        caption=caption,
        tags=_tags_in(answer) or _plain_tags_in(described, caption),
        categories=tuple(Category(_text(c, "name"), _fraction(c, "score")) for c in categories),
        landmarks=_landmarks_in(categories),
        colors=_colors_in(answer),
        adult=_adult_in(answer),
        request_id=_optional_text(answer, "requestId"),
        model_version=_optional_text(answer, "modelVersion"),
    )


def analysis_to_json(description: Description) -> dict[str, object]:
    """The description as a v3.2 answer, in v3.2's order of fields.

    `adult`, `requestId` and `modelVersion` appear only when known. Landmarks hang on a category,
    as in an answer, so without any category they are left out; text lines always are: v3.2's
    analyze has no place for them.
    """
    analysis = description.analysis
    found: dict[str, object] = {"categories": _json_of_categories(analysis)}
    if analysis.adult:
        found["adult"] = _json_of_adult(analysis.adult)
    found["color"] = _json_of_colors(description.colors)
    found["tags"] = [{"name": tag.name, "confidence": tag.confidence} for tag in analysis.tags]
    found["description"] = _json_of_description(analysis)
    if analysis.request_id:
        found["requestId"] = analysis.request_id
    found["metadata"] = {
        "width": description.width_px,
        "height": description.height_px,
        "format": description.format.capitalize(),  # .NET's spelling: "Jpeg", "Png"
    }
    if analysis.model_version:
        found["modelVersion"] = analysis.model_version
    return found


def _caption_in(described: Json) -> Caption | None:
    captions = [
        Caption(_text(c, "text"), _fraction(c, "confidence"))
        for c in _objects(described, "captions")
    ]
    spoken = [caption for caption in captions if caption.text.strip()]
    return max(spoken, key=lambda caption: caption.confidence, default=None)


def _tags_in(answer: Json) -> tuple[Tag, ...]:
    tags = [Tag(_text(t, "name"), _fraction(t, "confidence")) for t in _objects(answer, "tags")]
    return tuple(sorted(tags, key=lambda tag: -tag.confidence))


def _plain_tags_in(described: Json, caption: Caption | None) -> tuple[Tag, ...]:
    confidence = caption.confidence if caption else 0.0
    return tuple(Tag(_string(name, "tags"), confidence) for name in _list(described, "tags"))


def _landmarks_in(categories: Iterable[Json]) -> tuple[Landmark, ...]:
    """Each landmark once, with its best confidence: several categories may name the same one."""
    best: dict[str, float] = {}
    for category in categories:
        for found in _objects(_block(category, "detail"), "landmarks"):
            name, confidence = _text(found, "name"), _fraction(found, "confidence")
            best[name] = max(confidence, best.get(name, 0.0))
    landmarks = [Landmark(name, confidence) for name, confidence in best.items()]
    return tuple(sorted(landmarks, key=lambda landmark: -landmark.confidence))


def _colors_in(answer: Json) -> Colors | None:
    if answer.get("color") is None:
        return None
    try:
        return _colors_of(_object(answer["color"], "color"))
    except AnalyzerFailed:
        return None


def _colors_of(block: Json) -> Colors:
    accent = _text(block, "accentColor")
    if not _HEX.fullmatch(accent):
        raise AnalyzerFailed("accentColor")
    return Colors(
        accent=f"#{accent.upper()}",
        foreground=_color_name(block.get("dominantColorForeground")),
        background=_color_name(block.get("dominantColorBackground")),
        dominant=tuple(_color_name(name) for name in _list(block, "dominantColors"))[:3],
        is_black_and_white=_is_black_and_white(block),
    )


def _color_name(value: object) -> str:
    name = COLOR_NAMES.get(_string(value, "color name").lower())
    if name is None:
        raise AnalyzerFailed("color name")
    return name


def _is_black_and_white(block: Json) -> bool:
    """Until 2019 an answer had one spelling or the other; since then both, with one value."""
    for key in ("isBWImg", "isBwImg"):
        if block.get(key) is not None:
            return _flag(block, key)
    return False


def _adult_in(answer: Json) -> Adult | None:
    if answer.get("adult") is None:
        return None
    block = _object(answer["adult"], "adult")
    return Adult(
        is_adult=_flag(block, "isAdultContent"),
        is_racy=_flag(block, "isRacyContent"),
        is_gory=None if block.get("isGoryContent") is None else _flag(block, "isGoryContent"),
        adult_score=_fraction(block, "adultScore"),
        racy_score=_fraction(block, "racyScore"),
        gore_score=None if block.get("goreScore") is None else _fraction(block, "goreScore"),
    )


def _json_of_categories(analysis: Analysis) -> list[dict[str, object]]:
    categories: list[dict[str, object]] = [
        {"name": category.name, "score": category.score} for category in analysis.categories
    ]
    if categories and analysis.landmarks:
        places = (c for c in categories if str(c["name"]).startswith(("building_", "outdoor_")))
        next(places, categories[0])["detail"] = {
            "landmarks": [
                {"name": landmark.name, "confidence": landmark.confidence}
                for landmark in analysis.landmarks
            ]
        }
    return categories


def _json_of_adult(adult: Adult) -> dict[str, object]:
    block: dict[str, object] = {
        "isAdultContent": adult.is_adult,
        "isRacyContent": adult.is_racy,
        "isGoryContent": adult.is_gory,
        "adultScore": adult.adult_score,
        "racyScore": adult.racy_score,
        "goreScore": adult.gore_score,
    }
    return {key: value for key, value in block.items() if value is not None}


def _json_of_colors(colors: Colors) -> dict[str, object]:
    return {
        "dominantColorForeground": colors.foreground,
        "dominantColorBackground": colors.background,
        "dominantColors": list(colors.dominant),
        "accentColor": colors.accent.removeprefix("#"),
        # Both spellings, as the service: its own clients read only the second.
        "isBwImg": colors.is_black_and_white,
        "isBWImg": colors.is_black_and_white,
    }


def _json_of_description(analysis: Analysis) -> dict[str, object]:
    caption = analysis.caption
    captions = [{"text": caption.text, "confidence": caption.confidence}] if caption else []
    return {"tags": [tag.name for tag in analysis.tags], "captions": captions}


def _object(value: object, what: str) -> Json:
    if not isinstance(value, Mapping):
        raise AnalyzerFailed(f"{what} is not an object")
    return value


def _block(owner: Json, key: str) -> Json:
    """The object under `key`, empty where it is missing or null."""
    value = owner.get(key)
    return {} if value is None else _object(value, key)


def _list(owner: Json, key: str) -> list[object]:
    value = owner.get(key)
    if value is None:
        return []
    if not isinstance(value, list):
        raise AnalyzerFailed(f"{key} is not a list")
    return value


def _objects(owner: Json, key: str) -> list[Json]:
    return [_object(value, f"one of {key}") for value in _list(owner, key)]


def _string(value: object, what: str) -> str:
    """The text, fit to be stored and sent: JSON may escape half of a character, UTF-8 may not."""
    if not isinstance(value, str):
        raise AnalyzerFailed(f"{what} is not a text")
    return value.encode(errors="replace").decode()


def _text(owner: Json, key: str) -> str:
    return _string(owner.get(key), key)


def _optional_text(owner: Json, key: str) -> str | None:
    return None if owner.get(key) is None else _text(owner, key)


def _flag(owner: Json, key: str) -> bool:
    value = owner.get(key)
    if not isinstance(value, bool):
        raise AnalyzerFailed(f"{key} is not true or false")
    return value


def _fraction(owner: Json, key: str) -> float:
    """The number, clamped to 0..1. NaN and the infinities, which Python's JSON reads, fail."""
    value = owner.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float) or not -inf < value < inf:
        raise AnalyzerFailed(f"{key} is not a number")
    return float(min(max(value, 0), 1))
