"""Answers of Analyze Image as our Analysis, and back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.analyzers.azure_answer import COLOR_NAMES, analysis_from_json
from bot.analyzers.azure_json import analysis_to_json
from bot.errors import AnalyzerFailed
from bot.model import (
    Adult,
    Analysis,
    Caption,
    Category,
    Colors,
    Description,
    DetectedObject,
    Landmark,
    Tag,
)
from tests.analyzers.service import recording, recording_names

DOG = Analysis(
    analyzer="azure-3.2",
    language="en",
    caption=Caption("a small dog in the grass", 0.44371092319488525),
    tags=(
        Tag("grass", 0.9957543611526489),
        Tag("dog", 0.9939157962799072),
        Tag("mammal", 0.9928356409072876),
        Tag("animal", 0.9918001890182495),
        Tag("dog breed", 0.9890419244766235),
        Tag("pet", 0.974603533744812),
        Tag("outdoor", 0.969241738319397),
        Tag("companion dog", 0.906731367111206),
        Tag("small greek domestic dog", 0.8965123891830444),
        Tag("golden retriever", 0.8877675533294678),
        Tag("labrador retriever", 0.8746421337127686),
        Tag("puppy", 0.872604250907898),
        Tag("ancient dog breeds", 0.8508287668228149),
        Tag("field", 0.8017748594284058),
        Tag("retriever", 0.6837497353553772),
        Tag("brown", 0.6581960916519165),
    ),
    categories=(Category("animal_dog", 0.99609375),),
    objects=(DetectedObject("dog", 0.903, 78 / 1295, 231 / 1155, 664 / 1295, 906 / 1155),),
    colors=Colors("#A36D28", "White", "Grey", ("Grey", "Green"), is_black_and_white=False),
    adult=Adult(
        is_adult=False,
        is_racy=False,
        is_gory=False,
        adult_score=0.000665627361740917,
        racy_score=0.0016316529363393784,
        gore_score=0.0007828640518710017,
    ),
    request_id="4077959b-b930-48c1-b620-f413cf0e5534",
    model_version="2021-05-01",
)
"""The fullest recorded answer, v3_2_dog_sample16, read by eye."""

POLAR_BEAR_ZH = Analysis(
    analyzer="azure-2.0",
    language="zh",
    caption=Caption("白色的熊", 0.8161250527510224),
    tags=tuple(
        Tag(name, 0.8161250527510224)
        for name in ("熊", "北极", "动物", "户外", "水", "白色", "大", "走", "雪", "站")
    ),
    categories=(Category("动物_狗", 0.99609375),),
    colors=Colors("#595144", "White", "White", ("White",), is_black_and_white=False),
    request_id="4b90c6a6-9580-4bff-b639-d5276cfb865a",
)
"""v2_x_polar_bear_zh, read by eye: only names of colors stay English."""

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
FRACTIONS = st.floats(0, 1)
TAGS = st.builds(Tag, TEXTS, FRACTIONS)
LANDMARKS = st.builds(Landmark, TEXTS, FRACTIONS)
NAMES = st.sampled_from(sorted(set(COLOR_NAMES.values())))
COLORS = st.builds(
    Colors,
    accent=st.from_regex(r"#[0-9A-F]{6}", fullmatch=True),
    foreground=NAMES,
    background=NAMES,
    dominant=st.lists(NAMES, max_size=3).map(tuple),
    is_black_and_white=st.booleans(),
)
ADULTS = st.builds(
    Adult,
    is_adult=st.booleans(),
    is_racy=st.booleans(),
    is_gory=st.none() | st.booleans(),
    adult_score=FRACTIONS,
    racy_score=FRACTIONS,
    gore_score=st.none() | FRACTIONS,
)
ANALYSES = st.builds(
    Analysis,
    analyzer=st.just("azure-3.2"),
    language=st.just("en"),
    caption=st.none() | st.builds(Caption, TEXTS.filter(str.strip), FRACTIONS),
    tags=st.lists(TAGS).map(lambda tags: tuple(sorted(tags, key=lambda tag: -tag.confidence))),
    categories=st.lists(st.builds(Category, TEXTS, FRACTIONS), min_size=1).map(tuple),
    landmarks=st.lists(LANDMARKS, unique_by=lambda landmark: landmark.name).map(
        lambda found: tuple(sorted(found, key=lambda landmark: -landmark.confidence))
    ),
    colors=COLORS,
    adult=st.none() | ADULTS,
    request_id=st.none() | TEXTS.filter(bool),
    model_version=st.none() | TEXTS.filter(bool),
)

KEYS = st.sampled_from(
    [
        *("categories", "description", "color", "tags", "adult", "captions", "detail"),
        *("landmarks", "name", "score", "confidence", "text", "accentColor", "dominantColors"),
        *("dominantColorForeground", "dominantColorBackground", "isBWImg", "isBwImg"),
        *("isAdultContent", "isRacyContent", "isGoryContent", "adultScore", "racyScore"),
        *("goreScore", "requestId", "modelVersion", "metadata", "error"),
    ]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | NAMES,
    lambda inner: st.lists(inner) | st.dictionaries(KEYS | st.text(), inner),
)
ODD = st.none() | st.booleans() | st.floats() | st.just(10**400) | st.text() | JSON


def read(body: object, language: str = "en") -> Analysis:
    return analysis_from_json(body, analyzer="azure-3.2", language=language)


def description_of(analysis: Analysis) -> Description:
    assert analysis.colors is not None
    return Description(
        analysis=analysis,
        colors=analysis.colors,
        width_px=1295,
        height_px=1155,
        format="PNG",
        is_animated=False,
    )


def body_of(name: str) -> dict[str, Any]:
    return cast("dict[str, Any]", recording(name)["body"])


def test_the_fullest_recorded_answer_is_read_whole() -> None:
    """Every field that v3.2 gives and we have a place for arrives in it."""
    assert read(body_of("v3_2_dog_sample16")) == DOG


def test_an_answer_in_chinese_is_read_whole() -> None:
    """Category, tags and caption are taken in the language they come in."""
    found = analysis_from_json(body_of("v2_x_polar_bear_zh"), analyzer="azure-2.0", language="zh")
    assert found == POLAR_BEAR_ZH


@pytest.mark.parametrize(
    "name", [name for name in recording_names("analyze") if not name.startswith("v4")]
)
def test_each_recorded_answer_is_read_as_it_was_written(name: str) -> None:
    """Caption, tags, categories, colors and moderation are those on the wire."""
    body, found = body_of(name), read(body_of(name))
    captions = body.get("description", {}).get("captions", [])
    assert [found.caption] == [Caption(**caption) for caption in captions[:1]] or not captions
    assert [(c.name, c.score) for c in found.categories] == [
        (c["name"], c["score"]) for c in body.get("categories", [])
    ]
    assert found.request_id == body.get("requestId")
    assert found.model_version == body.get("modelVersion")
    if "tags" in body:
        assert [(t.name, t.confidence) for t in found.tags] == [
            (t["name"], t["confidence"]) for t in body["tags"]
        ]
    else:
        assert [t.name for t in found.tags] == body.get("description", {}).get("tags", [])
    assert (found.adult is None) == ("adult" not in body)
    assert_colors_are_those_of(body.get("color", {}), found.colors)


def assert_colors_are_those_of(block: Mapping[str, Any], colors: Colors | None) -> None:
    if "accentColor" not in block:
        assert colors is None
        return
    assert colors is not None
    assert colors.accent == "#" + block["accentColor"]
    assert colors.foreground == block["dominantColorForeground"]
    assert colors.background == block["dominantColorBackground"]
    assert list(colors.dominant) == block["dominantColors"]
    assert colors.is_black_and_white == any(block.get(k) for k in ("isBwImg", "isBWImg"))


@pytest.mark.parametrize(
    "name", [name for name in recording_names("analyze") if name.startswith("v4")]
)
def test_an_answer_of_another_api_is_no_analysis(name: str) -> None:
    """4.0's fields are not mistaken for an empty answer of 3.2."""
    with pytest.raises(AnalyzerFailed):
        read(body_of(name))


