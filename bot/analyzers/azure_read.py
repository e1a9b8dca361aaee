"""Text in a picture, as Azure's Read of v3.2 tells it: asked once, then looked at until it is done.

Read costs at least two more requests for each picture, so it is asked only where Analyze Image has
seen that there is text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from statistics import fmean

from bot.analyzers.azure_boxes import Frame, pixel_box
from bot.analyzers.call import Call, Question
from bot.analyzers.json_fields import (
    Json,
    fraction_in,
    list_in,
    number_in,
    object_in,
    object_of,
    objects_in,
    text_in,
)
from bot.analyzers.reply import Reply, json_in
from bot.errors import AnalyzerBusy, AnalyzerFailed, AnalyzerGone
from bot.model import Analysis, Description, TextLine

PATH = "/vision/v3.2/read/analyze"
RESULTS_PATH = "/vision/v3.2/read/analyzeResults/"

POLL_S = 1.0
"""Not more often than once a second. Source: call-read-api.md of MicrosoftDocs/azure-ai-docs."""
MAX_POLLS = 10

TELLTALE_TAGS = frozenset(
    {"text", "font", "handwriting", "screenshot", "document", "letter", "receipt", "menu"}
    | {"poster", "sign", "signage", "whiteboard", "newspaper", "web page"}
)
TELLTALE_CATEGORY = "text_"
SURE = 0.5

_OPERATION = re.compile(r"/read/analyzeResults/([0-9A-Za-z-]{1,64})/?\Z")


def has_text(analysis: Analysis) -> bool:
    """Whether the analysis of a picture says that something can be read in it."""
    tags = (tag for tag in analysis.tags if tag.confidence >= SURE)
    return any(tag.name.lower() in TELLTALE_TAGS for tag in tags) or any(
        category.name.startswith(TELLTALE_CATEGORY) and category.score >= SURE
        for category in analysis.categories
    )


def read_lines(call: Call, base: str, picture: bytes) -> tuple[TextLine, ...]:
    """The lines of text, in reading order.

    Each request takes a turn and counts, the looks as well: Azure's price list has counted them as
    transactions too, though free of charge.

    `base` is the service's own scheme and host: only the operation's id is taken from what it
    answers, so that the key goes nowhere else.

    Raises:
        AnalyzerGone: there is no Read at this address.
        AnalyzerFailed: Read has failed, or answered something else.
        AnalyzerBusy: it took too long.
        What the service's other errors mean.
    """
    query = {"readingOrder": "natural", "model-version": "latest"}
    question = Question(base + PATH, query=query, body=picture, expected=202)
    operation = _OPERATION.search(call.ask(question).headers.get("Operation-Location", ""))
    if operation is None:
        raise AnalyzerFailed("no operation to read from")
    for _ in range(MAX_POLLS):
        call.pause(POLL_S)
        result = Question(base + RESULTS_PATH + operation[1], method="GET")
        answer = object_of(json_in(_looked_at(call, result)), "answer")
        if answer.get("status") == "succeeded":
            return tuple(_lines_in(object_in(answer, "analyzeResult")))
        if answer.get("status") not in ("notStarted", "running"):
            raise AnalyzerFailed("nothing could be read")
    raise AnalyzerBusy("reading took too long")


def read_results_json(description: Description) -> list[dict[str, object]]:
    """The lines of text as v3.2's `readResults`: one page, or none where nothing was read."""
    if not description.analysis.text_lines:
        return []
    width_px, height_px = description.width_px, description.height_px
    lines = [_line_json(line, width_px, height_px) for line in description.analysis.text_lines]
    return [{"page": 1, "width": width_px, "height": height_px, "unit": "pixel", "lines": lines}]


def _line_json(line: TextLine, width_px: int, height_px: int) -> dict[str, object]:
    """Without a box where the analyzer did not say where; its words are as sure as it is."""
    words = [{"text": word, "confidence": line.confidence} for word in line.text.split()]
    found: dict[str, object] = {"text": line.text, "words": words}
    if line.width and line.height:
        found["boundingBox"] = _corners(pixel_box(line, width_px, height_px))
    return found


def _corners(box: Mapping[str, int]) -> list[int]:
    """Clockwise from the top left, x and y by turns."""
    left, top, right, bottom = box["x"], box["y"], box["x"] + box["w"], box["y"] + box["h"]
    return [left, top, right, top, right, bottom, left, bottom]


def _looked_at(call: Call, result: Question) -> Reply:
    """A result that is gone is one failure; that there is no Read at all would be told before."""
    try:
        return call.ask(result)
    except AnalyzerGone as error:
        raise AnalyzerFailed(str(error)) from error


def _lines_in(result: Json) -> Iterator[TextLine]:
    for page in objects_in(result, "readResults"):
        lines = objects_in(page, "lines")
        frame = Frame.of(page) if lines else None
        for line in lines:
            sure = [fraction_in(word, "confidence") for word in objects_in(line, "words")]
            box = frame.around(_corners_in(line)) if frame else (0.0, 0.0, 0.0, 0.0)
            yield TextLine(text_in(line, "text"), *box, fmean(sure) if sure else 0.0)


def _corners_in(line: Json) -> list[tuple[float, float]]:
    """Eight numbers, x and y by turns."""
    numbers = [number_in({"at": at}, "at") for at in list_in(line, "boundingBox")]
    return list(zip(numbers[::2], numbers[1::2], strict=False))
