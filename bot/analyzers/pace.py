"""Keeps the calls to a service within its rate, across all processes."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Protocol

from bot.errors import AnalyzerAtRate, AnalyzerBusy


class Turns(Protocol):
    """Gives each call its place in time; the store does this for all processes."""

    def take_turn(self, name: str, *, per_minute: int, patience_s: float) -> float | None: ...

    def pause(self, name: str, pause_s: float) -> None: ...

    def is_paused(self, name: str) -> bool: ...


SERVICE = "analyze"
"""One name: all services that one configuration asks are behind one VISION_ENDPOINT."""
LONGEST_PAUSE_S = 3600.0
"""Even where a service asks for more: a quota may be raised meanwhile."""


class Pace:
    """At most `per_minute` calls a minute to the service.

    Each waits for its turn up to `patience_s`, while the service has asked for a pause up to
    `pause_patience_s`.
    """

    def __init__(
        self,
        turns: Turns,
        *,
        per_minute: int,
        patience_s: float,
        pause_patience_s: float = math.inf,
        sleep: Callable[[float], None],
    ) -> None:
        self._turns = turns
        self._per_minute = per_minute
        self._patience_s = patience_s
        self._pause_patience_s = pause_patience_s
        self._sleep = sleep

    def wait(self, at_most_s: float = math.inf) -> None:
        """Returns when the next call may be made.

        Raises:
            AnalyzerAtRate: that would take longer than `at_most_s`, or than the patience: ask
                again after it.
            AnalyzerBusy: the same, because the service has asked for a pause.
        """
        patience_s = min(self._patience_s, max(at_most_s, 0.0))
        if self._turns.is_paused(SERVICE):
            patience_s = min(patience_s, self._pause_patience_s)
        while wait_s := self._turn(patience_s):
            self._sleep(wait_s)
            if not self._turns.is_paused(SERVICE):
                return
            patience_s = min(patience_s - wait_s, self._pause_patience_s)

    def pause(self, pause_s: float) -> None:
        """Lets no call of any process begin for so long, as the service asked (Retry-After)."""
        self._turns.pause(SERVICE, min(pause_s, LONGEST_PAUSE_S))

    def _turn(self, patience_s: float) -> float:
        wait_s = self._turns.take_turn(
            SERVICE, per_minute=self._per_minute, patience_s=max(patience_s, 0.0)
        )
        if wait_s is not None:
            return wait_s
        again_s = max(patience_s, 1.0)
        if self._turns.is_paused(SERVICE):
            raise AnalyzerBusy("asked for a pause", retry_after_s=again_s)
        raise AnalyzerAtRate(retry_after_s=again_s)
