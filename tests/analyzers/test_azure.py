"""What is Analyze Image's own, against a real HTTP server that plays recorded answers."""

from __future__ import annotations

from typing import Any, cast

import pytest

from bot.analyzers.azure import LIMITS, AzureAnalyzer
from bot.analyzers.azure_answer import analysis_from_json
from bot.analyzers.neutral import with_neutral_captions, with_neutral_tags
from bot.errors import AnalyzerFailed
from bot.model import Analysis, Ask
from tests.analyzers.clock import Clock
from tests.analyzers.service import AnalyzeService, recorded, recording, recording_names
from tests.analyzers.test_azure_json import DOG
from tests.analyzers.twins import BODY, KEY, picture_of

GOOD = recorded("v3_2_dog_sample16")


def analyzer_at(url: str, **options: Any) -> AzureAnalyzer:
    return AzureAnalyzer(endpoint=url, key=KEY, terms=Clock().terms(), **options)


def ask(service: AnalyzeService, language: str = "en", **options: Any) -> Analysis:
    return analyzer_at(service.url, **options).analyze(picture_of(), Ask(language))


@pytest.mark.parametrize("version", ["3.2", "2.0"])
def test_it_names_itself_by_the_version_it_speaks(version: str) -> None:
    """And takes what that version takes."""
    analyzer = analyzer_at("https://name.example", version=version)
    assert (analyzer.name, analyzer.upload_limits) == (f"azure-{version}", LIMITS[version])


@pytest.mark.parametrize("version", ["3.2", "2.0"])
def test_what_is_asked_for(service: AnalyzeService, version: str) -> None:
    """Exactly the upload's bytes go out; the features are asked for in the person's language."""
    service.queue(GOOD)
    ask(service, "ja", version=version)
    (request,) = service.requests
    asked = {"visualFeatures": "Categories,Description,Color,Tags,Adult", "details": "Landmarks"}
    if version == "3.2":
        asked["visualFeatures"] += ",Objects,Brands"
        asked["model-version"] = "latest"
    assert request.query == {**asked, "language": "ja"}
    assert request.body == BODY


def test_the_quickstart_s_address_speaks_v2_0(service: AnalyzeService) -> None:
    """An address that ends in /vision/v2.0/ is asked there, and answers as that version."""
    service.queue(recorded("v2_0_kitchen"))
    analyzer = analyzer_at(f"{service.url}/vision/v2.0/")
    assert analyzer.analyze(picture_of(), Ask("en")).analyzer == "azure-2.0"
    assert service.requests[0].path == "/vision/v2.0/analyze"


@pytest.mark.parametrize(
    "name", [name for name in recording_names("analyze") if not name.startswith("v4")]
)
def test_each_recorded_answer_arrives_whole(service: AnalyzeService, name: str) -> None:
    """What was recorded, sent as it was on the wire, is the Analysis, neutral in English."""
    service.queue(recorded(name))
    service.always(recorded("v4_404"))  # no Read here: tests/analyzers/test_azure_read.py has it
    facts = recording(name)
    language = cast("str", facts["language"])
    found = ask(service, language)
    expected = analysis_from_json(facts["body"], analyzer="azure-3.2", language=language)
    neutral = with_neutral_tags(with_neutral_captions(expected))
    assert found == (neutral if language == "en" else expected)
    assert service.requests[0].query["language"] == language


def test_the_fullest_recorded_answer_arrives(service: AnalyzeService) -> None:
    """From the wire to our types, against facts read by eye."""
    service.queue(GOOD)
    assert ask(service) == DOG


@pytest.mark.parametrize("language", ["fr", "", "english", "EN"])
def test_a_language_it_does_not_know_is_not_asked_for(
    service: AnalyzeService, language: str
) -> None:
    """The service would refuse the whole request."""
    service.queue(GOOD)
    ask(service, language)
    assert service.requests[0].query["language"] == "en"


@pytest.mark.parametrize("refusal", ["v2_400_NotSupportedLanguage", "v4_400_language"])
def test_a_refused_language_is_answered_in_english(service: AnalyzeService, refusal: str) -> None:
    """Where one feature does not speak the language, all of it comes in English instead."""
    service.queue(recorded(refusal), GOOD)
    assert ask(service, "ja") == DOG
    assert [request.query["language"] for request in service.requests] == ["ja", "en"]


def test_english_refused_is_a_failure(service: AnalyzeService) -> None:
    """The way out to English is taken once."""
    service.always(recorded("v2_400_NotSupportedLanguage"))
    with pytest.raises(AnalyzerFailed):
        ask(service, "ja")
    assert len(service.requests) == 2


def test_another_refusal_is_not_asked_about_in_english(service: AnalyzeService) -> None:
    """It would be refused again, and cost a call."""
    service.always(recorded("v2_400_BadArgument"))
    with pytest.raises(AnalyzerFailed):
        ask(service, "ja")
    assert len(service.requests) == 1
