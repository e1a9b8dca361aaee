"""What becomes of a job once its handler was asked: the same rules for every queue."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TypeAlias

import structlog

from bot.jobs import (
    KEEP_TRYING_S,
    MAX_ATTEMPTS,
    MIN_DELAY_S,
    Again,
    Claim,
    Handler,
    Retry,
    backoff_s,
)

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Done:
    """Its work is done."""


@dataclass(frozen=True, slots=True)
class Later:
    """To be tried again in `delay_s`, with these counts, for this reason."""

    delay_s: float
    attempts: int
    failures: int
    reason: str


@dataclass(frozen=True, slots=True)
class Parked:
    """Given up, for this reason."""

    reason: str


Settlement: TypeAlias = Done | Later | Parked


def settle(handler: Handler, claim: Claim) -> Settlement:
    """Asks the handler to do the job, or to give it up, in the calling thread. Raises nothing."""
    is_poison = claim.attempt > MAX_ATTEMPTS  # every attempt so far ended its process
    if is_poison or claim.age_s > KEEP_TRYING_S:
        return _give_up(handler, claim, reason="crashed" if is_poison else "too_old")
    try:
        handler.run(claim)
    except Again as wish:
        return Later(wish.delay_s, claim.attempt - 1, claim.failures, reason="")
    except Retry as wish:
        return _known_failure(claim, wish)
    except Exception as error:
        log.exception("jobs.unexpected", kind=claim.job.kind, attempt=claim.attempt)
        return _unknown_failure(handler, claim, reason=type(error).__name__)
    return Done()


def _known_failure(claim: Claim, wish: Retry) -> Later:
    """As the handler wishes: it ended in order, so the attempt does not count."""
    failures = claim.failures + 1
    delay_s = max(MIN_DELAY_S, wish.delay_s or backoff_s(failures))
    delay_s *= random.uniform(1.0, 1.2)  # noqa: S311 - so that a crowd does not come back as one
    log.info("jobs.retry", kind=claim.job.kind, failures=failures, reason=wish.code)
    return Later(delay_s, claim.attempt - 1, failures, reason=wish.code)


def _unknown_failure(handler: Handler, claim: Claim, *, reason: str) -> Settlement:
    if claim.attempt >= MAX_ATTEMPTS:
        return _give_up(handler, claim, reason=reason)
    return Later(backoff_s(claim.attempt), claim.attempt, claim.failures, reason=reason)


def _give_up(handler: Handler, claim: Claim, *, reason: str) -> Settlement:
    try:
        handler.give_up(claim)
    except (Again, Retry) as wish:
        if claim.age_s < 2 * KEEP_TRYING_S:  # what it has to say is worth another try
            delay_s = max(MIN_DELAY_S, wish.delay_s or backoff_s(MAX_ATTEMPTS))
            return Later(delay_s, max(claim.attempt, MAX_ATTEMPTS), claim.failures, reason=reason)
    except Exception:
        log.exception("jobs.give_up_failed", kind=claim.job.kind)
    log.error("jobs.parked", kind=claim.job.kind, attempt=claim.attempt, reason=reason)
    return Parked(reason)
