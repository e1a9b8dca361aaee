"""A backlog is bounded by the disk, and a crowd of processes loses nothing of it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.jobs.engines import Recorder, SqliteEngine, job
from tests.postgres import PostgresServer
from tests.waiting import wait_until

LIMIT_KB_PER_JOB = 5
"""50 MB for ten thousand."""

GROW = """
import resource, sys
from bot.databases import open_jobs
from bot.config import Config
from bot.jobs import Job, Retry
from bot.logs import configure_logs
from bot.store.database import Database

configure_logs("WARNING")

class Down:
    def run(self, claim):
        raise Retry("analyzer_busy", delay_s=3600)
    def give_up(self, claim):
        raise NotImplementedError

def peak_mb():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

url, count = sys.argv[1], int(sys.argv[2])
database = Database(url)
jobs = open_jobs(Config(database_url=url), database)
jobs.start(Down())
body = {"team": "T1", "channel": "C1", "file_id": "F1", "event_ts": "1700000000.000100"}
for number in range(200):
    jobs.submit(Job(f"warm {number}", "file_shared", body))
before = peak_mb()
for number in range(count):
    jobs.submit(Job(f"file_shared:T1:C1:{number}", "file_shared", body))
print(jobs.waiting(), peak_mb() - before)
jobs.stop(grace_s=20)
jobs.close()
database.close()
"""
"""A process that takes events while the service is down, in which nothing else has used memory."""

WORK = """
import sys, time
from pathlib import Path
from bot.jobs import Job
from bot.jobs.sqlite import SqliteJobs

class Note:
    def run(self, claim):
        print(f"worked {claim.job.key}\\n", end="", flush=True)  # in one piece: threads write
    def give_up(self, claim):
        raise NotImplementedError

jobs = SqliteJobs(Path(sys.argv[1]), threads=4)
jobs.start(Note())
for number in range(150):
    assert jobs.submit(Job(f"{sys.argv[2]} {number}", "kind", {}))
while jobs.waiting():
    time.sleep(0.05)
jobs.stop(grace_s=20)
jobs.close()
"""


def run(script: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", script, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize(("kind", "count"), [("sqlite", 10_000), ("postgres", 2_000)])
def test_thousands_of_jobs_that_wait_cost_little_memory(
    kind: str, count: int, request: pytest.FixtureRequest, sqlite: SqliteEngine
) -> None:
    """They are on the disk, also those that were tried and will be again."""
    url = f"sqlite:///{sqlite.path}"
    if kind == "postgres":
        server: PostgresServer = request.getfixturevalue("postgres")
        url = server.create_database()
    out, err = run(GROW, url, str(count)).communicate(timeout=110)
    waiting, grown_mb = out.split()
    assert int(waiting) == count + 200, err
    assert float(grown_mb) * 1024 < LIMIT_KB_PER_JOB * count


def test_two_processes_on_one_file_lose_nothing(sqlite: SqliteEngine) -> None:
    """Both take and both work; each job is worked, and neither hears that the file is locked."""
    sqlite.path.parent.mkdir()
    processes = [run(WORK, str(sqlite.path), name) for name in ("one", "other")]
    outputs = [process.communicate(timeout=110) for process in processes]
    assert [process.returncode for process in processes] == [0, 0], outputs
    assert [err for _, err in outputs] == ["", ""]
    worked = [line for out, _ in outputs for line in out.splitlines()]
    assert sorted(worked) == sorted(f"worked {n} {i}" for n in ("one", "other") for i in range(150))


def test_a_backlog_is_worked_when_the_service_is_back(sqlite: SqliteEngine) -> None:
    """Nothing of it is lost to an hour without one."""
    jobs = sqlite.open()
    for number in range(100):
        jobs.submit(job(str(number)))
    sqlite.pass_time(3600)
    recorder = Recorder()
    jobs.start(recorder)
    assert recorder.ran(100)
    assert wait_until(lambda: jobs.waiting() == 0)
