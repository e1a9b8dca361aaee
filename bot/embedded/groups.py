"""Plain words for the classifier's 1000 classes: reads groups.toml into a tree of things to say."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeAlias

GROUPS = Path(__file__).with_name("groups.toml")

_ClassNames: TypeAlias = Mapping[int, str | Literal[False]]


@dataclass(frozen=True, slots=True)
class Word:
    """Something a picture may show: a word for it, and the classes that count as it."""

    name: str
    """Its tag: "big cat", "Samoyed"."""
    phrase: str | None
    """What a caption says, article included; None where a caption never says it."""
    classes: frozenset[int]
    """Every class that counts as it, those of narrower words included."""


@dataclass(frozen=True, slots=True)
class Node(Word):
    """A word with its place in the tree."""

    path: tuple[Word, ...] = ()
    """The wider words, most general first."""
    kinds: tuple[Word, ...] = ()
    """Narrower words that are never sure enough to stand alone."""
    tags: tuple[str, ...] = ()
    """What is true of all of it, the wider words' tags included."""
    category: str | None = None
    """One of Azure's 86; the nearest wider word's where it has none of its own."""
    is_tag: bool = True


@dataclass(slots=True)
class _Draft:
    """A group as it stands in the file."""

    word: str
    group: Mapping[str, Any]
    own: tuple[int, ...]
    children: list[_Draft] = field(default_factory=list)

    def classes(self) -> frozenset[int]:
        return frozenset(self.own).union(*(child.classes() for child in self.children))


def read_nodes(class_names: Sequence[str]) -> tuple[Node, ...]:
    """The tree, flat: every wider word stands before its narrower ones."""
    with GROUPS.open("rb") as file:
        table = tomllib.load(file)
    names: dict[int, str | Literal[False]] = dict(enumerate(class_names))
    names |= {int(number): name for number, name in table["names"].items()}
    uncountable = frozenset(_numbers(table["uncountable"]["classes"]))
    writer = _Writer(names, uncountable)
    return tuple(node for draft in _roots(table["groups"]) for node in writer.nodes(draft, None))


def with_article(name: str) -> str:
    """ "a dog", "an owl", "a European green lizard", "an hourglass"."""
    sound = name.lower()
    is_vowel = sound.startswith(("a", "e", "i", "o", "u", "hour"))
    is_exception = sound.startswith(("eu", "uni", "use", "one"))
    return f"{'an' if is_vowel and not is_exception else 'a'} {name}"


@dataclass(frozen=True, slots=True)
class _Writer:
    """Turns drafts into nodes."""

    names: _ClassNames
    uncountable: frozenset[int]

    def nodes(self, draft: _Draft, parent: Node | None) -> Iterator[Node]:
        group = draft.group
        members = self._members(draft.own)
        node = Node(
            name=draft.word,
            phrase=_phrase(group.get("phrase"), draft.word),
            classes=draft.classes(),
            path=(*parent.path, parent) if parent else (),
            kinds=members if group["members"] == "kinds" else (),
            tags=(*(parent.tags if parent else ()), *group.get("tags", ())),
            category=group.get("category", parent.category if parent else None),
            is_tag=group.get("tag", True),
        )
        yield node
        for thing in members if group["members"] == "things" else ():
            yield _thing(thing, node)
        for child in draft.children:
            yield from self.nodes(child, node)

    def _members(self, classes: Sequence[int]) -> tuple[Word, ...]:
        """One word for each name; two classes of one name count together."""
        by_name: defaultdict[str, list[int]] = defaultdict(list)
        for number in classes:
            if name := self.names[number]:
                by_name[name].append(number)
        return tuple(
            Word(name, self._class_phrase(name, numbers[0]), frozenset(numbers))
            for name, numbers in by_name.items()
        )

    def _class_phrase(self, name: str, number: int) -> str:
        return name if number in self.uncountable else with_article(name)


def _thing(thing: Word, parent: Node) -> Node:
    return Node(
        name=thing.name,
        phrase=thing.phrase,
        classes=thing.classes,
        path=(*parent.path, parent),
        tags=parent.tags,
        category=parent.category,
    )


def _phrase(written: str | Literal[False] | None, word: str) -> str | None:
    if written is None:
        return with_article(word)
    return written or None


def _roots(groups: Mapping[str, Mapping[str, Any]]) -> list[_Draft]:
    drafts: dict[str, _Draft] = {}
    for word, group in groups.items():
        draft = drafts[word] = _Draft(word, group, _numbers(group.get("classes", "")))
        if "in" in group:
            drafts[group["in"]].children.append(draft)
    return [draft for draft in drafts.values() if "in" not in draft.group]


def _numbers(ranges: str) -> tuple[int, ...]:
    """ "3, 7-9" as (3, 7, 8, 9)."""
    found: list[int] = []
    for part in filter(None, (part.strip() for part in ranges.split(","))):
        first, _, last = part.partition("-")
        found.extend(range(int(first), int(last or first) + 1))
    return tuple(found)
