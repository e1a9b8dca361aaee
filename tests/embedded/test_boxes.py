"""How boxes overlap, and which of several on one thing stay."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.embedded.boxes import Boxes, areas, best_of_rivals, shared_of_smaller, shared_of_union

SIDES = st.tuples(*[st.integers(0, 20)] * 4)
BOX = SIDES.map(lambda s: (s[0], s[1], s[0] + s[2], s[1] + s[3]))


def array(*boxes: tuple[int, ...]) -> Boxes:
    return np.array(boxes, np.float32).reshape(-1, 4)


def cells(box: tuple[int, ...]) -> set[tuple[int, int]]:
    return {(x, y) for x in range(box[0], box[2]) for y in range(box[1], box[3])}


@given(BOX, st.lists(BOX, max_size=5))
def test_shares_are_what_counting_squares_gives(
    box: tuple[int, ...], others: list[tuple[int, ...]]
) -> None:
    """Over both, over the smaller, or 0 where there is no area."""
    here, there = array(box), array(*others)
    of_union, of_smaller = shared_of_union(here, there)[0], shared_of_smaller(here, there)[0]
    for index, other in enumerate(others):
        mine, theirs = cells(box), cells(other)
        both = len(mine & theirs)
        assert of_union[index] == pytest.approx(both / max(1, len(mine | theirs)), abs=1e-6)
        assert of_smaller[index] == pytest.approx(
            both / max(1, min(len(mine), len(theirs))), abs=1e-6
        )


def test_a_box_turned_inside_out_has_no_area() -> None:
    """Nor does one of which only one side is negative."""
    assert areas(array((5, 5, 1, 1), (1, 5, 5, 1), (1, 1, 3, 4))).tolist() == [0, 0, 6]


@given(st.lists(st.integers(0, 10), max_size=12), st.data())
def test_the_best_stay_and_their_rivals_go(tenths: list[int], data: st.DataObject) -> None:
    """No two that stay are rivals, and each that goes has a rival that stays and is no worse."""
    count = len(tenths)
    pairs = st.tuples(st.integers(0, count), st.integers(0, count))
    rivals = data.draw(st.sets(pairs))
    rivals |= {(there, here) for here, there in rivals}
    scores = np.array(tenths, np.float32)
    are_rivals = np.array([[(a, b) in rivals for b in range(count)] for a in range(count)], bool)
    kept = best_of_rivals(scores, are_rivals.reshape(count, count)).tolist()
    assert kept == sorted(kept, key=lambda index: (-scores[index], index))
    assert not [(a, b) for a in kept for b in kept if a != b and (a, b) in rivals]
    for gone in set(range(count)) - set(kept):
        assert any((gone, k) in rivals and scores[k] >= scores[gone] for k in kept)
