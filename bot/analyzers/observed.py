"""Tells the log of every call to an analyzer.

Of what was sent and answered it tells the size and the time alone. Tokens are told where they are
counted, for each answer of a model: one about a picture may be the third.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import structlog

from bot.analyzers import Analyzer
from bot.analyzers.around import Around
from bot.errors import BotError
from bot.model import Analysis, Ask, Picture

log = structlog.get_logger()


class Observed(Around):
    """An `Analyzer` that answers as another does."""

    def __init__(
        self,
        analyzer: Analyzer,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(analyzer)
        self._clock = clock

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
        event.info("analyzer.answered", took_ms=self._ms_since(begun))
        return analysis

    def _ms_since(self, begun: float) -> int:
        return round((self._clock() - begun) * 1000)
