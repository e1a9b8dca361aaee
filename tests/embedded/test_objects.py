"""Things are found where they are, each once, and nothing where nothing is."""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from bot.embedded.boxes import shared_of_smaller, shared_of_union
from bot.embedded.objects import (
    LEAST_CONFIDENCE,
    LONG_SIDE_PX,
    Candidates,
    Found,
    ObjectDetector,
    best,
    boxed,
    decode,
    within,
)
from bot.embedded.views import Views
from bot.embedded.weights import OBJECT_DETECTOR, OBJECT_NAMES, read_names, weight_file
from bot.model import Pixels
from tests.embedded.pictures import photo, pixels_of, views_of

FLOAT = np.float32
NOTHING = -20.0
"""A raw answer that means "surely not"."""
ANCHORS_PX = {
    "coarse": ((81, 82), (135, 169), (344, 319)),
    "fine": ((10, 14), (23, 27), (37, 58)),
}


@pytest.fixture(scope="module")
def detector() -> ObjectDetector:
    return ObjectDetector(weight_file(OBJECT_DETECTOR), read_names(OBJECT_NAMES))


def sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x))


def empty_maps(rows: int, columns: int) -> dict[str, npt.NDArray[np.float32]]:
    return {
        "coarse": np.full((255, rows, columns), NOTHING, FLOAT),
        "fine": np.full((255, 2 * rows, 2 * columns), NOTHING, FLOAT),
    }


