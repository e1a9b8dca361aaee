"""What the classifier's probabilities amount to, in plain words: how much the picture looks like
each group of things. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from bot.embedded.classify import Probabilities
from bot.embedded.groups import Node, Word

# A score is the sum of a word's class probabilities. tests/bench/embedded.py tells how the limits
# were chosen and how often what is said was right.
_NOISE = 0.02
"""A class below this counts for nothing: hundreds of small doubts are no animal."""
SURE = 0.7
FAIR = 0.45
_POSSIBLE = 0.4
TAGGED = 0.35

_RENDERED_DOUBT = 0.65
"""A drawing fools the classifier: what it finds there is never sure."""

_SCORES = (0.0, 0.25, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85, 1.0)
_RIGHT = (0.0, 0.35, 0.50, 0.70, 0.80, 0.88, 0.94, 0.96, 0.99)
"""How often a word of each score was right, rounded down."""

_Evidence: TypeAlias = Mapping[int, float]
"""Class number to probability, of the classes that count."""


@dataclass(frozen=True, slots=True)
class Look:
    """How much a picture looks like one group of things."""

    node: Node
    score: float
    """0..1, at least `TAGGED`."""
    kinds: tuple[tuple[Word, float], ...]
    """Its kinds that have a score worth a tag, highest first."""

    @property
    def names(self) -> frozenset[str]:
        """Its own and those of the wider groups."""
        return frozenset({self.node.name, *(word.name for word in self.node.path)})

    @property
    def root(self) -> str:
        return root_of(self.node)


@dataclass(frozen=True, slots=True)
class Subject:
    """What the picture as a whole shows, as far as the classifier can tell."""

    look: Look
    """What is claimed."""
    phrase: str
    """With its article and, hedged, what may be said beyond: "a dog, possibly a pug"."""
    is_sure: bool
    """False: only to be said after "probably"."""

    @property
    def confidence(self) -> float:
        return confidence_of(self.look.score)


def root_of(node: Node) -> str:
    """The widest word over it: "animal", "vehicle"."""
    return (*node.path, node)[0].name


def looks_like(
    nodes: Sequence[Node], views: tuple[Probabilities, Probabilities], *, is_doubtful: bool
) -> tuple[Look, ...]:
    """What two views of one picture look like, in the order of `nodes`.

    `is_doubtful`: the picture may be a drawing, where nothing is sure.
    """
    mean = (views[0] + views[1]) / 2
    evidence = {int(number): float(mean[number]) for number in np.flatnonzero(mean >= _NOISE)}
    trust = _RENDERED_DOUBT if is_doubtful else 1.0
    return tuple(_looks(nodes, evidence, trust))


def subject_of(looks: Sequence[Look]) -> Subject | None:
    """The narrowest thing that is sure, else the narrowest that is fairly sure, else None."""
    general = _narrowest(looks, SURE)
    specific = _narrowest(looks, FAIR)
    if specific is None:
        return None
    if general is None or (_is_choice(general) and specific is not general):
        return Subject(specific, f"{specific.node.phrase}{_kind(specific)}", is_sure=False)
    if general.node.phrase == specific.node.phrase:
        return Subject(general, f"{general.node.phrase}{_kind(general)}", is_sure=True)
    text = f"{general.node.phrase}, probably {specific.node.phrase}"
    return Subject(general, text, is_sure=True)


def detail_of(look: Look) -> str:
    """The group's phrase, and one kind where it stands out: "a dog, possibly a Samoyed"."""
    return f"{look.node.phrase}{_kind(look)}"


def confidence_of(score: float) -> float:
    """How often something of this score is right: 0..0.99, two digits."""
    return round(float(np.interp(score, _SCORES, _RIGHT)), 2)


def _looks(nodes: Sequence[Node], evidence: _Evidence, trust: float) -> Iterable[Look]:
    for node in nodes:
        score = min(1.0, trust * _sum(node, evidence))
        if score >= TAGGED:
            kinds = ((kind, trust * _sum(kind, evidence)) for kind in node.kinds)
            kept = (pair for pair in kinds if pair[1] >= TAGGED)
            yield Look(node, score, tuple(sorted(kept, key=lambda pair: -pair[1])))


def _sum(word: Word, evidence: _Evidence) -> float:
    if word.classes.isdisjoint(evidence):  # as most are; a sum takes five times as long
        return 0.0
    return sum(share for number, share in evidence.items() if number in word.classes)


def _kind(look: Look) -> str:
    """ ", possibly a Samoyed", where one kind stands out."""
    if look.kinds and look.kinds[0][1] >= _POSSIBLE:
        return f", possibly {look.kinds[0][0].phrase}"
    return ""


def _narrowest(looks: Sequence[Look], score: float) -> Look | None:
    """The most specific thing a caption may name that has at least this score."""
    said = (look for look in looks if look.node.phrase and look.score >= score)
    return max(said, key=lambda look: (len(look.node.path), look.score), default=None)


def _is_choice(look: Look) -> bool:
    """ "a cat or a big cat" leaves the choice open; "probably a cat" then says it better."""
    return " or " in (look.node.phrase or "")
