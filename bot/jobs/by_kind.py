"""One handler for all jobs: each kind has its own behind it."""

from __future__ import annotations

from collections.abc import Mapping

from bot.jobs import Claim, Handler


class ByKind:
    """Hands each job to the handler of its kind."""

    def __init__(self, handlers: Mapping[str, Handler]) -> None:
        self._handlers = handlers

    def run(self, claim: Claim) -> None:
        self._handlers[claim.job.kind].run(claim)

    def give_up(self, claim: Claim) -> None:
        self._handlers[claim.job.kind].give_up(claim)
