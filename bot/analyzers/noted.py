"""Notes with each analysis what left this machine for it. Opens no socket."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

from bot.analyzers import Analyzer
from bot.analyzers.around import Around
from bot.model import Analysis, Ask, Picture, Sent


class Noted(Around):
    """A service at `endpoint`; itself an `Analyzer`."""

    def __init__(self, analyzer: Analyzer, *, endpoint: str) -> None:
        super().__init__(analyzer)
        self._host = urlsplit(endpoint).hostname or ""

    def analyze(self, picture: Picture, ask: Ask) -> Analysis:
        """What the service says, and what it was sent. Raises what the service's analyzer does."""
        analysis = self._analyzer.analyze(picture, ask)
        upload = picture.upload
        if upload is None:
            return analysis
        sent = Sent(self._host, len(upload.body), upload.width_px, upload.height_px)
        return replace(analysis, sent=sent)
