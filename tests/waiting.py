"""Waiting for what cannot tell when it changes: other processes, servers, files."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

TIMEOUT_S = 20.0
PAUSE_S = 0.02


def wait_until(condition: Callable[[], bool], timeout_s: float = TIMEOUT_S) -> bool:
    """Whether it came true in time."""
    deadline, pause = time.monotonic() + timeout_s, threading.Event()
    while not condition():
        if time.monotonic() > deadline:
            return False
        pause.wait(PAUSE_S)
    return True
