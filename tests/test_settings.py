"""Settings that decide by themselves."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.settings import QuietHours


@pytest.mark.parametrize(
    ("start", "end", "minute", "is_quiet"),
    [
        (60, 120, 59, False),
        (60, 120, 60, True),
        (60, 120, 119, True),
        (60, 120, 120, False),
        (1320, 420, 1320, True),
        (1320, 420, 0, True),
        (1320, 420, 419, True),
        (1320, 420, 420, False),
        (1320, 420, 700, False),
        (0, 0, 700, True),
    ],
)
def test_quiet_hours_may_go_over_midnight(
    start: int, end: int, minute: int, is_quiet: bool
) -> None:
    """The first minute is in, the last is not; the same twice is the whole day."""
    assert QuietHours(start, end, "UTC").include(minute * 60.0) is is_quiet


@pytest.mark.parametrize(("month", "is_quiet"), [(1, True), (7, False)])
def test_quiet_hours_are_local(month: int, is_quiet: bool) -> None:
    """By the clock on the wall there, summer time and all: 5:30 UTC is 6:30 or 7:30 in Berlin."""
    at = datetime(2026, month, 1, 5, 30, tzinfo=ZoneInfo("UTC"))
    assert QuietHours(22 * 60, 7 * 60, "Europe/Berlin").include(at.timestamp()) is is_quiet
