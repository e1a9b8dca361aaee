"""What is Image Analysis 4.0's own, against a server that keeps its contract."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.analyzers.azure4 import ImageAnalysisAnalyzer
from bot.analyzers.azure4_answer import analysis_from_imageanalysis
from bot.errors import AnalyzerFailed, AnalyzerRejectedKey
from bot.images import prepare
from bot.model import (
    CAPTIONS_NOT_IN_REGION,
    Analysis,
    Ask,
    Caption,
    DetectedObject,
    RegionCaption,
    Tag,
    TextLine,
)
from tests.analyze_server.room import RICH, ToldAnalyzer, serving
from tests.analyzers.clock import Clock
from tests.analyzers.imageanalysis import RESULTS, ImageAnalysis, box
from tests.analyzers.service import AnalyzeService, recorded, recording
from tests.analyzers.twins import BODY, KEY, picture_of
from tests.room import picture

DOG_WALK = Analysis(
    analyzer="azure-4.0",
    language="en",
    caption=Caption("a person walking a dog", 0.75),
    tags=(Tag("outdoor", 0.875), Tag("dog", 0.75)),
    text_lines=(TextLine("NO DOGS", 0.125, 0.125, 0.5, 0.25, 0.75),),
    objects=(
        DetectedObject("person", 0.875, 0.0, 0.0, 0.5, 1.0),
        DetectedObject("dog", 0.75, 0.5, 0.5, 0.25, 0.5),
    ),
    region_captions=(RegionCaption("a dog on a leash", 0.5, 0.5, 0.5, 0.25, 0.5),),
    model_version="2023-10-01",
)


def analyzer_at(url: str, key: str = KEY) -> ImageAnalysisAnalyzer:
    return ImageAnalysisAnalyzer(endpoint=url, key=key, terms=Clock().terms())


def ask(service: AnalyzeService, language: str = "en") -> Analysis:
    return analyzer_at(service.url).analyze(picture_of(), Ask(language))


def test_everything_of_an_answer_arrives(service: AnalyzeService) -> None:
    """Caption, tags, text with its place, things, people and captions of parts; no colors."""
    service.play(ImageAnalysis(KEY))
    assert ask(service) == DOG_WALK


def test_what_is_asked_for(service: AnalyzeService) -> None:
    """All features of the contract in one request, captions without gender."""
    service.play(ImageAnalysis(KEY))
    ask(service, "ja")
    (request,) = service.requests
    assert request.query == {
        "api-version": "2024-02-01",
        "features": "caption,denseCaptions,tags,read,objects,people",
        "language": "en",
        "model-version": "latest",
        "gender-neutral-caption": "true",
    }
    assert request.body == BODY


def test_a_region_without_captions_gives_everything_else(service: AnalyzeService) -> None:
    """And says what is lacking. It is noticed once; then each picture costs one request again."""
    service.play(ImageAnalysis(KEY, has_captions=False))
    analyzer = analyzer_at(service.url)
    expected = replace(DOG_WALK, caption=None, region_captions=(), lacking=CAPTIONS_NOT_IN_REGION)
    assert analyzer.analyze(picture_of(), Ask("en")) == expected
    assert analyzer.analyze(picture_of(), Ask("en")) == expected
    features = [request.query["features"] for request in service.requests]
    assert features == [
        "caption,denseCaptions,tags,read,objects,people",
        "tags,read,objects,people",
        "tags,read,objects,people",
    ]


def test_a_gender_that_comes_all_the_same_is_left_out(service: AnalyzeService) -> None:
    """A server that does not know the parameter says "man"; we do not."""
    service.queue(recorded("v4_man_cat_caption"))
    found = ask(service)
    assert found.caption is not None
    assert found.caption.text == "a person in space suit with a cat in space suit"


@pytest.mark.parametrize("name", ["v4_man_cat_caption", "v4_man_cat_tags", "v4_presentation_docs"])
def test_recorded_answers_are_read(name: str) -> None:
    """Each with the feature it was asked for."""
    body: Any = recording(name)["body"]
    found = analysis_from_imageanalysis(body, analyzer="azure-4.0")
    assert found.model_version == "2023-10-01"
    if "captionResult" in body:
        assert found.caption == Caption(**body["captionResult"])
    if "tagsResult" in body:
        assert found.tags == tuple(Tag(**tag) for tag in body["tagsResult"]["values"])
    if "readResult" in body:
        (line,) = found.text_lines
        assert (line.text, round(line.confidence, 4)) == ("9:35 AM", 0.9875)
        assert (round(line.left * 1038), round(line.top * 692)) == (131, 130)
        assert (round(line.width * 1038), round(line.height * 692)) == (83, 18)


def test_persons_are_told_once() -> None:
    """The list of people is surer; where it has nobody, persons among the objects stay."""
    body: dict[str, Any] = {
        "objectsResult": {
            "values": [
                {"boundingBox": box(0, 0, 5, 5), "tags": [{"name": "person", "confidence": 0.6}]}
            ]
        },
        "peopleResult": {"values": [{"boundingBox": box(0, 0, 5, 5), "confidence": 0.2}]},
        "metadata": {"width": 10, "height": 10},
    }
    (found,) = analysis_from_imageanalysis(body, analyzer="azure-4.0").objects
    assert (found.name, found.confidence) == ("person", 0.6)
    body["peopleResult"]["values"][0]["confidence"] = 0.9
    (found,) = analysis_from_imageanalysis(body, analyzer="azure-4.0").objects
    assert (found.name, found.confidence) == ("person", 0.9)


@pytest.mark.parametrize(
    "change",
    [
        {"captionResult": "a dog"},
        {"captionResult": {"text": 1, "confidence": 1}},
        {"captionResult": {"text": "a dog"}},
        {"tagsResult": {"values": {}}},
        {"tagsResult": {"values": [{"name": "dog", "confidence": "high"}]}},
        {"readResult": {"blocks": [{"lines": [{"text": "a", "words": [1]}]}]}},
        {"readResult": {"blocks": [{"lines": [{"text": "a", "boundingPolygon": [{"x": 1}]}]}]}},
        {"objectsResult": {"values": [{"tags": [{"name": "dog", "confidence": 1}]}]}},
        {
            "peopleResult": {
                "values": [{"confidence": 1, "boundingBox": box(0, 0, 1, 1) | {"w": ""}}]
            }
        },
        {"denseCaptionsResult": {"values": [{"text": "a dog"}]}},
        {"metadata": None},
        {"metadata": {"width": 0, "height": 1}},
        {"metadata": {"width": float("nan"), "height": 1}},
        {"modelVersion": 4},
    ],
)
def test_wrong_types_fail(change: dict[str, object]) -> None:
    """A wrong type anywhere is not half an answer."""
    good = {
        "captionResult": {"text": "a dog", "confidence": 1},
        "metadata": {"width": 1, "height": 1},
    }
    assert analysis_from_imageanalysis(good, analyzer="azure-4.0").caption is not None
    with pytest.raises(AnalyzerFailed):
        analysis_from_imageanalysis({**good, **change}, analyzer="azure-4.0")


def places_in(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every place of a value inside `value`: the object or list that holds it, and where."""
    keys: list[Any] = list(value) if isinstance(value, dict) else []
    keys = list(range(len(value))) if isinstance(value, list) else keys
    for key in keys:
        yield value, key
        yield from places_in(value[key])


