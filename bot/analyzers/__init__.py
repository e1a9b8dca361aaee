"""The seam between a picture and whoever describes it."""

from __future__ import annotations

from typing import Protocol

from bot.model import Analysis, Ask, Picture, UploadLimits


class Analyzer(Protocol):
    """Describes one picture. Safe to call from several threads at once."""

    @property
    def name(self) -> str:
        """What `Analysis.analyzer` will say."""

    @property
    def upload_limits(self) -> UploadLimits | None:
        """What it accepts as bytes; None when it reads pixels and needs no upload."""

    def analyze(self, picture: Picture, ask: Ask) -> Analysis:
        """What it sees, in the language asked for where it speaks that, else in English.

        Raises:
            Refused: this picture will never be described.
            Unavailable: the analyzer cannot answer now.
        """
