"""The seam between a picture and whoever describes it."""

from __future__ import annotations

from typing import Protocol

from bot.model import Analysis, Picture, UploadLimits


class Analyzer(Protocol):
    """Describes one picture. Safe to call from several threads at once."""

    @property
    def name(self) -> str:
        """What `Analysis.analyzer` will say."""

    @property
    def upload_limits(self) -> UploadLimits | None:
        """What it accepts as bytes; None when it reads pixels and needs no upload."""

    def analyze(self, picture: Picture, *, language: str) -> Analysis:
        """What it sees. `language` is an ISO 639-1 code.

        Raises:
            Refused: this picture will never be described.
            Unavailable: the analyzer cannot answer now.
        """
