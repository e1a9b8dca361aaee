"""Works leased jobs on a bounded pool of threads: one dispatcher claims, one keeper renews."""

from __future__ import annotations

import threading
import time
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

import structlog

from bot.jobs import Claim, Handler
from bot.jobs.settling import Done, Later, Parked, settle

log = structlog.get_logger()

HEARTBEAT_S = 5.0
POLL_S = 0.05
"""How soon a job of another process is noticed; one's own wakes the dispatcher. Takes no lock."""
SWEEP_S = 3600.0


class Leases(Protocol):
    """The table under the pool. All but `claim` change nothing once the lease was lost."""

    def claim(self) -> Claim | None:
        """The job that has been due longest, leased; None when nothing is due."""

    def finish(self, claim: Claim) -> None: ...

    def postpone(self, claim: Claim, later: Later) -> None: ...

    def park(self, claim: Claim, *, reason: str) -> None: ...

    def renew(self, keys: Collection[str]) -> None:
        """Prolongs the leases of these jobs."""

    def hand_back(self) -> None:
        """Makes every job leased here due at once, as if it had not been claimed."""

    def sweep(self) -> None:
        """Forgets what is no longer needed."""


class WorkerPool:
    """Runs `handler` on up to `threads` jobs at once, from `start` until `stop`."""

    def __init__(self, leases: Leases, handler: Handler, *, threads: int) -> None:
        self._leases = leases
        self._handler = handler
        self._threads = threads
        self._slots = threading.BoundedSemaphore(threads)
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="job")
        self._running: set[str] = set()
        self._guard = threading.Lock()
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._stopped = threading.Event()
        self._loops = [
            threading.Thread(target=self._dispatch, name="jobs-dispatch", daemon=True),
            threading.Thread(target=self._keep, name="jobs-keep", daemon=True),
        ]

    def start(self) -> None:
        for loop in self._loops:
            loop.start()

    def wake(self) -> None:
        """Says that a job may be due now."""
        self._wake.set()

    def stop(self, *, grace_s: float) -> bool:
        """Claims no more, waits for what runs, hands back the rest. True when all had ended."""
        self._stopping.set()
        self._wake.set()
        deadline = time.monotonic() + grace_s
        ended = [
            self._slots.acquire(timeout=max(0.0, deadline - time.monotonic()))
            for _ in range(self._threads)
        ]
        self._stopped.set()
        for loop in self._loops:
            loop.join(timeout=1.0)
        self._pool.shutdown(wait=False, cancel_futures=True)
        try:
            self._leases.hand_back()
        except Exception:
            log.warning("jobs.not_handed_back", exc_info=True)
        return all(ended)

    def _dispatch(self) -> None:
        while not self._stopping.is_set():
            if not self._slots.acquire(timeout=POLL_S):
                continue
            claim = self._claim_or_wait()
            if claim is None:
                self._slots.release()
                continue
            with self._guard:
                self._running.add(claim.job.key)
            self._pool.submit(self._work, claim)

    def _claim_or_wait(self) -> Claim | None:
        self._wake.clear()
        try:
            claim = self._leases.claim()
        except Exception:
            log.warning("jobs.claim_failed", exc_info=True)
            claim = None
        if claim is None:
            self._wake.wait(POLL_S)
        return claim

    def _work(self, claim: Claim) -> None:
        try:
            self.attempt(claim)
        except Exception:
            # The result could not be stored: the lease ends and the job comes again.
            log.exception("jobs.not_settled", kind=claim.job.kind)
        finally:
            with self._guard:
                self._running.discard(claim.job.key)
            self._slots.release()

    def attempt(self, claim: Claim) -> None:
        """Works one claim to its settlement, in the calling thread."""
        match settle(self._handler, claim):
            case Done():
                self._leases.finish(claim)
            case Later() as later:
                self._leases.postpone(claim, later)
            case Parked(reason):
                self._leases.park(claim, reason=reason)

    def _keep(self) -> None:
        """Renews the leases of what runs here until all has ended; now and then sweeps."""
        sweep_at = 0.0
        while not self._stopped.wait(HEARTBEAT_S):
            with self._guard:
                keys = sorted(self._running)
            try:
                self._leases.renew(keys)
                if time.monotonic() >= sweep_at:
                    self._leases.sweep()
                    sweep_at = time.monotonic() + SWEEP_S
            except Exception:
                log.warning("jobs.heartbeat_failed", exc_info=True)
