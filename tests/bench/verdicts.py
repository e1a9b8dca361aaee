"""Judges a caption by what a picture is known to show: right, hedged, not told, or wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from bot.embedded.groups import Node
from bot.model import Caption

_QUOTED = re.compile(r",? (?:with the text|that begins) “[^”]*”")
_DETAIL = re.compile(r",? (?:possibly|probably) (?!a drawing)[^,]*?(?= and |,| with |$)")
_HEDGE = "probably "
_COUNTS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
_PEOPLE = re.compile(
    r"a person|a portrait of a person|people|several people"
    r"|(?P<about>about )?(?P<count>\w+) (?P<or_more>or more )?people"
)
_PICTURE = re.compile(r"an? (dark )?(screenshot|slide|chart|drawing|line drawing|page|icon)")
"""How captions of pictures begin that no camera took."""
_MANY = 5
_TEXT = "text"
"""What the analyzer calls "a screenshot, a document or a chart"."""
_LYING = "screenshot; a chart or a page; on its side"
_DIAGRAM = "screenshot or a diagram, slide; a screenshot or a diagram"
_SCREEN = f"{_TEXT}, {_DIAGRAM}, {_LYING}"
_KINDS: Mapping[str, str] = {
    "drawings": "drawing of one, drawing or another graphic, line drawing, icon or a small drawing,"
    f"{_DIAGRAM}",
    "charts": f"chart, {_SCREEN}",
    "screenshots": f"screenshot, {_SCREEN}",
    "code": f"screenshot, screenshot of code or a terminal, {_SCREEN}",
    "documents": f"page of text, {_TEXT}, {_LYING}",
    "animals": "animal",
}
"""What may be said of every picture of a kind."""


class Verdict(Enum):
    RIGHT = "right"
    HEDGED_RIGHT = "hedged right"
    NOT_TOLD = "not told"
    HEDGED_WRONG = "hedged wrong"
    SURE_WRONG = "wrong and sure"


@dataclass(frozen=True, slots=True)
class Truth:
    """What a picture of some kind shows: any of `words` may be claimed, and so many people."""

    kind: str
    words: frozenset[str]
    people: int = 0


def truth_of(kind: str, written: str) -> Truth:
    """From "bus, vehicle, people=4": what the picture shows besides what its kind says."""
    words = {word.strip() for word in f"{written}, {_KINDS.get(kind, '')}".split(",")} - {""}
    people = {word for word in words if word.startswith("people=")}
    count = int(people.pop().removeprefix("people=")) if people else 0
    return Truth(kind, frozenset(word for word in words if "=" not in word), count)


class Judge:
    def __init__(self, nodes: Iterable[Node]) -> None:
        """`nodes`: what the analyzer may say of things, by which its longer phrases are known."""
        self._phrases = {node.phrase: node for node in nodes if node.phrase}
        self._long = sorted(
            (phrase for phrase in self._phrases if re.search(r",| and | or ", phrase)),
            key=lambda phrase: -len(phrase),
        )

    def verdict(self, caption: Caption | None, truth: Truth) -> Verdict:
        """Sure is what is not preceded by "probably"; details after "possibly" are not judged."""
        said = _QUOTED.sub("", caption.text) if caption else ""
        if said in ("", "a picture"):
            return Verdict.NOT_TOLD
        is_hedged = said.startswith(_HEDGE)
        claims = self._claims(_DETAIL.sub("", said.removeprefix(_HEDGE)))
        is_right = all(self._is_right(claim, truth) for claim in claims)
        if is_hedged:
            return Verdict.HEDGED_RIGHT if is_right else Verdict.HEDGED_WRONG
        return Verdict.RIGHT if is_right else Verdict.SURE_WRONG

    def _claims(self, said: str) -> list[str]:
        """Each thing named, with its article. Phrases that hold commas are kept whole."""
        if _PICTURE.match(said) and said not in self._phrases:
            return [said.replace("a dark ", "a ").replace(",", ";")]
        found = [phrase for phrase in self._long if phrase in said]
        for phrase in found:
            said = said.replace(phrase, f"<{self._long.index(phrase)}>")
        parts = (part for part in re.split(r", | and | with ", said) if part)
        return [self._long[int(part[1:-1])] if part[0] == "<" else part for part in parts]

    def _is_right(self, claim: str, truth: Truth) -> bool:
        if match := _PEOPLE.fullmatch(claim):
            return _is_count(match, truth) or (claim == "a person" and "person" in truth.words)
        names = {claim, *claim.split(" or ")}
        if claim in self._phrases:
            names.add(self._phrases[claim].name)
        return any(_is_word(re.sub(r"^(an?|another) ", "", name), truth) for name in names)


def _is_word(name: str, truth: Truth) -> bool:
    singular = re.sub(r"(?<=[^s])s$", "", name)
    return bool({name, singular, re.sub(r"es$", "", name)} & truth.words)


def _is_count(match: re.Match[str], truth: Truth) -> bool:
    if match[0] in {"people", "several people"}:
        return truth.people >= (2 if match[0] == "people" else _MANY)
    count = _COUNTS.get(match["count"] or "one", 0)
    if match["or_more"]:
        return truth.people >= count
    if match["about"]:
        return count - 1 <= truth.people <= count + 2
    return truth.people == count
