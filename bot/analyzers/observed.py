"""Tells the log of every call to an analyzer.

Of what was sent and answered it tells the size and the time alone.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import structlog

from bot.analyzers import Analyzer
from bot.errors import BotError
from bot.model import Analysis, Ask, Picture, UploadLimits

log = structlog.get_logger()


class Observed:
    """An `Analyzer` that answers as another does."""

    def __init__(
        self,
        analyzer: Analyzer,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._analyzer = analyzer
        self._clock = clock

    @property
    def name(self) -> str:
        return self._analyzer.name

    @property
    def upload_limits(self) -> UploadLimits | None:
        return self._analyzer.upload_limits

    def analyze(self, picture: Picture, ask: Ask) -> Analysis:
        """What the analyzer answers or raises."""
        begun = self._clock()
        sent_bytes = len(picture.upload.body) if picture.upload and self.upload_limits else 0
        event = log.bind(analyzer=self.name, sent_bytes=sent_bytes)
        try:
            analysis = self._analyzer.analyze(picture, ask)
        except BotError as error:
            event.info("analyzer.failed", code=error.code, took_ms=self._ms_since(begun))
            raise
        tokens = analysis.tokens.total if analysis.tokens else 0
        event.info("analyzer.answered", tokens=tokens, took_ms=self._ms_since(begun))
        return analysis

    def _ms_since(self, begun: float) -> int:
        return round((self._clock() - begun) * 1000)
