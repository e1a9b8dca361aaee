"""Read of v3.2: text where there is some, the key nowhere else, and never at the caption's cost."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import pytest

from bot.analyzers.azure import AzureAnalyzer
from bot.analyzers.azure_read import MAX_POLLS, has_text, read_results_json
from bot.errors import AnalyzerAtRate
from bot.model import (
    TEXT_NOT_READ,
    Analysis,
    Ask,
    Asker,
    Category,
    Colors,
    Description,
    Tag,
    TextLine,
)
from tests.analyzers.clock import Clock
from tests.analyzers.service import AnalyzeService, Answer, Request, answer_of, recorded
from tests.analyzers.twins import BODY, KEY, picture_of

ID = "49a36324-fc4b-4387-aa06-090cfbf0064f"
SIGN = {
    "categories": [],
    "tags": [{"name": "text", "confidence": 0.9}],
    "description": {"tags": [], "captions": [{"text": "a sign", "confidence": 0.75}]},
}
LINES = [
    {
        "boundingBox": [25, 16, 125, 16, 125, 48, 25, 48],
        "text": "NO DOGS",
        "words": [
            {"boundingBox": [25, 16, 65, 16, 65, 48, 25, 48], "text": "NO", "confidence": 1.0},
            {"boundingBox": [75, 16, 125, 16, 125, 48, 75, 48], "text": "DOGS", "confidence": 0.5},
        ],
    }
]
NO_DOGS = (TextLine("NO DOGS", 0.125, 0.125, 0.5, 0.25, 0.75),)


@dataclass
class Vision:
    """Analyze Image and Read of one resource. Reading takes as many looks as `looks`."""

    url: str = ""
    looks: int = 2
    location: str = "{url}/vision/v3.2/read/analyzeResults/" + ID
    result: Answer | None = None
    accepted: Answer | None = None
    seen: dict[str, Any] = field(default_factory=lambda: dict(SIGN))

    def __call__(self, request: Request) -> Answer:
        if request.headers.get("ocp-apim-subscription-key") != KEY:
            return recorded("any_401_invalid_key")
        match request.method, request.path:
            case "POST", "/vision/v3.2/analyze" | "/vision/v2.0/analyze":
                return answer_of(self.seen)
            case "POST", "/vision/v3.2/read/analyze":
                where = {"Operation-Location": self.location.format(url=self.url)}
                return self.accepted or Answer(b"", 202, where)
            case "GET", path if path == f"/vision/v3.2/read/analyzeResults/{ID}":
                return self._result()
        return recorded("v4_404")

    def _result(self) -> Answer:
        self.looks -= 1
        if self.looks > 0:
            return answer_of({"status": "notStarted" if self.looks > 1 else "running"})
        page = {"page": 1, "angle": 0, "width": 200, "height": 128, "unit": "pixel"}
        result = {"version": "3.2.0", "readResults": [{**page, "lines": LINES}]}
        return self.result or answer_of({"status": "succeeded", "analyzeResult": result})


def described(analysis: Analysis, *, width_px: int = 9, height_px: int = 9) -> Description:
    colors = Colors("#B54316", "Brown", "White", (), False)
    return Description(analysis, colors, width_px, height_px, "PNG", is_animated=False)


def ask(service: AnalyzeService, vision: Vision, **options: Any) -> Analysis:
    return analyzer_for(service, vision, **options).analyze(picture_of(), Ask("en"))


def analyzer_for(
    service: AnalyzeService, vision: Vision, version: str = "3.2", **terms: Any
) -> AzureAnalyzer:
    vision.url = service.url
    service.play(vision)
    return AzureAnalyzer(
        endpoint=service.url, key=KEY, version=version, terms=Clock().terms(**terms)
    )


def test_text_is_read_where_there_is_some(service: AnalyzeService) -> None:
    """The same bytes once more, then a look a second until it is done; each takes a turn."""
    turns: list[float] = []
    found = ask(
        service, Vision(looks=3), wait_for_turn=lambda _asker, at_most_s: turns.append(at_most_s)
    )
    assert found.text_lines == NO_DOGS
    assert [request.method for request in service.requests] == ["POST", "POST", "GET", "GET", "GET"]
    assert service.requests[1].body == BODY
    assert service.requests[1].query == {"readingOrder": "natural", "model-version": "latest"}
    assert len(turns) == 5


def test_a_picture_without_text_costs_one_request(service: AnalyzeService) -> None:
    """Nothing says that there is any, so nobody is asked."""
    found = ask(service, Vision(seen={**SIGN, "tags": [{"name": "dog", "confidence": 0.9}]}))
    assert found.text_lines == ()
    assert len(service.requests) == 1


def test_v2_0_is_not_asked_to_read(service: AnalyzeService) -> None:
    """Its Read is another one, and retired with it."""
    assert ask(service, Vision(), version="2.0").text_lines == ()
    assert len(service.requests) == 1


@pytest.mark.parametrize(
    ("analysis", "is_told"),
    [
        (Analysis("told", "en", tags=(Tag("Text", 0.9),)), True),
        (Analysis("told", "en", tags=(Tag("screenshot", 0.5),)), True),
        (Analysis("told", "en", categories=(Category("text_sign", 0.7),)), True),
        (Analysis("told", "en", tags=(Tag("text", 0.4),)), False),
        (Analysis("told", "en", categories=(Category("text_", 0.1),)), False),
        (Analysis("told", "en", tags=(Tag("textile", 0.9),)), False),
        (Analysis("told", "en"), False),
    ],
)
def test_what_tells_of_text(analysis: Analysis, is_told: bool) -> None:
    """A tag or a category that the service is fairly sure of."""
    assert has_text(analysis) is is_told


@pytest.mark.parametrize(
    "location",
    [
        "{other}/vision/v3.2/read/analyzeResults/" + ID,
        "//{host}/vision/v3.2/read/analyzeResults/" + ID,
        "https://evil.example@127.0.0.1/vision/v3.2/read/analyzeResults/" + ID,
    ],
)
def test_the_key_goes_to_its_own_host_alone(service: AnalyzeService, location: str) -> None:
    """Whatever host an answer names, the result is looked for at ours."""
    with AnalyzeService() as other:
        other.play(Vision())
        location = location.replace("{other}", other.url).replace("{host}", other.url[7:])
        assert ask(service, Vision(location=location)).text_lines == NO_DOGS
        assert other.requests == []


@pytest.mark.parametrize(
    "vision",
    [
        Vision(accepted=recorded("v3_2_400_BadArgument")),
        Vision(accepted=recorded("v2_429_rate_limit")),
        Vision(accepted=recorded("v2_403_quota")),
        Vision(accepted=recorded("v3_2_400_NotSupportedImage")),
        Vision(accepted=answer_of({})),
        Vision(accepted=Answer(b"", 202)),
        Vision(accepted=Answer(b"", 202, {"Operation-Location": "/elsewhere/../../etc"})),
        Vision(accepted=Answer(b"", 307, {"Location": "http://127.0.0.1:9/"})),
        Vision(location="/vision/v3.2/read/analyzeResults/unknown"),
        Vision(looks=1, result=answer_of({"status": "failed"})),
        Vision(looks=1, result=answer_of({"status": "resting"})),
        Vision(looks=1, result=answer_of([])),
        Vision(looks=1, result=Answer(b"<html>")),
        Vision(
            looks=1, result=answer_of({"status": "succeeded", "analyzeResult": {"readResults": 1}})
        ),
        Vision(
            looks=1,
            result=answer_of(
                {"status": "succeeded", "analyzeResult": {"readResults": [{"lines": LINES}]}}
            ),
        ),
        Vision(looks=99),
    ],
)
def test_what_goes_wrong_with_text_costs_the_text_alone(
    service: AnalyzeService, vision: Vision
) -> None:
    """The caption is there already, and is answered."""
    found = ask(service, vision)
    assert (found.text_lines, found.lacking) == ((), TEXT_NOT_READ)
    assert found.caption is not None
    assert found.caption.text == "a sign"
    assert len(service.requests) <= 2 + MAX_POLLS


def test_a_server_without_read_is_asked_once(service: AnalyzeService) -> None:
    """Our own, for one: later pictures cost one request each."""
    analyzer = analyzer_for(service, Vision(accepted=recorded("v4_404")))
    found = [analyzer.analyze(picture_of(), Ask("en")) for _ in range(3)]
    assert [each.lacking for each in found] == [None] * 3
    assert len(service.requests) == 4


def test_text_is_not_waited_for_when_somebody_stands_by(service: AnalyzeService) -> None:
    """The caption within the call's time counts more."""
    found = ask(service, Vision(looks=9), call_s=2.5)
    assert found.text_lines == ()
    assert found.caption is not None
    assert len(service.requests) == 4


