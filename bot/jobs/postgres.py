"""The queue on Postgres, for any number of workers on any number of machines.

procrastinate has the rows, hands them out and wakes its workers; beside it we remember each key.
A dead worker's jobs are taken back when its heartbeat is late. There is no fence: a frozen worker
that wakes up may end a job that another does by then, which an idempotent handler allows.
"""

from __future__ import annotations

import logging
from typing import Any

import sqlalchemy as sa
import structlog
from procrastinate import App, SyncPsycopgConnector

from bot.jobs import Claim, Handler, Job, ParkedJob
from bot.jobs.postgres_schema import QUEUE, job_keys, prepare
from bot.jobs.postgres_worker import TASK, Ended, Fetched, PostgresWorker
from bot.jobs.settling import Done, Later, Parked, settle
from bot.store.database import Database

log = structlog.get_logger()

KEEP = "7 days"
"""For so long keys and parked jobs are kept; Slack's last retry comes after minutes."""

WAITING = """
SELECT count(*) FROM procrastinate_jobs
WHERE queue_name = :queue AND status IN ('todo', 'doing')
"""
PARKED = """
SELECT j.id, j.args ->> 'kind', extract(epoch FROM now() - k.created_at)::float,
       j.attempts - k.excused, k.failures, k.reason
FROM procrastinate_jobs j JOIN job_keys k ON k.job_id = j.id
WHERE j.queue_name = :queue AND j.status = 'failed' ORDER BY j.id
"""
RETRY = """
WITH again AS (
    UPDATE procrastinate_jobs SET status = 'todo', scheduled_at = NULL
    WHERE queue_name = :queue AND status = 'failed' AND id = coalesce(:id, id)
    RETURNING id, attempts)
UPDATE job_keys k SET created_at = now(), excused = again.attempts, failures = 0, reason = NULL
FROM again WHERE k.job_id = again.id
"""
HAND_BACK = """
UPDATE procrastinate_jobs SET status = 'todo', worker_id = NULL
WHERE id = ANY(:ids) AND worker_id = :worker AND status = 'doing'
"""
SWEEP_PARKED = """
DELETE FROM procrastinate_jobs j USING job_keys k
WHERE k.job_id = j.id AND j.status = 'failed' AND k.created_at < now() - CAST(:keep AS interval)
"""
SWEEP_KEYS = """
DELETE FROM job_keys k
WHERE k.created_at < now() - CAST(:keep AS interval)
  AND NOT EXISTS (SELECT FROM procrastinate_jobs j WHERE j.id = k.job_id)
"""
FORGET_JOBS = """
DELETE FROM procrastinate_jobs
WHERE queue_name = :queue AND status <> 'doing' AND strpos(args ->> 'key', :mark) > 0
"""
FORGET_KEYS = """
DELETE FROM job_keys k
WHERE strpos(k.key, :mark) > 0
  AND NOT EXISTS (SELECT FROM procrastinate_jobs j WHERE j.id = k.job_id)
"""


