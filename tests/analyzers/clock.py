"""Time for the analyzers' tests."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bot.analyzers.call import Terms


@dataclass
class Clock:
    """Time that passes only when somebody sleeps, and by `tick_s` whenever somebody looks."""

    now_s: float = 0.0
    tick_s: float = 0.0
    slept_s: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        self.now_s += self.tick_s
        return self.now_s

    def sleep(self, duration_s: float) -> None:
        self.slept_s.append(duration_s)
        self.now_s += duration_s

    def terms(self, **options: Any) -> Terms:
        """Terms under which this is the time."""
        return Terms(clock=self, sleep=self.sleep, **options)
