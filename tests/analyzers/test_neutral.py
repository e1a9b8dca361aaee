"""Captions without gender."""

from __future__ import annotations

import pytest

from bot.analyzers.neutral import WORDS, neutral, with_neutral_captions, with_neutral_tags
from bot.model import Analysis, Caption, RegionCaption, Tag


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("a man and a woman", "a person and a person"),
        ("two men, boys and girls", "two people, children and children"),
        ("a woman's hand on her face", "a person's hand on their face"),
        ("a man smiling at her", "a person smiling at them"),
        ("a dog looking at her and barking", "a dog looking at them and barking"),
        ("she is holding his hat", "they are holding their hat"),
        ("a dog, and she's holding it", "a dog, and they're holding it"),
        ("a bride and groom cutting a cake", "newlyweds cutting a cake"),
        ("a mother and her daughter", "a parent and their child"),
        ("a policewoman next to a waitress", "a police officer next to a server"),
        ("Man riding a wave", "Person riding a wave"),
        ("Her dog", "Their dog"),
        ("a boy looking at himself", "a child looking at themselves"),
    ],
)
def test_words_for_a_gender_are_replaced(said: str, expected: str) -> None:
    """By the word for a person of the same age, in the same number."""
    assert neutral(said) == expected


@pytest.mark.parametrize(
    "said",
    [
        "",
        "a german woodsman",
        "a man-made lake",
        "a statue of father christmas",
        "a lady bug on a leaf",
        "a picture of Burning Man",
        "Mona Lisa",
        "a male lion and a queen bee",
        "cherry, theater, hero, chisel",
        "a snowman in a manhole",
    ],
)
def test_other_words_stay(said: str) -> None:
    """Whole words only, and not where they mean nobody."""
    assert neutral(said) == said


@pytest.mark.parametrize("word", sorted(WORDS))
def test_every_word_of_the_list_is_replaced(word: str) -> None:
    """In a sentence, and nothing gendered is put in its place."""
    said = neutral(f"near {word}, outdoors")
    assert said == f"near {WORDS[word]}, outdoors"
    assert neutral(said) == said


def test_captions_of_an_analysis_are_neutral() -> None:
    """Also those of its parts; what a service tags is handed on as it came."""
    part = RegionCaption("a girl", 0.5, 0.0, 0.0, 0.5, 0.5)
    given = Analysis(
        analyzer="told",
        language="en",
        caption=Caption("a man", 0.5),
        tags=(Tag("woman", 0.9),),
        region_captions=(part,),
    )
    found = with_neutral_captions(given)
    assert found.caption == Caption("a person", 0.5)
    assert found.region_captions[0].text == "a child"
    assert found.tags == given.tags


def test_tags_can_be_neutral() -> None:
    """Those that become the same are one, with the better confidence."""
    tags = (Tag("woman", 0.9), Tag("person", 0.8), Tag("tree", 0.7))
    found = with_neutral_tags(Analysis(analyzer="told", language="en", tags=tags))
    assert found.tags == (Tag("person", 0.9), Tag("tree", 0.7))


def test_no_caption_stays_none() -> None:
    """Nothing is made up."""
    assert with_neutral_captions(Analysis(analyzer="told", language="en")).caption is None
