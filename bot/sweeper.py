"""Forgets, every hour, what has been kept long enough."""

from __future__ import annotations

import threading
from collections.abc import Callable

import structlog

log = structlog.get_logger()

EVERY_S = 3600.0


class Sweeper:
    """Runs `sweep` at once and then every hour, in a thread of its own."""

    def __init__(self, sweep: Callable[[], None], *, every_s: float = EVERY_S) -> None:
        self._sweep = sweep
        self._every_s = every_s
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="sweep", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def ask_to_stop(self) -> None:
        """No further sweep begins."""
        self._stopping.set()

    def wait(self, timeout_s: float | None = None) -> bool:
        """True once no sweep runs; False where one still does after `timeout_s`."""
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._sweep()
            except Exception:  # the database may be away; what is old then is old in an hour too
                log.warning("sweep.failed", exc_info=True)
            self._stopping.wait(self._every_s)
