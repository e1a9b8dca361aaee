"""Analyzers in order: the first that can answer does. Opens no socket."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from bot.analyzers import Analyzer
from bot.errors import OverQuota, Unavailable
from bot.model import Analysis, Ask, Picture, StandIn, UploadLimits


class Chain:
    """Asks each analyzer in turn, and says what kept the first from answering."""

    def __init__(
        self, analyzers: Sequence[Analyzer], *, now: Callable[[], float] = time.time
    ) -> None:
        """`now` gives seconds since the epoch."""
        if not analyzers:
            raise ValueError("a chain needs at least one analyzer")
        self._now = now
        self._analyzers = tuple(analyzers)

    @property
    def upload_limits(self) -> UploadLimits | None:
        """What every analyzer that wants bytes accepts; None when all read pixels."""
        limits = [wanted for a in self._analyzers if (wanted := a.upload_limits) is not None]
        if not limits:
            return None
        return UploadLimits(
            max_bytes=min(each.max_bytes for each in limits),
            min_side_px=max(each.min_side_px for each in limits),
            max_side_px=min(each.max_side_px for each in limits),
            long_side_px=min(each.long_side_px for each in limits),
        )

    def analyze(self, picture: Picture, ask: Ask) -> tuple[Analysis, StandIn | None]:
        """The first answer, and why the first analyzer did not give it, when another did.

        Raises:
            Refused: at once, whoever says so: no analyzer shall describe what one refused.
            Unavailable: nobody could answer; the first analyzer's error, whose wait counts.
        """
        failures: list[Unavailable] = []
        for analyzer in self._analyzers:
            try:
                answer = analyzer.analyze(picture, ask)
            except Unavailable as error:
                failures.append(self._dated(error))
            else:
                return answer, _stand_in(failures[0]) if failures else None
        first, *others = failures
        for other in others:  # as notes: the first's own cause stays in the traceback
            first.add_note(f"then {other.code}: {other}")
        raise first

    def _dated(self, error: Unavailable) -> Unavailable:
        """A quota's end as a moment: it is read later."""
        if isinstance(error, OverQuota) and error.until_s is None:
            wait_s = error.retry_after_s
            error.until_s = None if wait_s is None else self._now() + wait_s
        return error


def _stand_in(error: Unavailable) -> StandIn:
    """Until when, of a quota alone: other waits are short, and passed when they are read."""
    return StandIn(error.code, error.until_s if isinstance(error, OverQuota) else None)
