"""Azure's Image Analysis 4.0."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import structlog

from bot.analyzers.azure4_answer import analysis_from_imageanalysis
from bot.analyzers.azure_endpoint import KEY_HEADER, endpoint_of
from bot.analyzers.azure_errors import REGION_REFUSED, error_of
from bot.analyzers.call import Call, Question, Terms
from bot.analyzers.neutral import with_neutral_captions, with_neutral_tags
from bot.analyzers.reply import json_in
from bot.analyzers.transport import KeyHeader, Transport
from bot.errors import AnalyzerFailed, Unexpected
from bot.model import CAPTIONS_NOT_IN_REGION, Analysis, Ask, Picture, UploadLimits

log = structlog.get_logger()

LIMITS = UploadLimits(max_bytes=20_000_000, min_side_px=51, max_side_px=15_999)
"""Its own error says "larger than 20971520 bytes"; its docs "greater than 50 x 50 pixels and less
than 16,000 x 16,000": call-analyze-image-40 of learn.microsoft.com, November 2026."""

API_VERSION = "2024-02-01"
FEATURES_EVERYWHERE = ("tags", "read", "objects", "people")
CAPTIONS = ("caption", "denseCaptions")
"""Known in some regions only."""


class ImageAnalysisAnalyzer:
    """Posts the picture's upload to Image Analysis 4.0; an `Analyzer`.

    Captions are in English and gender-neutral. Where the resource's region has none, that is
    noticed once in a process, and the analysis has tags, text and objects, and says why no caption.
    """

    name = "azure-4.0"
    upload_limits = LIMITS

    def __init__(self, *, endpoint: str, key: str, terms: Terms | None = None) -> None:
        """Raises ValueError where `endpoint` or `key` cannot be used, without repeating them."""
        self._url, _ = endpoint_of(endpoint, "4.0")
        self._has_captions = True
        self._transport = Transport(
            key=KeyHeader(KEY_HEADER, key),
            error_of=partial(error_of, limits=LIMITS),
            terms=terms or Terms(),
        )

    def analyze(self, picture: Picture, ask: Ask) -> Analysis:
        """What the service sees.

        Returns:
            Always in English: 4.0 refuses captions in any other language. Without colors, which
            it does not measure.

        Raises:
            TooLarge, TooSmall, Withheld: the service refused this picture.
            AnalyzerBusy, AnalyzerFailed, AnalyzerGone, AnalyzerOverQuota, AnalyzerRejectedKey
        """
        if picture.upload is None:
            raise Unexpected("picture was prepared without an upload")
        call = self._transport.call(ask.asker)
        if self._has_captions:
            try:
                return self._analysis(call, picture.upload.body, CAPTIONS + FEATURES_EVERYWHERE)
            except AnalyzerFailed as error:
                if REGION_REFUSED not in str(error):
                    raise
            self._has_captions = False
            log.warning("analyzer.no_captions", analyzer=self.name)
        found = self._analysis(call, picture.upload.body, FEATURES_EVERYWHERE)
        return replace(found, lacking=CAPTIONS_NOT_IN_REGION)

    def _analysis(self, call: Call, body: bytes, features: tuple[str, ...]) -> Analysis:
        query = {
            "api-version": API_VERSION,
            "features": ",".join(features),
            "language": "en",
            "model-version": "latest",
            "gender-neutral-caption": "true",
        }
        reply = call.ask(Question(self._url, query=query, body=body))
        found = analysis_from_imageanalysis(json_in(reply), analyzer=self.name)
        return with_neutral_tags(with_neutral_captions(found))
