"""Image Analysis 4.0's answers as our types. Opens no socket.

Source: specification/ai/ImageAnalysis of Azure/azure-rest-api-specs, and recorded answers
(tests/recordings).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import fmean

from bot.analyzers.azure4_json import PERSON
from bot.analyzers.azure_boxes import fractions_of
from bot.analyzers.json_fields import (
    Json,
    fraction_in,
    number_in,
    object_in,
    object_of,
    objects_in,
    optional_text_in,
    text_in,
)
from bot.errors import AnalyzerFailed
from bot.model import Analysis, Caption, DetectedObject, RegionCaption, Tag, TextLine

RESULTS = (
    *("captionResult", "denseCaptionsResult", "tagsResult"),
    *("readResult", "objectsResult", "peopleResult"),
)

SURE_OF_A_PERSON = 0.5
"""The service tells of people down to a confidence of 0.001 and leaves the choice to its client.
Source: concept-people-detection.md of MicrosoftDocs/azure-ai-docs."""


def analysis_from_imageanalysis(body: object, *, analyzer: str) -> Analysis:
    """What the service said, from the decoded JSON of its answer.

    Results may be missing, null or empty. Who is found among the people is a "person" among the
    objects, once. The caption of the whole picture is not repeated among those of its parts.

    Raises:
        AnalyzerFailed: it is not an analysis: no object, none of `RESULTS`, or a wrong type.
    """
    answer = object_of(body, "answer")
    if all(answer.get(result) is None for result in RESULTS):
        raise AnalyzerFailed("no result of an analysis")
    size = _Size.of(object_in(answer, "metadata"))
    return Analysis(
        analyzer=analyzer,
        language="en",
        caption=_caption_in(object_in(answer, "captionResult")),
        tags=_tags_in(answer),
        text_lines=tuple(_lines_in(answer, size)),
        objects=_objects_in(answer, size),
        region_captions=tuple(_region_captions_in(answer, size)),
        model_version=optional_text_in(answer, "modelVersion"),
    )


@dataclass(frozen=True, slots=True)
class _Size:
    """Of the picture that was looked at, in pixels: what boxes are measured in."""

    width_px: float
    height_px: float

    @classmethod
    def of(cls, metadata: Json) -> _Size:
        width_px, height_px = number_in(metadata, "width"), number_in(metadata, "height")
        if width_px <= 0 or height_px <= 0:
            raise AnalyzerFailed("a picture without a size")
        return cls(width_px, height_px)

    def box(self, owner: Json) -> tuple[float, float, float, float]:
        """Left, top, width and height of `boundingBox`, in fractions of the sides."""
        pixels = object_in(owner, "boundingBox")
        left, top = number_in(pixels, "x"), number_in(pixels, "y")
        right, bottom = left + number_in(pixels, "w"), top + number_in(pixels, "h")
        return fractions_of((left, right), (top, bottom), self.width_px, self.height_px)

    def box_around(self, corners: list[Json]) -> tuple[float, float, float, float]:
        """The same around a polygon; a box of no size where it has no corners."""
        xs = [number_in(corner, "x") for corner in corners] or [0.0]
        ys = [number_in(corner, "y") for corner in corners] or [0.0]
        return fractions_of((min(xs), max(xs)), (min(ys), max(ys)), self.width_px, self.height_px)


def _values_in(answer: Json, result: str) -> list[Json]:
    return objects_in(object_in(answer, result), "values")


def _caption_in(result: Json) -> Caption | None:
    if not result or not text_in(result, "text").strip():
        return None
    return Caption(text_in(result, "text"), fraction_in(result, "confidence"))


def _tags_in(answer: Json) -> tuple[Tag, ...]:
    tags = [
        Tag(text_in(tag, "name"), fraction_in(tag, "confidence"))
        for tag in _values_in(answer, "tagsResult")
    ]
    return tuple(sorted(tags, key=lambda tag: -tag.confidence))


def _lines_in(answer: Json, size: _Size) -> Iterator[TextLine]:
    """In the service's order, which is that of reading. A line is as sure as its words are."""
    for block in objects_in(object_in(answer, "readResult"), "blocks"):
        for line in objects_in(block, "lines"):
            sure = [fraction_in(word, "confidence") for word in objects_in(line, "words")]
            box = size.box_around(objects_in(line, "boundingPolygon"))
            yield TextLine(text_in(line, "text"), *box, fmean(sure) if sure else 0.0)


def _objects_in(answer: Json, size: _Size) -> tuple[DetectedObject, ...]:
    people = [
        DetectedObject(PERSON, fraction_in(found, "confidence"), *size.box(found))
        for found in _values_in(answer, "peopleResult")
        if fraction_in(found, "confidence") >= SURE_OF_A_PERSON
    ]
    things = [
        DetectedObject(text_in(tag, "name"), fraction_in(tag, "confidence"), *size.box(found))
        for found in _values_in(answer, "objectsResult")
        for tag in objects_in(found, "tags")[:1]
    ]
    if people:  # objects may have the same persons again
        things = [thing for thing in things if thing.name != PERSON]
    return tuple(sorted([*things, *people], key=lambda found: -found.confidence))


def _region_captions_in(answer: Json, size: _Size) -> Iterator[RegionCaption]:
    for found in _values_in(answer, "denseCaptionsResult"):
        box = size.box(found)
        if box != (0.0, 0.0, 1.0, 1.0):
            yield RegionCaption(text_in(found, "text"), fraction_in(found, "confidence"), *box)
