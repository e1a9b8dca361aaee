"""Every call leaves a line in the log."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.analyzers.observed import Observed
from bot.errors import AnalyzerBusy
from bot.model import Analysis, Ask, Asker, Caption, Picture, TokenUse, Upload
from tests.analyzers.test_fallback import LIMITS, PICTURE, Scripted

ASK = Ask("en", Asker("T1", "C1", "U1"))
SENT = replace(PICTURE, upload=Upload(b"x" * 7, "image/jpeg", 2, 2))


class Telling(Scripted):
    """Answers with a caption, for twelve tokens."""

    def analyze(self, picture: Picture, ask: Ask) -> Analysis:
        if self.error:
            raise self.error
        caption = Caption("a secret plan", 0.9)
        return Analysis(self.name, ask.language, caption=caption, tokens=TokenUse(10, 2))


def test_an_answer_is_logged_by_size_and_time_alone(logs: list[dict[str, object]]) -> None:
    """Nothing of what was sent or said, and nobody's name."""
    times = iter((5.0, 5.25))
    observed = Observed(
        Telling("openai", upload_limits=LIMITS),
        clock=lambda: next(times),
    )
    observed.analyze(SENT, ASK)
    facts = {"analyzer": "openai", "sent_bytes": 7, "took_ms": 250}
    assert logs == [{"event": "analyzer.answered", "log_level": "info", **facts}]


def test_a_failure_is_logged_and_raised(logs: list[dict[str, object]]) -> None:
    """By its code."""
    observed = Observed(Telling("azure-3.2", AnalyzerBusy("503")), clock=lambda: 0.0)
    with pytest.raises(AnalyzerBusy):
        observed.analyze(SENT, ASK)
    facts = {"analyzer": "azure-3.2", "sent_bytes": 0, "code": "analyzer_busy", "took_ms": 0}
    assert logs == [{"event": "analyzer.failed", "log_level": "info", **facts}]
