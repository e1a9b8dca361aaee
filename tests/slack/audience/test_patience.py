"""How long it is tried again for somebody who waits."""

from __future__ import annotations

import pytest

from bot.errors import AnalyzerBusy, AnalyzerRejectedKey, Unavailable
from bot.jobs import Claim, Job, Retry
from bot.slack.audience.patience import PATIENCE_S, retry_while_awaited


def claim(age_s: float) -> Claim:
    return Claim(Job("a", "kind", {}), attempt=1, failures=0, age_s=age_s)


@pytest.mark.parametrize(
    ("error", "age_s"),
    [
        (AnalyzerBusy(), PATIENCE_S),
        (AnalyzerBusy(retry_after_s=PATIENCE_S), 0.0),
        (AnalyzerBusy(retry_after_s=60.0), PATIENCE_S - 60.0),
        (AnalyzerRejectedKey(), 0.0),
    ],
)
def test_what_would_come_too_late_is_not_tried_again(error: Unavailable, age_s: float) -> None:
    """Neither is what no repetition cures."""
    retry_while_awaited(error, claim(age_s))


def test_what_may_come_in_time_is_tried_again() -> None:
    """When the service wants it."""
    with pytest.raises(Retry) as raised:
        retry_while_awaited(AnalyzerBusy(retry_after_s=60.0), claim(PATIENCE_S - 61.0))
    assert raised.value.delay_s == 60.0