@pytest.mark.parametrize("name", recording_names("errors"))
def test_an_error_under_200_is_no_analysis(name: str) -> None:
    """An error's body never passes for a picture in which nothing was seen."""
    with pytest.raises(AnalyzerFailed):
        read(body_of(name))


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        "text",
        {},
        {"requestId": "1", "metadata": {"width": 1, "height": 1}},
        {"categories": None, "tags": None},
        {"tags": "dog"},
        {"tags": ["dog"]},
        {"tags": [{"name": "dog"}]},
        {"tags": [{"name": None, "confidence": 0.5}]},
        {"tags": [{"name": "dog", "confidence": "0.5"}]},
        {"tags": [{"name": "dog", "confidence": True}]},
        {"tags": [{"name": "dog", "confidence": float("nan")}]},
        {"tags": [{"name": "dog", "confidence": float("inf")}]},
        {"categories": [{"name": "animal_dog"}]},
        {"categories": [{"name": "outdoor_", "score": 1, "detail": {"landmarks": [{}]}}]},
        {"description": "a dog"},
        {"description": False},
        {"categories": [{"name": "outdoor_", "score": 1, "detail": []}]},
        {"description": {"captions": [{"text": 1, "confidence": 1}]}},
        {"description": {"tags": [1]}},
        {"adult": {}},
        {"adult": {"isAdultContent": "false"}},
        {"tags": [], "requestId": 1},
    ],
)
def test_what_is_no_analysis_fails(body: object) -> None:
    """A wrong type anywhere, or nothing of what was asked for, is not half an answer."""
    with pytest.raises(AnalyzerFailed):
        read(body)


