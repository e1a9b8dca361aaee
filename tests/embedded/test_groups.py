"""The words: every class has a place, every phrase is plain English, nothing is said of people."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from bot.embedded.groups import Node, read_nodes, with_article

AZURE_CATEGORIES = frozenset(
    Path(__file__).with_name("azure_categories.txt").read_text(encoding="utf-8").split()
)

ABOUT_PEOPLE = re.compile(
    r"\b(wo)?m[ae]n\b|\b(boy|girl|lad(y|ies)|gentlem[ae]n|(fe)?male|he|she|his|hers?|him|wife"
    r"|husband|bride(groom)?|mother|father|child(ren)?|baby|young|old|elderly)\b",
    re.IGNORECASE,
)
NAMES_OF_BREEDS = ("Old English Sheepdog",)

NOUNS_IN_ING = frozenset({"building", "king", "wing", "ring"})
"""Words in -ing that name a thing. In a class's own name any may stand: "sewing machine"."""

VOWEL_SOUND = re.compile(r"(?!eu|uni|use|one)[aeiou]|hour|heir|honest", re.IGNORECASE)


def phrases(nodes: Sequence[Node]) -> Iterator[str]:
    for node in nodes:
        if node.phrase:
            yield node.phrase
        yield from (kind.phrase for kind in node.kinds if kind.phrase)


def names(nodes: Sequence[Node]) -> Iterator[str]:
    for node in nodes:
        yield from (node.name, *node.tags, *(kind.name for kind in node.kinds))


def test_every_class_stands_in_exactly_one_line_of_groups(nodes: tuple[Node, ...]) -> None:
    """A class belongs to one most general group, and to nothing beside that group's line."""
    roots = [node for node in nodes if not node.path]
    counted = Counter(number for root in roots for number in root.classes)
    assert sorted(counted) == list(range(1000))
    assert set(counted.values()) == {1}


def test_a_wider_word_counts_all_its_narrower_ones(nodes: tuple[Node, ...]) -> None:
    """What is a dog is an animal: the sum of a group is never less than that of its part."""
    for node in nodes:
        for word in node.path:
            assert set(node.classes) <= set(word.classes)
        for kind in node.kinds:
            assert set(kind.classes) <= set(node.classes)


def test_wider_words_stand_before_narrower_ones(nodes: tuple[Node, ...]) -> None:
    """The tree can be read from the top."""
    seen: set[str] = set()
    for node in nodes:
        assert {word.name for word in node.path} <= seen
        seen.add(node.name)


def test_no_two_groups_share_a_word(nodes: tuple[Node, ...]) -> None:
    """A tag means one thing."""
    assert max(Counter(node.name for node in nodes).values()) == 1


def test_only_the_86_categories_are_named(nodes: tuple[Node, ...]) -> None:
    """Azure's clients know no others. Source: Azure's list of the 86 image categories."""
    assert len(AZURE_CATEGORIES) == 86
    assert {node.category for node in nodes if node.category} <= AZURE_CATEGORIES


def test_articles_fit_every_class_and_group(
    nodes: tuple[Node, ...], class_names: tuple[str, ...]
) -> None:
    """ "an" stands before a vowel that is heard, "a" before everything else."""
    for phrase in (*phrases(nodes), *map(with_article, class_names)):
        for article, word in re.findall(r"\b(an?) (\w+)", phrase):
            assert (article == "an") == bool(VOWEL_SOUND.match(word)), phrase


@pytest.mark.parametrize(
    ("name", "phrase"),
    [
        ("owl", "an owl"),
        ("unicycle", "a unicycle"),
        ("European green lizard", "a European green lizard"),
        ("hourglass", "an hourglass"),
        ("umbrella", "an umbrella"),
        ("Irish Setter", "an Irish Setter"),
        ("house", "a house"),
    ],
)
def test_the_article_follows_the_sound(name: str, phrase: str) -> None:
    """Spelling alone does not tell."""
    assert with_article(name) == phrase


def test_phrases_begin_in_lower_case(nodes: tuple[Node, ...]) -> None:
    """A caption has no capital: whoever shows it sets one."""
    assert [phrase for phrase in phrases(nodes) if not phrase[0].islower()] == []


def test_nothing_is_said_about_people(nodes: tuple[Node, ...]) -> None:
    """No gender, no age, no relation, in no word the analyzer has."""
    said = [word for word in (*phrases(nodes), *names(nodes)) if ABOUT_PEOPLE.search(word)]
    assert [word for word in said if not word.endswith(NAMES_OF_BREEDS)] == []


def test_no_group_names_an_action(nodes: tuple[Node, ...]) -> None:
    """What is there can be seen; what it does cannot be known."""
    groups = [node.phrase for node in nodes if node.phrase and len(node.classes) != 1]
    words = {word for phrase in groups for word in re.findall(r"\w+ing\b", phrase)}
    assert words <= NOUNS_IN_ING


def test_tags_are_short_plain_words(nodes: tuple[Node, ...]) -> None:
    """No brackets, no slashes, no lists: what a person would type into a search."""
    assert [name for name in names(nodes) if re.search(r"[()/,]", name) or len(name) > 32] == []


def test_a_class_may_have_no_name_of_its_own(class_names: tuple[str, ...]) -> None:
    """A radiator grille is a car, and nothing more is said of it."""
    car = next(node for node in read_nodes(class_names) if node.name == "car")
    grille = class_names.index("radiator grille")
    assert grille in car.classes
    assert all(grille not in kind.classes for kind in car.kinds)
