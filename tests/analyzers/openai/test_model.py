"""A model behind an OpenAI-compatible server that keeps its vendors' contract."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from bot.analyzers.openai import OpenAiAnalyzer
from bot.analyzers.openai.sight import draw_probe
from bot.errors import (
    AnalyzerBlind,
    AnalyzerBusy,
    AnalyzerFailed,
    AnalyzerRejectedKey,
    Misconfigured,
    Withheld,
)
from bot.images import prepare
from bot.model import Analysis, Ask, Asker, Caption, Picture, Tag, TokenUse
from tests.analyzers.clock import Clock
from tests.analyzers.model_server import DOG, ModelServer, completion, making_up, response
from tests.analyzers.openai_errors import ERRORS
from tests.analyzers.service import AnalyzeService, answer_of
from tests.analyzers.twins import KEY, picture_of

PATHS = ("/v1/chat/completions", "/v1/responses")
each_path = pytest.mark.parametrize("path", PATHS)


def analyzer_at(url: str, **options: Any) -> OpenAiAnalyzer:
    options = {"key": KEY, "model": "seer", **options}
    return OpenAiAnalyzer(endpoint=url, terms=Clock().terms(), **options)


def sign() -> Picture:
    """A picture with a word in it."""
    return prepare(draw_probe("BEWARE").body, limits=OpenAiAnalyzer.upload_limits)


def questions(service: AnalyzeService) -> list[dict[str, Any]]:
    return [json.loads(request.body) for request in service.requests]


@pytest.fixture
def all_logged() -> Iterator[None]:
    """Every event counts, whatever an earlier test has set."""
    before = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger("DEBUG"))
    yield
    structlog.configure(**before)


@each_path
def test_a_model_that_sees_describes(service: AnalyzeService, path: str) -> None:
    """First it reads our word, then it describes the picture; the next one costs one question."""
    service.play(ModelServer(KEY, path))
    analyzer = analyzer_at(service.url + path)
    found = analyzer.analyze(sign(), Ask("en"))
    assert found.caption == Caption("a dog", 0.75)
    assert found.tags == (Tag("dog", 0.9), Tag("grass", 0.8))
    assert [line.text for line in found.text_lines] == ["BEWARE"]
    assert (found.model_version, found.tokens) == ("seer-2026-11-01", TokenUse(800, 60))
    assert len(service.requests) == 2
    analyzer.analyze(sign(), Ask("en"))
    assert len(service.requests) == 3


@each_path
@pytest.mark.parametrize(
    "wrap", [str, lambda said: f"```json\n{said}\n```", lambda said: f"Here it is:\n{said}\nBye!"]
)
def test_a_server_without_schemas_is_asked_plainly(
    service: AnalyzeService, path: str, wrap: Any
) -> None:
    """It is noticed once; from then on nothing is asked twice."""
    service.play(ModelServer(KEY, path, knows_schema=False, wrap=wrap))
    analyzer = analyzer_at(service.url + path)
    for _ in range(2):
        assert analyzer.analyze(sign(), Ask("en")).caption == Caption("a dog", 0.75)
    with_schema = ["response_format" in q or "text" in q for q in questions(service)]
    assert with_schema == [True, False, False, False]


def test_what_fails_either_way_teaches_nothing(service: AnalyzeService) -> None:
    """One picture that the server cannot take does not cost the others the schema."""
    refused, good = ERRORS["openai_400_image"][0], answer_of(completion(json.dumps(DOG)))
    service.queue(refused, refused, good)
    analyzer = analyzer_at(service.url, has_proven_sight=True)
    with pytest.raises(AnalyzerFailed):
        analyzer.analyze(picture_of(), Ask("en"))
    analyzer.analyze(picture_of(), Ask("en"))
    assert ["response_format" in q for q in questions(service)] == [True, False, True]


@each_path
def test_a_model_that_makes_things_up_is_not_believed(service: AnalyzeService, path: str) -> None:
    """It never gets to see a person's picture; when the server has another model, that one does."""
    server = ModelServer(KEY, path, eyes=making_up)
    service.play(server)
    analyzer = analyzer_at(service.url + path)
    for _ in range(2):
        with pytest.raises(AnalyzerBlind):
            analyzer.analyze(sign(), Ask("en"))
    assert len(service.requests) == 4
    service.play(ModelServer(KEY, path))
    assert analyzer.analyze(sign(), Ask("en")).caption == Caption("a dog", 0.75)


def test_at_start_up_a_blind_model_is_a_wrong_configuration(service: AnalyzeService) -> None:
    """The operator is told what to choose; a server that does not answer says nothing of eyes."""
    service.play(ModelServer(KEY, eyes=making_up))
    with pytest.raises(Misconfigured) as caught:
        analyzer_at(service.url).probe()
    assert "VISION_MODEL" in caught.value.faults[0]
    service.play(ModelServer(KEY))
    analyzer_at(service.url).probe()
    service.always(answer_of({}, status=503))
    analyzer_at(service.url).probe()


@pytest.mark.parametrize("name", ["llama_cpp_blind", "ollama_blind", "openai_400_blind"])
def test_a_server_that_says_it_is_blind_is_believed(service: AnalyzeService, name: str) -> None:
    """No second word, no second attempt."""
    service.always(ERRORS[name][0])
    with pytest.raises(Misconfigured):
        analyzer_at(service.url).probe()
    assert len(service.requests) == 1


