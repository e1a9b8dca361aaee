"""Where people's faces are in a picture: their places, never whose they are. Opens no socket."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from PIL import Image

from bot.embedded.boxes import Boxes, Scores, best_of_rivals, shared_of_smaller, shared_of_union
from bot.embedded.runtime import Session, open_session
from bot.embedded.views import Views
from bot.model import Pixels

Shifts: TypeAlias = npt.NDArray[np.float32]
"""Shape (n, 4): by how much of its sides a box's left, top, right and bottom edge should move."""

LEAST_CONFIDENCE = 0.92
"""A wooden giant scored 0.964, a parrot 0.963. From 0.975 on, of 155 found in 1379 pictures, two
were no living face: an iron mask and the eyes on a label."""
_DRAWN = 0.6
"""Of neighboring pixels, how many may look alike. On 289 real faces at most 0.46 did, on a drawn
one with its flat areas, which scored 0.986, nearly all."""
LONG_SIDE_PX = 640
"""A larger picture is halved while it stays no smaller than this."""
_LEAST_FACE = 0.06
"""Of the long side: smaller faces are a crowd's, which nobody counts."""
_LEAST_FACE_PX = 20
"""The smallest face the models were trained to find."""
_STEP = 0.709
"""From one level of the pyramid to the next: half the area. Source: MTCNN, section 2."""
_WINDOW_PX, _STRIDE_PX = 12, 2

_PROPOSED, _REFINED = 0.6, 0.7
"""What the first two models must score. Source: facenet-pytorch's MTCNN, thresholds."""
_MOST_PER_LEVEL, _MOST_PROPOSALS, _MOST_REFINED = 150, 200, 50
"""The surest that go on: bounds the time on pictures full of what looks like faces."""
_BATCH = 16
_SAME_LEVEL_UNION, _SAME_FACE_UNION, _SAME_FACE_PART = 0.5, 0.7, 0.7


@dataclass(frozen=True, slots=True)
class Face:
    """One face. Its box is in fractions of the picture's sides, within 0..1."""

    confidence: float
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Proposals:
    """Boxes, in pixels of the halved picture, that may be faces. One row for each."""

    boxes: Boxes
    scores: Scores

    def of(self, kept: npt.NDArray[np.intp] | npt.NDArray[np.bool_]) -> Proposals:
        return Proposals(self.boxes[kept], self.scores[kept])


class FaceFinder:
    """Three loaded models, each stricter than the one before. Threads may share them."""

    def __init__(self, proposer: Path, refiner: Path, judge: Path) -> None:
        """Loads the models; costs about 15 ms and 2 MB."""
        self._proposer = open_session(proposer)
        self._refiner = open_session(refiner)
        self._judge = open_session(judge)

    def find(self, views: Views) -> tuple[Face, ...]:
        """The faces seen, surest first; none below `LEAST_CONFIDENCE`, at most 50.

        Costs 20 to 40 ms, 130 ms for a crowd. Heads turned away or on their side are not found.
        """
        picture = looked_at(views)
        found = self._proposals(views, picture.size)
        for side_px, session, least in (
            (24, self._refiner, _REFINED),
            (48, self._judge, LEAST_CONFIDENCE),
        ):
            squares = visible(squared(found.boxes), picture.size)
            if not len(squares):
                return ()
            cut = crops(views, picture.size, squares, side_px)
            found = _accepted(squares, *_judged(session, cut), least=least)
        is_real = [not is_drawn(np.asarray(picture.crop(box))) for box in found.boxes.tolist()]
        return _faces(found.of(np.array(is_real, np.bool_)), picture.size)

    def _proposals(self, views: Views, size_px: tuple[int, int]) -> Proposals:
        levels = [self._level(views, size_px, scale) for scale in scales(size_px)]
        if not levels:
            return Proposals(np.zeros((0, 4), np.float32), np.zeros(0, np.float32))
        found = Proposals(
            np.concatenate([level.boxes for level in levels]),
            np.concatenate([level.scores for level in levels]),
        )
        return distinct(found, _SAME_FACE_UNION, most=_MOST_PROPOSALS)

    def _level(self, views: Views, size_px: tuple[int, int], scale: float) -> Proposals:
        width_px, height_px = (int(np.ceil(side_px * scale)) for side_px in size_px)
        near = views.at_least(width_px, height_px)
        view = np.asarray(near.resize((width_px, height_px), Image.Resampling.BILINEAR))
        scores, shifts = self._proposer.run(["faces", "shifts"], {"image": view[None]})
        found, moves = windows(scores[0], shifts[0], scale)
        kept = _surest_apart(found, _SAME_LEVEL_UNION, most=_MOST_PER_LEVEL)
        return Proposals(moved(found.boxes, moves)[kept], found.scores[kept])


def _judged(session: Session, cut: npt.NDArray[np.uint8]) -> tuple[Scores, Shifts]:
    """For each crop what the model says of it, a few at a time: less memory, and no slower."""
    batches = (cut[start : start + _BATCH] for start in range(0, len(cut), _BATCH))
    answers = [session.run(["faces", "shifts"], {"crops": batch}) for batch in batches]
    scores, shifts = (np.concatenate(arrays) for arrays in zip(*answers, strict=True))
    return scores, shifts


