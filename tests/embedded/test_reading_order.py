"""Text is read as a person reads it: each piece once, columns apart, rows from the left."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.embedded.reading_order import Place, in_reading_order

places = st.builds(
    lambda left, top, width, height: Place(left, top, left + width, top + height),
    st.floats(0, 1000),
    st.floats(0, 1000),
    st.floats(1, 400),
    st.floats(8, 40),
)


def line(left: float, top: float, width: float = 100, height: float = 20) -> Place:
    return Place(left, top, left + width, top + height)


@given(st.lists(places, max_size=30))
def test_every_piece_is_read_once(drawn: list[Place]) -> None:
    """The order is a permutation, whatever lies over whatever."""
    assert sorted(in_reading_order(drawn)) == list(range(len(drawn)))


@given(st.lists(places, max_size=20), st.randoms(use_true_random=False))
def test_the_order_depends_on_places_alone(drawn: list[Place], random: object) -> None:
    """Mirrored input gives the same sequence of places, unless two are equal."""
    unique = list(dict.fromkeys(drawn))
    forward = [unique[index] for index in in_reading_order(unique)]
    mirrored = unique[::-1]
    backward = [mirrored[index] for index in in_reading_order(mirrored)]
    keys = {(place.left, place.right) for place in unique} | {
        (place.top, place.bottom) for place in unique
    }
    if len(keys) == 2 * len(unique):
        assert forward == backward


@given(st.lists(st.tuples(st.floats(-2, 2), st.floats(-2, 2)), min_size=24, max_size=24))
def test_small_shifts_change_nothing(shifts: list[tuple[float, float]]) -> None:
    """A menu, a heading, a paragraph and a table, each line up to 2 px off."""
    menu = [line(0, 100 + 40 * index) for index in range(6)]
    content = [line(200, 110, 300, 40), *(line(200, 180 + 30 * i, 500) for i in range(5))]
    table = [line(200 + 200 * c, 420 + 35 * r, 90) for r in range(4) for c in range(3)]
    ordered = [*menu, *content, *table]
    moved = [
        Place(place.left + x, place.top + y, place.right + x, place.bottom + y)
        for place, (x, y) in zip(ordered, shifts, strict=True)
    ]
    assert in_reading_order(moved) == tuple(range(24))


def test_columns_of_prose_are_read_one_after_the_other() -> None:
    """Though their lines are level with each other."""
    left = [line(0, 30 * index, 400) for index in range(5)]
    right = [line(450, 30 * index, 400) for index in range(5)]
    assert in_reading_order([*left, *right]) == tuple(range(10))


def test_a_heading_over_columns_comes_first() -> None:
    """Nothing beside it, all below it."""
    heading = line(0, 0, 850, 40)
    columns = [line(450 * side, 100 + 30 * i, 400) for side in (0, 1) for i in range(4)]
    assert in_reading_order([*columns, heading]) == (8, *range(8))


def test_a_table_is_read_row_by_row() -> None:
    """Cells that are level belong together, even where columns are far apart."""
    cells = [line(300 * column, 40 * row, 80) for row in range(6) for column in range(3)]
    assert in_reading_order(cells) == tuple(range(18))


def test_words_of_a_line_are_read_from_the_left() -> None:
    """Though some are a little higher, as words without tails are."""
    words = [Place(0, 3, 50, 22), Place(60, 0, 110, 20), Place(120, 4, 200, 23)]
    assert in_reading_order(words[::-1]) == (2, 1, 0)


def test_nothing_has_an_order_too() -> None:
    """No place, no index."""
    assert in_reading_order([]) == ()
