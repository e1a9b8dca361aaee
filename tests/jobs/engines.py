"""The queues under one face, so that the same tests run over each; and a handler that records."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, Protocol

import sqlalchemy as sa

from bot.jobs import Claim, Job, Jobs
from bot.jobs.postgres import PostgresJobs
from bot.jobs.postgres_keeping import RESCUE, STALE_S
from bot.jobs.postgres_schema import QUEUE
from bot.jobs.sqlite import SqliteJobs
from bot.store.database import Database
from tests.store.clock import Clock
from tests.waiting import TIMEOUT_S

HOLD_S = 15.0
"""Longer than a job stays with a process that is dead."""


def job(key: str = "k") -> Job:
    return Job(key, "kind", {"word": "wörd"})


def nothing(_claim: Claim) -> None:
    """Does nothing."""


class Recorder:
    """A handler that does what a test says and remembers what it was asked."""

    def __init__(
        self,
        act: Callable[[Claim], None] = nothing,
        give_up: Callable[[Claim], None] = nothing,
    ) -> None:
        self._act = act
        self._give_up = give_up
        self._changed = threading.Condition()
        self.claims: list[Claim] = []
        self.given_up: list[Claim] = []

    def run(self, claim: Claim) -> None:
        with self._changed:
            self.claims.append(claim)
            self._changed.notify_all()
        self._act(claim)

    def give_up(self, claim: Claim) -> None:
        with self._changed:
            self.given_up.append(claim)
            self._changed.notify_all()
        self._give_up(claim)

    def ran(self, times: int = 1) -> bool:
        """Whether it was asked to run a job so often, in the end."""
        with self._changed:
            return self._changed.wait_for(lambda: len(self.claims) >= times, TIMEOUT_S)

    def gave_up(self, times: int = 1) -> bool:
        """Whether it was asked to give up a job so often, in the end."""
        with self._changed:
            return self._changed.wait_for(lambda: len(self.given_up) >= times, TIMEOUT_S)


class Gate:
    """What a handler may do: come in, and stay until it may leave."""

    def __init__(self) -> None:
        self._entered, self._leave = threading.Event(), threading.Event()

    def __call__(self, _claim: Claim) -> None:
        self._entered.set()
        self._leave.wait(TIMEOUT_S)

    def was_entered(self) -> bool:
        return self._entered.wait(TIMEOUT_S)

    def open(self) -> None:
        self._leave.set()


def fail_with(*errors: Exception) -> Callable[[Claim], None]:
    """Raises these one after the other; a single one again and again."""
    queue = list(errors)

    def act(_claim: Claim) -> None:
        if queue:
            raise queue[0] if len(errors) == 1 else queue.pop(0)

    return act


class Engine(Protocol):
    """A place where queues may be opened, each like another process, and its time."""

    def open(self, *, threads: int = 4) -> Jobs:
        """One more process's queue."""

    def pass_time(self, seconds: float) -> None:
        """Makes everything so much older."""

    def due_in_s(self) -> float:
        """How long until the one job that nobody works on is due; 0 where somebody does."""

    def begin_and_die(self) -> None:
        """Takes the next job as a process that dies at once."""

    def take_back(self) -> None:
        """Has the jobs of the dead come due."""

    def sweep(self) -> None:
        """Has what is no longer needed forgotten."""

    def holds(self, word: str) -> bool:
        """Whether anything that is stored has this word in it."""

    def close(self) -> None: ...


class SqliteEngine:
    """Queues in one file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.clock = Clock()
        self._opened: list[SqliteJobs] = []

    def open(self, *, threads: int = 4) -> SqliteJobs:
        jobs = SqliteJobs(self.path, threads=threads, now=self.clock)
        self._opened.append(jobs)
        return jobs

    def pass_time(self, seconds: float) -> None:
        self.clock.now_s += seconds

    def due_in_s(self) -> float:
        query = "SELECT due_at FROM jobs WHERE state = 'todo' AND owner IS NULL"
        with closing(sqlite3.connect(self.path)) as db:
            rows = db.execute(query).fetchall()
        return float(rows[0][0]) - self.clock.now_s if rows else 0.0

    def begin_and_die(self) -> None:
        assert self.open().claim() is not None

    def take_back(self) -> None:
        """They are due when their lease has ended."""

    def sweep(self) -> None:
        self._opened[0].sweep()

    def holds(self, word: str) -> bool:
        for jobs in self._opened:
            jobs.close()
        return word.encode() in self.path.read_bytes()

    def close(self) -> None:
        for jobs in self._opened:
            jobs.stop(grace_s=5)
            jobs.close()


TAKE = """
WITH dead AS (INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now()) RETURNING id)
UPDATE procrastinate_jobs SET status = 'doing', worker_id = (SELECT id FROM dead)
WHERE id = (SELECT id FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id LIMIT 1)
RETURNING id
"""
"""As procrastinate's own function takes a job, for a worker that will not be heard of again."""


class PostgresEngine:
    """Queues in one database."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._database = Database(url)
        self._opened: list[tuple[PostgresJobs, Database]] = []

    def open(self, *, threads: int = 4) -> PostgresJobs:
        database = Database(self.url)
        jobs = PostgresJobs(database, self.url, threads=threads)
        self._opened.append((jobs, database))
        return jobs

    def pass_time(self, seconds: float) -> None:
        past = f"make_interval(secs => {seconds})"
        self.execute(f"UPDATE procrastinate_jobs SET scheduled_at = scheduled_at - {past}")
        self.execute(f"UPDATE procrastinate_workers SET last_heartbeat = last_heartbeat - {past}")
        self.execute(f"UPDATE job_keys SET created_at = created_at - {past}")

    def due_in_s(self) -> float:
        rows = self.execute(
            "SELECT extract(epoch FROM scheduled_at - now())::float FROM procrastinate_jobs"
            " WHERE status = 'todo'"
        )
        return float(rows[0][0]) if rows else 0.0

    def begin_and_die(self) -> None:
        assert len(self.execute(TAKE)) == 1

    def take_back(self) -> None:
        self.execute(RESCUE.replace("%(queue)s", ":queue").replace("%(stale_s)s", str(STALE_S)))

    def sweep(self) -> None:
        self._opened[0][0].sweep()

    def holds(self, word: str) -> bool:
        rows = self.execute("SELECT args::text FROM procrastinate_jobs")
        rows += self.execute("SELECT k::text FROM job_keys k")
        return any(word in str(row) for row in rows)

    def execute(self, statement: str) -> list[sa.Row[Any]]:
        """The rows of a statement, where it has any."""
        with self._database.write() as db:
            result = db.execute(sa.text(statement), {"queue": QUEUE})
            return list(result.all()) if result.returns_rows else []

    def close(self) -> None:
        for jobs, database in self._opened:
            jobs.stop(grace_s=5)
            jobs.close()
            database.close()
        self._database.close()