def test_a_failing_server_is_not_called_blind(service: AnalyzeService) -> None:
    """The reason that a person reads is the true one."""
    service.always(ERRORS["openai_401"][0])
    with pytest.raises(AnalyzerRejectedKey):
        analyzer_at(service.url).analyze(sign(), Ask("en"))
    service.always(ERRORS["openai_503"][0])
    with pytest.raises(AnalyzerBusy):
        analyzer_at(service.url).analyze(sign(), Ask("en"))


def test_a_deployment_of_azure_is_asked_in_its_way(service: AnalyzeService) -> None:
    """Its own header, its version in the query, and the model in the path alone."""
    path = "/openai/deployments/eyes/chat/completions"
    server = ModelServer(KEY, path, model="", api_version="2024-10-21", key_header="api-key")
    service.play(server)
    analyzer = analyzer_at(f"{service.url}/openai/deployments/eyes?api-version=2024-10-21")
    assert analyzer.analyze(sign(), Ask("en")).caption == Caption("a dog", 0.75)
    assert "authorization" not in service.requests[0].headers


@pytest.mark.parametrize(
    ("path", "body"),
    [
        (PATHS[0], completion(None, refusal="I can't help with that.")),
        (PATHS[0], completion("", finish_reason="content_filter")),
        (PATHS[1], response([{"type": "refusal", "refusal": "I can't help with that."}])),
        (
            PATHS[1],
            response([], status="incomplete", incomplete_details={"reason": "content_filter"}),
        ),
    ],
)
def test_what_a_model_will_not_describe_is_withheld(
    service: AnalyzeService, path: str, body: dict[str, Any]
) -> None:
    """No other analyzer describes it instead."""
    service.queue(answer_of(body))
    with pytest.raises(Withheld):
        analyzer_at(service.url + path, has_proven_sight=True).analyze(sign(), Ask("en"))


def test_the_language_is_asked_for_and_told(service: AnalyzeService) -> None:
    """A code of two letters; gender is only known to be left out in English."""
    said = completion(json.dumps({**DOG, "caption": "un homme"}))
    service.always(answer_of(said))
    analyzer = analyzer_at(service.url, has_proven_sight=True)
    assert analyzer.analyze(picture_of(), Ask("fr")) == Analysis(
        analyzer="openai",
        language="fr",
        caption=Caption("un homme", 0.75),
        tags=(Tag("dog", 0.9), Tag("grass", 0.8)),
        model_version="seer-2026-11-01",
        tokens=TokenUse(800, 60),
    )
    assert 'code "fr"' in questions(service)[0]["messages"][0]["content"]


def test_a_gender_that_a_model_guesses_all_the_same_is_left_out(service: AnalyzeService) -> None:
    """The prompt forbids it, and not every model obeys."""
    guess = {**DOG, "caption": "a woman and her dog", "tags": [{"name": "woman"}]}
    service.always(answer_of(completion(json.dumps(guess))))
    analyzer = analyzer_at(service.url, has_proven_sight=True)
    found = analyzer.analyze(picture_of(), Ask("en"))
    assert found.caption == Caption("a person and their dog", 0.75)
    assert found.tags == (Tag("person", 0.0),)


@each_path
def test_the_question_forbids_guesses(service: AnalyzeService, path: str) -> None:
    """Identity, gender and age by name, and orders that stand in the picture."""
    service.play(ModelServer(KEY, path))
    analyzer_at(service.url + path).analyze(sign(), Ask("en"))
    question = questions(service)[0]
    told = question.get("instructions") or question["messages"][0]["content"]
    for forbidden in ("who somebody is", "gender", "age", "guess", "never an order"):
        assert forbidden in told
    assert "200 characters" in told


def test_tokens_are_counted_for_who_asked(service: AnalyzeService) -> None:
    """The probe's as well: somebody has to pay for it."""
    service.play(ModelServer(KEY))
    counted: list[tuple[Asker, int]] = []
    terms = Clock().terms(count_tokens=lambda *bill: counted.append(bill))
    analyzer = OpenAiAnalyzer(endpoint=service.url, key=KEY, model="seer", terms=terms)
    asker = Asker("T1", "C1", "U1")
    analyzer.analyze(sign(), Ask("en", asker))
    assert counted == [(asker, 860), (asker, 860)]


@pytest.mark.usefixtures("all_logged")
def test_tokens_are_logged_without_content(service: AnalyzeService) -> None:
    """What each answer cost, and nothing that it said."""
    service.play(ModelServer(KEY))
    with structlog.testing.capture_logs() as events:
        analyzer_at(service.url).analyze(sign(), Ask("en"))
    counted = [event for event in events if event["event"] == "analyzer.tokens"]
    assert len(counted) == 2
    assert (counted[0]["input_tokens"], counted[0]["output_tokens"]) == (800, 60)
    assert "dog" not in str(events)
    assert KEY not in str(events)


@pytest.mark.parametrize(
    "usage",
    [None, {}, *({"prompt_tokens": n, "completion_tokens": 1} for n in ("many", -1, True, 1.5))],
)
def test_tokens_that_are_not_told_are_not_made_up(service: AnalyzeService, usage: object) -> None:
    """Many servers of one's own count nothing."""
    service.queue(answer_of({**completion(json.dumps(DOG)), "usage": usage}))
    analyzer = analyzer_at(service.url, has_proven_sight=True)
    found = analyzer.analyze(picture_of(), Ask("en"))
    assert found.tokens is None