def test_without_a_turn_there_is_no_text(service: AnalyzeService) -> None:
    """VISION_RATE bounds every request, those for text as well."""
    turns: list[Asker] = []

    def wait_for_turn(asker: Asker, _at_most_s: float) -> None:
        if turns:
            raise AnalyzerAtRate
        turns.append(asker)

    found = ask(service, Vision(), wait_for_turn=wait_for_turn)
    assert (found.text_lines, len(service.requests)) == ((), 1)


def test_lines_without_words_or_corners_are_read(service: AnalyzeService) -> None:
    """With no place and no confidence, which is what was told."""
    page = {"width": 9, "height": 9, "lines": [{"text": "a", "boundingBox": [1]}]}
    result = {"status": "succeeded", "analyzeResult": {"readResults": [page, {}]}}
    found = ask(service, Vision(looks=1, result=Answer(json.dumps(result).encode())))
    assert found.text_lines == (TextLine("a", 0.0, 0.0, 0.0, 0.0, 0.0),)


def test_lines_are_written_as_they_are_read() -> None:
    """What was written for lines with a place is read back as the same."""
    analysis = Analysis("told", "en", text_lines=NO_DOGS)
    written = read_results_json(described(analysis, width_px=200, height_px=128))
    service_says = {"status": "succeeded", "analyzeResult": {"readResults": written}}
    with AnalyzeService() as service:
        found = ask(service, Vision(looks=1, result=answer_of(service_says)))
    assert found.text_lines == NO_DOGS


def test_a_line_without_a_place_is_written_without_one() -> None:
    """And where nothing was read there is no page."""
    line = TextLine("NO DOGS", 0.0, 0.0, 0.0, 0.0, 0.0)
    (page,) = read_results_json(described(Analysis("told", "en", text_lines=(line,))))
    words = [{"text": word, "confidence": 0.0} for word in ("NO", "DOGS")]
    assert page["lines"] == [{"text": "NO DOGS", "words": words}]
    assert read_results_json(described(Analysis("told", "en"))) == []
