"""The two ways to ask an OpenAI-compatible model about a picture. Pure.

The only module that knows their field names. Sources: platform.openai.com/docs/api-reference, chat
and responses, November 2026.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, TypeGuard

from bot.analyzers.json_fields import Json, object_in, object_of, objects_in, optional_text_in
from bot.analyzers.openai.prompt import REQUEST, SCHEMA
from bot.errors import AnalyzerFailed
from bot.model import TokenUse

MAX_TOKENS = 4000
"""Of an answer, thinking included: a page of text has about a thousand."""

_FORMAT = {"name": "picture", "strict": True, "schema": SCHEMA}


@dataclass(frozen=True, slots=True)
class Said:
    """What a model answered. `is_filtered`: the service or the model would not describe it."""

    text: str
    is_filtered: bool
    model: str | None
    tokens: TokenUse | None


class Dialect(Protocol):
    """One of the two APIs."""

    def question(self, model: str, instructions: str, picture_url: str) -> dict[str, object]:
        """The request's JSON, with the answer's form as a JSON schema."""

    def plain_question(self, model: str, instructions: str, picture_url: str) -> dict[str, object]:
        """The same for a server that knows no more than the first such servers did."""

    def said(self, body: object) -> Said:
        """What stands in the decoded answer. Raises AnalyzerFailed where it is none, or cut."""


class Chat:
    """`/chat/completions`."""

    def question(self, model: str, instructions: str, picture_url: str) -> dict[str, object]:
        return {
            **_model(model),
            "messages": [
                {"role": "system", "content": instructions},
                {"role": "user", "content": self._content(REQUEST, picture_url)},
            ],
            "max_completion_tokens": MAX_TOKENS,
            "response_format": {"type": "json_schema", "json_schema": _FORMAT},
        }

    def plain_question(self, model: str, instructions: str, picture_url: str) -> dict[str, object]:
        """One message of the user, since not every template has a place for instructions."""
        content = self._content(f"{instructions}\n\n{REQUEST}", picture_url)
        return {
            **_model(model),
            "messages": [{"role": "user", "content": content}],
            "max_tokens": MAX_TOKENS,
        }

    def said(self, body: object) -> Said:
        answer = object_of(body, "answer")
        choice, *_ = objects_in(answer, "choices") or [{}]
        message = object_in(choice, "message")
        reason = choice.get("finish_reason")
        text = _text_of(message.get("content"))
        is_filtered = bool(message.get("refusal")) or reason == "content_filter"
        if not choice or (reason == "length" and not is_filtered):
            raise AnalyzerFailed("no whole answer")
        return Said(text, is_filtered, optional_text_in(answer, "model"), _tokens_in(answer))

    def _content(self, text: str, picture_url: str) -> list[dict[str, object]]:
        return [
            {"type": "text", "text": text},
            {"type": "image_url", "image_url": {"url": picture_url}},
        ]


class Responses:
    """`/responses`."""

    def question(self, model: str, instructions: str, picture_url: str) -> dict[str, object]:
        return {
            **self.plain_question(model, instructions, picture_url),
            "text": {"format": {"type": "json_schema", **_FORMAT}},
        }

    def plain_question(self, model: str, instructions: str, picture_url: str) -> dict[str, object]:
        content = [
            {"type": "input_text", "text": REQUEST},
            {"type": "input_image", "image_url": picture_url, "detail": "auto"},
        ]
        return {
            **_model(model),
            "instructions": instructions,
            "input": [{"role": "user", "content": content}],
            "max_output_tokens": MAX_TOKENS,
            "store": False,  # by default the service keeps question and answer for 30 days
        }

    def said(self, body: object) -> Said:
        answer = object_of(body, "answer")
        parts = [
            part
            for item in objects_in(answer, "output")
            if item.get("type") == "message"
            for part in objects_in(item, "content")
        ]
        why_cut = object_in(answer, "incomplete_details").get("reason")
        is_filtered = why_cut == "content_filter" or any(p.get("type") == "refusal" for p in parts)
        if not is_filtered and (not parts or answer.get("status") == "incomplete"):
            raise AnalyzerFailed("no whole answer")
        text = _text_of([part for part in parts if part.get("type") == "output_text"])
        return Said(text, is_filtered, optional_text_in(answer, "model"), _tokens_in(answer))


def _model(model: str) -> dict[str, object]:
    return {"model": model} if model else {}


def _text_of(content: object) -> str:
    """A text, or the texts of a list of parts."""
    if isinstance(content, list):
        return "".join(_text_of(part.get("text")) for part in content if isinstance(part, dict))
    return content if isinstance(content, str) else ""


def _tokens_in(answer: Json) -> TokenUse | None:
    """What the server counted, if it did; the two APIs name it differently."""
    usage = answer.get("usage")
    if not isinstance(usage, dict):
        return None
    read = usage.get("prompt_tokens", usage.get("input_tokens"))
    written = usage.get("completion_tokens", usage.get("output_tokens"))
    if not _is_count(read) or not _is_count(written):
        return None
    return TokenUse(input_tokens=read, output_tokens=written)


def _is_count(value: object) -> TypeGuard[int]:
    return type(value) is int and 0 <= value < 10**9
