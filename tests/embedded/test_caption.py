"""What is said of a picture, and how firmly, for any findings whatever."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.color_names import NAMES as COLOR_NAMES
from bot.embedded.caption import caption_of
from bot.embedded.classify import Probabilities
from bot.embedded.faces import Face
from bot.embedded.findings import Findings
from bot.embedded.groups import read_nodes
from bot.embedded.kind import Kind
from bot.embedded.looks import looks_like
from bot.embedded.objects import Found
from bot.embedded.people import NOBODY, people_in
from bot.embedded.tags import MOST_TAGS, categories_of, tags_of
from bot.embedded.things import gathered, read_things
from bot.embedded.weights import CLASS_NAMES as CLASS_NAMES_FILE
from bot.embedded.weights import OBJECT_NAMES, read_names
from bot.model import Colors, TextLine
from tests.embedded.test_groups import (
    ABOUT_PEOPLE,
    AZURE_CATEGORIES,
    NAMES_OF_BREEDS,
    VOWEL_SOUND,
)

CLASS_NAMES = read_names(CLASS_NAMES_FILE)
NODES = read_nodes(CLASS_NAMES)
NAMES = read_things(NODES)
OWN_NAMES = read_names(OBJECT_NAMES)

COLORS = Colors("#0A3FA4", "White", "Blue", ("White", "Blue"), is_black_and_white=False)
HEXES = ("#0A3FA4", "#666666", "#000000", "#A40A0A")
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""On a busy machine it takes its time to make up findings; no law is about that."""
CLASS_WORDS = {word for name in CLASS_NAMES for word in re.findall(r"\w+", name)}
NOUNS_IN_ING = {"drawing", "building", "dining", "parking"} | CLASS_WORDS
QUOTE = re.compile(r"“[^“”]*”")


def probabilities(shares: Mapping[str, float]) -> Probabilities:
    """Some classes by name; the rest is spread evenly over all."""
    found = np.full(1000, (1 - sum(shares.values())) / 1000, np.float32)
    for name, share in shares.items():
        found[CLASS_NAMES.index(name)] += share
    return found


def seen(name: str, confidence: float = 0.9, side: float = 0.4) -> Found:
    return Found(name, confidence, 0.1, 0.1, side, side)


def face(height: float = 0.1, confidence: float = 0.999) -> Face:
    return Face(confidence, 0.2, 0.2, height, height)


def line(text: str, *, height: float = 0.1, confidence: float = 0.99) -> TextLine:
    return TextLine(text, 0.1, 0.1, 0.5, height, confidence)


def photo_of(
    shares: Mapping[str, float] | None = None,
    found: Sequence[Found] = (),
    faces: Sequence[Face] = (),
    title: TextLine | None = None,
) -> Findings:
    view = probabilities(shares or {})
    return Findings(
        kind=Kind.PHOTO,
        looks=looks_like(NODES, (view, view), is_doubtful=False),
        people=people_in(found, faces),
        things=gathered(found, NAMES, least=0.3),
        lines=(title,) if title else (),
        title=title,
    )


def text_of(findings: Findings) -> str | None:
    caption = caption_of(findings)
    return caption.text if caption else None


@st.composite
def views(draw: st.DrawFn) -> Probabilities:
    """Anything between one sure class and no idea at all."""
    classes = draw(st.lists(st.integers(0, 999), min_size=1, max_size=6))
    weights = draw(st.lists(st.floats(0.01, 1), min_size=len(classes), max_size=len(classes)))
    view = np.full(1000, draw(st.floats(0, 0.005)) + 1e-9, np.float32)
    np.add.at(view, classes, np.asarray(weights, np.float32))
    return np.asarray(view / view.sum(), np.float32)


