"""Notes with each analysis what left this machine for it. Opens no socket."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

from bot.analyzers import Analyzer
from bot.model import Analysis, Ask, Picture, Sent, UploadLimits


class Noted:
    """A service at `endpoint`; itself an `Analyzer`."""

    def __init__(self, analyzer: Analyzer, *, endpoint: str) -> None:
        self._analyzer = analyzer
        self._host = urlsplit(endpoint).hostname or ""

    @property
    def name(self) -> str:
        return self._analyzer.name

    @property
    def upload_limits(self) -> UploadLimits | None:
        return self._analyzer.upload_limits

    def analyze(self, picture: Picture, ask: Ask) -> Analysis:
        """What the service says, and what it was sent. Raises what the service's analyzer does."""
        analysis = self._analyzer.analyze(picture, ask)
        upload = picture.upload
        if upload is None:
            return analysis
        sent = Sent(self._host, len(upload.body), upload.width_px, upload.height_px)
        return replace(analysis, sent=sent)
