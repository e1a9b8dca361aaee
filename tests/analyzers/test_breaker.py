"""The breaker before an analyzer that fails."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from itertools import pairwise

import pytest

from bot.analyzers.breaker import (
    FAILURES_TO_OPEN,
    LONGEST_PAUSE_S,
    LONGEST_WAIT_S,
    PAUSE_S,
    SLOW_S,
    Guarded,
    guard,
)
from bot.analyzers.fallback import Chain
from bot.errors import (
    AnalyzerAtRate,
    AnalyzerBusy,
    AnalyzerFailed,
    AnalyzerOverQuota,
    BotError,
    PersonOverQuota,
    Unavailable,
    Withheld,
)
from bot.model import Analysis, Ask, Picture
from tests.analyzers.test_fallback import PICTURE, Scripted


@dataclass
class Room:
    """A guarded analyzer and its time."""

    analyzer: Scripted = field(default_factory=lambda: Scripted("service", AnalyzerBusy("503")))
    now_s: float = 0.0

    def __post_init__(self) -> None:
        self.guarded = Guarded(self.analyzer, now=lambda: self.now_s)

    def ask(self) -> BotError | Analysis:
        try:
            return self.guarded.analyze(PICTURE, Ask("en"))
        except BotError as error:
            return error

    def open(self) -> None:
        for _ in range(FAILURES_TO_OPEN):
            self.ask()
        assert self.asked == FAILURES_TO_OPEN

    @property
    def asked(self) -> int:
        return len(self.analyzer.asked)


def test_repeated_failures_open_it() -> None:
    """Then nobody is asked, and the reason is told at once; our pause is not the service's."""
    room = Room()
    room.open()
    error = room.ask()
    assert room.asked == FAILURES_TO_OPEN
    assert isinstance(error, AnalyzerBusy)
    assert (str(error), error.retry_after_s) == ("503", None)


def test_one_slow_failure_opens_it() -> None:
    """Also where many ask the same after each other: only the first waits for nothing."""

    class Slow(Scripted):
        def analyze(self, picture: Picture, ask: Ask) -> Analysis:
            room.now_s += SLOW_S
            return super().analyze(picture, ask)

    room = Room(Slow("service", AnalyzerBusy("ReadTimeout")))
    room.ask()
    room.ask()
    assert room.asked == 1


def test_failures_with_a_success_between_do_not_open_it() -> None:
    """A picture that the service cannot take now and then is no outage."""
    room = Room()
    for _ in range(5):
        for error in (AnalyzerFailed("400"), AnalyzerFailed("400"), None):
            room.analyzer.error = error
            room.ask()
    assert room.asked == 15


def test_a_refused_picture_is_an_answer() -> None:
    """The service works: it has looked at the picture."""
    room = Room()
    for error in (AnalyzerBusy(), AnalyzerBusy(), Withheld(), AnalyzerBusy(), AnalyzerBusy()):
        room.analyzer.error = error
        room.ask()
    room.analyzer.error = None
    assert isinstance(room.ask(), Analysis)


@pytest.mark.parametrize(
    ("error", "wait_s"),
    [
        (AnalyzerOverQuota("403", retry_after_s=183_168.0), 183_168.0),
        (AnalyzerOverQuota("403"), PAUSE_S),
        (AnalyzerBusy("429", retry_after_s=57.0), 57.0),
        (AnalyzerBusy("429", retry_after_s=2_678_400.0), LONGEST_WAIT_S),
    ],
)
def test_a_service_that_says_when_is_believed(error: Unavailable, wait_s: float) -> None:
    """One failure is enough, and it is asked again when its time is over, not before."""
    room = Room(Scripted("service", error))
    room.ask()
    room.now_s = wait_s - 0.5
    told = room.ask()
    assert isinstance(told, type(error))
    assert told.retry_after_s == (0.5 if error.retry_after_s else None)
    assert room.asked == 1
    room.now_s, room.analyzer.error = wait_s, None
    assert isinstance(room.ask(), Analysis)


def test_it_closes_when_a_probe_succeeds() -> None:
    """From then on every call goes through, and it takes three failures to open it again."""
    room = Room()
    room.open()
    room.now_s, room.analyzer.error = PAUSE_S, None
    assert isinstance(room.ask(), Analysis)
    room.analyzer.error = AnalyzerBusy()
    room.ask()
    room.ask()
    room.analyzer.error = None
    assert isinstance(room.ask(), Analysis)


