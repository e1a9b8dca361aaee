"""Image Analysis 4.0's answers as our types. Opens no socket.

Source: specification/ai/ImageAnalysis of Azure/azure-rest-api-specs, and recorded answers
(tests/recordings).
"""

from __future__ import annotations

from collections.abc import Iterator
from statistics import fmean

from bot.analyzers.azure4_json import PERSON
from bot.analyzers.azure_boxes import Frame
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
    frame = Frame.of(object_in(answer, "metadata"))
    return Analysis(
        analyzer=analyzer,
        language="en",
        caption=_caption_in(object_in(answer, "captionResult")),
        tags=_tags_in(answer),
        text_lines=tuple(_lines_in(answer, frame)),
        objects=_objects_in(answer, frame),
        region_captions=tuple(_region_captions_in(answer, frame)),
        model_version=optional_text_in(answer, "modelVersion"),
    )


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


def _lines_in(answer: Json, frame: Frame) -> Iterator[TextLine]:
    """In the service's order, which is that of reading. A line is as sure as its words are."""
    for block in objects_in(object_in(answer, "readResult"), "blocks"):
        for line in objects_in(block, "lines"):
            sure = [fraction_in(word, "confidence") for word in objects_in(line, "words")]
            corners = objects_in(line, "boundingPolygon")
            box = frame.around([(number_in(c, "x"), number_in(c, "y")) for c in corners])
            yield TextLine(text_in(line, "text"), *box, fmean(sure) if sure else 0.0)


def _objects_in(answer: Json, frame: Frame) -> tuple[DetectedObject, ...]:
    people = [
        DetectedObject(PERSON, fraction_in(found, "confidence"), *frame.box(found, "boundingBox"))
        for found in _values_in(answer, "peopleResult")
        if fraction_in(found, "confidence") >= SURE_OF_A_PERSON
    ]
    things = [
        DetectedObject(
            text_in(tag, "name"), fraction_in(tag, "confidence"), *frame.box(found, "boundingBox")
        )
        for found in _values_in(answer, "objectsResult")
        for tag in objects_in(found, "tags")[:1]
    ]
    if people:  # objects may have the same persons again
        things = [thing for thing in things if thing.name != PERSON]
    return tuple(sorted([*things, *people], key=lambda found: -found.confidence))


def _region_captions_in(answer: Json, frame: Frame) -> Iterator[RegionCaption]:
    for found in _values_in(answer, "denseCaptionsResult"):
        box = frame.box(found, "boundingBox")
        if box != (0.0, 0.0, 1.0, 1.0):
            yield RegionCaption(text_in(found, "text"), fraction_in(found, "confidence"), *box)
