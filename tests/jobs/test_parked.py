"""What was given up, as who runs the bot sees it."""

from __future__ import annotations

import io

from rich.console import Console

from bot.jobs import KEEP_TRYING_S, Job
from bot.parked import NONE_PARKED, NOT_PARKED, retry_jobs, show_jobs
from tests.jobs.engines import Engine, Recorder
from tests.waiting import wait_until

SECRET = Job("key of a message", "file_shared", {"address": "https://private.example/secret"})


def printed(engine: Engine, job_id: int | None = None, *, is_retry: bool = False) -> str:
    out = io.StringIO()
    console = Console(file=out, width=100)
    if is_retry:
        retry_jobs(engine.open(), job_id, console)
    else:
        show_jobs(engine.open(), console)
    return out.getvalue()


def park(engine: Engine) -> int:
    """The id of a job that was given up."""
    jobs = engine.open()
    jobs.submit(SECRET)
    engine.pass_time(KEEP_TRYING_S + 3600)
    jobs.start(Recorder())
    assert wait_until(lambda: bool(jobs.parked()))
    jobs.stop(grace_s=5)
    return jobs.parked()[0].job_id


def test_without_jobs_it_says_so(engine: Engine) -> None:
    """Two counts, no table."""
    assert printed(engine) == "0 waiting, 0 parked.\n"


def test_each_parked_job_has_a_line(engine: Engine) -> None:
    """Number, kind, age, counts and reason: enough to judge, and nothing private."""
    job_id = park(engine)
    engine.open().submit(Job("another", "command", {}))
    first, heads, line = printed(engine).splitlines()
    assert first == "1 waiting, 1 parked."
    assert heads.split() == ["ID", "kind", "age", "attempts", "failures", "reason"]
    assert line.split() == [str(job_id), "file_shared", "25", "h", "1", "0", "too_old"]


def test_one_or_all_are_put_back(engine: Engine) -> None:
    """And a number that is none is told."""
    job_id = park(engine)
    assert printed(engine, job_id + 1, is_retry=True) == f"{NOT_PARKED}\n"
    assert printed(engine, job_id, is_retry=True) == "1 put back.\n"
    assert printed(engine) == "1 waiting, 0 parked.\n"
    assert printed(engine, None, is_retry=True) == f"{NONE_PARKED}\n"
