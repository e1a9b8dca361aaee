"""How processes die: one after the other on SQLite, one of many on Postgres."""

from __future__ import annotations

import signal
from pathlib import Path

from tests.kills.crew import Outcome, crew, outcome_of

MOMENT_S = 1.2
"""From when a process takes events: about when it has worked the first of them."""


def one_at_a_time(
    database_url: str, folder: Path, *, pictures: int, kills: int, seed: int, troubled: bool
) -> Outcome:
    """One process that takes events and works them, killed and started again; then left alone."""
    with crew(database_url, folder, seed=seed, troubled=troubled) as bots:
        for number in range(kills):
            bot = bots.begin("run")
            bot.wait_for("socket.connected")
            bots.share(pictures * (number + 1) // kills - len(bots.shared))
            bots.pause(MOMENT_S)
            bot.end(signal.SIGKILL)
        bots.begin("run")
        bots.settle()
        return outcome_of(bots)


def one_of_many(
    database_url: str,
    folder: Path,
    *,
    pictures: int,
    workers: int,
    survivors: int,
    seed: int,
    troubled: bool,
) -> Outcome:
    """Workers of which one is killed each second, and a door that is killed and started again."""
    with crew(database_url, folder, seed=seed, troubled=troubled) as bots:
        crowd = [bots.begin("worker") for _ in range(workers)]
        door = bots.begin("run", "--no-worker")
        for each in crowd:
            each.wait_for("worker.started")
        door.wait_for("socket.connected")
        kills = workers - survivors
        for number in range(kills):
            bots.share(pictures * (number + 1) // kills - len(bots.shared))
            bots.pause(2.0)  # a second, on average
            crowd.pop(bots.random.randrange(len(crowd))).end(signal.SIGKILL)
            if number == kills // 2:
                door.end(signal.SIGKILL)
                door = bots.begin("run", "--no-worker")
        bots.settle()
        return outcome_of(bots)