def test_empty_blocks_are_an_answer() -> None:
    """The service may see nothing: empty lists, no caption, or a blank one."""
    nothing = Analysis(analyzer="azure-3.2", language="en")
    assert read({"categories": [], "tags": [], "description": {"tags": [], "captions": []}}) == (
        nothing
    )
    assert read({"tags": [], "color": None, "adult": None, "description": None}) == nothing
    assert read({"description": {"captions": [{"text": " ", "confidence": 0.9}]}}) == nothing


def test_the_surest_caption_is_taken() -> None:
    """Of several candidates one is spoken."""
    captions = [{"text": "a cat", "confidence": 0.5}, {"text": "a dog", "confidence": 0.6}]
    assert read({"description": {"captions": captions}}).caption == Caption("a dog", 0.6)


def test_tags_are_sorted() -> None:
    """The surest tag is first, whatever the order on the wire."""
    tags = [{"name": "a", "confidence": 0.1}, {"name": "b", "confidence": 0.2, "hint": "x"}]
    assert read({"tags": tags}).tags == (Tag("b", 0.2), Tag("a", 0.1))


def test_tags_without_confidence_have_the_caption_s_or_none() -> None:
    """A description's tags are as sure as its caption; without one, nothing is claimed."""
    caption = {"text": "a dog", "confidence": 0.7}
    assert read({"description": {"tags": ["dog"], "captions": [caption]}}).tags == (
        Tag("dog", 0.7),
    )
    assert read({"description": {"tags": ["dog"], "captions": []}}).tags == (Tag("dog", 0.0),)


def test_things_and_brands_are_tags_as_well() -> None:
    """Each once: what has a tag needs no second one."""
    rectangle = {"x": 0, "y": 0, "w": 5, "h": 10}
    found = read(
        {
            "tags": [{"name": "dog", "confidence": 0.9}],
            "objects": [
                {"object": "Dog", "confidence": 0.8, "rectangle": rectangle},
                {"object": "ball", "confidence": 0.5, "rectangle": rectangle},
                {"object": "ball", "confidence": 0.6, "rectangle": rectangle},
            ],
            "brands": [{"name": "Contoso", "confidence": 0.95, "rectangle": rectangle}],
            "metadata": {"width": 10, "height": 10},
        }
    )
    assert found.tags == (Tag("Contoso", 0.95), Tag("dog", 0.9), Tag("ball", 0.6))
    assert [(each.name, each.confidence) for each in found.objects] == [
        ("Dog", 0.8),
        ("ball", 0.6),
        ("ball", 0.5),
    ]
    assert found.objects[0] == DetectedObject("Dog", 0.8, 0.0, 0.0, 0.5, 1.0)


