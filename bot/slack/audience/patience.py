"""How long it makes sense to try again for somebody who sits and waits."""

from __future__ import annotations

from bot.errors import Unavailable
from bot.jobs import Claim, Retry

PATIENCE_S = 120.0
"""Ours: later, who asked has turned to something else."""


def retry_while_awaited(error: Unavailable, claim: Claim) -> None:
    """Returns when the next attempt would come too late. Raises Retry."""
    if claim.age_s + (error.retry_after_s or 0.0) < min(error.patience_s, PATIENCE_S):
        raise Retry(error.code, delay_s=error.retry_after_s) from error