@given(st.integers(1, 1700), st.integers(1, 1700), st.sampled_from((LONG_SIDE_PX, 224)))
@settings(deadline=None, max_examples=30)
def test_every_picture_fits_the_letterbox(width_px: int, height_px: int, long_px: int) -> None:
    """The long side is about as long, all sides are multiples of 32, gray is only beside it."""
    letterbox = boxed(views_of(np.full((height_px, width_px, 3), 255, np.uint8)), long_px)
    height, width = letterbox.pixels.shape[:2]
    assert max(width, height) == -(-long_px // 32) * 32
    assert width % 32 == height % 32 == 0
    left, top, right, bottom = (
        round(edge * side)
        for edge, side in zip(letterbox.frame, (width, height, width, height), strict=True)
    )
    assert (letterbox.pixels[top:bottom, left:right] == 255).all()
    assert (letterbox.pixels == 255).all(axis=2).sum() == (bottom - top) * (right - left)
    long = max(right - left, bottom - top)
    assert 0.95 * long_px <= long <= long_px
    for inner, outer in ((right - left, width_px), (bottom - top, height_px)):
        assert abs(inner - outer * long / max(width_px, height_px)) <= 1


@given(
    arrays.arrays(
        FLOAT, st.tuples(st.integers(0, 5), st.just(4)), elements=st.floats(-2, 2, width=16)
    ),
    st.tuples(st.floats(0, 0.4), st.floats(0, 0.4), st.floats(0.6, 1), st.floats(0.6, 1)),
)
def test_boxes_end_at_the_picture(
    boxes: npt.NDArray[np.float32], frame: tuple[float, float, float, float]
) -> None:
    """Whatever reaches onto the gray is cut off; the frame itself is the whole picture."""
    inside = within(boxes, frame)
    assert inside.shape == boxes.shape
    assert ((inside >= 0) & (inside <= 1)).all()
    whole = within(np.array([frame], FLOAT), frame)
    assert whole[0].tolist() == pytest.approx([0, 0, 1, 1], abs=1e-5)


@given(
    st.sampled_from(["coarse", "fine"]),
    st.integers(0, 2),
    st.integers(0, 79),
    st.tuples(*[st.floats(-3, 3)] * 4),
    st.data(),
)
def test_one_answer_becomes_one_box(
    kind_of_map: str,
    anchor: int,
    kind: int,
    answer: tuple[float, float, float, float],
    data: st.DataObject,
) -> None:
    """Its center lies in its cell, its sides are its anchor's times e to the answer."""
    rows, columns = data.draw(st.integers(1, 13)), data.draw(st.integers(1, 13))
    maps = empty_maps(rows, columns)
    chosen = maps[kind_of_map]
    row = data.draw(st.integers(0, chosen.shape[1] - 1))
    column = data.draw(st.integers(0, chosen.shape[2] - 1))
    first = 85 * anchor
    chosen[first : first + 4, row, column] = answer
    chosen[first + 4, row, column] = 2
    chosen[first + 5 + kind, row, column] = 1
    found = decode(maps["coarse"], maps["fine"], least_score=0.3)
    assert found.kinds.tolist() == [kind]
    assert found.scores[0] == pytest.approx(sigmoid(2) * sigmoid(1), abs=1e-5)
    x = (column + sigmoid(answer[0])) / chosen.shape[2]
    y = (row + sigmoid(answer[1])) / chosen.shape[1]
    width = ANCHORS_PX[kind_of_map][anchor][0] * math.exp(answer[2]) / (32 * columns)
    height = ANCHORS_PX[kind_of_map][anchor][1] * math.exp(answer[3]) / (32 * rows)
    expected = [x - width / 2, y - height / 2, x + width / 2, y + height / 2]
    assert found.boxes[0].tolist() == pytest.approx(expected, rel=1e-4, abs=1e-5)


@given(st.floats(-3, 3), st.floats(-3, 3))
def test_a_score_is_objectness_times_kind(objectness: float, kind: float) -> None:
    """Below the least score nothing is proposed, from it on one thing is."""
    maps = empty_maps(1, 1)
    maps["fine"][4, 1, 0] = objectness
    maps["fine"][5, 1, 0] = kind
    score = sigmoid(objectness) * sigmoid(kind)
    found = decode(maps["coarse"], maps["fine"], least_score=0.25)
    if abs(score - 0.25) > 1e-5:
        assert len(found.scores) == (score > 0.25)


@given(
    arrays.arrays(FLOAT, (255, 1, 2), elements=st.floats(-1e6, 1e6, width=32)),
    arrays.arrays(FLOAT, (255, 2, 4), elements=st.floats(-1e6, 1e6, width=32)),
)
@settings(deadline=None, max_examples=25)
def test_nothing_overflows(coarse: npt.NDArray[np.float32], fine: npt.NDArray[np.float32]) -> None:
    """Whatever the model answers, scores lie between the least and 1 and boxes are finite."""
    found = decode(coarse, fine, least_score=0.3)
    assert len(found.boxes) == len(found.scores) == len(found.kinds) <= 3 * (2 + 8)
    assert ((found.scores >= 0.3) & (found.scores <= 1)).all()
    assert np.isfinite(found.boxes).all()


def candidates(*rows: tuple[tuple[float, ...], float, int]) -> Candidates:
    return Candidates(
        np.array([row[0] for row in rows], FLOAT).reshape(-1, 4),
        np.array([row[1] for row in rows], FLOAT),
        np.array([row[2] for row in rows], np.intp),
    )


def rows_of(found: Candidates) -> list[tuple[tuple[float, ...], float, int]]:
    zipped = zip(found.boxes.tolist(), found.scores.tolist(), found.kinds.tolist(), strict=True)
    return [(tuple(box), score, kind) for box, score, kind in zipped]


SPAN = st.integers(0, 7).flatmap(
    lambda start: st.integers(start + 1, 8).map(lambda end: (start / 8, end / 8))
)
ROW = st.tuples(
    st.tuples(SPAN, SPAN).map(lambda s: (s[0][0], s[1][0], s[0][1], s[1][1])),
    st.integers(1, 16).map(lambda n: n / 16),
    st.integers(0, 2),
)


@given(st.lists(ROW, max_size=12))
def test_each_thing_is_kept_once(rows: list[tuple[tuple[float, ...], float, int]]) -> None:
    """What is kept is some of what came, surest first, and no two share a place."""
    kept = best(candidates(*rows))
    assert set(rows_of(kept)) <= set(rows)
    assert kept.scores.tolist() == sorted(kept.scores.tolist(), reverse=True)
    assert len(kept.scores) > 0 or not rows
    if rows:
        assert kept.scores[0] == max(row[1] for row in rows)
    for index in range(len(kept.scores)):
        box, later = kept.boxes[[index]], kept.boxes[index + 1 :]
        is_same = kept.kinds[index + 1 :] == kept.kinds[index]
        assert (shared_of_union(box, later)[0] <= np.where(is_same, 0.45, 0.5)).all()
        assert (shared_of_smaller(box, later)[0][is_same] <= 0.75).all()


@given(st.lists(ROW, max_size=12))
def test_what_is_kept_once_is_kept_again(rows: list[tuple[tuple[float, ...], float, int]]) -> None:
    """Choosing among what was chosen changes nothing."""
    kept = best(candidates(*rows))
    assert rows_of(best(kept)) == rows_of(kept)


WHOLE, HALF, PART = (0.0, 0.0, 1.0, 1.0), (0.0, 0.0, 0.5, 1.0), (0.0, 0.0, 0.5, 0.5)


def test_a_part_is_no_second_thing_of_its_kind() -> None:
    """A head within a person is not another person; a person within a bus is."""
    assert rows_of(best(candidates((WHOLE, 0.5, 1), (PART, 0.75, 1)))) == [(PART, 0.75, 1)]
    assert len(rows_of(best(candidates((WHOLE, 0.5, 1), (PART, 0.75, 2))))) == 2


def test_one_place_holds_one_kind() -> None:
    """A thing taken for two kinds is what it more surely is."""
    assert rows_of(best(candidates((WHOLE, 0.5, 1), (WHOLE, 0.75, 2)))) == [(WHOLE, 0.75, 2)]
    assert len(rows_of(best(candidates((HALF, 0.5, 1), (PART, 0.75, 2))))) == 2


def test_the_surest_few_hundred_are_compared() -> None:
    """A picture that seems full of things costs no more than 300 comparisons for each."""
    grid = [
        ((x / 40, y / 40, (x + 0.9) / 40, (y + 0.9) / 40), 0.3 + (x + y) / 160, 0)
        for x in range(40)
        for y in range(40)
    ]
    kept = best(candidates(*grid))
    assert len(kept.scores) == 300
    least = np.float32(sorted(row[1] for row in grid)[-300])
    assert kept.scores.min() >= least - 1e-6


def in_picture(thing: Found) -> bool:
    ends = (thing.left + thing.width, thing.top + thing.height)
    return min(thing.left, thing.top) >= 0 and max(ends) <= 1 + 1e-6


def test_a_dog_is_found_where_it_is(detector: ObjectDetector) -> None:
    """One dog, sure enough, around the place where it sits."""
    (dog,) = detector.find(Views(photo("dog.jpg").image))
    assert dog.name == "dog"
    assert LEAST_CONFIDENCE <= dog.confidence <= 1
    assert in_picture(dog)
    assert dog.left < 0.5 < dog.left + dog.width
    assert dog.top < 0.55 < dog.top + dog.height


@pytest.mark.parametrize(
    ("name", "thing"), [("astronaut.jpg", "person"), ("polar_bear.jpg", "bear")]
)
def test_close_ups_are_known_from_further_away(
    detector: ObjectDetector, name: str, thing: str
) -> None:
    """What fills the picture is found too, once, and most of the picture is its box."""
    (found,) = detector.find(Views(photo(name).image))
    assert found.name == thing
    assert in_picture(found)
    assert max(found.width, found.height) >= 0.4


def test_two_are_two(detector: ObjectDetector) -> None:
    """Two dogs beside each other, each in its own half."""
    found = detector.find(views_of(np.concatenate([pixels_of("dog.jpg")] * 2, axis=1)))
    assert [thing.name for thing in found] == ["dog", "dog"]
    centers = [dog.left + dog.width / 2 for dog in found]
    assert min(centers) < 0.5 < max(centers)


@pytest.mark.parametrize(
    "pixels",
    [
        np.zeros((200, 300, 3), np.uint8),
        np.full((200, 300, 3), 255, np.uint8),
        np.random.default_rng(3).integers(0, 256, (300, 400, 3), np.uint8),
        np.zeros((1, 1, 3), np.uint8),
        np.zeros((1, 1600, 3), np.uint8),
        np.zeros((1600, 1, 3), np.uint8),
    ],
    ids=["black", "white", "noise", "one pixel", "a row", "a column"],
)
def test_where_nothing_is_nothing_is_found(detector: ObjectDetector, pixels: Pixels) -> None:
    """No picture is too plain, too small or too thin to be looked at."""
    assert detector.find(views_of(pixels)) == ()


def test_threads_share_one_model(detector: ObjectDetector) -> None:
    """Four threads at once get, bit for bit, what one gets."""
    pictures = [pixels_of(name) for name in ("dog.jpg", "house.jpg")] * 4
    alone = [detector.find(views_of(pixels)) for pixels in pictures[:2]]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda each: detector.find(views_of(each)), pictures)) == alone * 4


def test_there_is_a_name_for_every_kind() -> None:
    """The eighty kinds of COCO, in its order and its spelling."""
    names = read_names(OBJECT_NAMES)
    assert len(set(names)) == 80
    assert (names[0], names[4], names[16], names[79]) == (
        "person",
        "airplane",
        "dog",
        "toothbrush",
    )