@st.composite
def findings(draw: st.DrawFn) -> Findings:
    """Whatever the parts might find, contradictions included."""
    kind = draw(st.sampled_from(sorted(Kind, key=lambda kind: kind.value)))
    found = draw(
        st.lists(
            st.builds(seen, st.sampled_from(OWN_NAMES), st.floats(0.3, 1), st.floats(0.05, 1)),
            max_size=8,
        )
    )
    faces = draw(st.lists(st.builds(face, st.floats(0.05, 0.9), st.floats(0.92, 1)), max_size=5))
    texts = st.text(min_size=1, max_size=160).map(lambda text: " ".join(text.split()) or "x")
    written = draw(st.lists(st.builds(line, texts, height=st.floats(0.01, 0.5)), max_size=3))
    lines = tuple(written)
    is_telling = draw(st.booleans())
    return Findings(
        kind=kind,
        is_dark=draw(st.booleans()),
        is_small=draw(st.booleans()),
        color="White",
        looks=looks_like(NODES, (draw(views()), draw(views())), is_doubtful=draw(st.booleans())),
        people=people_in(found, faces),
        things=gathered(found, NAMES, least=0.3),
        lines=lines,
        title=lines[0] if lines and is_telling else None,
    )


@pytest.mark.parametrize(
    ("shares", "caption"),
    [
        ({"lion": 0.9}, "a lion"),
        ({"Samoyed": 0.6, "Pomeranian": 0.3}, "a dog, possibly a Samoyed"),
        ({"pug": 0.5}, "probably a dog, possibly a pug"),
        ({"cheetah": 0.5, "leopard": 0.3}, "a big cat, probably a cheetah"),
        ({"tabby cat": 0.5, "lion": 0.4}, "probably a cat, possibly a tabby cat"),
        ({"castle": 0.5, "palace": 0.4}, "a building"),
        ({}, None),
        ({"lion": 0.3}, None),
        ({"suit": 0.95}, None),
        ({"revolver": 0.95}, None),
    ],
)
def test_a_thing_alone_is_named_as_narrowly_as_is_sure(
    shares: Mapping[str, float], caption: str | None
) -> None:
    """The narrowest sure word, then "probably", then "possibly"; nothing where nothing is sure."""
    assert text_of(photo_of(shares)) == caption


@pytest.mark.parametrize(
    ("bodies", "faces", "caption"),
    [
        (1, 0, "a person"),
        (1, 1, "a person"),
        (0, 2, "two people"),
        (2, 3, "three people"),
        (4, 0, "about four people"),
        (5, 5, "about five people"),
        (6, 0, "several people"),
        (40, 0, "several people"),
    ],
)
def test_people_are_counted_up_to_three(bodies: int, faces: int, caption: str) -> None:
    """Exactly up to three, then about, then several."""
    found = [seen("person", 0.95)] * bodies
    assert text_of(photo_of({}, found, [face()] * faces)) == caption


@pytest.mark.parametrize(
    ("bodies", "faces", "caption"),
    [
        ([0.9, 0.9, 0.35], [], "two or more people"),
        ([0.9], [0.999, 0.94], "one or more people"),
        ([0.9, 0.9], [0.999, 0.94], "two people"),
    ],
)
def test_signs_of_others_make_it_or_more(
    bodies: list[float], faces: list[float], caption: str
) -> None:
    """Who is hardly seen is not counted, and not denied."""
    found = [seen("person", confidence) for confidence in bodies]
    seen_faces = [face(0.1, confidence) for confidence in faces]
    assert text_of(photo_of({}, found, seen_faces)) == caption


@pytest.mark.parametrize(
    ("bodies", "faces"), [([0.9], []), ([0.84, 0.8], []), ([], [0.995]), ([0.4], [0.97])]
)
def test_what_only_looks_like_somebody_is_not_told(bodies: list[float], faces: list[float]) -> None:
    """A body needs its face, a face its body, or to be surer than drawings and statues are."""
    found = [seen("person", confidence) for confidence in bodies]
    seen_faces = [face(0.1, confidence) for confidence in faces]
    text = text_of(photo_of({}, found, seen_faces))
    assert text is None or text.startswith("probably ")


def test_a_large_face_alone_is_a_portrait() -> None:
    """One face that fills the picture."""
    assert text_of(photo_of({}, [], [face(0.5)])) == "a portrait of a person"


