"""Whatever dies when: every picture has one reply, in its thread.

The same in full size, as often as wanted: python -m tests.kills.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.kills.plans import one_at_a_time, one_of_many
from tests.postgres import PostgresServer

pytestmark = pytest.mark.timeout(400)


def test_killed_again_and_again_it_answers_each_picture_once(tmp_path: Path) -> None:
    """On SQLite, with duplicates, retries, late shares and limits."""
    url = f"sqlite:///{tmp_path}/describe.sqlite3"
    outcome = one_at_a_time(url, tmp_path, pictures=12, kills=5, seed=1, troubled=True)
    assert outcome.is_exact, outcome


def test_workers_die_and_the_others_answer_each_picture_once(
    postgres: PostgresServer, tmp_path: Path
) -> None:
    """On Postgres, with the same trouble; the process that takes the events dies too."""
    outcome = one_of_many(
        postgres.create_database(),
        tmp_path,
        pictures=12,
        workers=4,
        survivors=2,
        seed=1,
        troubled=True,
    )
    assert outcome.is_exact, outcome
