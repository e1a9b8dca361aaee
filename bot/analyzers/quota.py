"""Keeps the calls to a service within what was bought and shared out, month by month.

The service knows nothing of workspaces, channels and people: this counts for it, in the store.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.analyzers.pace import Pace
from bot.errors import (
    AnalyzerOverQuota,
    ChannelOverQuota,
    OverQuota,
    OverShare,
    PersonOverQuota,
    WorkspaceOverQuota,
)
from bot.model import NOBODY, Asker
from bot.store.usage import Account, UsageStore


@dataclass(frozen=True, slots=True)
class Limits:
    """Calls in a calendar month, by UTC; None: any number. `total` is all of them together."""

    total: int | None = None
    workspace: int | None = None
    channel: int | None = None
    person: int | None = None


class Quota:
    """Counts calls and refuses those beyond `limits`; safe in all threads and processes."""

    def __init__(
        self, usage: UsageStore, limits: Limits, *, now: Callable[[], float] = time.time
    ) -> None:
        """`now` gives seconds since the epoch."""
        self._usage = usage
        self._limits = limits
        self._now = now

    def require_left(self, asker: Asker) -> None:
        """Raises OverQuota when no call is left, before anybody waits for it."""
        now = self._now()
        full = self._usage.full_account(month_of(now), list(self._accounts(asker)))
        if full is not None:
            raise _error(full, now)

    def count(self, asker: Asker) -> None:
        """Counts a call that is made now. Raises OverQuota, and counts nothing, if none is left."""
        now = self._now()
        full = self._usage.count_call(month_of(now), list(self._accounts(asker)))
        if full is not None:
            raise _error(full, now)

    def count_tokens(self, asker: Asker, tokens: int) -> None:
        """Adds what a language model bills for a call, which it tells in its answer."""
        self._usage.add_tokens(month_of(self._now()), list(self._accounts(asker)), tokens)

    def _accounts(self, asker: Asker) -> Iterator[Account]:
        """Always in this order, so that no two processes wait for each other."""
        limits = self._limits
        yield Account(NOBODY, limits.total)
        if asker.team:
            yield Account(Asker(asker.team), limits.workspace)
        if asker.channel:
            yield Account(Asker(asker.team, asker.channel), limits.channel)
        if asker.person:
            yield Account(Asker(asker.team, person=asker.person), limits.person)


class Gate:
    """What every call to a service passes: its quota and its pace."""

    def __init__(self, quota: Quota, pace: Pace) -> None:
        self._quota = quota
        self._pace = pace

    def wait(self, asker: Asker, at_most_s: float = math.inf) -> None:
        """Returns when the call may be made, and has counted it.

        Raises:
            OverQuota: at once.
            AnalyzerAtRate: its turn would come later than that.
            AnalyzerBusy: the service has asked for a pause that lasts longer.
        """
        self._quota.require_left(asker)
        self._pace.wait(at_most_s)
        self._quota.count(asker)

    def pause(self, pause_s: float) -> None:
        """Lets no call of any process begin for so long, as the service asked (Retry-After)."""
        self._pace.pause(pause_s)

    def count_tokens(self, asker: Asker, tokens: int) -> None:
        """Adds what a call has cost beside itself, once its answer says so."""
        self._quota.count_tokens(asker, tokens)


def month_of(epoch_s: float) -> str:
    """The calendar month, by UTC: "2026-11"."""
    return f"{datetime.fromtimestamp(epoch_s, UTC):%Y-%m}"


def last_month(epoch_s: float) -> str:
    """The month before that of `month_of`."""
    first = datetime.fromtimestamp(epoch_s, UTC).replace(day=1)
    return month_of((first - timedelta(days=1)).timestamp())


def next_month_s(epoch_s: float) -> float:
    """When the next month begins, by UTC, in seconds since the epoch."""
    first = datetime.fromtimestamp(epoch_s, UTC).replace(
        day=1, hour=0, minute=0, second=0, microsecond=0
    )
    return (first + timedelta(days=32)).replace(day=1).timestamp()


def _error(full: Account, now: float) -> OverQuota:
    until_s = next_month_s(now)
    wait_s = until_s - now
    if full.owner == NOBODY:
        return AnalyzerOverQuota(retry_after_s=wait_s)
    return _share(full.owner)(until_s=until_s, retry_after_s=wait_s)


def _share(owner: Asker) -> type[OverShare]:
    if owner.person:
        return PersonOverQuota
    return ChannelOverQuota if owner.channel else WorkspaceOverQuota