def test_probes_that_fail_come_less_and_less_often() -> None:
    """But often enough that no outage is prolonged by more than two minutes."""
    room = Room()
    room.open()
    probed_at_s = []
    for second in range(600):
        room.now_s, before = float(second), room.asked
        room.ask()
        probed_at_s += [room.now_s] * (room.asked - before)
    pauses_s = [after - before for before, after in pairwise([0.0, *probed_at_s])]
    assert pauses_s == [PAUSE_S, 2 * PAUSE_S, 4 * PAUSE_S, *[LONGEST_PAUSE_S] * 4]


@pytest.mark.parametrize(
    "limit",
    [
        AnalyzerAtRate(retry_after_s=30.0),
        PersonOverQuota(until_s=1e9, retry_after_s=86_400.0),
    ],
)
def test_a_limit_of_our_own_says_nothing_of_the_service(limit: Unavailable) -> None:
    """It neither opens it nor counts as the probe's answer."""
    room = Room(Scripted("service", limit))
    for _ in range(5):
        room.ask()
    room.analyzer.error = AnalyzerBusy()
    room.analyzer.asked.clear()
    room.open()
    room.now_s, room.analyzer.error = PAUSE_S, limit
    assert room.ask() is limit
    room.analyzer.error = None
    assert isinstance(room.ask(), Analysis)


def test_one_at_a_time_probes() -> None:
    """While one call waits for a service that may be down, the others lose no time."""
    probed, may_end = threading.Event(), threading.Event()

    class Slow(Scripted):
        def analyze(self, picture: Picture, ask: Ask) -> Analysis:
            if self.error is None:
                probed.set()
                assert may_end.wait(20)
            return super().analyze(picture, ask)

    room = Room(Slow("service", AnalyzerBusy()))
    room.open()
    room.now_s, room.analyzer.error = PAUSE_S, None
    probe = threading.Thread(target=room.ask)
    probe.start()
    assert probed.wait(20)
    assert isinstance(room.ask(), AnalyzerBusy)
    may_end.set()
    probe.join()
    assert isinstance(room.ask(), Analysis)


def test_a_call_under_way_when_it_opens_prolongs_nothing() -> None:
    """Of ten calls that hang together, the last to fail is no failed probe."""
    room = Room()
    under_way = [threading.Event(), threading.Event()]

    class Late(Scripted):
        def analyze(self, picture: Picture, ask: Ask) -> Analysis:
            if ask.language == "late":
                under_way[0].set()
                assert under_way[1].wait(20)
            return super().analyze(picture, ask)

    room = Room(Late("service", AnalyzerBusy()))

    def ask_late() -> None:
        with pytest.raises(AnalyzerBusy):
            room.guarded.analyze(PICTURE, Ask("late"))

    late = threading.Thread(target=ask_late)
    late.start()
    assert under_way[0].wait(20)
    room.open()
    room.now_s = PAUSE_S / 2
    under_way[1].set()
    late.join()
    room.now_s, room.analyzer.error = PAUSE_S, None
    assert isinstance(room.ask(), Analysis)


def test_a_bug_in_a_probe_leaves_room_for_the_next() -> None:
    """Whatever a probe ends with, the service is tried again."""

    class Broken(Scripted):
        def analyze(self, picture: Picture, ask: Ask) -> Analysis:
            if self.error is None and len(self.asked) == FAILURES_TO_OPEN:
                self.asked.append(ask.language)
                raise ZeroDivisionError
            return super().analyze(picture, ask)

    room = Room(Broken("service", AnalyzerBusy()))
    room.open()
    room.now_s, room.analyzer.error = PAUSE_S, None
    with pytest.raises(ZeroDivisionError):
        room.ask()
    assert isinstance(room.ask(), Analysis)


def test_the_last_is_always_asked() -> None:
    """Nobody stands by behind it, so nothing is gained by passing it over."""
    first, last = Scripted("first", AnalyzerBusy()), Scripted("last", AnalyzerBusy())
    chain = Chain(guard([first, last], now=lambda: 0.0))
    for _ in range(9):
        with pytest.raises(AnalyzerBusy):
            chain.analyze(PICTURE, Ask("en"))
    assert (len(first.asked), len(last.asked)) == (FAILURES_TO_OPEN, 9)
