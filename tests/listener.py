"""A listener that does as a test tells it."""

from __future__ import annotations

import threading
from typing import Any


class Listener:
    """What an app does with an event: waits, then fails or notes it, as told."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.entered = threading.Semaphore(0)
        self.may_end = threading.Event()
        self.may_end.set()
        self.failures_left = 0

    def __call__(self, event: dict[str, Any]) -> None:
        self.entered.release()
        assert self.may_end.wait(20)
        if self.failures_left:
            self.failures_left -= 1
            raise OSError("the disk is full")
        self.heard.append(event["file_id"])
