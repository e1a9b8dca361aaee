"""Analyzers in order: the first that can answer does. Opens no socket."""

from __future__ import annotations

from collections.abc import Sequence

from bot.analyzers import Analyzer
from bot.errors import Unavailable
from bot.model import Analysis, Ask, Picture, UploadLimits


class Chain:
    """Asks each analyzer in turn, and says what kept the first from answering."""

    def __init__(self, analyzers: Sequence[Analyzer]) -> None:
        if not analyzers:
            raise ValueError("a chain needs at least one analyzer")
        self._analyzers = tuple(analyzers)

    @property
    def upload_limits(self) -> UploadLimits | None:
        """Of the first analyzer that wants bytes; None when all read pixels."""
        limits = (analyzer.upload_limits for analyzer in self._analyzers)
        return next((wanted for wanted in limits if wanted is not None), None)

    def analyze(self, picture: Picture, ask: Ask) -> tuple[Analysis, str | None]:
        """The first answer, and the code of the first analyzer's error when another gave it.

        Raises:
            Refused: at once, whoever says so: no analyzer shall describe what one refused.
            Unavailable: nobody could answer; the first analyzer's error, whose wait counts.
        """
        failures: list[Unavailable] = []
        for analyzer in self._analyzers:
            try:
                answer = analyzer.analyze(picture, ask)
            except Unavailable as error:
                failures.append(error)
            else:
                return answer, failures[0].code if failures else None
        first, *others = failures
        for other in others:  # as notes: the first's own cause stays in the traceback
            first.add_note(f"then {other.code}: {other}")
        raise first
