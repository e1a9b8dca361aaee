"""The time that the questions about one picture have together."""

from __future__ import annotations

import pytest

from bot.analyzers.call import BACKOFFS_S, Call, Question
from bot.analyzers.reply import Reply
from bot.errors import AnalyzerBusy
from bot.model import NOBODY, Asker
from tests.analyzers.clock import Clock

QUESTION = Question("https://service.example/analyze")
ANSWER = Reply(200, {}, b"{}")


class Line:
    """A service that takes its time, and is busy as often as it is told to be."""

    def __init__(self, clock: Clock, *, takes_s: float = 0.0, busy: int = 0) -> None:
        self.left_s: list[float] = []
        self._clock = clock
        self._takes_s = takes_s
        self._busy = busy

    def attempt(self, _question: Question, left_s: float) -> Reply:
        self.left_s.append(left_s)
        self._clock.now_s += self._takes_s
        if len(self.left_s) <= self._busy:
            raise AnalyzerBusy("503")
        return ANSWER


def test_questions_share_the_time_of_the_call() -> None:
    """What the first has used the second does not have."""
    clock = Clock()
    line = Line(clock, takes_s=2.0)
    call = Call(line.attempt, clock.terms(call_s=5.0), NOBODY)
    assert [call.ask(QUESTION), call.ask(QUESTION)] == [ANSWER, ANSWER]
    assert line.left_s == [5.0, 3.0]


def test_after_its_time_nothing_is_asked() -> None:
    """However little there is left to know."""
    clock = Clock()
    line = Line(clock, takes_s=5.0)
    call = Call(line.attempt, clock.terms(call_s=5.0), NOBODY)
    call.ask(QUESTION)
    with pytest.raises(AnalyzerBusy):
        call.ask(QUESTION)
    assert len(line.left_s) == 1


def test_an_attempt_whose_turn_comes_too_late_is_none() -> None:
    """The turn is waited for within the time, but a busy machine may wake up after it."""
    clock = Clock()
    turns_s = iter([0.0, 10.0])

    def wait_for_turn(_asker: Asker, _at_most_s: float) -> None:
        clock.now_s += next(turns_s)

    line = Line(clock, busy=1)
    terms = clock.terms(call_s=5.0, wait_for_turn=wait_for_turn)
    with pytest.raises(AnalyzerBusy):
        Call(line.attempt, terms, NOBODY).ask(QUESTION)
    assert len(line.left_s) == 1


def test_a_pause_is_no_longer_than_what_is_left() -> None:
    """Whoever would sleep over the end ends at once."""
    clock = Clock()
    call = Call(Line(clock, takes_s=3.0).attempt, clock.terms(call_s=5.0), NOBODY)
    call.ask(QUESTION)
    call.pause(2.0)
    with pytest.raises(AnalyzerBusy):
        call.pause(0.1)
    assert clock.slept_s == [2.0]


def test_there_are_three_attempts() -> None:
    """With a longer pause each time."""
    clock = Clock()
    line = Line(clock, busy=9)
    with pytest.raises(AnalyzerBusy):
        Call(line.attempt, clock.terms(), NOBODY).ask(QUESTION)
    assert len(line.left_s) == 3
    assert clock.slept_s == list(BACKOFFS_S)
