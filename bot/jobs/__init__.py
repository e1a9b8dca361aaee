"""Work that survives its process: the seam between a listener that acknowledges and a handler.

A job is stored before its event is acknowledged, run at least once, and dropped as known when
the same key is submitted again. Handlers are idempotent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

MAX_ATTEMPTS = 8
"""Crashes and unexpected errors after which a job is parked. Known failures do not count."""
KEEP_TRYING_S = 86_400.0
"""A job that has failed for a day, whatever the reason, is parked."""
MIN_DELAY_S = 1.0
"""No failure is repeated sooner: not after a Retry-After of 0 either."""


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work. `key` is unique forever; `body` must not hold picture bytes."""

    key: str
    kind: str
    body: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Claim:
    """A job in the hands of a worker.

    `attempt` counts from 1: what began and did not end in order. `failures` counts the known
    failures before; `age_s` is the time since it was submitted.
    """

    job: Job
    attempt: int
    failures: int
    age_s: float


@dataclass(frozen=True, slots=True)
class ParkedJob:
    """A job that was given up, without what it is about: no text, address or name.

    `attempts` began and did not end in order; `failures` are the known ones. `reason` is the code
    or the type of the last error; "crashed": it ended its process each time; "too_old".
    """

    job_id: int
    kind: str
    age_s: float
    attempts: int
    failures: int
    reason: str


class Again(Exception):
    """Raised by a handler: nothing failed, look again in `delay_s`."""

    def __init__(self, delay_s: float) -> None:
        super().__init__(delay_s)
        self.delay_s = delay_s


class Retry(Exception):
    """Raised by a handler: a known failure; try again, after `delay_s` when it is known.

    It may do so for `KEEP_TRYING_S`: a service that is down for hours costs no job.
    """

    def __init__(self, code: str, *, delay_s: float | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.delay_s = delay_s


class Handler(Protocol):
    """Does the work of every kind of job. Called from several threads."""

    def run(self, claim: Claim) -> None:
        """Does the job. Raises Again or Retry; any other exception counts as a Retry."""

    def give_up(self, claim: Claim) -> None:
        """Told before the job is parked. Must not do the risky part; may raise Again or Retry."""


class Jobs(Protocol):
    """A durable queue."""

    def submit(self, job: Job) -> bool:
        """True when the job is stored now, False when its key was known. Raises if neither."""

    def enter(self) -> bool:
        """Says that this process will work jobs. True: surely no other that lives has said so."""

    def start(self, handler: Handler) -> None:
        """Begins to work jobs on a bounded pool."""

    def stop(self, *, grace_s: float) -> bool:
        """Takes no more, waits `grace_s` for what runs, hands back the rest.

        True when all that ran has ended; False leaves threads behind that cannot be stopped.
        """

    def waiting(self) -> int:
        """How many jobs are neither done nor parked."""

    def parked(self) -> Sequence[ParkedJob]:
        """The jobs that were given up, the oldest first."""

    def retry(self, job_id: int | None) -> int:
        """Puts back a parked job, or with None all of them, as if submitted now. How many."""

    def forget(self, team: str) -> None:
        """Drops all jobs of a workspace and their keys, but for those that somebody works on.

        A key has the workspace's id between colons: "kind:T123:…".
        """

    def close(self) -> None:
        """Lets go of connections."""


def backoff_s(number: int) -> float:
    """Seconds to wait after failure `number` (1, 2, …): 2, 4, 8, … at most 300."""
    return min(300.0, 2.0 ** min(number, 10))
