"""Reconciles what the classifier, the object detector and the face finder say of one photo. Pure.

Agreement makes surer; of two that contradict each other only the surer is heard, or neither.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.embedded.findings import Findings
from bot.embedded.looks import Look, Subject, detail_of, root_of, subject_of
from bot.embedded.people import NOBODY, People
from bot.embedded.things import Thing

# The limits below were chosen on two thirds of the pictures of tests/bench/embedded.py.
_SAID = 0.5
"""Things less sure are tags at most."""
_AKIN = 0.65
"""How sure the detector must be where the classifier sees only the same wide group."""
_ALONE = 0.88
"""How sure it must be where the classifier sees nothing of the sort."""
_PEOPLE_DOUBTFUL = 0.7
"""How often there are people where several are hardly seen. One alone is a statue or a drawing more
often than not, and is not told."""
_HEARD = 0.7
"""Less sure, and alone, it is not even doubtful."""
_DOUBT_RIGHT = 0.7
"""How often a thing is there that only the detector sees, and not surely."""
_BESIDE_PEOPLE = 0.85
"""What the classifier's score must be to be told beside people, whom it does not know."""
_LARGE_ENOUGH = 0.015
"""Of the picture: what is smaller is not what it shows."""
_MOST_THINGS = 3
_ANIMAL = "animal"
_PLACES = frozenset({"landscape", "structure", "interior", "coral reef"})
_FIGURES = frozenset({"structure", "paper", "toy", "teddy bear"})
"""Where a body without a face may be a statue's, a drawing's or a toy's."""
_TOYS = frozenset({"toy", "teddy bear"})
_TEXT = "text"


@dataclass(frozen=True, slots=True)
class Claim:
    """Something a caption may say is in the picture."""

    phrase: str
    confidence: float
    is_place: bool = False
    """Around everything else, rather than beside it."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What may be said of a photo."""

    people: People
    claims: tuple[Claim, ...]
    """Sure, the most important first."""
    doubt: Claim | None
    """What it probably shows, where nothing is sure."""


def scene_of(findings: Findings) -> Scene:
    """What is left to say once contradictions are settled."""
    subject = subject_of(findings.looks)
    people = _believed(findings, subject)
    things = [thing for thing in findings.things if _is_sayable(thing)]
    if subject:
        things = [thing for thing in things if not _contradicts(thing, subject)]
    sure = [thing for thing in things if _is_sure(thing, findings)]
    sure_people = people if people.is_sure else NOBODY
    claims = _claims(sure, subject, findings.looks, beside_people=bool(sure_people.count))
    if claims or sure_people.count:
        return Scene(sure_people, tuple(claims), None)
    return Scene(NOBODY, (), _doubt(people, things, subject))


def _believed(findings: Findings, subject: Subject | None) -> People:
    """Nobody, where they are part of a screenshot or a toy; doubtful, where they may be statues."""
    people = findings.people
    if subject and subject.is_sure and subject.look.root == _TEXT:
        return NOBODY
    if subject and subject.is_sure and subject.look.names & _TOYS and not people.has_face:
        return NOBODY
    is_figure = any(look.names & _FIGURES for look in findings.looks)
    if is_figure and not people.has_face and people.count == 1:
        return replace(people, is_sure=False)
    return people


def _is_sayable(thing: Thing) -> bool:
    is_large = thing.share >= _LARGE_ENOUGH
    return thing.phrase is not None and thing.confidence >= _SAID and is_large


def _is_sure(thing: Thing, findings: Findings) -> bool:
    """As sure as its word and the classifier's support ask for."""
    seen = [look for look in findings.looks if look.names & _words(thing)]
    group = thing.name.group
    if group and any(look.node.name == group.name for look in seen):
        return thing.confidence >= (_SAID if subject_score(seen, group.name) >= _AKIN else _AKIN)
    if seen:
        return thing.confidence >= _AKIN
    return thing.confidence >= _ALONE and not findings.is_small


def subject_score(looks: Sequence[Look], name: str) -> float:
    """How much the picture looks like that group, 0..1."""
    return max((look.score for look in looks if look.node.name == name), default=0.0)


def _words(thing: Thing) -> frozenset[str]:
    """What a thing is, from its group to the widest."""
    group = thing.name.group
    own = {group.name, *(word.name for word in group.path)} if group else set()
    return frozenset(own | set(thing.name.tags))


def _contradicts(thing: Thing, subject: Subject) -> bool:
    """Whether both mean one thing and call it differently: a lion that is also a dog."""
    if not subject.is_sure or _is_same(thing, subject):
        return False
    if thing.name.tag in _TOYS and subject.look.root == _ANIMAL:
        return True
    return subject.look.root in _words(thing)


def _is_same(thing: Thing, subject: Subject) -> bool:
    """Whether one's group holds the other's."""
    group = thing.name.group
    is_wider = group is not None and group.name in subject.look.names
    return is_wider or subject.look.node.name in _words(thing)


def _claims(
    things: Sequence[Thing], subject: Subject | None, looks: Sequence[Look], *, beside_people: bool
) -> list[Claim]:
    same = [thing for thing in things if subject and _is_same(thing, subject)]
    others = [thing for thing in things if thing not in same]
    claims = [_thing_claim(others_, looks) for others_ in others[:_MOST_THINGS]]
    if subject and same:
        return [_joined(same[0], subject, looks), *claims[: _MOST_THINGS - 1]]
    least = _BESIDE_PEOPLE if beside_people else 0.0
    if subject and subject.is_sure and subject.look.score >= least:
        return [_subject_claim(subject), *claims[: _MOST_THINGS - 1]]
    return claims


def _joined(thing: Thing, subject: Subject, looks: Sequence[Look]) -> Claim:
    """The subject and the thing it is, as one claim that is surer than either."""
    confidence = 1 - (1 - subject.confidence) * (1 - thing.confidence)
    group = thing.name.group
    phrase = _thing_claim(thing, looks).phrase
    if thing.count == 1 and group is not None:
        own = next((look for look in looks if look.node.name == group.name), None)
        if group.name in subject.look.names and subject.is_sure:
            phrase = subject.phrase
        elif own and own.kinds and own.node.phrase:
            phrase = detail_of(own)
    return Claim(phrase, min(0.98, confidence))


def _subject_claim(subject: Subject) -> Claim:
    return Claim(subject.phrase, subject.confidence, is_place=subject.look.root in _PLACES)


def _thing_claim(thing: Thing, looks: Sequence[Look]) -> Claim:
    """The thing in its own words; an animal the classifier does not see, with a doubt.

    The detector knows ten animals and takes all others for one of them.
    """
    phrase, group = thing.phrase or "", thing.name.group
    if group and root_of(group) == _ANIMAL and not any(group.name in each.names for each in looks):
        phrase = f"{'an animal' if thing.count == 1 else 'animals'}, possibly {phrase}"
    return Claim(phrase, _right(thing.confidence))


def _doubt(people: People, things: Sequence[Thing], subject: Subject | None) -> Claim | None:
    """What may be said after "probably": the classifier's word, else people, else a thing."""
    if subject:
        return Claim(subject.phrase, subject.confidence)
    if people.count > 1 or people.or_more:
        return Claim("people", _PEOPLE_DOUBTFUL)
    heard = [thing for thing in things if thing.confidence >= _HEARD]
    return Claim(heard[0].phrase or "", _DOUBT_RIGHT) if heard else None


def _right(confidence: float) -> float:
    """How often a thing of this confidence was in the picture, see tests/bench/embedded.py."""
    return min(0.98, 0.88 + 0.1 * confidence)
