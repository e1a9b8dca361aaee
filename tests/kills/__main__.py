"""The kill test in full size: 40 pictures, 20 kills on SQLite, six workers of which two are left.

    python -m tests.kills [--rounds 10] [--first-seed 1] [sqlite] [postgres]

Prints a line for each run; half of them with trouble in the workspace and the service. Exits with 1
if any was not exact.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.kills.crew import Outcome
from tests.kills.plans import one_at_a_time, one_of_many
from tests.postgres import postgres_server


def sqlite(folder: Path, *, seed: int, troubled: bool) -> Outcome:
    url = f"sqlite:///{folder}/describe.sqlite3"
    return one_at_a_time(url, folder, pictures=40, kills=20, seed=seed, troubled=troubled)


def postgres(folder: Path, *, seed: int, troubled: bool) -> Outcome:
    with postgres_server() as server:
        return one_of_many(
            server.create_database(),
            folder,
            pictures=40,
            workers=6,
            survivors=2,
            seed=seed,
            troubled=troubled,
        )


PLANS: dict[str, Callable[..., Outcome]] = {"sqlite": sqlite, "postgres": postgres}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("plans", nargs="*", default=list(PLANS), help=", ".join(PLANS))
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--first-seed", type=int, default=1)
    wanted = parser.parse_args()
    are_exact = True
    for seed in range(wanted.first_seed, wanted.first_seed + wanted.rounds):
        for name in wanted.plans:
            troubled = seed % 2 == 0
            began = time.monotonic()
            with tempfile.TemporaryDirectory() as folder:
                outcome = PLANS[name](Path(folder), seed=seed, troubled=troubled)
            took_s = time.monotonic() - began
            trouble = "with trouble" if troubled else "plain"
            print(f"{name} seed {seed} {trouble}: {outcome} ({took_s:.0f} s)", flush=True)
            are_exact = are_exact and outcome.is_exact
    sys.exit(0 if are_exact else 1)


if __name__ == "__main__":
    main()
