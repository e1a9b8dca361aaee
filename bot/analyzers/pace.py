"""Keeps the calls to a service within its rate, across all processes."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Protocol

from bot.errors import AnalyzerAtRate


class Turns(Protocol):
    """Gives each call its place in time; the store does this for all processes."""

    def take_turn(self, name: str, *, per_minute: int, patience_s: float) -> float | None: ...


class Pace:
    """At most `per_minute` calls a minute; each waits for its turn, up to `patience_s`."""

    def __init__(
        self,
        turns: Turns,
        *,
        per_minute: int,
        patience_s: float,
        sleep: Callable[[float], None],
    ) -> None:
        self._turns = turns
        self._per_minute = per_minute
        self._patience_s = patience_s
        self._sleep = sleep

    def wait(self, at_most_s: float = math.inf) -> None:
        """Returns when the next call may be made.

        Raises:
            AnalyzerAtRate: that would take longer than `at_most_s`, or than the patience: ask
                again after it.
        """
        patience_s = min(self._patience_s, max(at_most_s, 0.0))
        wait_s = self._turns.take_turn(
            "analyze", per_minute=self._per_minute, patience_s=patience_s
        )
        if wait_s is None:
            raise AnalyzerAtRate(retry_after_s=patience_s)
        self._sleep(wait_s)
