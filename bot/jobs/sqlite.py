"""The embedded queue: a lease table in one SQLite file, shared by any number of local processes.

A claimed job's `due_at` is pushed ahead by its lease, which a heartbeat renews. When its process
dies the job simply comes due again. Settling is fenced by `owner`: whoever lost the lease
changes nothing. A process that starts frees at once what surely dead ones held.
"""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable, Collection
from pathlib import Path

from bot.jobs import Claim, Handler, Job, ParkedJob, backoff_s
from bot.jobs.owners import Owners
from bot.jobs.pool import WorkerPool
from bot.jobs.queue_file import QueueFile
from bot.jobs.settling import Later

LEASE_S = 15.0
"""Three heartbeats: one may be late, two not."""
HAND_BACK_S = 2.0
"""A process that ends waits no longer for the write lock; without it, leases end by themselves."""
KEEP_S = 7 * 86_400.0
"""Keys of ended jobs are kept this long; Slack's last retry comes after minutes."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS jobs (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'todo' CHECK (state IN ('todo', 'done', 'parked')),
    due_at REAL NOT NULL,
    created_at REAL NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    failures INTEGER NOT NULL DEFAULT 0,
    owner TEXT,
    reason TEXT
);
CREATE INDEX IF NOT EXISTS jobs_due ON jobs (due_at) WHERE state = 'todo';
"""

CLAIM = """
UPDATE jobs SET owner = :owner, due_at = :now + :lease, attempts = attempts + 1
WHERE id = (SELECT id FROM jobs WHERE state = 'todo' AND due_at <= :now ORDER BY due_at LIMIT 1)
RETURNING key, kind, body, attempts, failures, created_at
"""