class PostgresJobs:
    """Jobs in `database`, whose address is `url`."""

    def __init__(self, database: Database, url: str, *, threads: int = 16) -> None:
        # It logs the arguments of jobs, which may hold secrets; what matters we log ourselves.
        logging.getLogger("procrastinate").setLevel(logging.CRITICAL)
        self._database = database
        self._url = url
        self._threads = threads
        self._worker: PostgresWorker | None = None
        # Never opened: it only writes on connections that it is given.
        self._deferrer = App(connector=SyncPsycopgConnector())
        prepare(database)

    def submit(self, job: Job) -> bool:
        new_key = self._database.insert(job_keys).values(key=job.key).on_conflict_do_nothing()
        with self._database.write() as db:
            if db.execute(new_key.returning(job_keys.c.key)).first() is None:
                return False
            driver: Any = db.connection.driver_connection
            deferrer = self._deferrer.configure_task(TASK, queue=QUEUE, connection=driver)
            job_id = deferrer.defer(key=job.key, kind=job.kind, body=dict(job.body))
            db.execute(sa.update(job_keys).where(job_keys.c.key == job.key).values(job_id=job_id))
        return True

    def enter(self) -> bool:
        """False: another machine may have a worker whose heartbeat has not come yet."""
        return False

    def start(self, handler: Handler) -> None:
        def work(fetched: Fetched) -> None:
            self._work(handler, fetched)

        self._worker = PostgresWorker(self._url, work, sweep=self.sweep, threads=self._threads)
        self._worker.start()

    def stop(self, *, grace_s: float) -> bool:
        """True when all that ran has ended; else it was handed back and may end twice."""
        worker, self._worker = self._worker, None
        if worker is None or worker.stop(grace_s=grace_s):
            return True
        try:
            self._hand_back(worker)
        except sa.exc.SQLAlchemyError:  # Postgres is away: the others take it back later
            log.warning("jobs.not_handed_back", exc_info=True)
        return False

    def _hand_back(self, worker: PostgresWorker) -> None:
        held = {"ids": worker.running, "worker": worker.worker_id}
        with self._database.write() as db:
            db.execute(sa.text(HAND_BACK), held)

    def close(self) -> None:
        """Nothing to let go of: the database is its opener's, the worker's connections its own."""

    def waiting(self) -> int:
        with self._database.read() as db:
            return int(db.execute(sa.text(WAITING), {"queue": QUEUE}).scalar_one())

    def parked(self) -> list[ParkedJob]:
        with self._database.read() as db:
            rows = db.execute(sa.text(PARKED), {"queue": QUEUE}).all()
        return [ParkedJob(*row) for row in rows]

    def retry(self, job_id: int | None) -> int:
        with self._database.write() as db:
            return db.execute(sa.text(RETRY), {"queue": QUEUE, "id": job_id}).rowcount

    def forget(self, team: str) -> None:
        mark = f":{team}:"
        with self._database.write() as db:
            db.execute(sa.text(FORGET_JOBS), {"queue": QUEUE, "mark": mark})
            db.execute(sa.text(FORGET_KEYS), {"mark": mark})

    def sweep(self) -> None:
        """Forgets what is no longer needed."""
        with self._database.write() as db:
            db.execute(sa.text(SWEEP_PARKED), {"keep": KEEP})
            db.execute(sa.text(SWEEP_KEYS), {"keep": KEEP})

    def _work(self, handler: Handler, fetched: Fetched) -> None:
        """Works one job to its settlement. Raises Ended unless it is done."""
        claim = self._claim(fetched)
        match settle(handler, claim):
            case Done():
                return
            case Later() as later:
                raise Ended(self._note(fetched, later))
            case Parked(reason):
                self._note(fetched, Later(0.0, claim.attempt, claim.failures, reason))
                raise Ended(None)

    def _claim(self, fetched: Fetched) -> Claim:
        age_s = sa.extract("epoch", sa.func.now() - job_keys.c.created_at)
        known = sa.select(age_s, job_keys.c.excused, job_keys.c.failures)
        with self._database.read() as db:
            row = db.execute(known.where(job_keys.c.key == fetched.job.key)).one()
        age, excused, failures = row
        return Claim(fetched.job, fetched.attempts - excused + 1, failures, float(age))

    def _note(self, fetched: Fetched, later: Later) -> Any:
        """Remembers how a job ended, and returns when it is due, by the clock of Postgres.

        procrastinate will count this attempt: those that shall not count are excused.
        """
        due_at = sa.func.now() + sa.func.make_interval(0, 0, 0, 0, 0, 0, later.delay_s)
        counts = {"failures": later.failures, "reason": later.reason}
        with self._database.write() as db:
            return db.execute(
                sa.update(job_keys)
                .where(job_keys.c.key == fetched.job.key)
                .values(excused=fetched.attempts + 1 - later.attempts, **counts)
                .returning(due_at)
            ).scalar_one()
