"""Every analyzer that asks a service, with what its service says: the same laws hold for each."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from PIL import Image

from bot.analyzers import Analyzer
from bot.analyzers.azure import AzureAnalyzer
from bot.analyzers.azure4 import ImageAnalysisAnalyzer
from bot.analyzers.call import Terms
from bot.analyzers.openai import OpenAiAnalyzer
from bot.errors import BotError
from bot.model import Picture, Upload
from tests.analyzers.model_server import DOG, completion, response
from tests.analyzers.openai_errors import ERRORS
from tests.analyzers.service import Answer, answer_of, recorded, recording_names
from tests.analyzers.test_azure_errors import EXPECTED

KEY = "0123456789abcdef0123456789abcdef"
BODY = b"\xff\xd8 the very bytes \xff\xd9"


@dataclass(frozen=True)
class Twin:
    """One analyzer, and its service in answers.

    `good` says of any picture: a dog, 0.75 sure, with tags dog and grass. `no_analyses` are bodies
    under status 200 that are none. `key_header` is how the key is sent.
    """

    name: str
    path: str
    make: Callable[..., Analyzer]
    """Takes endpoint, key and terms."""
    good: Answer
    busy: Answer
    no_analyses: tuple[bytes, ...]
    key_header: tuple[str, str] = ("ocp-apim-subscription-key", KEY)
    media_type: str = "application/octet-stream"
    errors: Mapping[str, tuple[Answer, BotError]] = field(default_factory=dict)

    def at(self, url: str, terms: Terms, key: str = KEY) -> Analyzer:
        return self.make(endpoint=url, key=key, terms=terms)


def picture_of(body: bytes | None = BODY) -> Picture:
    """A picture whose upload is `body`; without a body it has none."""
    upload = None if body is None else Upload(body, "image/jpeg", width_px=60, height_px=60)
    return Picture(
        image=Image.new("RGB", (60, 60)),
        width_px=60,
        height_px=60,
        format="JPEG",
        size_bytes=len(body or b""),
        is_animated=False,
        upload=upload,
    )


TAGS = [{"name": "dog", "confidence": 0.9}, {"name": "grass", "confidence": 0.8}]
CAPTION = {"text": "a dog", "confidence": 0.75}
ANALYZE = {"tags": TAGS, "description": {"tags": [], "captions": [CAPTION]}}
IMAGE_ANALYSIS = {
    "modelVersion": "2023-10-01",
    "captionResult": CAPTION,
    "denseCaptionsResult": {
        "values": [{**CAPTION, "boundingBox": {"x": 0, "y": 0, "w": 60, "h": 60}}]
    },
    "tagsResult": {"values": TAGS},
    "readResult": {"blocks": []},
    "objectsResult": {"values": []},
    "peopleResult": {"values": []},
    "metadata": {"width": 60, "height": 60},
}
_RECORDED_ERRORS = {name: (recorded(name), EXPECTED[name]) for name in recording_names("errors")}


def _bodies(*kinds: str) -> tuple[bytes, ...]:
    """Recorded answers of these kinds, which another API would not take for its own."""
    return tuple(recorded(n).body for n in recording_names("analyze") if n.startswith(kinds))


def _analyze(version: str) -> Callable[..., Analyzer]:
    def make(**options: Any) -> Analyzer:
        return AzureAnalyzer(version=version, **options)

    return make


def _openai(path: str) -> Callable[..., Analyzer]:
    """It has proven that it sees; tests/analyzers/openai has what comes before."""

    def make(*, endpoint: str, **options: Any) -> Analyzer:
        return OpenAiAnalyzer(
            endpoint=endpoint + path, model="seer", has_proven_sight=True, **options
        )

    return make


_OPENAI: dict[str, Any] = {
    "busy": ERRORS["openai_503"][0],
    "errors": ERRORS,
    "key_header": ("authorization", f"Bearer {KEY}"),
    "media_type": "application/json",
}
_DOG = json.dumps(DOG)
_SAID = {"type": "output_text", "text": _DOG}
_CHAT_WITHOUT: tuple[dict[str, Any], ...] = (
    {"choices": []},
    {"choices": {}},
    {"choices": [{"message": {"content": None}, "finish_reason": "stop"}]},
    completion("a dog on grass"),
    completion('{"mood": "good"}'),
    completion('{"caption": 5'),
    completion(_DOG, finish_reason="length"),
    {"object": "error", "message": "no", "code": 400},
)
_RESPONSES_WITHOUT: tuple[dict[str, Any], ...] = (
    {"output": []},
    {"output": "a dog"},
    response([]),
    response([{"type": "output_text", "text": "a dog on grass"}]),
    response([_SAID], status="incomplete", incomplete_details={"reason": "max_output_tokens"}),
)

_AZURE: dict[str, Any] = {"busy": recorded("v3_2_503"), "errors": _RECORDED_ERRORS}

TWINS = (
    Twin(
        name="azure-3.2",
        path="/vision/v3.2/analyze",
        make=_analyze("3.2"),
        good=answer_of(ANALYZE),
        no_analyses=_bodies("v4"),
        **_AZURE,
    ),
    Twin(
        name="azure-2.0",
        path="/vision/v2.0/analyze",
        make=_analyze("2.0"),
        good=answer_of(ANALYZE),
        no_analyses=_bodies("v4"),
        **_AZURE,
    ),
    Twin(
        name="azure-4.0",
        path="/computervision/imageanalysis:analyze",
        make=ImageAnalysisAnalyzer,
        good=answer_of(IMAGE_ANALYSIS),
        no_analyses=(*_bodies("v3", "v2"), json.dumps({"captionResult": CAPTION}).encode()),
        **_AZURE,
    ),
    Twin(
        name="openai",
        path="/v1/chat/completions",
        make=_openai("/v1"),
        good=answer_of(completion(_DOG)),
        no_analyses=tuple(json.dumps(body).encode() for body in _CHAT_WITHOUT),
        **_OPENAI,
    ),
    Twin(
        name="openai",
        path="/v1/responses",
        make=_openai("/v1/responses"),
        good=answer_of(response([_SAID])),
        no_analyses=tuple(json.dumps(body).encode() for body in _RESPONSES_WITHOUT),
        **_OPENAI,
    ),
)