@pytest.mark.parametrize(
    ("shares", "found", "caption"),
    [
        ({"pug": 0.9}, [seen("dog")], "a dog, possibly a pug"),
        ({}, [seen("person", 0.95), seen("car")], "a person with a car"),
        ({}, [seen("person"), seen("person"), seen("car")], "two people and a car"),
        ({"pug": 0.9}, [seen("person", 0.95), seen("dog")], "a person with a dog, possibly a pug"),
        ({}, [seen("bus"), seen("bus")], "buses"),
        ({"lion": 0.9}, [seen("dog", 0.8)], "a lion"),
        ({}, [seen("dog", 0.95)], "an animal, possibly a dog"),
        ({}, [seen("bowl", 0.75)], "probably a bowl"),
        ({}, [seen("bowl", 0.55)], None),
        ({}, [seen("person", 0.6)], None),
        ({}, [seen("person", 0.6), seen("person", 0.5)], "probably people"),
        ({"palace": 0.4}, [seen("person", 0.97)], None),
        ({"website": 0.9}, [seen("person", 0.97)], "a screenshot, a document or a chart"),
        ({"teddy bear": 0.9}, [seen("person", 0.9)], "a teddy bear or a soft toy"),
        ({}, [seen("tie", 0.99)], None),
    ],
)
def test_agreement_makes_sure_and_contradiction_doubtful(
    shares: Mapping[str, float], found: Sequence[Found], caption: str | None
) -> None:
    """Two models that agree say it plainly; of two that do not, the surer is heard, or neither."""
    assert text_of(photo_of(shares, found)) == caption


def test_agreement_is_surer_than_either() -> None:
    """What both see is more certain than what one sees."""
    alone, both = photo_of({"pug": 0.75}), photo_of({"pug": 0.75}, [seen("dog")])
    first, second = caption_of(alone), caption_of(both)
    assert first
    assert second
    assert first.confidence < second.confidence


@pytest.mark.parametrize(
    ("kind", "caption"),
    [
        (Kind.SCREENSHOT, "a screenshot with the text “Deploy failed”"),
        (Kind.CODE, "a screenshot of code or a terminal with the text “Deploy failed”"),
        (Kind.CHART, "a chart with the text “Deploy failed”"),
        (Kind.PAGE, "a page of text that begins “Deploy failed”"),
        (Kind.PHOTO, "a picture with the text “Deploy failed”"),
        (Kind.UNKNOWN, "a picture with the text “Deploy failed”"),
    ],
)
def test_the_telling_line_is_quoted(kind: Kind, caption: str) -> None:
    """Verbatim, after what kind of picture it stands in."""
    title = line("Deploy failed")
    assert text_of(Findings(kind, lines=(title,), title=title)) == caption


def test_a_photo_quotes_only_what_is_large_and_sure() -> None:
    """Small print and doubtful readings are not what a photo shows."""
    assert text_of(photo_of(title=line("EXIT HERE", height=0.02))) is None
    assert text_of(photo_of(title=line("EXIT HERE", confidence=0.9))) is None
    assert text_of(photo_of(title=line("IIII", height=0.2))) is None


def test_a_blank_picture_has_its_color() -> None:
    """It is the one thing to be said of it."""
    blank = Findings(Kind.BLANK, color="White")
    assert text_of(blank) == "a blank picture, all white"


def test_a_drawing_is_never_sure() -> None:
    """What is flat may look like a clock; it is hedged, however sure the classifier is."""
    view = probabilities({"analog clock": 0.98})
    drawn = Findings(Kind.UNKNOWN, looks=looks_like(NODES, (view, view), is_doubtful=True))
    assert text_of(drawn) == "probably a clock"