@pytest.mark.parametrize(
    "change",
    [
        {"metadata": None},
        {"metadata": {"width": 0, "height": 10}},
        {"objects": [{"object": "dog", "confidence": 1}]},
        {"objects": [{"object": "dog", "confidence": 1, "rectangle": {"x": 1}}]},
        {"objects": [{"confidence": 1}]},
        {"brands": [{"name": "Contoso"}]},
    ],
)
def test_a_thing_without_a_place_is_no_answer(change: dict[str, object]) -> None:
    """A wrong type here fails like anywhere else."""
    rectangle = {"x": 0, "y": 0, "w": 5, "h": 10}
    things = [{"object": "dog", "confidence": 1, "rectangle": rectangle}]
    good = {"objects": things, "metadata": {"width": 10, "height": 10}}
    assert read(good).objects
    with pytest.raises(AnalyzerFailed):
        read({**good, **change})


@pytest.mark.parametrize(
    ("number", "confidence"), [(1.0000001, 1.0), (-1e-9, 0.0), (10**400, 1.0), (1, 1.0)]
)
def test_confidences_stay_within_0_and_1(number: float, confidence: float) -> None:
    """What single precision rounds out of the range is clamped into it."""
    assert read({"tags": [{"name": "dog", "confidence": number}]}).tags[0].confidence == confidence


def test_a_landmark_is_named_once() -> None:
    """Two categories with the same landmark name it once, with the better confidence."""
    palace, tower = "Forbidden City", "Eiffel Tower"
    body = {
        "categories": [
            {"name": "outdoor_", "score": 0.5, "detail": {"landmarks": []}},
            {"name": "people_", "score": 0.5, "detail": {"celebrities": [], "landmarks": None}},
            {"name": "sky_sun", "score": 0.5, "detail": None},
            {
                "name": "building_",
                "score": 0.5,
                "detail": {"landmarks": [{"name": palace, "confidence": 0.8}]},
            },
            {
                "name": "outdoor_city",
                "score": 0.5,
                "detail": {
                    "landmarks": [
                        {"name": tower, "confidence": 0.85},
                        {"name": palace, "confidence": 0.9},
                    ]
                },
            },
        ]
    }
    assert read(body).landmarks == (Landmark(palace, 0.9), Landmark(tower, 0.85))


@pytest.mark.parametrize(
    "change",
    [
        {"accentColor": "A36D2"},
        {"accentColor": "#A36D28"},
        {"accentColor": "٣٣٣٣٣٣"},
        {"accentColor": None},
        {"dominantColorForeground": "Mauve"},
        {"dominantColorBackground": None},
        {"dominantColors": "Grey"},
        {"dominantColors": ["Grey", 1]},
        {"isBWImg": "false"},
    ],
)
def test_colors_that_cannot_be_read_are_no_colors(change: dict[str, object]) -> None:
    """A broken color block costs the colors, which we can measure, and nothing else."""
    body = body_of("v3_2_dog_sample16")
    body["color"] |= change
    assert read(body) == replace(DOG, colors=None)
    assert read({**body, "color": "Grey"}) == replace(DOG, colors=None)


@pytest.mark.parametrize("key", ["isBWImg", "isBwImg"])
def test_either_spelling_of_black_and_white_is_read(key: str) -> None:
    """Old answers have one of the two spellings; a missing flag claims nothing."""
    color = body_of("v3_2_dog_sample16")["color"]
    del color["isBWImg"], color["isBwImg"]
    one = read({"color": {**color, key: True}}).colors
    none = read({"color": color}).colors
    assert one is not None
    assert none is not None
    assert (one.is_black_and_white, none.is_black_and_white) == (True, False)


def test_gray_is_grey() -> None:
    """The docs' spelling of a color is the wire's, so that only one of them goes on."""
    color = body_of("v3_2_dog_sample16")["color"]
    found = read({"color": {**color, "dominantColorBackground": "gray"}}).colors
    assert found is not None
    assert found.background == "Grey"


def test_moderation_without_gore_is_read() -> None:
    """v2.0 does not know gore: it is unknown, not absent."""
    adult = body_of("v3_2_dog_sample16")["adult"]
    del adult["isGoryContent"], adult["goreScore"]
    found = read({"adult": adult}).adult
    assert found is not None
    assert (found.is_gory, found.gore_score, found.is_adult) == (None, None, False)


