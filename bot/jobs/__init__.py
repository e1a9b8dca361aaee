"""Work that survives its process: the seam between a listener that acknowledges and a handler.

A job is stored before its event is acknowledged, run at least once, and dropped as known when
the same key is submitted again. Handlers are idempotent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

MAX_ATTEMPTS = 8
"""Failures and crashes after which a job is parked."""


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work. `key` is unique forever; `body` must not hold picture bytes."""

    key: str
    kind: str
    body: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Claim:
    """A job in the hands of a worker.

    `attempt` counts from 1 and includes crashes; `age_s` is the time since it was submitted.
    """

    job: Job
    attempt: int
    age_s: float

    @property
    def is_last_attempt(self) -> bool:
        return self.attempt >= MAX_ATTEMPTS


class Again(Exception):
    """Raised by a handler: nothing failed, look again in `delay_s`. Costs no attempt."""

    def __init__(self, delay_s: float) -> None:
        super().__init__(delay_s)
        self.delay_s = delay_s


class Retry(Exception):
    """Raised by a handler: this attempt failed; try again, after `delay_s` when it is known."""

    def __init__(self, code: str, *, delay_s: float | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.delay_s = delay_s


class Handler(Protocol):
    """Does the work of every kind of job. Called from several threads."""

    def run(self, claim: Claim) -> None:
        """Does the job. Raises Again or Retry; any other exception counts as a Retry."""

    def give_up(self, claim: Claim) -> None:
        """Told once, when the job is parked after its last attempt. Must not do the risky part."""


class Jobs(Protocol):
    """A durable queue."""

    def submit(self, job: Job) -> bool:
        """True when the job is stored now, False when its key was known. Raises if neither."""

    def start(self, handler: Handler) -> None:
        """Begins to work jobs on a bounded pool."""

    def stop(self, *, grace_s: float) -> bool:
        """Takes no more, waits `grace_s` for what runs, hands back the rest.

        True when all that ran has ended; False leaves threads behind that cannot be stopped.
        """

    def waiting(self) -> int:
        """How many jobs are neither done nor parked."""

    def close(self) -> None:
        """Lets go of connections."""


def backoff_s(attempt: int) -> float:
    """Seconds to wait after failed attempt number `attempt` (1, 2, …): 2, 4, 8, … at most 300."""
    return min(300.0, 2.0**attempt)