@pytest.mark.parametrize(
    ("shares", "found", "caption"),
    [
        ({}, [], "probably a drawing or another graphic"),
        ({}, [seen("car", 0.95)], "probably a car or a drawing of one"),
        ({"tiger": 0.95}, [], "probably a tiger or a drawing of one"),
        ({"tiger": 0.6}, [], "probably a drawing or another graphic"),
        ({}, [seen("car", 0.95), seen("bus", 0.95)], "probably a drawing or another graphic"),
    ],
)
def test_on_plain_ground_a_thing_or_its_drawing_is_probable(
    shares: Mapping[str, float], found: Sequence[Found], caption: str
) -> None:
    """Cut out and drawn look alike where they are smooth."""
    view = probabilities(shares)
    shaded = Findings(
        Kind.SHADED,
        looks=looks_like(NODES, (view, view), is_doubtful=True),
        things=gathered(found, NAMES, least=0.3),
    )
    assert text_of(shaded) == caption


@given(findings())
@UNHURRIED
def test_captions_keep_their_grammar(found: Findings) -> None:
    """A fragment in lower case, at most 200 long, quotes in pairs, articles right; no -ing."""
    caption = caption_of(found)
    if caption is None:
        return
    assert 0 < caption.confidence < 1
    assert len(caption.text) <= 200
    said = QUOTE.sub("", caption.text)
    assert "“" not in said
    assert "”" not in said
    assert caption.text[0].islower()
    assert not said.endswith(".")
    for article, word in re.findall(r"\b(an?) (\w+)", said):
        assert (article == "an") == bool(VOWEL_SOUND.match(word)), said
    assert set(re.findall(r"\w+ing\b", said)) <= NOUNS_IN_ING


@given(findings())
@UNHURRIED
def test_nothing_is_said_of_people_but_that_they_are_there(found: Findings) -> None:
    """No gender, no age, no relation: neither in the caption nor in a tag."""
    caption = caption_of(found)
    said = [QUOTE.sub("", caption.text)] if caption else []
    said += [tag.name for tag in tags_of(found, COLORS)]
    for words in said:
        for breed in NAMES_OF_BREEDS:
            words = words.replace(breed, "")
        assert not ABOUT_PEOPLE.search(words)


@given(findings())
@UNHURRIED
def test_tags_and_categories_are_sorted_unique_and_known(found: Findings) -> None:
    """Highest confidence first, each name once, at most 15 tags, only Azure's categories."""
    tags, categories = tags_of(found, COLORS), categories_of(found)
    keys = [(-tag.confidence, tag.name) for tag in tags]
    assert keys == sorted(keys)
    assert len({tag.name for tag in tags}) == len(tags) <= MOST_TAGS
    assert all(0 < tag.confidence < 1 for tag in tags)
    assert {category.name for category in categories} <= AZURE_CATEGORIES
    assert all(0 < category.score < 1 for category in categories)


@given(
    findings(),
    st.lists(st.sampled_from(COLOR_NAMES), min_size=1, max_size=3, unique=True),
    st.data(),
)
@UNHURRIED
def test_nothing_has_fewer_than_five_tags(
    found: Findings, dominant: list[str], data: st.DataObject
) -> None:
    """Not even a picture that nobody can name, in one color."""
    accent, background = data.draw(st.sampled_from(HEXES)), data.draw(st.sampled_from(dominant))
    is_grey = len({accent[1:3], accent[3:5], accent[5:7]}) == 1
    colors = Colors(accent, dominant[0], background, tuple(dominant), is_black_and_white=is_grey)
    assert 5 <= len(tags_of(found, colors)) <= MOST_TAGS


@given(findings())
@UNHURRIED
def test_nobody_is_tagged_where_nobody_is_sure(found: Findings) -> None:
    """The tag "person" and the caption agree."""
    tags = {tag.name for tag in tags_of(found, COLORS)}
    if found.people is NOBODY:
        assert "person" not in tags


def test_every_kind_of_thing_has_a_name() -> None:
    """The detector's 80 kinds, people apart."""
    assert set(OWN_NAMES) - set(NAMES) == {"person"}
    assert set(NAMES) <= set(OWN_NAMES)
    assert {name.category for name in NAMES.values() if name.category} <= AZURE_CATEGORIES
