"""People's faces are found where they are; bears, houses and drawings have none."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from bot.embedded.boxes import Boxes, shared_of_union
from bot.embedded.faces import (
    LEAST_CONFIDENCE,
    LONG_SIDE_PX,
    Face,
    FaceFinder,
    Proposals,
    crops,
    distinct,
    is_drawn,
    looked_at,
    moved,
    scales,
    squared,
    visible,
    windows,
)
from bot.embedded.views import Views
from bot.embedded.weights import FACE_JUDGE, FACE_PROPOSER, FACE_REFINER, weight_file
from bot.model import Pixels
from tests.embedded.pictures import photo, pixels_of, views_of

FLOAT = np.float32
FACE_AT = (0.43, 0.22)
"""Where the nose is in astronaut.jpg."""

COORDINATE = st.floats(-50, 700, width=16)
BOXES = st.lists(st.tuples(COORDINATE, COORDINATE, *[st.floats(0, 400, width=16)] * 2), max_size=8)


def boxes_of(rows: list[tuple[float, float, float, float]]) -> Boxes:
    corners = [(left, top, left + width, top + height) for left, top, width, height in rows]
    return np.array(corners, FLOAT).reshape(-1, 4)


@pytest.fixture(scope="module")
def finder() -> FaceFinder:
    return FaceFinder(*(weight_file(name) for name in (FACE_PROPOSER, FACE_REFINER, FACE_JUDGE)))


@given(st.integers(1, LONG_SIDE_PX), st.integers(1, LONG_SIDE_PX))
def test_the_pyramid_is_bounded(width_px: int, height_px: int) -> None:
    """At most nine levels, each smaller than the one before, none smaller than the window."""
    levels = list(scales((width_px, height_px)))
    assert len(levels) <= 9
    assert levels == sorted(set(levels), reverse=True)
    assert all(scale <= 0.6 and min(width_px, height_px) * scale >= 12 for scale in levels)
    assert sum((scale * max(width_px, height_px)) ** 2 for scale in levels) <= 2.02 * 200**2
    assert bool(levels) == (min(width_px, height_px) >= max(20, 0.06 * max(width_px, height_px)))


@given(st.integers(1, 1700), st.integers(1, 1700))
@settings(deadline=None, max_examples=20)
def test_no_side_is_longer_than_the_models_need(width_px: int, height_px: int) -> None:
    """Larger pictures are halved, and stay large enough; smaller ones stay as they are."""
    picture = looked_at(views_of(np.zeros((height_px, width_px, 3), np.uint8)))
    assert max(picture.size) < 2 * LONG_SIDE_PX or min(width_px, height_px) < 4
    assert max(picture.size) >= min(LONG_SIDE_PX, max(width_px, height_px))


@given(st.integers(0, 6), st.integers(0, 9), st.floats(0.1, 0.6))
def test_a_window_lies_where_its_answer_stands(row: int, column: int, scale: float) -> None:
    """Twelve pixels of its level, from two for each row and column on, as in the picture."""
    scores = np.zeros((7, 10), FLOAT)
    scores[row, column] = 0.75
    shifts = np.arange(280, dtype=FLOAT).reshape(4, 7, 10)
    found, moves = windows(scores, shifts, scale)
    left, top = 2 * column / scale, 2 * row / scale
    side = 12 / scale
    assert found.boxes[0].tolist() == pytest.approx([left, top, left + side, top + side], rel=1e-5)
    assert found.scores.tolist() == [0.75]
    assert moves.tolist() == [shifts[:, row, column].tolist()]


def test_edges_move_by_shares_of_the_sides() -> None:
    """Left and right by the width, top and bottom by the height; 0 moves nothing."""
    box = boxes_of([(10, 20, 100, 40)])
    assert moved(box, np.zeros((1, 4), FLOAT)).tolist() == box.tolist()
    shifts = np.array([[0.1, -0.25, -0.1, 0.5]], FLOAT)
    assert moved(box, shifts)[0].tolist() == pytest.approx([20, 10, 100, 80])


@given(BOXES)
def test_squares_cover_what_they_were_made_of(
    rows: list[tuple[float, float, float, float]],
) -> None:
    """As wide as high, about the same center, and the longer side stays."""
    boxes = boxes_of(rows)
    squares = squared(boxes)
    sides = squares[:, 2:] - squares[:, :2]
    before = boxes[:, 2:] - boxes[:, :2]
    assert sides[:, 0] == pytest.approx(sides[:, 1], abs=1e-3)
    assert sides.max(axis=1, initial=0) == pytest.approx(before.max(axis=1, initial=0), abs=1e-3)
    assert squares[:, :2] + squares[:, 2:] == pytest.approx(boxes[:, :2] + boxes[:, 2:], abs=1e-3)


@given(BOXES, st.integers(1, 640), st.integers(1, 640))
@settings(deadline=None)
def test_whatever_is_looked_at_lies_in_the_picture(
    rows: list[tuple[float, float, float, float]], width_px: int, height_px: int
) -> None:
    """Boxes are cut off at its edges, those outside are left out, and all can be cropped."""
    seen = visible(boxes_of(rows), (width_px, height_px))
    assert len(seen) <= len(rows)
    assert (seen >= 0).all()
    assert (seen[:, 2:] <= (width_px, height_px)).all()
    assert ((seen[:, 2:] - seen[:, :2]) >= 1).all()
    if len(seen):
        picture = Image.new("RGB", (width_px, height_px), (7, 8, 9))
        views = crops(Views(picture), picture.size, seen, 24)
        assert views.shape == (len(seen), 24, 24, 3)
        assert (views == (7, 8, 9)).all()


@given(BOXES, st.integers(1, 5), st.data())
def test_only_the_surest_few_go_on(
    rows: list[tuple[float, float, float, float]], most: int, data: st.DataObject
) -> None:
    """At most so many, surest first, none mostly where a surer one is."""
    sureness = st.integers(0, 8).map(lambda eighths: eighths / 8)
    scores = np.array([data.draw(sureness) for _ in rows], FLOAT)
    kept = distinct(Proposals(boxes_of(rows), scores), 0.5, most=most)
    assert len(kept.scores) <= most
    assert bool(len(kept.scores)) == bool(rows)
    assert kept.scores.tolist() == sorted(kept.scores.tolist(), reverse=True)
    for index in range(len(kept.scores)):
        later = shared_of_union(kept.boxes[[index]], kept.boxes[index + 1 :])[0]
        assert (later <= 0.5).all()


def center(face: Face) -> tuple[float, float]:
    return face.left + face.width / 2, face.top + face.height / 2


def test_a_face_is_found_where_it_is(finder: FaceFinder) -> None:
    """One astronaut, one face, around the nose."""
    (face,) = finder.find(Views(photo("astronaut.jpg").image))
    assert LEAST_CONFIDENCE <= face.confidence <= 1
    assert center(face) == pytest.approx(FACE_AT, abs=0.03)
    assert 0.12 < face.width < 0.25
    assert 0.15 < face.height < 0.3


@pytest.mark.parametrize("side_px", [120, 640, 1600])
def test_the_size_of_the_picture_does_not_matter(finder: FaceFinder, side_px: int) -> None:
    """The same face is found in small and in large prints of one photo."""
    print_ = photo("astronaut.jpg").image.resize((side_px, side_px))
    (face,) = finder.find(Views(print_))
    assert center(face) == pytest.approx(FACE_AT, abs=0.04)


def test_the_mirror_shows_the_same_face(finder: FaceFinder) -> None:
    """On the other side."""
    mirrored = np.ascontiguousarray(pixels_of("astronaut.jpg")[:, ::-1])
    (face,) = finder.find(views_of(mirrored))
    assert center(face) == pytest.approx((1 - FACE_AT[0], FACE_AT[1]), abs=0.03)


@pytest.mark.parametrize("copies", [2, 3])
def test_faces_are_counted(finder: FaceFinder, copies: int) -> None:
    """Two are two and three are three, each in its own share of the picture."""
    found = finder.find(views_of(np.concatenate([pixels_of("astronaut.jpg")] * copies, axis=1)))
    shares = sorted(int(center(face)[0] * copies) for face in found)
    assert shares == list(range(copies))


def test_a_face_at_the_edge_ends_there(finder: FaceFinder) -> None:
    """The box of a face that is cut off stays within the picture."""
    pixels = pixels_of("astronaut.jpg")
    (face,) = finder.find(views_of(np.ascontiguousarray(pixels[45:, 122:])))
    assert min(face.left, face.top) >= 0
    assert face.left + face.width <= 1
    assert face.top + face.height <= 1


def toy() -> Pixels:
    """A round head with eyes, nose and a smile."""
    picture = Image.new("RGB", (400, 400), "skyblue")
    draw = ImageDraw.Draw(picture)
    draw.ellipse((80, 60, 320, 340), fill="peachpuff", outline="black", width=4)
    for left in (140, 220):
        draw.ellipse((left, 140, left + 40, 190), fill="white", outline="black", width=3)
        draw.ellipse((left + 14, 156, left + 28, 176), fill="black")
    draw.polygon([(200, 190), (185, 235), (215, 235)], fill="orange")
    draw.chord((145, 220, 255, 300), 10, 170, fill="crimson", outline="black", width=3)
    return np.asarray(picture)


def test_flat_colors_are_a_drawing() -> None:
    """A drawn face is told from a photographed one by its flat areas; a sliver is no face."""
    assert is_drawn(toy())
    assert not is_drawn(pixels_of("astronaut.jpg"))
    assert is_drawn(np.zeros((9, 1, 3), np.uint8))


@pytest.mark.parametrize("name", ["polar_bear.jpg", "house.jpg", "parliament_hill.jpg", "dog.jpg"])
def test_animals_and_buildings_have_no_faces(finder: FaceFinder, name: str) -> None:
    """Nobody is told of people who are not there."""
    assert finder.find(Views(photo(name).image)) == ()


@pytest.mark.parametrize(
    "pixels",
    [
        toy(),
        np.zeros((300, 300, 3), np.uint8),
        np.random.default_rng(3).integers(0, 256, (640, 640, 3), np.uint8),
        np.zeros((1, 1, 3), np.uint8),
        np.zeros((11, 1600, 3), np.uint8),
        np.zeros((1600, 1, 3), np.uint8),
    ],
    ids=["toy", "black", "noise", "one pixel", "a strip", "a column"],
)
def test_where_nobody_is_nobody_is_found(finder: FaceFinder, pixels: Pixels) -> None:
    """Toys, noise and pictures too small to hold a face."""
    assert finder.find(views_of(pixels)) == ()


def test_a_crowd_ends_at_fifty(finder: FaceFinder) -> None:
    """A wall of a hundred portraits costs no more, and answers no more, than one of fifty."""
    face = photo("astronaut.jpg").image.crop((90, 20, 200, 130)).resize((64, 64))
    wall: npt.NDArray[np.uint8] = np.tile(np.asarray(face), (10, 10, 1))
    assert 3 < len(finder.find(views_of(wall))) <= 50


def test_threads_share_the_models(finder: FaceFinder) -> None:
    """Four threads at once get, bit for bit, what one gets."""
    pictures = [pixels_of(name) for name in ("astronaut.jpg", "dog.jpg")] * 4
    alone = [finder.find(views_of(pixels)) for pixels in pictures[:2]]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda each: finder.find(views_of(each)), pictures)) == alone * 4
