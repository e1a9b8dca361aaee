"""What stands around an analyzer and is one itself. Opens no socket."""

from __future__ import annotations

from bot.analyzers import Analyzer
from bot.model import UploadLimits


class Around:
    """Has the name and the limits of the analyzer inside; what it asks of it is its own affair."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer

    @property
    def name(self) -> str:
        return self._analyzer.name

    @property
    def upload_limits(self) -> UploadLimits | None:
        return self._analyzer.upload_limits
