"""What is old is forgotten, as long as the bot runs."""

from __future__ import annotations

import threading

from bot.sweeper import Sweeper

TIMEOUT_S = 20


def test_it_sweeps_again_and_again_until_it_is_stopped() -> None:
    """Also after a sweep that failed."""
    swept = threading.Semaphore(0)

    def sweep() -> None:
        swept.release()
        raise OSError("the database is away")

    sweeper = Sweeper(sweep, every_s=0.001)
    sweeper.start()
    assert all(swept.acquire(timeout=TIMEOUT_S) for _ in range(3))
    sweeper.ask_to_stop()
    assert sweeper.wait(TIMEOUT_S)
