"""A clock that a test sets."""

from __future__ import annotations


class Clock:
    """Seconds since the epoch, as long as nobody changes `now_s` always the same."""

    def __init__(self) -> None:
        self.now_s = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now_s
