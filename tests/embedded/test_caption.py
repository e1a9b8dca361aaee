"""What is said of a picture, and how firmly, for any probabilities whatever."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.embedded.caption import Statement, confidence_of, state
from bot.embedded.classify import Probabilities
from bot.embedded.groups import Node, read_nodes
from bot.embedded.weights import read_weights
from tests.embedded.test_groups import ABOUT_PEOPLE, AZURE_CATEGORIES, NAMES_OF_BREEDS

CLASS_NAMES = read_weights().class_names
NODES = read_nodes(CLASS_NAMES)

GRAMMAR = re.compile(
    r"(?P<hedge>probably )?(?P<first>.+?)(, probably (?P<second>.+?))?(, possibly (?P<kind>.+))?"
)


def probabilities(shares: Mapping[str, float]) -> Probabilities:
    """Some classes by name; the rest is spread evenly over all."""
    found = np.full(1000, (1 - sum(shares.values())) / 1000, np.float32)
    for name, share in shares.items():
        found[CLASS_NAMES.index(name)] += share
    return found


def said(shares: Mapping[str, float], *, is_rendered: bool = False) -> Statement:
    view = probabilities(shares)
    return state(NODES, (view, view), is_rendered=is_rendered)


def text_of(statement: Statement) -> str | None:
    return statement.caption.text if statement.caption else None


@st.composite
def peaked(draw: st.DrawFn) -> Probabilities:
    """Anything between one sure class and no idea at all."""
    classes = draw(st.lists(st.integers(0, 999), min_size=1, max_size=12))
    weights = draw(st.lists(st.floats(0.01, 1), min_size=len(classes), max_size=len(classes)))
    found = np.full(1000, draw(st.floats(0, 0.01)) + 1e-9, np.float32)
    np.add.at(found, classes, np.asarray(weights, np.float32))
    return np.asarray(found / found.sum(), np.float32)


statements = st.builds(
    lambda whole, center, is_rendered: state(NODES, (whole, center), is_rendered=is_rendered),
    peaked(),
    peaked(),
    st.booleans(),
)


@pytest.mark.parametrize(
    ("shares", "caption"),
    [
        ({"lion": 0.9}, "a lion"),
        ({"Samoyed": 0.6, "Pomeranian": 0.3}, "a dog, possibly a Samoyed"),
        ({"Samoyed": 0.3, "Pomeranian": 0.25, "pug": 0.3}, "a dog"),
        ({"pug": 0.5}, "probably a dog, possibly a pug"),
        ({"cheetah": 0.5, "leopard": 0.3}, "a big cat, probably a cheetah"),
        ({"tabby cat": 0.5, "lion": 0.4}, "probably a cat, possibly a tabby cat"),
        ({"castle": 0.5, "palace": 0.4}, "a building"),
        ({"bell tower": 0.4, "palace": 0.4}, "a building or another structure"),
        ({"ice cream": 0.85}, "a dessert, possibly ice cream"),
        ({"hourglass": 0.9}, "an hourglass"),
        ({"website": 0.8}, "a screenshot, a document or a chart"),
    ],
)
def test_captions_say_as_much_as_is_sure(shares: Mapping[str, float], caption: str) -> None:
    """The narrowest sure word, then "probably", then "possibly"."""
    assert text_of(said(shares)) == caption


@pytest.mark.parametrize(
    "shares",
    [
        {},
        {"lion": 0.3},
        {"suit": 0.95},
        {"bridegroom": 0.95},
        {"revolver": 0.95},
        {"envelope": 0.95},
        {"nematode": 0.3, "bubble": 0.5},
        {"lion": 0.3, "pizza": 0.3, "castle": 0.3},
    ],
)
def test_nothing_is_said_where_nothing_is_sure(shares: Mapping[str, float]) -> None:
    """Doubt, and whatever fools the classifier or tells of the wearer, gives no caption."""
    assert said(shares).caption is None


def test_many_small_doubts_are_no_finding() -> None:
    """Four of ten classes are animals, yet an even spread shows none."""
    view = np.full(1000, 0.001, np.float32)
    assert state(NODES, (view, view), is_rendered=False) == Statement(None, (), ())


def test_a_drawing_is_never_sure() -> None:
    """What is flat may look like a clock; it is hedged, however sure the classifier is."""
    assert text_of(said({"analog clock": 0.98})) == "a clock"
    assert text_of(said({"analog clock": 0.98}, is_rendered=True)) == "probably a clock"


@given(st.integers(0, 999))
def test_no_class_is_sure_in_a_drawing(number: int) -> None:
    """Only the page itself may be told from a flat picture without "probably"."""
    view = np.zeros(1000, np.float32)
    view[number] = 1
    text = text_of(state(NODES, (view, view), is_rendered=True))
    assert text is None or text.startswith("probably ") or "screenshot" in text


def test_a_flat_page_is_known_by_half_the_evidence() -> None:
    """Flat, and like a web page: each confirms the other."""
    assert said({"website": 0.4}).caption is None
    assert text_of(said({"website": 0.4}, is_rendered=True)) == (
        "probably a screenshot, a document or a chart"
    )


def test_two_views_that_disagree_are_hedged() -> None:
    """What only half of the looks show is not sure."""
    whole, center = probabilities({"lion": 0.98}), probabilities({"pizza": 0.5})
    assert text_of(state(NODES, (whole, center), is_rendered=False)) == "probably a lion"


def test_tags_follow_the_tree() -> None:
    """A Samoyed is a dog is a mammal is an animal, each at least as sure as the next."""
    tags = {tag.name: tag.confidence for tag in said({"Samoyed": 0.6, "pug": 0.3}).tags}
    assert tags["animal"] >= tags["mammal"] >= tags["dog"] >= tags["Samoyed"]


def test_the_narrowest_category_is_named() -> None:
    """ "animal_dog" says more than "animal_"."""
    assert [category.name for category in said({"pug": 0.9}).categories] == ["animal_dog"]
    assert [category.name for category in said({"lion": 0.9}).categories] == ["animal_"]


@given(st.floats(0, 1), st.floats(0, 1))
def test_confidence_grows_with_the_score(one: float, other: float) -> None:
    """More evidence is never less sure; nothing is ever certain."""
    low, high = sorted((one, other))
    assert 0 <= confidence_of(low) <= confidence_of(high) <= 0.99


@given(statements)
def test_tags_are_sorted_and_unique(statement: Statement) -> None:
    """Highest confidence first, each name once, each between 0 and 1."""
    keys = [(-tag.confidence, tag.name) for tag in statement.tags]
    assert keys == sorted(keys)
    assert len({tag.name for tag in statement.tags}) == len(statement.tags)
    assert all(0 < tag.confidence < 1 for tag in statement.tags)


@given(statements)
def test_categories_are_azures(statement: Statement) -> None:
    """At most one, and one of the 86."""
    assert len(statement.categories) <= 1
    assert all(category.name in AZURE_CATEGORIES for category in statement.categories)
    assert all(0 < category.score < 1 for category in statement.categories)


def _known_phrases(nodes: tuple[Node, ...]) -> set[str | None]:
    return {word.phrase for node in nodes for word in (node, *node.kinds)}


KNOWN = _known_phrases(NODES)


@given(statements)
def test_captions_keep_their_grammar(statement: Statement) -> None:
    """Hedges and known phrases, nothing else: no capital, no full stop, nothing about people."""
    text = text_of(statement)
    if text is None:
        return
    match = GRAMMAR.fullmatch(text)
    assert match
    parts = {match["first"], match["second"], match["kind"]} - {None}
    assert parts <= KNOWN
    assert text[0].islower()
    assert not text.endswith(".")
    assert not ABOUT_PEOPLE.search(text) or text.endswith(NAMES_OF_BREEDS)


@given(statements)
def test_a_plain_claim_is_surer_than_a_hedged_one(statement: Statement) -> None:
    """ "a dog" is said from 0.9 up, "probably a dog" from 0.7."""
    if statement.caption:
        is_hedged = statement.caption.text.startswith("probably")
        assert statement.caption.confidence >= (0.7 if is_hedged else 0.9)
