"""Which of COCO's 80 kinds of things are in a picture, and where. Opens no socket."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from PIL import Image

from bot.embedded.boxes import (
    Boxes,
    Scores,
    areas,
    best_of_rivals,
    shared_of_smaller,
    shared_of_union,
)
from bot.embedded.runtime import open_session
from bot.embedded.views import Views
from bot.model import Pixels

RawMap: TypeAlias = npt.NDArray[np.float32]
"""For each of three anchors x, y, width, height, objectness and the kinds, all raw.

Shape (3 * (5 + kinds), rows, columns).
"""

LONG_SIDE_PX = 416
"""To what the long side is scaled. Source: darknet's cfg/yolov3-tiny.cfg."""
SECOND_LONG_SIDE_PX = 224
"""A second look, from further away, for things too large to be known from near."""
_LARGE = 0.4
"""Of the picture's width or height: what the second look may add. With less it counts parts."""
_ENOUGH = 0.95
"""Of a side: a halved picture that has as much is taken as it is. From 1600 px 400 are left."""
_STRIDE_PX = 32
_GRAY = 127
"""What stands beside the picture where its side is no multiple of the stride, as in training."""
_COARSE_PX = ((81, 82), (135, 169), (344, 319))
_FINE_PX = ((10, 14), (23, 27), (37, 58))
"""Width and height of the boxes the model starts from. Source: the same file, anchors and masks."""
_MOST_LOG = 8.0
"""Sides beyond e**8 anchors are no better than the whole picture, and would overflow."""

LEAST_CONFIDENCE = 0.3
_MOST_CANDIDATES = 300
"""The surest that are compared with each other: bounds the time on pictures full of things."""
_SAME_KIND_UNION = 0.45
_OTHER_KIND_UNION = 0.5
_SAME_KIND_PART = 0.75


@dataclass(frozen=True, slots=True)
class Found:
    """One thing. Its box is in fractions of the picture's sides, within 0..1."""

    name: str
    confidence: float
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Candidates:
    """What the model proposes, many for one thing. All arrays have one row for each."""

    boxes: Boxes
    """In fractions of the sides of what was looked at."""
    scores: Scores
    kinds: npt.NDArray[np.intp]

    def of(self, kept: npt.NDArray[np.intp] | npt.NDArray[np.bool_]) -> Candidates:
        return Candidates(self.boxes[kept], self.scores[kept], self.kinds[kept])


@dataclass(frozen=True, slots=True)
class Letterbox:
    """The picture as the model sees it, and where in it the picture lies, in fractions."""

    pixels: Pixels
    frame: tuple[float, float, float, float]
    """Left, top, right, bottom."""


class ObjectDetector:
    """One loaded model. Threads may share it."""

    def __init__(self, model: Path, names: Sequence[str]) -> None:
        """Loads the model; costs about 130 ms and 35 MB, and 100 MB more while it loads.

        `names`: the kinds in the order of the model's output.
        """
        self._session = open_session(model)
        self._names = tuple(names)

    def find(self, views: Views) -> tuple[Found, ...]:
        """The things seen, surest first; none below `LEAST_CONFIDENCE`.

        Costs two runs of the model, about 45 ms and 13 ms for a photo 4 by 3. Of what is found, 93
        of 100 are in the picture, from 0.5 on 96; the number of things is seldom too high and often
        too low.
        """
        near = self._look(views, LONG_SIDE_PX)
        far = self._look(views, SECOND_LONG_SIDE_PX)
        things = best(joined(near, far.of(longest_sides(far.boxes) >= _LARGE)))
        return tuple(
            self._found(box, score, kind)
            for box, score, kind in zip(things.boxes, things.scores, things.kinds, strict=True)
        )

    def _look(self, views: Views, long_side_px: int) -> Candidates:
        """What is proposed, boxes in fractions of the picture's sides."""
        letterbox = boxed(views, long_side_px)
        view = letterbox.pixels[None]
        coarse, fine = self._session.run(["coarse", "fine"], {"image": view})
        seen = decode(coarse[0], fine[0], least_score=LEAST_CONFIDENCE)
        inside = Candidates(within(seen.boxes, letterbox.frame), seen.scores, seen.kinds)
        return inside.of(areas(inside.boxes) > 0)  # not on the gray beside the picture

    def _found(self, box: npt.NDArray[np.float32], score: np.float32, kind: np.intp) -> Found:
        left, top, right, bottom = map(float, box)
        name = self._names[kind]
        return Found(name, float(score), left, top, right - left, bottom - top)


