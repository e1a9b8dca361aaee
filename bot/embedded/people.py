"""How many people a picture shows, as far as bodies and faces tell: never who or what they are.

Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.embedded.faces import Face
from bot.embedded.objects import Found
from bot.embedded.things import PERSON

SURE = 0.5
"""A person seen with less is not counted, but hints that there are more."""
_BODY_SURE = 0.8
"""Of a body whose face is not seen."""
_PORTRAIT = 0.25
"""How much of the picture's height the face of a portrait takes at least."""
_BODY_RIGHT = 0.93
_FACE_RIGHT = 0.97
_BOTH_RIGHT = 0.98
_COUNT_RIGHT = 0.92
"""How often there was a person where one was seen, see tests/bench/embedded.py."""


@dataclass(frozen=True, slots=True)
class People:
    """`count` are sure; `or_more` where there are signs of others."""

    count: int
    or_more: bool
    confidence: float
    """That there is anybody, 0..1."""
    is_sure: bool
    """False where only a doubtful body was seen, as of a statue or a cartoon."""
    has_face: bool
    is_portrait: bool


NOBODY = People(
    count=0, or_more=False, confidence=0.0, is_sure=True, has_face=False, is_portrait=False
)


def people_in(found: Sequence[Found], faces: Sequence[Face]) -> People:
    """As many as bodies or as faces were seen, whichever is more: both are often too few."""
    bodies = [each for each in found if each.name == PERSON]
    sure = sum(each.confidence >= SURE for each in bodies)
    count = max(sure, len(faces))
    if count == 0:
        return NOBODY
    return People(
        count=count,
        or_more=len(bodies) > count,
        confidence=_confidence(sure, len(faces)),
        is_sure=bool(faces) or max(each.confidence for each in bodies) >= _BODY_SURE,
        has_face=bool(faces),
        is_portrait=count == 1 and any(face.height >= _PORTRAIT for face in faces),
    )


def _confidence(bodies: int, faces: int) -> float:
    if max(bodies, faces) > 1:
        return _COUNT_RIGHT
    if bodies and faces:
        return _BOTH_RIGHT
    return _FACE_RIGHT if faces else _BODY_RIGHT