def looked_at(views: Views) -> Image.Image:
    """The picture, its long side less than twice `LONG_SIDE_PX`, and not less than that if it has
    as much."""
    width_px, height_px = views.image.size
    scale = LONG_SIDE_PX / max(width_px, height_px)
    return views.at_least(width_px * scale, height_px * scale)


def scales(size_px: tuple[int, int]) -> Iterator[float]:
    """By how much to shrink a picture so that faces of each size fill the first model's window.

    From the smallest face looked for to one as large as the short side: at most nine.
    """
    least_px = max(_LEAST_FACE_PX, _LEAST_FACE * max(size_px))
    scale = _WINDOW_PX / least_px
    while min(size_px) * scale >= _WINDOW_PX:
        yield scale
        scale *= _STEP


def windows(
    scores: npt.NDArray[np.float32], shifts: npt.NDArray[np.float32], scale: float
) -> tuple[Proposals, Shifts]:
    """The windows of one level that may hold a face, in pixels of the picture, and their shifts.

    Args:
        scores: shape (rows, columns).
        shifts: shape (4, rows, columns).
    """
    rows, columns = np.nonzero(scores >= _PROPOSED)
    corners = np.stack([columns, rows], axis=1) * _STRIDE_PX
    boxes = np.concatenate([corners, corners + _WINDOW_PX], axis=1) / scale
    found = Proposals(boxes.astype(np.float32), scores[rows, columns])
    return found, shifts[:, rows, columns].T


def moved(boxes: Boxes, shifts: Shifts) -> Boxes:
    """Each edge moved by its share of the box's width or height."""
    sides = boxes[:, 2:] - boxes[:, :2]
    moves: Shifts = shifts * np.concatenate([sides, sides], axis=1)
    return boxes + moves


def squared(boxes: Boxes) -> Boxes:
    """As wide as high about the same center; no side gets shorter."""
    centers = (boxes[:, :2] + boxes[:, 2:]) / 2
    halves = (boxes[:, 2:] - boxes[:, :2]).max(axis=1, keepdims=True) / 2
    return np.concatenate([centers - halves, centers + halves], axis=1)


def visible(boxes: Boxes, size_px: tuple[int, int]) -> Boxes:
    """The part of each that lies in the picture; those with less than a pixel are left out."""
    cut: Boxes = np.clip(boxes, 0, np.array(size_px * 2, np.float32))
    is_seen = ((cut[:, 2:] - cut[:, :2]) >= 1).all(axis=1)
    return cut[is_seen]


def crops(
    views: Views, size_px: tuple[int, int], boxes: Boxes, side_px: int
) -> npt.NDArray[np.uint8]:
    """What lies in each box, squeezed into a square: uint8, RGB, (n, side_px, side_px, 3).

    `boxes` are in pixels of the picture at `size_px`.
    """
    return np.stack([_crop(views, size_px, box, side_px) for box in boxes.tolist()])


def _crop(views: Views, size_px: tuple[int, int], box: Sequence[float], side_px: int) -> Pixels:
    """Out of a view no larger than need be: a large box is a matter of a few pixels then."""
    left, top, right, bottom = box
    scale = min(1.0, side_px / min(right - left, bottom - top))
    near = views.at_least(size_px[0] * scale, size_px[1] * scale)
    across, down = near.width / size_px[0], near.height / size_px[1]
    inside = (left * across, top * down, right * across, bottom * down)
    return np.asarray(near.resize((side_px, side_px), Image.Resampling.BILINEAR, box=inside))


def is_drawn(view: Pixels) -> bool:
    """Whether most pixels look like the one beside them, as in drawings and on no skin."""
    steps = np.abs(np.diff(view.astype(np.int16), axis=1)).max(axis=2)
    return steps.size == 0 or bool((steps <= 1).mean() > _DRAWN)


def distinct(found: Proposals, most_union: float, *, most: int) -> Proposals:
    """The surest `most` of those that do not mostly cover a surer one."""
    return found.of(_surest_apart(found, most_union, most=most))


def _surest_apart(found: Proposals, most_union: float, *, most: int) -> npt.NDArray[np.intp]:
    surest = np.argsort(-found.scores, kind="stable")[: 4 * most]
    boxes = found.boxes[surest]
    are_rivals = shared_of_union(boxes, boxes) > most_union
    return surest[best_of_rivals(found.scores[surest], are_rivals)[:most]]


def _accepted(boxes: Boxes, scores: Scores, shifts: Shifts, *, least: float) -> Proposals:
    is_sure = scores >= least
    found = Proposals(moved(boxes[is_sure], shifts[is_sure]), scores[is_sure])
    return distinct(found, _SAME_FACE_UNION, most=_MOST_REFINED)


def _faces(found: Proposals, size_px: tuple[int, int]) -> tuple[Face, ...]:
    """One for each: of two that lie in each other, the surer."""
    are_rivals = shared_of_smaller(found.boxes, found.boxes) > _SAME_FACE_PART
    single = found.of(best_of_rivals(found.scores, are_rivals))
    fractions = np.clip(single.boxes / np.array(size_px * 2, np.float32), 0, 1)
    return tuple(
        Face(float(score), float(left), float(top), float(right - left), float(bottom - top))
        for score, (left, top, right, bottom) in zip(single.scores, fractions, strict=True)
    )
