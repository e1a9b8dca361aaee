"""The line a caption quotes is the one a person would name the picture by."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.embedded.telling import title_of
from bot.model import TextLine

SIDE = 1000


def line(text: str, top: float, size: float = 20, *, left: float = 50) -> TextLine:
    """A line whose letters are `size` high, in a square picture of 1000."""
    width = len(text) * size / 2.3 + 0.45 * size
    return TextLine(text, left / SIDE, top / SIDE, width / SIDE, size / SIDE, 0.98)


def told(*lines: TextLine) -> str | None:
    title = title_of(lines, width=SIDE, height=SIDE)
    return title.text if title else None


def test_a_heading_is_told() -> None:
    """Not the menu before it, nor the text below it."""
    menu = [line(word, 10, left=200 * index) for index, word in enumerate(["Builds", "Runners"])]
    below = [line("payments-service on branch main", 120), line("Retry deploy", 160)]
    assert told(*menu, line("Deploy failed", 60, 34), *below) == "Deploy failed"


def test_of_two_headings_the_first_is_told() -> None:
    """A little smaller or larger makes no difference."""
    text = [line(f"some words in line {index}", 300 + 30 * index) for index in range(5)]
    headings = [line("Release notes", 10, 39), line("What is new", 100, 40)]
    assert told(*headings, *text) == "Release notes"


@pytest.mark.parametrize(
    "text",
    ["7682 ms", "$4,414.00", "12:45", "9:41 AM", "A", "https://example.com/docs/a", "/usr/bin/env"],
)
def test_numbers_times_letters_and_addresses_are_not_told(text: str) -> None:
    """However large they are, while there are words."""
    rest = [line("Revenue by region", 200), line("some more words", 240), line("and these", 280)]
    assert told(line(text, 10, 60), *rest) == "Revenue by region"
    assert told(line(text, 10, 60)) is None


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["$ pytest -q", "collected 31 items", "FAILED tests/test_cart.py::test_total"], 2),
        (["$ make", "cc -O2 -c main.c", "ValueError: not a number", "exit code: 1"], 2),
        (["import sys", "from pathlib import Path", "def main() -> None:", "print(1)"], 2),
        (["Step 1/7 : FROM python", "$ docker build .", "Step 2/7 : RUN make"], 1),
        (["Ready", "the quick brown fox", "jumps over the dog"], 1),
    ],
)
def test_where_all_lines_are_alike_the_news_is_told(lines: list[str], expected: int) -> None:
    """What failed, else what is defined, else what was typed, else the first two words."""
    assert told(*(line(text, 30 * index) for index, text in enumerate(lines))) == lines[expected]


def test_a_sign_is_told() -> None:
    """One word in a photo is enough; Chinese characters count as words."""
    assert told(line("EXIT", 400, 80)) == "EXIT"
    assert told(line("出口", 400, 80)) == "出口"


def test_what_is_unsure_is_not_told() -> None:
    """A caption with a wrong quote is worse than one without."""
    assert told(replace(line("EXlT", 400, 80), confidence=0.86)) is None


def test_without_lines_nothing_is_told() -> None:
    """No text, no quote."""
    assert title_of((), width=1, height=1) is None


boxes = st.builds(
    TextLine,
    st.text(max_size=30),
    st.floats(0, 0.9),
    st.floats(0, 0.9),
    st.floats(0.001, 0.1),
    st.floats(0.001, 0.1),
    st.floats(0, 1),
)


@given(st.lists(boxes, max_size=20), st.floats(1, 4000), st.floats(1, 4000))
def test_what_is_told_was_read(lines: list[TextLine], width: float, height: float) -> None:
    """One of the lines, unchanged, or none; never an error."""
    title = title_of(lines, width=width, height=height)
    assert title is None or title in lines