class SqliteJobs:
    """Jobs in the file at `path`. `now` gives seconds since the epoch, as all processes see it."""

    def __init__(
        self, path: Path, *, threads: int = 16, now: Callable[[], float] = time.time
    ) -> None:
        self._file = QueueFile(path)
        self._threads = threads
        self._now = now
        self._owner = uuid.uuid4().hex
        self._owners = Owners(path)
        self._pool: WorkerPool | None = None
        with self._file.transaction() as db:
            for statement in filter(str.strip, SCHEMA.split(";")):
                db.execute(statement)

    def submit(self, job: Job) -> bool:
        now = self._now()
        with self._file.transaction() as db:
            inserted = db.execute(
                "INSERT INTO jobs (key, kind, body, due_at, created_at) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT (key) DO NOTHING",
                (job.key, job.kind, json.dumps(dict(job.body)), now, now),
            ).rowcount
        if self._pool is not None:
            self._pool.wake()
        return bool(inserted)

    def enter(self) -> bool:
        self._owners.enter(self._owner)
        return self._owners.is_alone()

    def start(self, handler: Handler) -> None:
        self.enter()
        self._free_the_dead()
        self._pool = WorkerPool(self, handler, threads=self._threads)
        self._pool.start()

    def stop(self, *, grace_s: float) -> bool:
        """True when all that ran has ended; else it was handed back and may end twice."""
        ended = self._pool.stop(grace_s=grace_s) if self._pool is not None else True
        self._pool = None
        return ended

    def close(self) -> None:
        """Closes the connections of every thread. Call when none uses them any more."""
        self._owners.leave()
        self._file.close()

    def waiting(self) -> int:
        """How many jobs are neither done nor parked."""
        ((count,),) = self._file.rows("SELECT count(*) FROM jobs WHERE state = 'todo'")
        return int(count)

    def parked(self) -> list[ParkedJob]:
        rows = self._file.rows(
            "SELECT id, kind, ? - created_at, attempts, failures, reason FROM jobs"
            " WHERE state = 'parked' ORDER BY id",
            self._now(),
        )
        return [ParkedJob(*row) for row in rows]

    def retry(self, job_id: int | None) -> int:
        now = self._now()
        with self._file.transaction() as db:
            return db.execute(
                "UPDATE jobs SET state = 'todo', owner = NULL, due_at = :now, created_at = :now,"
                " attempts = 0, failures = 0, reason = NULL"
                " WHERE state = 'parked' AND id = coalesce(:id, id)",
                {"now": now, "id": job_id},
            ).rowcount

    def forget(self, team: str) -> None:
        with self._file.transaction() as db:
            db.execute(
                "DELETE FROM jobs WHERE instr(key, ?) > 0 AND (state <> 'todo' OR owner IS NULL)",
                (f":{team}:",),
            )

    # Leases, for the pool

    def claim(self) -> Claim | None:
        now = self._now()
        due = "SELECT 1 FROM jobs WHERE state = 'todo' AND due_at <= ? LIMIT 1"
        if not self._file.rows(due, now):  # a look takes no write lock
            return None
        with self._file.transaction() as db:
            claim = {"owner": self._owner, "now": now, "lease": LEASE_S}
            rows = db.execute(CLAIM, claim).fetchall()  # all, so that the statement has ended
        if not rows:
            return None
        key, kind, body, attempts, failures, created_at = rows[0]
        return Claim(Job(key, kind, json.loads(body)), attempts, failures, now - created_at)

    def finish(self, claim: Claim) -> None:
        """The body goes with the work: only the key stays, to know the job again."""
        self._settle(claim, "state = 'done', body = '{}', due_at = ?", self._now())

    def postpone(self, claim: Claim, later: Later) -> None:
        changes = "due_at = ?, attempts = ?, failures = ?, reason = ?, owner = NULL"
        due_at = self._now() + later.delay_s
        self._settle(claim, changes, due_at, later.attempts, later.failures, later.reason)

    def park(self, claim: Claim, *, reason: str) -> None:
        self._settle(claim, "state = 'parked', due_at = ?, reason = ?", self._now(), reason)

    def renew(self, keys: Collection[str]) -> None:
        until = self._now() + LEASE_S
        with self._file.transaction() as db:
            db.executemany(
                "UPDATE jobs SET due_at = ? WHERE key = ? AND owner = ? AND state = 'todo'",
                [(until, key, self._owner) for key in keys],
            )

    def _free_the_dead(self) -> None:
        """Makes due what processes held that ended without a word: at once after a first crash.

        After more it waits longer each time. Else a process that dies often, for whatever reason,
        would soon have each of its jobs look as if it were to blame.
        """
        query = "SELECT DISTINCT owner FROM jobs WHERE state = 'todo' AND owner IS NOT NULL"
        dead = self._owners.dead([owner for (owner,) in self._file.rows(query)])
        self._owners.tidy()
        with self._file.transaction() as db:
            for owner in dead:
                held = "SELECT id, attempts FROM jobs WHERE state = 'todo' AND owner = ?"
                for job_id, attempts in db.execute(held, (owner,)).fetchall():
                    delay_s = backoff_s(attempts) if attempts > 1 else 0.0
                    db.execute(
                        "UPDATE jobs SET due_at = ?, owner = NULL WHERE id = ?",
                        (self._now() + delay_s, job_id),
                    )

    def hand_back(self) -> None:
        with self._file.transaction(patience_s=HAND_BACK_S) as db:
            db.execute(
                "UPDATE jobs SET due_at = ?, owner = NULL, attempts = attempts - 1"
                " WHERE owner = ? AND state = 'todo'",
                (self._now(), self._owner),
            )

    def sweep(self) -> None:
        horizon = self._now() - KEEP_S
        with self._file.transaction() as db:
            db.execute("DELETE FROM jobs WHERE state <> 'todo' AND due_at < ?", (horizon,))

    def _settle(self, claim: Claim, assignments: str, *values: object) -> None:
        with self._file.transaction() as db:
            db.execute(
                f"UPDATE jobs SET {assignments} WHERE key = ? AND owner = ? AND state = 'todo'",  # noqa: S608 - constant text
                (*values, claim.job.key, self._owner),
            )
