"""Words of one line are one line; cells, columns and lines below are not."""

from __future__ import annotations

import pytest

from bot.embedded.reading_order import Place
from bot.embedded.text_joining import joined
from bot.model import TextLine

SIDE = 1000


def piece(text: str, left: float, top: float, *, height: float = 20) -> tuple[TextLine, Place]:
    """A word 80 wide in a picture of 1000 x 1000."""
    line = TextLine(text, left / SIDE, top / SIDE, 80 / SIDE, height / SIDE, 0.9)
    return line, Place(left, top, left + 80, top + height)


def test_neighbors_become_one_line() -> None:
    """With a space between, one box around all, and a confidence between theirs."""
    (line,) = joined([piece("Mei", 0, 0), piece("Chen", 88, 2), piece("Market", 176, 0)])
    assert line.text == "Mei Chen Market"
    assert (line.left, line.top) == (0, 0)
    assert (line.width, line.height) == pytest.approx((0.256, 0.022))
    assert line.confidence == pytest.approx(0.9)


@pytest.mark.parametrize(
    "second",
    [
        piece("a cell", 110, 0),
        piece("a line below", 0, 24),
        piece("a heading", 88, 0, height=30),
        piece("before", -90, 0),
    ],
)
def test_others_stay_apart(second: tuple[TextLine, Place]) -> None:
    """Too far, too low, too large or on the other side."""
    first = piece("first", 0, 0)
    assert joined([first, second]) == (first[0], second[0])


@pytest.mark.parametrize(("mark", "is_joined"), [("E", True), ("+", True), ("7", False)])
def test_a_mark_belongs_to_its_line(mark: str, is_joined: bool) -> None:
    """Though it is lower, and set off by more than a space; the numbers of lines do not."""
    line = piece("AssertionError", 96, 0)
    found = joined([piece(mark, 0, 4, height=13), line])
    assert [each.text for each in found] == (
        [f"{mark} AssertionError"] if is_joined else [mark, "AssertionError"]
    )


def test_nothing_to_join_is_nothing() -> None:
    """No piece, no line."""
    assert joined([]) == ()
