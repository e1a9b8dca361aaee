"""How many people a picture shows, as far as bodies and faces tell: never who or what they are.

Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.embedded.faces import Face
from bot.embedded.objects import Found
from bot.embedded.things import PERSON

SURE, _FACE_SURE = 0.5, 0.975
"""A body or a face seen with less is not counted, but hints that there are more."""
_BODY_SURE, _BODIES_SURE = 0.92, 0.85
"""Of a body whose face is not seen, and of the surest of several."""
_FACE_ALONE = 0.998
"""Of a face without any body, be it a hint of one: boats on a lake scored 0.994."""
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
    sure_bodies = sum(each.confidence >= SURE for each in bodies)
    sure_faces = [face for face in faces if face.confidence >= _FACE_SURE]
    count = max(sure_bodies, len(sure_faces))
    if count == 0:
        return NOBODY
    return People(
        count=count,
        or_more=max(len(bodies), len(faces)) > count,
        confidence=_confidence(sure_bodies, len(sure_faces)),
        is_sure=_is_sure(bodies, sure_faces),
        has_face=bool(sure_faces),
        is_portrait=count == 1 and any(face.height >= _PORTRAIT for face in sure_faces),
    )


def _is_sure(bodies: Sequence[Found], faces: Sequence[Face]) -> bool:
    """Whether anybody is there for sure: few things look like a face and a body at once."""
    if faces:
        return bool(bodies) or max(face.confidence for face in faces) >= _FACE_ALONE
    surest = max(body.confidence for body in bodies)
    return surest >= (_BODY_SURE if len(bodies) == 1 else _BODIES_SURE)


def _confidence(bodies: int, faces: int) -> float:
    if max(bodies, faces) > 1:
        return _COUNT_RIGHT
    if bodies and faces:
        return _BOTH_RIGHT
    return _FACE_RIGHT if faces else _BODY_RIGHT
