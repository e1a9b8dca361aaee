"""`jobs`: how much waits and what was given up, for who runs the bot; and another try for it."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from bot.jobs import Jobs, ParkedJob

NOT_PARKED = "No such job is parked: `python -m bot jobs` shows those that are."
NONE_PARKED = "No job is parked."
COLUMNS = ("ID", "kind", "age", "attempts", "failures", "reason")


def show_jobs(jobs: Jobs, console: Console) -> None:
    """Prints the counts and a line for each parked job. Nothing says what a job is about."""
    parked = jobs.parked()
    console.print(f"{jobs.waiting()} waiting, {len(parked)} parked.")
    if not parked:
        return
    table = Table(*COLUMNS, box=None, pad_edge=False)
    for job in parked:
        table.add_row(*_cells(job))
    console.print(table)


def retry_jobs(jobs: Jobs, job_id: int | None, console: Console) -> bool:
    """Puts back one parked job, or with None all of them. True unless there is none such."""
    count = jobs.retry(job_id)
    missing = NONE_PARKED if job_id is None else NOT_PARKED
    console.print(f"{count} put back." if count else missing)
    return count > 0 or job_id is None


def _cells(job: ParkedJob) -> tuple[str, ...]:
    counts = (str(job.attempts), str(job.failures))
    return (str(job.job_id), job.kind, _age(job.age_s), *counts, job.reason)


def _age(age_s: float) -> str:
    for unit, length_s in (("d", 86_400), ("h", 3600), ("min", 60)):
        if age_s >= 2 * length_s:
            return f"{age_s / length_s:.0f} {unit}"
    return f"{age_s:.0f} s"
