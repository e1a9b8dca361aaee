"""What a model wrote about a picture, as our types. Pure.

Where a server enforces the schema there is nothing to forgive. Elsewhere models put prose or a
fence around their JSON, write a percentage for a fraction, or a word for an object.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.analyzers.openai.prompt import MAX_CAPTION_CHARS
from bot.errors import AnalyzerFailed
from bot.model import Caption, Tag, TextLine

MAX_TAGS = 30
MAX_TAG_CHARS = 60
MAX_LINES = 200
MAX_LINE_CHARS = 1000

_FIELDS = frozenset({"caption", "tags", "text_lines"})
_THOUGHTS = re.compile(r"<think>.*?(</think>|\Z)", re.DOTALL)
_NUMBER = re.compile(r"\s*(\d{1,3}(?:\.\d{1,17})?)\s*(%?)\s*")
_MOST_STARTS = 50
"""How many opening braces are tried: one per stray brace in the prose before the object."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a model wrote of a picture. Confidence 0: it did not say how sure it is."""

    caption: Caption | None
    tags: tuple[Tag, ...]
    text_lines: tuple[TextLine, ...]


def written_in(text: str) -> Written:
    """The description that `text` has, wherever in it.

    The caption is one line of at most 200 characters without its full stop. Tags are there once
    each, the surest first. Lines have no place: models do not tell it reliably.

    Raises:
        AnalyzerFailed: there is no JSON object with any of the fields asked for.
    """
    found = _object_in(text)
    confidence = _confidence(found.get("caption_confidence"))
    caption = _caption(found.get("caption"), confidence)
    return Written(caption, _tags(found.get("tags")), tuple(_lines(found.get("text_lines"))))


def _object_in(text: str) -> Mapping[str, object]:
    spoken = _THOUGHTS.sub("", text)
    decoder = json.JSONDecoder()
    for start in [found.start() for found in re.finditer(r"\{", spoken)][:_MOST_STARTS]:
        try:
            found, _ = decoder.raw_decode(spoken, start)
        except (ValueError, RecursionError):
            continue
        if isinstance(found, dict) and found.keys() & _FIELDS:
            return found
    raise AnalyzerFailed("no description in the answer")


def _caption(value: object, confidence: float) -> Caption | None:
    text = _one_line(value).rstrip(".").rstrip()
    if not text:
        return None
    if len(text) > MAX_CAPTION_CHARS:
        text = text[: MAX_CAPTION_CHARS - 1].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"
    return Caption(text, confidence)


def _tags(value: object) -> tuple[Tag, ...]:
    best: dict[str, Tag] = {}
    for each in value if isinstance(value, list) else []:
        name, confidence = _tag(each)
        known = best.get(name.lower())
        if name and (known is None or known.confidence < confidence):
            best[name.lower()] = Tag(name, confidence)
    ordered = sorted(best.values(), key=lambda tag: -tag.confidence)
    return tuple(ordered[:MAX_TAGS])


def _tag(value: object) -> tuple[str, float]:
    if isinstance(value, dict):
        name, confidence = value.get("name"), _confidence(value.get("confidence"))
    else:
        name, confidence = value, 0.0
    return _one_line(name)[:MAX_TAG_CHARS].rstrip(), confidence


def _lines(value: object) -> Iterator[TextLine]:
    lines = value.splitlines() if isinstance(value, str) else value
    for line in lines[:MAX_LINES] if isinstance(lines, list) else []:
        text = _one_line(line.get("text") if isinstance(line, dict) else line)
        if text:
            yield TextLine(text[:MAX_LINE_CHARS], 0.0, 0.0, 0.0, 0.0, 0.0)


def _one_line(value: object) -> str:
    """Fit to be stored and sent: JSON may escape half of a character, UTF-8 may not."""
    if not isinstance(value, str):
        return ""
    return " ".join(value.encode(errors="replace").decode().split())


def _confidence(value: object) -> float:
    """0..1, from a fraction or a percentage; 0 where it is neither."""
    if isinstance(value, str) and (found := _NUMBER.fullmatch(value)):
        number = float(found[1]) / (100 if found[2] else 1)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        number = float(value) if -1e9 < value < 1e9 else 0.0
    else:
        return 0.0
    if 1 < number <= 100:
        number /= 100
    return number if 0 <= number <= 1 else 0.0
