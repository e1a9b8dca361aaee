"""What a query asks for."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.analyze_server.error_bodies import Fault, Version
from bot.analyze_server.questions import (
    API_VERSIONS,
    FEATURES,
    LANGUAGES,
    TAG_LANGUAGES,
    AnalyzeQuestion,
    ImageAnalysisQuestion,
    read_analyze,
    read_imageanalysis,
)
from bot.analyzers.azure4_json import FEATURES as FEATURES_4

CASES = (str.upper, str.lower, str.title, str)


def three(version: Version = "3.2", /, **query: str) -> AnalyzeQuestion:
    return read_analyze([(name.replace("_", "-"), query[name]) for name in query], version)


def four(**query: str) -> ImageAnalysisQuestion:
    query = {"api_version": "2024-02-01", "features": "tags", **query}
    return read_imageanalysis([(name.replace("_", "-"), query[name]) for name in query])


def code_of(caught: pytest.ExceptionInfo[Fault]) -> str:
    return caught.value.code


@given(
    features=st.lists(st.sampled_from(FEATURES), min_size=1),
    spell=st.sampled_from(CASES),
    comma=st.sampled_from((",", ", ", " ,", ",,")),
)
def test_features_count_in_any_case_with_any_blanks(
    features: list[str], spell: type[str], comma: str
) -> None:
    """Both were recorded from real clients."""
    query = {spell("visualFeatures"): comma.join(map(spell, features))}
    assert three(**query).features == set(features)


@pytest.mark.parametrize("query", [{}, {"visualFeatures": ""}, {"visualFeatures": " , "}])
def test_categories_are_the_default(query: dict[str, str]) -> None:
    """Of v2.0 and v3.2 alike."""
    assert three("2.0", **query).features == three("3.2", **query).features == {"Categories"}


def test_a_list_may_come_in_several_parameters() -> None:
    """Some clients write one for each item."""
    pairs = [("visualFeatures", "Tags"), ("visualFeatures", "Color")]
    assert read_analyze(pairs, "3.2").features == {"Tags", "Color"}


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"visualFeatures": "Tags,Smells"}, "NotSupportedVisualFeature"),
        ({"details": "Landmarks,Celebrities"}, "UnsupportedFeature"),
        ({"details": "Streets"}, "InvalidDetails"),
        ({"language": "xx"}, "NotSupportedLanguage"),
        ({"language": "de", "visualFeatures": "Tags,Color"}, "NotSupportedLanguage"),
        ({"model_version": "newest"}, "BadArgument"),
        ({"model_version": "2021-04-01\nx"}, "BadArgument"),
        ({"descriptionExclude": "Streets"}, "BadArgument"),
    ],
    ids=str,
)
def test_what_3_2_does_not_know_is_refused(query: dict[str, str], code: str) -> None:
    """Each in the service's own word."""
    with pytest.raises(Fault) as caught:
        three(**query)
    assert code_of(caught) == code


@pytest.mark.parametrize("version", ["latest", "2021-04-01", "2021-05-01", "2022-01-30-preview"])
def test_a_model_version_may_be_named(version: str) -> None:
    """Microsoft's client always names one."""
    three(model_version=version)
    four(model_version=version)


def test_landmarks_are_told_when_asked_for() -> None:
    """As details, in any case."""
    assert three(details="landmarks").wants_landmarks
    assert not three().wants_landmarks


@pytest.mark.parametrize("language", LANGUAGES)
def test_captions_have_five_languages(language: str) -> None:
    """Whether the analyzer speaks them is another matter."""
    assert three(language=language.upper(), visualFeatures="Description").language == language


@pytest.mark.parametrize("language", TAG_LANGUAGES)
def test_tags_alone_have_many_languages(language: str) -> None:
    """The analyzer is told the language, without its region or script. v2.0 has but five."""
    assert three(language=language, visualFeatures="Tags").language == language.split("-")[0]
    assert four(language=language).language == language.split("-")[0]
    if language not in LANGUAGES:
        with pytest.raises(Fault):
            three("2.0", language=language, visualFeatures="Tags")


@pytest.mark.parametrize("version", API_VERSIONS)
def test_4_0_takes_both_of_its_versions(version: str) -> None:
    """And every feature, in any case."""
    for spell in CASES:
        asked = four(api_version=version, features=",".join(map(spell, FEATURES_4)))
        assert asked.features == set(FEATURES_4)


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"api_version": ""}, "ApiVersionUnspecified"),
        ({"api_version": "2023-02-01-preview"}, "UnsupportedApiVersion"),
        ({"features": ""}, "NoFeatures"),
        ({"features": "tags,smells"}, "NotSupportedVisualFeature"),
        ({"features": "caption", "language": "es"}, "NotSupportedLanguage"),
        ({"features": "tags,denseCaptions", "language": "es"}, "NotSupportedLanguage"),
        ({"language": "xx"}, "NotSupportedLanguage"),
        ({"gender_neutral_caption": "maybe"}, "BadArgument"),
        ({"model_version": "2023"}, "BadArgument"),
        *(
            ({"smartcrops_aspect_ratios": ratio}, "BadArgument")
            for ratio in ("0.74", "1.81", "1.0,2", "nan", "inf", "1e0", "-1", "x", "1_0", "١")
        ),
    ],
    ids=str,
)
def test_what_4_0_does_not_know_is_refused(query: dict[str, str], code: str) -> None:
    """Each in the service's own word."""
    with pytest.raises(Fault) as caught:
        four(**query)
    assert code_of(caught) == code


@given(st.lists(st.floats(0.75, 1.8), max_size=5))
def test_aspect_ratios_come_as_a_client_writes_them(ratios: list[float]) -> None:
    """Python's own spelling of a float, to its last digit."""
    asked = four(smartcrops_aspect_ratios=",".join(map(str, ratios)))
    assert asked.aspect_ratios == tuple(ratios)


def test_microsoft_s_other_spellings_are_understood() -> None:
    """The JavaScript client writes smartCrops-aspect-ratios, the Python client True."""
    asked = read_imageanalysis(
        [
            ("API-Version", "2023-10-01"),
            ("features", "smartCrops"),
            ("smartCrops-aspect-ratios", "0.9,1.33"),
            ("gender-neutral-caption", "True"),
        ]
    )
    assert (asked.aspect_ratios, asked.is_gender_neutral) == ((0.9, 1.33), True)


@given(st.lists(st.tuples(st.text(max_size=30), st.text(max_size=30)), max_size=5))
def test_any_query_is_understood_or_refused(pairs: list[tuple[str, str]]) -> None:
    """Nothing else can happen."""
    for read in (lambda: read_analyze(pairs, "3.2"), lambda: read_imageanalysis(pairs)):
        with suppress(Fault):
            read()
