"""Turns findings into one plain sentence, hedged as is honest. Pure.

It names what is there: no action, no relation, nothing about a person but that there is one. "With"
says only that both are in the picture.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from bot.embedded.findings import Findings
from bot.embedded.kind import Kind
from bot.embedded.looks import subject_of
from bot.embedded.people import People
from bot.embedded.scene import Claim, Scene, scene_of
from bot.embedded.wording import listed, people_phrase, quoted
from bot.model import Caption, TextLine

_SCREENS: Mapping[Kind, tuple[str, float]] = {
    Kind.SCREENSHOT: ("screenshot", 0.93),
    Kind.CODE: ("screenshot of code or a terminal", 0.95),
    Kind.DIAGRAM: ("screenshot or a diagram", 0.9),
    Kind.SLIDE: ("slide, a screenshot or a diagram", 0.9),
}
"""After "a" and, where it is, "dark"; and how often it is right with its title."""
_OTHERS: Mapping[Kind, tuple[str, float]] = {
    Kind.CHART: ("a chart", 0.95),
    Kind.LYING: ("a screenshot, a chart or a page, on its side", 0.9),
    Kind.GRAPHIC: ("a drawing or another graphic", 0.93),
    Kind.LINE_DRAWING: ("a line drawing", 0.85),
    Kind.ICON: ("an icon or a small drawing", 0.9),
}
_PAGE_RIGHT, _SHADED_RIGHT, _BLANK_RIGHT = 0.93, 0.9, 0.99
_SHADED_SEEN, _SHADED_SCORE = 0.8, 0.48
"""How sure the detector or the classifier must be of what is drawn or cut out."""
_SIGN_HEIGHT, _SIGN_SURE, _SIGN_LETTERS = 0.04, 0.97, 4
"""A line in a photo is quoted when it is this high, over the picture's height, this sure and
has so many letters, not all alike: bars and leaves are read as "III"."""
_SIGN_RIGHT = 0.9
_MOST_CHARS = 200


def caption_of(findings: Findings) -> Caption | None:
    """What the picture shows, without capital and full stop; None where nothing is fairly sure.

    Always in English, at most 200 characters.
    """
    kind = findings.kind
    if kind is Kind.BLANK:
        return Caption(f"a blank picture, all {findings.color.lower()}", _BLANK_RIGHT)
    if kind in _SCREENS:
        name, confidence = _SCREENS[kind]
        is_dark = findings.is_dark and kind in {Kind.SCREENSHOT, Kind.CODE}
        text = f"a {'dark ' if is_dark else ''}{name}"
        return Caption(_with_text(text, findings.title), confidence)
    if kind in _OTHERS:
        text, confidence = _OTHERS[kind]
        return Caption(_with_text(text, findings.title), confidence)
    if kind is Kind.SHADED:
        return _shaded(findings)
    if kind is Kind.PAGE:
        return Caption(_page(findings), _PAGE_RIGHT)
    return _photo(findings)


def _with_text(text: str, title: TextLine | None) -> str:
    if title is None:
        return text
    is_list = ", " in text or " and " in text
    return f"{text}{',' if is_list else ''} with the text {quoted(title.text)}"


def _shaded(findings: Findings) -> Caption:
    """A drawing, or a thing cut out of a photo, which look alike where it is smooth."""
    shown = _shown(findings)
    if shown is None:
        return Caption("probably a drawing or another graphic", _SHADED_RIGHT)
    return Caption(f"probably {shown} or a drawing of one", _SHADED_RIGHT)


def _shown(findings: Findings) -> str | None:
    """The one thing that is on a plain ground, as far as it can be told."""
    seen = [thing for thing in findings.things if thing.confidence >= _SHADED_SEEN]
    if len(seen) == 1 and seen[0].count == 1:
        return seen[0].phrase
    subject = subject_of(findings.looks)
    if subject is None or subject.look.score < _SHADED_SCORE:
        return None
    phrase = subject.look.node.phrase or ""
    return phrase if phrase.startswith(("a ", "an ")) and " or " not in phrase else None


def _page(findings: Findings) -> str:
    if findings.title and findings.title is findings.lines[0]:
        return f"a page of text that begins {quoted(findings.title.text)}"
    return _with_text("a page of text", findings.title)


def _photo(findings: Findings) -> Caption | None:
    scene = scene_of(findings)
    sign = _sign(findings)
    said = [*_people_claims(scene.people, is_alone=not scene.claims), *scene.claims]
    if not said:
        return _unsure(scene, sign)
    text = _sentence(said, has_people=bool(scene.people.count))
    longer = _with_text(text, sign)
    return Caption(longer if len(longer) <= _MOST_CHARS else text, _all_right(said))


def _unsure(scene: Scene, sign: TextLine | None) -> Caption | None:
    if scene.doubt:
        text = f"probably {scene.doubt.phrase}"
        return Caption(_with_text(text, sign), round(scene.doubt.confidence, 2))
    return Caption(f"a picture with the text {quoted(sign.text)}", _SIGN_RIGHT) if sign else None


def _people_claims(people: People, *, is_alone: bool) -> list[Claim]:
    if not people.count:
        return []
    if people.is_portrait and is_alone and not people.or_more:
        return [Claim("a portrait of a person", people.confidence)]
    return [Claim(people_phrase(people.count, or_more=people.or_more), people.confidence)]


def _sentence(said: list[Claim], *, has_people: bool) -> str:
    """ "a person with a dog and a horse", "two people and a building"."""
    first, others = said[0].phrase, [claim.phrase for claim in said[1:]]
    if has_people and others and first == "a person" and not said[1].is_place:
        return f"{first} with {listed(others)}"
    return listed([first, *others])


def _all_right(said: list[Claim]) -> float:
    return round(math.prod(claim.confidence for claim in said), 2)


def _sign(findings: Findings) -> TextLine | None:
    """The telling line of a photo, where it is large and sure enough to be what the photo shows."""
    title = findings.title
    if title is None or title.height < _SIGN_HEIGHT or title.confidence < _SIGN_SURE:
        return None
    letters = [character.lower() for character in title.text if character.isalpha()]
    is_word = len(letters) >= _SIGN_LETTERS and 2 * len(set(letters)) > _SIGN_LETTERS
    return title if is_word else None