def boxed(views: Views, long_side_px: int) -> Letterbox:
    """The picture scaled to about that long side, centered on gray whose sides the model likes.

    The short side is filled up to the next multiple of 32 only: a wide picture costs two thirds of
    a square one.
    """
    small = _scaled(views, long_side_px)
    width_px, height_px = small.size
    outer_px = tuple(-(-side_px // _STRIDE_PX) * _STRIDE_PX for side_px in (width_px, height_px))
    left_px, top_px = (outer_px[0] - width_px) // 2, (outer_px[1] - height_px) // 2
    view = np.full((outer_px[1], outer_px[0], 3), _GRAY, np.uint8)
    view[top_px : top_px + height_px, left_px : left_px + width_px] = np.asarray(small)
    frame = (
        left_px / outer_px[0],
        top_px / outer_px[1],
        (left_px + width_px) / outer_px[0],
        (top_px + height_px) / outer_px[1],
    )
    return Letterbox(view, frame)


def _scaled(views: Views, long_side_px: int) -> Image.Image:
    scale = long_side_px / max(views.image.size)
    width_px, height_px = (max(1, round(side_px * scale)) for side_px in views.image.size)
    near = views.at_least(_ENOUGH * width_px, _ENOUGH * height_px)
    if max(near.size) <= long_side_px <= max(near.size) / _ENOUGH:
        return near
    return near.resize((width_px, height_px), Image.Resampling.BILINEAR)


def decode(coarse: RawMap, fine: RawMap, *, least_score: float) -> Candidates:
    """Whatever scores at least `least_score`: objectness times the likeliest kind's probability."""
    size_px = (coarse.shape[2] * _STRIDE_PX, coarse.shape[1] * _STRIDE_PX)
    return joined(
        *(
            _decode_map(raw, np.array(anchors_px, np.float32) / size_px, least_score)
            for raw, anchors_px in ((coarse, _COARSE_PX), (fine, _FINE_PX))
        )
    )


def joined(*parts: Candidates) -> Candidates:
    return Candidates(
        boxes=np.concatenate([part.boxes for part in parts]),
        scores=np.concatenate([part.scores for part in parts]),
        kinds=np.concatenate([part.kinds for part in parts]),
    )


def longest_sides(boxes: Boxes) -> npt.NDArray[np.float32]:
    sides: npt.NDArray[np.float32] = (boxes[:, 2:] - boxes[:, :2]).max(axis=1, initial=0)
    return sides


def best(candidates: Candidates) -> Candidates:
    """One for each thing, surest first.

    Two of one kind that mostly cover each other, or of which one lies in the other, are one thing;
    so are two of different kinds in one place, of which the surer is right.
    """
    surest = np.argsort(-candidates.scores, kind="stable")[:_MOST_CANDIDATES]
    boxes, kinds = candidates.boxes[surest], candidates.kinds[surest]
    is_same = kinds[:, None] == kinds
    most_union = np.where(is_same, _SAME_KIND_UNION, _OTHER_KIND_UNION)
    is_inside = is_same & (shared_of_smaller(boxes, boxes) > _SAME_KIND_PART)
    are_rivals = is_inside | (shared_of_union(boxes, boxes) > most_union)
    return candidates.of(surest[best_of_rivals(candidates.scores[surest], are_rivals)])


def within(boxes: Boxes, frame: tuple[float, float, float, float]) -> Boxes:
    """The boxes in fractions of what lies in `frame`, cut off at its edges."""
    left, top, right, bottom = frame
    origin = np.array([left, top, left, top], np.float32)
    sides = np.array([right - left, bottom - top] * 2, np.float32)
    inside: Boxes = np.clip((boxes - origin) / sides, 0, 1)
    return inside


def _decode_map(raw: RawMap, anchors: Boxes, least_score: float) -> Candidates:
    """One map's candidates. `anchors`: width and height of each, in fractions of the view."""
    rows, columns = raw.shape[1:]
    by_anchor = raw.reshape(len(anchors), -1, rows, columns)
    objectness = _sigmoid(by_anchor[:, 4])
    anchor, row, column = np.nonzero(objectness >= least_score)
    answers = by_anchor[anchor, :, row, column]
    kinds = answers[:, 5:].argmax(axis=1)
    likeliest = _sigmoid(answers[np.arange(len(answers)), 5 + kinds])
    scores = objectness[anchor, row, column] * likeliest
    cells = np.stack([column, row], axis=1)
    centers = (_sigmoid(answers[:, :2]) + cells) / (columns, rows)
    halves = np.exp(np.minimum(answers[:, 2:4], _MOST_LOG)) * anchors[anchor] / 2
    boxes = np.concatenate([centers - halves, centers + halves], axis=1).astype(np.float32)
    return Candidates(boxes, scores, kinds).of(scores >= least_score)


def _sigmoid(x: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """1 / (1 + e**-x), by a way that cannot overflow."""
    halves: npt.NDArray[np.float32] = np.float32(0.5) * (1 + np.tanh(x / 2))
    return halves
