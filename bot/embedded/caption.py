"""Turns what the classifier found into a caption, tags and a category, hedged as is honest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from bot.embedded.classify import Probabilities
from bot.embedded.groups import Node, Word
from bot.model import Caption, Category, Tag

# A score is the sum of a word's class probabilities. tests/bench/embedded.py tells how the limits
# were chosen and how often what is said was right.
_NOISE = 0.02
"""A class below this counts for nothing: hundreds of small doubts are no animal."""
_SURE = 0.7
_FAIR = 0.45
_POSSIBLE = 0.4
_TAGGED = 0.35

_RENDERED_DOUBT = 0.65
"""A drawing fools the classifier: what it finds there is never sure."""
_RENDERED_TEXT = 1.6
"""A picture both flat and like a web page is one: half the usual score is enough."""
_TEXT = "text"

_SCORES = (0.0, 0.25, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85, 1.0)
_RIGHT = (0.0, 0.35, 0.50, 0.70, 0.80, 0.88, 0.94, 0.96, 0.99)
"""How often a word of each score was right, rounded down."""


_Evidence: TypeAlias = Mapping[int, float]
"""Class number to probability, of the classes that count."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What may be said about a picture. `caption` is None when nothing is fairly sure."""

    caption: Caption | None
    tags: tuple[Tag, ...]
    """Highest confidence first, then by name; each name once."""
    categories: tuple[Category, ...]
    """At most one."""


@dataclass(frozen=True, slots=True)
class _Finding:
    node: Node
    score: float
    kinds: tuple[tuple[Word, float], ...]
    """Its kinds that have a score worth a tag, highest first."""


def state(
    nodes: Sequence[Node], views: tuple[Probabilities, Probabilities], *, is_rendered: bool
) -> Statement:
    """What two views of one picture allow to say, in the words of `nodes`."""
    mean = (views[0] + views[1]) / 2
    evidence = {int(number): float(mean[number]) for number in np.flatnonzero(mean >= _NOISE)}
    found = tuple(_findings(nodes, evidence, is_rendered=is_rendered))
    return Statement(_caption(found), _tags(found), _categories(found))


def confidence_of(score: float) -> float:
    """How often something of this score is right: 0..0.99, two digits."""
    return round(float(np.interp(score, _SCORES, _RIGHT)), 2)


def _findings(
    nodes: Sequence[Node], evidence: _Evidence, *, is_rendered: bool
) -> Iterable[_Finding]:
    for node in nodes:
        trust = _trust(node, is_rendered=is_rendered)
        score = min(1.0, trust * _sum(node, evidence))
        if score >= _TAGGED:
            kinds = ((kind, trust * _sum(kind, evidence)) for kind in node.kinds)
            kept = (pair for pair in kinds if pair[1] >= _TAGGED)
            yield _Finding(node, score, tuple(sorted(kept, key=lambda pair: -pair[1])))


def _trust(node: Node, *, is_rendered: bool) -> float:
    if not is_rendered:
        return 1.0
    return _RENDERED_TEXT if node.name == _TEXT else _RENDERED_DOUBT


def _sum(word: Word, evidence: _Evidence) -> float:
    return sum(share for number, share in evidence.items() if number in word.classes)


def _caption(found: Sequence[_Finding]) -> Caption | None:
    general = _narrowest(found, _SURE)
    specific = _narrowest(found, _FAIR)
    if specific is None:
        return None
    if general is None or _is_choice(general):
        return _hedged(specific) if specific is not general else _plain(specific)
    if general.node.phrase == specific.node.phrase:
        return _plain(general)
    text = f"{general.node.phrase}, probably {specific.node.phrase}"
    return Caption(text, confidence_of(general.score))


def _plain(finding: _Finding) -> Caption:
    return Caption(f"{finding.node.phrase}{_kind(finding)}", confidence_of(finding.score))


def _hedged(finding: _Finding) -> Caption:
    text = f"probably {finding.node.phrase}{_kind(finding)}"
    return Caption(text, confidence_of(finding.score))


def _kind(finding: _Finding) -> str:
    """ ", possibly a Samoyed", where one kind stands out."""
    if finding.kinds and finding.kinds[0][1] >= _POSSIBLE:
        return f", possibly {finding.kinds[0][0].phrase}"
    return ""


def _narrowest(found: Sequence[_Finding], score: float) -> _Finding | None:
    """The most specific thing a caption may name that has at least this score."""
    said = (finding for finding in found if finding.node.phrase and finding.score >= score)
    return max(said, key=lambda finding: (len(finding.node.path), finding.score), default=None)


def _is_choice(finding: _Finding) -> bool:
    """ "a cat or a big cat" leaves the choice open; "probably a cat" then says it better."""
    return " or " in (finding.node.phrase or "")


def _tags(found: Sequence[_Finding]) -> tuple[Tag, ...]:
    best: dict[str, float] = {}
    for name, score in _tagged(found):
        best[name] = max(score, best.get(name, 0.0))
    tags = (Tag(name, confidence_of(score)) for name, score in best.items())
    return tuple(sorted(tags, key=lambda tag: (-tag.confidence, tag.name)))


def _tagged(found: Sequence[_Finding]) -> Iterable[tuple[str, float]]:
    for finding in found:
        if finding.node.is_tag:
            yield finding.node.name, finding.score
        for name in finding.node.tags:
            yield name, finding.score
        for kind, score in finding.kinds:
            yield kind.name, score


def _categories(found: Sequence[_Finding]) -> tuple[Category, ...]:
    """The narrowest category that is fairly sure, with the confidence of what it stands for."""
    fair = [finding for finding in found if finding.score >= _FAIR and finding.node.category]
    if not fair:
        return ()
    finding = max(fair, key=lambda finding: (len(finding.node.path), finding.score))
    return (Category(finding.node.category or "", confidence_of(finding.score)),)
