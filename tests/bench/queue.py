"""How fast the queues are: jobs a second by workers, the wait for a start, and the insert alone.

Throughput: on Postgres, jobs that take a second (as an analyze service does), on workers of four
threads each, a process a worker. Start: how long after its submission by another process a job
begins, on an idle queue. Insert: what an acknowledgment waits for, on SQLite with 16 threads in 4
processes, each with a pause between two, and without any.

    python -m tests.bench.queue [throughput] [start] [insert]

Targets: 3.8 times the jobs with 4 workers as with 1; start p50 below 50 ms; insert p99 below 20 ms.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

from bot.config import Config
from bot.databases import open_jobs
from bot.jobs import Claim, Job, Jobs
from bot.jobs.postgres import PostgresJobs
from bot.store.database import Database
from tests.postgres import postgres_server

SPAWN = multiprocessing.get_context("spawn")
WORKERS = (1, 2, 4, 8)
THREADS = 4
STUB_S = 1.0
JOBS_PER_THREAD = 6
STARTS = 100
INSERTS_PER_THREAD = 100
PAUSE_S = 0.05


class Stub:
    """Takes `work_s` for each job, and tells `when` of each how long after submission it began."""

    def __init__(self, work_s: float, began: Callable[[float], None]) -> None:
        self._work_s = work_s
        self._began = began

    def run(self, claim: Claim) -> None:
        self._began(time.time() - float(claim.job.body["at"]))
        time.sleep(self._work_s)

    def give_up(self, claim: Claim) -> None:
        raise NotImplementedError


def _job(key: str) -> Job:
    return Job(key, "stub", {"at": repr(time.time())})


def _open(url: str, threads: int) -> tuple[Jobs, Database]:
    database = Database(url)
    if database.is_postgres:
        return PostgresJobs(database, url, threads=threads), database
    return open_jobs(Config(database_url=url), database), database


def _worker(url: str, work_s: float, pipe: Connection) -> None:
    """Works until it is told to end, then sends how long each job waited."""
    jobs, database = _open(url, THREADS)
    waits_s: list[float] = []
    jobs.start(Stub(work_s, waits_s.append))
    pipe.send("ready")
    pipe.recv()
    jobs.stop(grace_s=10)
    jobs.close()
    database.close()
    pipe.send(waits_s)


@contextmanager
def _workers(url: str, count: int, work_s: float, waits_s: list[float]) -> Iterator[None]:
    pipes = [SPAWN.Pipe() for _ in range(count)]
    processes = [SPAWN.Process(target=_worker, args=(url, work_s, theirs)) for _, theirs in pipes]
    for process in processes:
        process.start()
    for ours, _ in pipes:
        ours.recv()
    try:
        yield
    finally:
        for ours, _ in pipes:
            ours.send("end")
        for ours, _ in pipes:
            waits_s += ours.recv()
        for process in processes:
            process.join()


def _wait_until_done(jobs: Jobs) -> None:
    pause = threading.Event()
    while jobs.waiting():
        pause.wait(0.05)


def throughput(url_of: Callable[[], str]) -> None:
    """Prints jobs a second by number of workers."""
    first = 0.0
    for count in WORKERS:
        url = url_of()
        jobs, database = _open(url, THREADS)
        with _workers(url, count, STUB_S, []):
            time.sleep(2)  # until the workers listen
            total = JOBS_PER_THREAD * THREADS * count
            began = time.monotonic()
            with ThreadPoolExecutor(4) as pool:
                list(pool.map(lambda n, jobs=jobs: jobs.submit(_job(str(n))), range(total)))
            _wait_until_done(jobs)
            per_s = total / (time.monotonic() - began)
        database.close()
        first = first or per_s
        print(f"{count} workers: {per_s:5.2f} jobs/s, {per_s / first:.2f} x one")


def start(name: str, url: str) -> None:
    """Prints how long a job waits for its start in another process that is idle."""
    jobs, database = _open(url, THREADS)
    waits_s: list[float] = []
    with _workers(url, 1, 0.0, waits_s):
        time.sleep(2)
        for number in range(STARTS):
            jobs.submit(_job(str(number)))
            time.sleep(random.uniform(0.02, 0.08))
        _wait_until_done(jobs)
    jobs.close()
    database.close()
    print(f"{name}: started after {_percentiles(waits_s)}")


def _insert(url: str, pause_s: float, pipe: Connection) -> None:
    jobs, database = _open(url, THREADS)
    took_s: list[float] = []

    def submit(thread: int) -> None:
        for number in range(INSERTS_PER_THREAD):
            job = _job(f"{multiprocessing.current_process().pid}:{thread}:{number}")
            began = time.perf_counter()
            jobs.submit(job)
            took_s.append(time.perf_counter() - began)
            time.sleep(random.uniform(0, 2 * pause_s))

    pipe.send("ready")
    pipe.recv()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(submit, range(4)))
    jobs.close()
    database.close()
    pipe.send(took_s)


def insert(name: str, url: str, *, pause_s: float) -> None:
    """Prints how long an insert takes with 16 threads in 4 processes."""
    pipes = [SPAWN.Pipe() for _ in range(4)]
    processes = [SPAWN.Process(target=_insert, args=(url, pause_s, theirs)) for _, theirs in pipes]
    for process in processes:
        process.start()
    for ours, _ in pipes:
        ours.recv()
    began = time.monotonic()
    for ours, _ in pipes:
        ours.send("go")
    took_s = [each for ours, _ in pipes for each in ours.recv()]
    per_s = len(took_s) / (time.monotonic() - began)
    for process in processes:
        process.join()
    how = "without a pause" if not pause_s else f"each {pause_s * 1000:.0f} ms"
    print(f"{name}, 16 threads in 4 processes {how}: {_percentiles(took_s)}, {per_s:.0f}/s")


def _percentiles(values_s: list[float]) -> str:
    p50 = statistics.median(values_s) * 1000
    p99 = statistics.quantiles(values_s, n=100)[98] * 1000
    return f"p50 {p50:.1f} ms, p99 {p99:.1f} ms"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    every = ["throughput", "start", "insert"]
    parser.add_argument("parts", nargs="*", default=every, help=", ".join(every))
    parts = parser.parse_args().parts
    with ExitStack() as stack:
        server = stack.enter_context(postgres_server())
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        sqlite = (f"sqlite:///{folder}/{number}.sqlite3" for number in range(9))
        if "throughput" in parts:
            throughput(server.create_database)
        if "start" in parts:
            start("SQLite", next(sqlite))
            start("Postgres", server.create_database())
        if "insert" in parts:
            for pause_s in (PAUSE_S, 0.0):
                insert("SQLite", next(sqlite), pause_s=pause_s)


if __name__ == "__main__":
    main()