def test_half_a_character_does_not_get_through() -> None:
    """What JSON may escape but UTF-8 cannot hold is replaced, so every text can be stored."""
    body = json.loads('{"tags": [{"name": "dog \\ud83d", "confidence": 1}]}')
    assert read(body).tags[0].name == "dog ?"


@settings(deadline=None)
@given(body=JSON)
def test_any_json_is_an_analysis_or_a_failure(body: object) -> None:
    """Whatever a service sends, nothing but AnalyzerFailed comes out of reading it."""
    try:
        analysis = read(body)
    except AnalyzerFailed:
        return
    assert all(0.0 <= tag.confidence <= 1.0 for tag in analysis.tags)
    json.dumps(analysis_to_json(description_of(replace(analysis, colors=DOG.colors))))


def places_in(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every place of a value inside `value`: the object or list that holds it, and where."""
    keys: list[Any] = []
    if isinstance(value, dict | list):
        keys = list(value) if isinstance(value, dict) else list(range(len(value)))
    for key in keys:
        yield value, key
        yield from places_in(value[key])


@settings(deadline=None)
@given(place=st.integers(min_value=0), odd=ODD)
def test_a_good_answer_with_one_odd_value_is_an_analysis_or_a_failure(
    place: int, odd: object
) -> None:
    """One value of any kind anywhere in a good answer does no more harm than that."""
    body = body_of("v3_2_dog_sample16")
    places = list(places_in(body))
    holder, key = places[place % len(places)]
    holder[key] = odd
    try:
        assert isinstance(read(body), Analysis)
    except AnalyzerFailed:
        return


def test_a_description_is_written_as_v3_2_writes_it() -> None:
    """Names, order, spellings and both black-and-white flags are the service's own."""
    expected = body_of("v3_2_dog_sample16")
    for block in ("imageType", "faces", "brands"):
        del expected[block]
    for found in expected["objects"]:
        del found["parent"]
    expected["description"]["tags"] = [tag.name for tag in DOG.tags]
    written = analysis_to_json(description_of(DOG))
    assert written == expected
    assert list(written) == list(expected)


def test_what_is_not_known_is_not_written() -> None:
    """Without moderation, request or model there is no field that says so."""
    written = analysis_to_json(
        Description(
            analysis=Analysis(analyzer="embedded", language="en"),
            colors=Colors("#0361C8", "Grey", "Black", (), is_black_and_white=True),
            width_px=1024,
            height_px=768,
            format="JPEG",
            is_animated=False,
        )
    )
    assert written == {
        "categories": [],
        "color": {
            "dominantColorForeground": "Grey",
            "dominantColorBackground": "Black",
            "dominantColors": [],
            "accentColor": "0361C8",
            "isBwImg": True,
            "isBWImg": True,
        },
        "tags": [],
        "description": {"tags": [], "captions": []},
        "metadata": {"width": 1024, "height": 768, "format": "Jpeg"},
    }


def test_a_landmark_is_written_where_the_service_has_it() -> None:
    """Landmarks hang on a category of buildings or the open air, else on the first."""
    place = Landmark("Forbidden City", 0.9)
    detail = {"landmarks": [{"name": "Forbidden City", "confidence": 0.9}]}

    def written(*names: str) -> object:
        categories = tuple(Category(name, 0.5) for name in names)
        analysis = replace(DOG, categories=categories, landmarks=(place,))
        return analysis_to_json(description_of(analysis))["categories"]

    assert written("people_", "outdoor_city", "building_") == [
        {"name": "people_", "score": 0.5},
        {"name": "outdoor_city", "score": 0.5, "detail": detail},
        {"name": "building_", "score": 0.5},
    ]
    assert written("人物_") == [{"name": "人物_", "score": 0.5, "detail": detail}]
    assert written() == []


def test_measured_colors_are_written() -> None:
    """Where the analyzer gave no colors, those we measured stand in the answer."""
    description = replace(description_of(DOG), analysis=replace(DOG, colors=None))
    assert read(analysis_to_json(description)) == DOG


@settings(deadline=None)
@given(analysis=ANALYSES)
def test_writing_and_reading_loses_nothing(analysis: Analysis) -> None:
    """What v3.2 has a place for survives the way through JSON text."""
    written = json.dumps(analysis_to_json(description_of(analysis)))
    assert read(json.loads(written)) == analysis
