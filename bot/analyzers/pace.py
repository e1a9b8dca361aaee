"""Keeps the calls to a service within its rate, across all processes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from bot.analyzers import Analyzer
from bot.errors import AnalyzerBusy
from bot.model import Analysis, Picture, UploadLimits


class Turns(Protocol):
    """Gives each call its place in time; the store does this for all processes."""

    def take_turn(self, name: str, *, per_minute: int, patience_s: float) -> float | None: ...


class PacedAnalyzer:
    """`analyzer`, called at most `per_minute` times a minute.

    A call waits for its turn up to `patience_s`; where that is not enough it is AnalyzerBusy,
    to be tried again later.
    """

    def __init__(
        self,
        analyzer: Analyzer,
        turns: Turns,
        *,
        per_minute: int,
        patience_s: float,
        sleep: Callable[[float], None],
    ) -> None:
        self._analyzer = analyzer
        self._turns = turns
        self._per_minute = per_minute
        self._patience_s = patience_s
        self._sleep = sleep

    @property
    def name(self) -> str:
        return self._analyzer.name

    @property
    def upload_limits(self) -> UploadLimits | None:
        return self._analyzer.upload_limits

    def analyze(self, picture: Picture, *, language: str) -> Analysis:
        wait_s = self._turns.take_turn(
            "analyze", per_minute=self._per_minute, patience_s=self._patience_s
        )
        if wait_s is None:
            raise AnalyzerBusy("over our own rate", retry_after_s=self._patience_s)
        self._sleep(wait_s)
        return self._analyzer.analyze(picture, language=language)
