"""Keeps an analyzer that fails from being asked, and finds out when it works. Opens no socket."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

import structlog

from bot.analyzers import Analyzer
from bot.analyzers.around import Around
from bot.errors import AnalyzerAtRate, OverQuota, OverShare, Refused, Unavailable
from bot.model import Analysis, Ask, Picture

log = structlog.get_logger()

FAILURES_TO_OPEN = 3
SLOW_S = 4.0
"""A failure that took this long counts for all three: nobody shall wait for the next like it."""
PAUSE_S = 15.0
"""From opening to the first probe; twice as long after each probe that fails."""
LONGEST_PAUSE_S = 120.0
LONGEST_WAIT_S = 3600.0
"""Even where a service asks for more, unless it is about a quota."""


class Guarded(Around):
    """An analyzer that is not asked while it is known to fail; itself an `Analyzer`.

    Three failures in a row open the breaker, or one that was long in coming or says when it will
    be over (Retry-After, a quota's reset). While it is open each call fails at once with the error
    that opened it. When its time is over one call goes through, to probe; that one's answer closes
    it. Each process learns by itself.
    """

    def __init__(self, analyzer: Analyzer, *, now: Callable[[], float]) -> None:
        """`now` gives seconds, from any beginning."""
        super().__init__(analyzer)
        self._now = now
        self._lock = threading.Lock()
        self._failures = 0
        self._pause_s = PAUSE_S
        self._opened_by: Unavailable | None = None
        self._probe_at = 0.0
        self._is_probed = False

    def analyze(self, picture: Picture, ask: Ask) -> Analysis:
        """What the analyzer answers or raises; while open, the error that opened the breaker."""
        is_probe = self._enter()
        began_at = self._now()
        try:
            answer = self._analyzer.analyze(picture, ask)
        except (AnalyzerAtRate, OverShare):
            raise  # our own limit: the service was not asked
        except Unavailable as error:
            self._failed(error, is_probe=is_probe, took_s=self._now() - began_at)
            raise
        except Refused:
            self._worked()
            raise
        else:
            self._worked()
            return answer
        finally:
            if is_probe:
                self._is_probed = False

    def _enter(self) -> bool:
        """True for a probe. Raises while the breaker is open, at once."""
        with self._lock:
            if self._opened_by is None:
                return False
            left_s = self._probe_at - self._now()
            if left_s > 0 or self._is_probed:
                raise _again(self._opened_by, left_s)
            self._is_probed = True
            return True

    def _failed(self, error: Unavailable, *, is_probe: bool, took_s: float) -> None:
        with self._lock:
            if self._opened_by is not None and not is_probe:
                return  # it was under way when the breaker opened
            self._failures += 1
            is_lasting = _is_lasting(error) or took_s >= SLOW_S or is_probe
            if self._failures < FAILURES_TO_OPEN and not is_lasting:
                return
            pause_s = _pause_after(error, self._pause_s)
            self._pause_s = min(2 * self._pause_s, LONGEST_PAUSE_S)
            self._opened_by = error
            self._probe_at = self._now() + pause_s
        log.warning("analyzer.rests", analyzer=self.name, code=error.code, pause_s=round(pause_s))

    def _worked(self) -> None:
        with self._lock:
            is_back = self._opened_by is not None
            self._failures, self._pause_s, self._opened_by = 0, PAUSE_S, None
        if is_back:
            log.warning("analyzer.back", analyzer=self.name)


def guard(analyzers: Sequence[Analyzer], *, now: Callable[[], float]) -> list[Analyzer]:
    """Each behind a breaker, but the last: nobody stands by behind it, so it is always asked."""
    *before, last = analyzers
    return [*(Guarded(analyzer, now=now) for analyzer in before), last]


def _is_lasting(error: Unavailable) -> bool:
    """True when the next call would fail as well, by the service's own word."""
    return error.retry_after_s is not None or isinstance(error, OverQuota)


def _pause_after(error: Unavailable, pause_s: float) -> float:
    if error.retry_after_s is None:
        return pause_s
    if isinstance(error, OverQuota):
        return error.retry_after_s
    return min(error.retry_after_s, LONGEST_WAIT_S)


def _again(error: Unavailable, left_s: float) -> Unavailable:
    """The same error for another call. Its wait is the service's own word, never our pause."""
    wait_s = None if error.retry_after_s is None else max(left_s, 0.0)
    return type(error)(str(error), retry_after_s=wait_s)
