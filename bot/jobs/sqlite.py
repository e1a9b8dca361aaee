"""The embedded queue: a lease table in one SQLite file, shared by any number of local processes.

A claimed job's `due_at` is pushed ahead by its lease, which a heartbeat renews. When its process
dies the job simply comes due again. Settling is fenced by `owner`: whoever lost the lease
changes nothing. A process that starts frees at once what surely dead ones held.
"""

from __future__ import annotations

import json
import random
import sqlite3
import threading
import time
import uuid
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.jobs import Claim, Handler, Job, ParkedJob, backoff_s
from bot.jobs.owners import Owners
from bot.jobs.pool import WorkerPool
from bot.jobs.settling import Later
from bot.sqlite_file import BUSY_TIMEOUT_S, make_private, set_up

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
        self._path = path
        self._threads = threads
        self._now = now
        self._owner = uuid.uuid4().hex
        self._owners = Owners(path)
        self._local = threading.local()
        self._connections: list[sqlite3.Connection] = []
        self._guard = threading.Lock()
        self._writing = threading.Lock()
        self._pool: WorkerPool | None = None
        with self._transaction() as db:
            for statement in filter(str.strip, SCHEMA.split(";")):
                db.execute(statement)

    def submit(self, job: Job) -> bool:
        now = self._now()
        with self._transaction() as db:
            inserted = db.execute(
                "INSERT INTO jobs (key, kind, body, due_at, created_at) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT (key) DO NOTHING",
                (job.key, job.kind, json.dumps(dict(job.body)), now, now),
            ).rowcount
        if self._pool is not None:
            self._pool.wake()
        return bool(inserted)

    def start(self, handler: Handler) -> None:
        self._owners.enter(self._owner)
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
        with self._guard:
            connections, self._connections = self._connections, []
            self._local = threading.local()
        for connection in connections:
            connection.close()

    def waiting(self) -> int:
        """How many jobs are neither done nor parked."""
        row = self._db().execute("SELECT count(*) FROM jobs WHERE state = 'todo'").fetchone()
        return int(row[0])

    def parked(self) -> list[ParkedJob]:
        rows = self._db().execute(
            "SELECT id, kind, ? - created_at, attempts, failures, reason FROM jobs"
            " WHERE state = 'parked' ORDER BY id",
            (self._now(),),
        )
        return [ParkedJob(*row) for row in rows]

    def retry(self, job_id: int | None) -> int:
        now = self._now()
        with self._transaction() as db:
            return db.execute(
                "UPDATE jobs SET state = 'todo', owner = NULL, due_at = :now, created_at = :now,"
                " attempts = 0, failures = 0, reason = NULL"
                " WHERE state = 'parked' AND id = coalesce(:id, id)",
                {"now": now, "id": job_id},
            ).rowcount

    def forget(self, team: str) -> None:
        with self._transaction() as db:
            db.execute(
                "DELETE FROM jobs WHERE instr(key, ?) > 0 AND (state <> 'todo' OR owner IS NULL)",
                (f":{team}:",),
            )

    # Leases, for the pool

    def claim(self) -> Claim | None:
        now = self._now()
        due = "SELECT 1 FROM jobs WHERE state = 'todo' AND due_at <= ? LIMIT 1"
        if self._db().execute(due, (now,)).fetchone() is None:  # a look takes no write lock
            return None
        with self._transaction() as db:
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
        with self._transaction() as db:
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
        dead = self._owners.dead([owner for (owner,) in self._db().execute(query).fetchall()])
        with self._transaction() as db:
            for owner in dead:
                held = "SELECT id, attempts FROM jobs WHERE state = 'todo' AND owner = ?"
                for job_id, attempts in db.execute(held, (owner,)).fetchall():
                    delay_s = backoff_s(attempts) if attempts > 1 else 0.0
                    db.execute(
                        "UPDATE jobs SET due_at = ?, owner = NULL WHERE id = ?",
                        (self._now() + delay_s, job_id),
                    )

    def hand_back(self) -> None:
        with self._transaction(patience_s=HAND_BACK_S) as db:
            db.execute(
                "UPDATE jobs SET due_at = ?, owner = NULL, attempts = attempts - 1"
                " WHERE owner = ? AND state = 'todo'",
                (self._now(), self._owner),
            )

    def sweep(self) -> None:
        horizon = self._now() - KEEP_S
        with self._transaction() as db:
            db.execute("DELETE FROM jobs WHERE state <> 'todo' AND due_at < ?", (horizon,))

    def _settle(self, claim: Claim, assignments: str, *values: object) -> None:
        with self._transaction() as db:
            db.execute(
                f"UPDATE jobs SET {assignments} WHERE key = ? AND owner = ? AND state = 'todo'",  # noqa: S608 - constant text
                (*values, claim.job.key, self._owner),
            )

    # The file

    def _db(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = _connect(self._path)
            with self._guard:
                self._connections.append(connection)
        return connection

    @contextmanager
    def _transaction(self, *, patience_s: float = BUSY_TIMEOUT_S) -> Iterator[sqlite3.Connection]:
        """Raises sqlite3.OperationalError when the file is locked for longer than the patience."""
        db = self._db()
        give_up_at = time.monotonic() + patience_s
        if not self._writing.acquire(timeout=patience_s):  # threads of a process take turns
            raise sqlite3.OperationalError("database is locked")
        try:
            _begin(db, give_up_at)
            try:
                yield db
            except BaseException:
                db.execute("ROLLBACK")
                raise
            db.execute("COMMIT")
        finally:
            self._writing.release()


def _begin(db: sqlite3.Connection, give_up_at: float) -> None:
    """Begins as a writer: a reader that turns writer would fail instead of waiting.

    SQLite itself waits longer each time, up to 100 ms, so that newcomers overtake who waits:
    under load the slowest of a hundred inserts takes five times as long (tests/bench/queue.py).
    Source: sqliteDefaultBusyCallback in sqlite's main.c.
    """
    db.execute("PRAGMA busy_timeout = 0")
    try:
        while True:
            try:
                db.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > give_up_at:
                    raise
                time.sleep(random.uniform(0.0005, 0.002))  # noqa: S311 - not in step with others
            else:
                return
    finally:
        db.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_S * 1000:.0f}")


def _connect(path: Path) -> sqlite3.Connection:
    make_private(path)
    # The thread that closes may be another than the one that used it.
    connection = sqlite3.connect(
        path, timeout=BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False
    )
    set_up(connection)
    return connection
