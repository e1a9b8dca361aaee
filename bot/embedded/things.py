"""Detected things, gathered by kind and put into plain words: reads things.toml. Pure."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.embedded.groups import Node, with_article
from bot.embedded.objects import Found

THINGS = Path(__file__).with_name("things.toml")
PERSON = "person"


@dataclass(frozen=True, slots=True)
class Name:
    """What one of the detector's kinds is called here."""

    tag: str
    phrase: str | None
    """Of one, article included; None where a caption never says it."""
    plural: str
    group: Node | None
    """The group of words the classifier can confirm it with."""
    tags: tuple[str, ...]
    category: str | None


@dataclass(frozen=True, slots=True)
class Thing:
    """All things of one kind in a picture."""

    name: Name
    count: int
    """Of those that are fairly sure; at least 1. Often too low, seldom too high."""
    confidence: float
    """Of the surest, 0..1."""
    share: float
    """Of the picture that the largest covers, 0..1."""

    @property
    def phrase(self) -> str | None:
        """ "a dog", "dogs"; None where a caption never says it."""
        return self.name.phrase if self.count == 1 else self.name.phrase and self.name.plural


def read_things(nodes: Sequence[Node]) -> Mapping[str, Name]:
    """The names by the detector's own."""
    groups = {node.name: node for node in nodes}
    with THINGS.open("rb") as file:
        table = tomllib.load(file)["things"]
    return {own: _name(own, entry, groups) for own, entry in table.items()}


def gathered(
    found: Sequence[Found], names: Mapping[str, Name], *, least: float
) -> tuple[Thing, ...]:
    """Things of one kind together, the largest first; people are left out, they are counted apart.

    `least`: the confidence below which nothing counts.
    """
    sure = [each for each in found if each.confidence >= least and each.name in names]
    kinds = dict.fromkeys(each.name for each in sure)
    things = [_thing([each for each in sure if each.name == kind], names[kind]) for kind in kinds]
    return tuple(sorted(things, key=lambda thing: -thing.share))


def _thing(found: Sequence[Found], name: Name) -> Thing:
    return Thing(
        name=name,
        count=len(found),
        confidence=max(each.confidence for each in found),
        share=max(each.width * each.height for each in found),
    )


def _name(own: str, entry: Mapping[str, object], groups: Mapping[str, Node]) -> Name:
    tag = str(entry.get("tag", own))
    phrase = entry.get("phrase", with_article(tag))
    group = groups[str(entry["group"])] if "group" in entry else None
    listed = entry.get("tags", [])
    own_tags = tuple(str(each) for each in listed) if isinstance(listed, list) else ()
    wider = (*(node.name for node in group.path), *group.tags) if isinstance(group, Node) else ()
    category = entry.get("category", group.category if group else None)
    return Name(
        tag=tag,
        phrase=str(phrase) if phrase else None,
        plural=str(entry.get("plural", f"{tag}s")),
        group=group,
        tags=(*wider, *own_tags),
        category=str(category) if category else None,
    )