@settings(deadline=None)
@given(
    place=st.integers(min_value=0),
    odd=st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.lists(st.integers(), max_size=2)
    | st.dictionaries(st.text(), st.integers(), max_size=2),
)
def test_a_good_answer_with_one_odd_value_is_an_analysis_or_a_failure(
    place: int, odd: object
) -> None:
    """Whatever stands anywhere, nothing but AnalyzerFailed comes out of reading it."""
    results = {f"{name}Result": value for name, value in RESULTS.items()}
    body = json.loads(json.dumps({**results, "metadata": {"width": 200, "height": 128}}))
    places = list(places_in(body))
    holder, key = places[place % len(places)]
    holder[key] = odd
    try:
        found = analysis_from_imageanalysis(body, analyzer="azure-4.0")
    except AnalyzerFailed:
        return
    assert all(0.0 <= tag.confidence <= 1.0 for tag in found.tags)
    assert all(0.0 <= each.left + each.width <= 1.001 for each in found.objects)


def test_boxes_stay_inside_the_picture() -> None:
    """Whatever a service says; a line without a polygon has no place."""
    body = {
        "objectsResult": {
            "values": [
                {
                    "boundingBox": {"x": -5, "y": 10**400, "w": 100, "h": -3},
                    "tags": [{"name": "dog", "confidence": 1}],
                }
            ]
        },
        "readResult": {"blocks": [{"lines": [{"text": "a"}]}]},
        "metadata": {"width": 10, "height": 10},
    }
    found = analysis_from_imageanalysis(body, analyzer="azure-4.0")
    assert found.objects == (DetectedObject("dog", 1.0, 0.0, 1.0, 1.0, 0.0),)
    assert found.text_lines == (TextLine("a", 0.0, 0.0, 0.0, 0.0, 0.0),)


def test_our_own_server_speaks_4_0() -> None:
    """What an analyzer says behind our server, our client of 4.0 reads."""
    regions = (RegionCaption("a dog", 0.5, 0.5, 0.5, 0.25, 0.25),)
    with serving(ToldAnalyzer(replace(RICH, region_captions=regions)), key=KEY) as url:
        analyzer = analyzer_at(url)
        prepared = prepare(picture(size=200), limits=analyzer.upload_limits)
        found = analyzer.analyze(prepared, Ask("en"))
        with pytest.raises(AnalyzerRejectedKey):
            analyzer_at(url, "wrong").analyze(prepared, Ask("en"))
    assert found.caption == Caption("a person next to a dog", 0.75)
    assert (found.tags, found.objects) == (RICH.tags, RICH.objects)
    assert found.region_captions == regions
    (line,) = found.text_lines
    assert (line.text, line.confidence) == ("NO DOGS", 0.95)
    assert found.model_version == "told"


def test_a_caption_that_our_server_does_not_have_is_none() -> None:
    """An empty text of confidence 0 is no caption."""
    with serving(ToldAnalyzer(Analysis(analyzer="told", language="en"))) as url:
        found = analyzer_at(url).analyze(picture_of(picture("JPEG")), Ask("en"))
    assert found == Analysis(analyzer="azure-4.0", language="en", model_version="told")
