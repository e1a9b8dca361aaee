"""What may be wrong is not quoted."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.embedded.text_reading import Reading
from bot.embedded.text_trust import quotable

readings = st.lists(st.builds(Reading, st.text(max_size=20), st.floats(0, 1)), max_size=20)


@given(readings)
def test_there_is_an_answer_for_each_and_never_for_nothing(drawn: list[Reading]) -> None:
    """As many as readings; an empty one or one below 0.85 may never be quoted."""
    allowed = quotable(drawn)
    assert len(allowed) == len(drawn)
    for reading, is_quotable in zip(drawn, allowed, strict=True):
        assert not is_quotable or (reading.text and reading.confidence >= 0.85)


def test_a_doubtful_line_among_sure_ones_may_be_quoted() -> None:
    """Small print at the edge of a clear page."""
    page = [Reading("Deploy failed", 0.99), Reading("on branch main", 0.98), Reading("v2.1", 0.87)]
    assert quotable(page) == [True, True, True]


def test_look_alikes_of_another_script_are_dropped() -> None:
    """Cyrillic read as Latin: sure of few lines, and capitals in the middle of words."""
    page = [
        Reading("Ao6po noKanoBaTb B cucTeMy", 0.864),
        Reading("HacTpoÑKn", 0.855),
        Reading("MocKBa", 0.97),
        Reading("CTO∏", 0.827),
    ]
    assert not any(quotable(page))


def test_a_sure_word_among_doubtful_ones_may_be_quoted() -> None:
    """A sign in front of a fence."""
    assert quotable([Reading("HIIIHHIIH", 0.6), Reading("EXIT", 0.99)]) == [False, True]
