"""procrastinate's worker in a thread of the bot's process; it comes back when Postgres does."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime

import psycopg
import structlog
from procrastinate import App, BaseRetryStrategy, JobContext, PsycopgConnector, RetryDecision
from procrastinate.jobs import DeleteJobCondition
from procrastinate.jobs import Job as Row
from procrastinate.worker import Worker

from bot import postgres
from bot.jobs import Job
from bot.jobs.postgres_keeping import STALE_S, Keeper
from bot.jobs.postgres_schema import QUEUE

log = structlog.get_logger()

TASK = "job"
POLL_S = 0.5
"""New jobs are announced at once; those that were postponed are found by looking."""
HEARTBEAT_S = 4.0
KEEP_S = 3.0
"""STALE_S and this make 15 s until the jobs of a dead worker are taken back."""
COME_BACK_S = 1.0
SWEEP_S = 3600.0
CONNECTIONS = 4
"""Of the worker, beside the one that listens: they fetch, settle and keep, for milliseconds."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A job as procrastinate hands it out; it has begun `attempts` times before."""

    job: Job
    attempts: int


class Ended(Exception):
    """A job that is not done: due again at a time, or with None given up."""

    def __init__(self, due_at: datetime | None) -> None:
        super().__init__(due_at)
        self.due_at = due_at


class _AsItEnded(BaseRetryStrategy):
    """Has procrastinate do what was settled."""

    def get_retry_decision(
        self,
        *,
        exception: BaseException,
        job: Row,  # noqa: ARG002 - the base class has it
    ) -> RetryDecision | None:
        if not isinstance(exception, Ended):  # how it ended could not be noted
            return RetryDecision(retry_in={"seconds": 5})
        return RetryDecision(retry_at=exception.due_at) if exception.due_at else None


class PostgresWorker:
    """Has `work` do up to `threads` jobs at once, from `start` until `stop`."""

    def __init__(
        self,
        url: str,
        work: Callable[[Fetched], None],
        *,
        sweep: Callable[[], None],
        threads: int,
    ) -> None:
        self._conninfo = postgres.libpq_url(url)
        self._work = work
        self._sweep = sweep
        self._threads = threads
        self._running: set[int] = set()
        self._guard = threading.Lock()
        self._worker: Worker | None = None
        self._loop = asyncio.new_event_loop()
        self._asked_to_stop = asyncio.Event()
        self._thread = threading.Thread(target=self._run, name="jobs-postgres", daemon=True)

    @property
    def worker_id(self) -> int | None:
        """As whom procrastinate knows this worker, while it works."""
        return self._worker.worker_id if self._worker is not None else None

    @property
    def running(self) -> list[int]:
        """The ids of the jobs in hand."""
        with self._guard:
            return sorted(self._running)

    def start(self) -> None:
        self._thread.start()

    def stop(self, *, grace_s: float) -> bool:
        """Takes no more and waits for what runs. True when all has ended."""
        self._loop.call_soon_threadsafe(self._asked_to_stop.set)
        self._thread.join(grace_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._serve())

    async def _serve(self) -> None:
        # What does not wait for the network waits for the handler: a thread for each job.
        executor = ThreadPoolExecutor(self._threads + 1, thread_name_prefix="job")
        self._loop.set_default_executor(executor)
        while not self._asked_to_stop.is_set():
            try:
                if await self._is_up():
                    await self._serve_once()
            except Exception:
                log.warning("jobs.worker_failed", exc_info=True)
            if not self._asked_to_stop.is_set():
                log.warning("jobs.worker_ended")  # it does so when it has lost Postgres
                await self._sleep(COME_BACK_S)

    async def _is_up(self) -> bool:
        """Whether Postgres can be reached: a pool would wait for it, longer and longer."""
        try:
            connection = await psycopg.AsyncConnection.connect(
                self._conninfo, **postgres.connection_settings()
            )
        except psycopg.OperationalError:
            return False
        await connection.close()
        return True

    async def _serve_once(self) -> None:
        """Works until it is asked to stop, or Postgres is lost."""
        app = self._new_app()
        async with app.open_async():
            self._worker = worker = self._new_worker(app)
            beside = [
                asyncio.create_task(self._stop_when_asked(worker)),
                asyncio.create_task(self._keep(app, worker)),
            ]
            try:
                await worker.run()
            finally:
                for task in beside:
                    task.cancel()
                await asyncio.gather(*beside, return_exceptions=True)

    def _new_app(self) -> App:
        connector = PsycopgConnector(
            conninfo=self._conninfo,
            kwargs=postgres.connection_settings(),
            min_size=1,
            max_size=CONNECTIONS,
            timeout=10.0,
        )
        app = App(connector=connector)
        app.task(name=TASK, queue=QUEUE, pass_context=True, retry=_AsItEnded())(self._do)
        return app

    def _new_worker(self, app: App) -> Worker:
        return Worker(
            app,
            queues=[QUEUE],
            concurrency=self._threads,
            fetch_job_polling_interval=POLL_S,
            update_heartbeat_interval=HEARTBEAT_S,
            stalled_worker_timeout=4 * STALE_S,
            install_signal_handlers=False,
            delete_jobs=DeleteJobCondition.SUCCESSFUL,  # what it was about goes with the work
        )

    async def _stop_when_asked(self, worker: Worker) -> None:
        await self._asked_to_stop.wait()
        worker.stop()

    def _do(self, context: JobContext, *, key: str, kind: str, body: Mapping[str, str]) -> None:
        """The task: runs in a thread, on one job."""
        row = context.job
        job_id = row.id or 0
        with self._guard:
            self._running.add(job_id)
        try:
            self._work(Fetched(Job(key, kind, body), row.attempts))
        finally:
            with self._guard:
                self._running.discard(job_id)

    async def _keep(self, app: App, worker: Worker) -> None:
        """Takes back what nobody works on any more, every few seconds; now and then sweeps."""
        keeper = Keeper(app.connector, running=lambda: self.running)
        sweep_at = 0.0
        while True:
            await asyncio.sleep(KEEP_S)
            try:
                await keeper.rescue()
                await keeper.take_back(worker.worker_id)
                if self._asked_to_stop.is_set() and worker.worker_id is not None:
                    # A worker that stops no longer says that it lives, but its jobs still run.
                    await app.job_manager.update_heartbeat(worker.worker_id)
                if time.monotonic() >= sweep_at:
                    await asyncio.to_thread(self._sweep)
                    sweep_at = time.monotonic() + SWEEP_S
            except Exception:
                log.warning("jobs.keeping_failed", exc_info=True)

    async def _sleep(self, delay_s: float) -> None:
        try:
            async with asyncio.timeout(delay_s):
                await self._asked_to_stop.wait()
        except TimeoutError:
            pass  # slept to the end
