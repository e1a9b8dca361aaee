"""The same eight pictures through every analyzer: the same shape of answer from each."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from functools import cache
from typing import Any

import pytest
from PIL import Image

from bot.analyze_server import analyze_app
from bot.analyzers import Analyzer
from bot.analyzers.azure import AzureAnalyzer
from bot.analyzers.azure4 import ImageAnalysisAnalyzer
from bot.analyzers.azure_json import analysis_to_json
from bot.analyzers.fallback import Chain
from bot.analyzers.openai import OpenAiAnalyzer
from bot.describe import Describer
from bot.embedded import EmbeddedAnalyzer
from bot.images import prepare
from bot.model import Ask, Description
from bot.web import HttpServer
from tests.analyzers.model_server import ModelServer
from tests.analyzers.service import AnalyzeService
from tests.embedded.pictures import PICTURES
from tests.embedded.reading import page

ALWAYS = {"categories", "color", "tags", "description", "metadata"}
MAYBE = {"objects", "modelVersion", "requestId"}
SCORES = {"captions": "confidence", "tags": "confidence", "categories": "score"}


@cache
def embedded() -> EmbeddedAnalyzer:
    return EmbeddedAnalyzer()


def seeing(picture: bytes) -> Mapping[str, object]:
    """A model with the embedded analyzer's eyes."""
    found = embedded().analyze(prepare(picture, limits=None), Ask("en"))
    caption = found.caption
    return {
        "caption": caption.text if caption else "",
        "caption_confidence": caption.confidence if caption else 0,
        "tags": [{"name": tag.name, "confidence": tag.confidence} for tag in found.tags],
        "text_lines": [line.text for line in found.text_lines],
    }


def encoded(image: Image.Image, format_name: str, **options: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, format_name, **options)
    return buffer.getvalue()


def eight_pictures() -> dict[str, bytes]:
    """Five photos, a screenshot, an animation, and a picture of next to nothing."""
    photos = {path.stem: path.read_bytes() for path in sorted(PICTURES.glob("*.jpg"))}
    small = Image.open(io.BytesIO(photos["dog"])).resize((300, 220))
    others = {
        "screen": encoded(Image.fromarray(page(["Deploy failed", "Retry in 30 seconds"])), "PNG"),
        "animated": encoded(small, "GIF", save_all=True, append_images=[small.rotate(9)]),
        "blank": encoded(Image.new("RGB", (64, 64), "#B7471D"), "WEBP"),
    }
    assert len(photos) == 5
    return photos | others


@pytest.fixture(scope="module")
def analyzers() -> Iterator[dict[str, Analyzer]]:
    """The services speak for the embedded analyzer, each in its own words."""
    with ExitStack() as stack:
        server = HttpServer(analyze_app(Describer(Chain([embedded()]))), host="127.0.0.1", port=0)
        server.start()
        stack.callback(server.stop, 2)
        url = f"http://127.0.0.1:{server.port}"
        chat, responses = (stack.enter_context(AnalyzeService()) for _ in range(2))
        chat.play(ModelServer(eyes=seeing))
        responses.play(ModelServer(path="/v1/responses", eyes=seeing))
        answers = f"{responses.url}/v1/responses"
        known: dict[str, Any] = {"model": "seer", "key": "", "has_proven_sight": True}
        yield {
            "embedded": embedded(),
            "azure-3.2": AzureAnalyzer(endpoint=url, key="", version="3.2"),
            "azure-2.0": AzureAnalyzer(endpoint=url, key="", version="2.0"),
            "azure-4.0": ImageAnalysisAnalyzer(endpoint=url, key=""),
            "openai chat": OpenAiAnalyzer(endpoint=chat.url, **known),
            "openai responses": OpenAiAnalyzer(endpoint=answers, **known),
        }


def check_shape(description: Description) -> None:
    """Every field filled, or absent where the analyzer has nothing to say."""
    written: Any = analysis_to_json(description)
    assert written.keys() >= ALWAYS
    assert written.keys() <= ALWAYS | MAYBE
    assert written["metadata"]["width"] > 0
    assert len(written["color"]["accentColor"]) == 6
    lists = {**written, "captions": written["description"]["captions"]}
    for name, score in SCORES.items():
        scores = [each[score] for each in lists[name]]
        assert scores == sorted(scores, reverse=True)
        assert all(0.0 <= each <= 1.0 for each in scores)
    assert all(caption["text"].strip() for caption in lists["captions"])


@pytest.mark.parametrize("name", sorted(eight_pictures()))
def test_the_same_picture_gets_the_same_shape_of_answer(
    analyzers: dict[str, Analyzer], name: str
) -> None:
    """And, since they all see with the same eyes here, a caption from all or from none."""
    data = eight_pictures()[name]
    found = {
        each: Describer(Chain([analyzer])).describe(data, Ask("en"))
        for each, analyzer in analyzers.items()
    }
    for description in found.values():
        check_shape(description)
    sizes = {(each.width_px, each.height_px, each.is_animated) for each in found.values()}
    assert len(sizes) == 1
    assert {each.analysis.analyzer for each in found.values()} == {
        key.partition(" ")[0] for key in found
    }
    expected = found["embedded"].analysis.caption
    for description in found.values():
        caption = description.analysis.caption
        assert (caption is None) == (expected is None)
