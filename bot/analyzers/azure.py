"""Azure Computer Vision's Analyze Image, v3.2 and v2.0."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import structlog

from bot.analyzers.azure_answer import analysis_from_json
from bot.analyzers.azure_endpoint import KEY_HEADER, endpoint_of, path_of
from bot.analyzers.azure_errors import LANGUAGE_REFUSED, error_of
from bot.analyzers.azure_read import has_text, read_lines
from bot.analyzers.call import Call, Question, Terms
from bot.analyzers.neutral import with_neutral_captions, with_neutral_tags
from bot.analyzers.reply import json_in
from bot.analyzers.transport import KeyHeader, Transport
from bot.errors import AnalyzerFailed, AnalyzerGone, BotError, Unexpected
from bot.model import TEXT_NOT_READ, Analysis, Ask, Picture, UploadLimits

log = structlog.get_logger()

LIMITS = {
    "3.2": UploadLimits(max_bytes=4_000_000, min_side_px=51, max_side_px=15_999),
    "2.0": UploadLimits(max_bytes=4_000_000, min_side_px=50, max_side_px=15_999),
}
"""By version. "Less than 4 MB", whichever MB is meant; v3.2 takes "greater than 50 x 50" and "less
than 16,000", v2.0 "at least 50 x 50".
Source: https://learn.microsoft.com/azure/ai-services/computer-vision/overview-image-analysis."""

LANGUAGES = frozenset({"en", "es", "ja", "pt", "zh"})
"""Of captions and categories, in both swaggers; only tags know more."""

QUERIES = {
    "3.2": {
        "visualFeatures": "Categories,Description,Color,Tags,Adult,Objects,Brands",
        "details": "Landmarks",
        "model-version": "latest",
    },
    "2.0": {
        "visualFeatures": "Categories,Description,Color,Tags,Adult",
        "details": "Landmarks",
    },
}
"""Never Faces, which guesses age and gender, nor Celebrities: nobody is told who somebody is.
v2.0's swagger has neither Objects nor Brands."""


class AzureAnalyzer:
    """Posts the picture's upload to Analyze Image; an `Analyzer`.

    Of the picture only `upload.body` leaves; the key goes to `endpoint`'s host alone. Where v3.2
    sees that there is text, the picture is sent to its Read as well.
    """

    def __init__(
        self, *, endpoint: str, key: str, version: str | None = None, terms: Terms | None = None
    ) -> None:
        """Raises ValueError where `endpoint` or `key` cannot be used, without repeating them."""
        self._url, self._version = endpoint_of(endpoint, version)
        self._base = self._url.removesuffix(path_of(self._version))
        self._can_read = self._version == "3.2"
        self._transport = Transport(
            key=KeyHeader(KEY_HEADER, key),
            error_of=partial(error_of, limits=self.upload_limits),
            terms=terms or Terms(),
        )

    @property
    def name(self) -> str:
        return f"azure-{self._version}"

    @property
    def upload_limits(self) -> UploadLimits:
        return LIMITS[self._version]

    def analyze(self, picture: Picture, ask: Ask) -> Analysis:
        """What the service sees, in the language asked for if it knows that, else in English.

        Azure's docs say that Color and Adult "throw" in other languages; recorded answers with
        language=zh have colors all the same. So all is asked for, and where a language is
        refused after all, the same again in English.

        Raises:
            TooLarge, TooSmall, Withheld: the service refused this picture.
            AnalyzerBusy, AnalyzerFailed, AnalyzerGone, AnalyzerOverQuota, AnalyzerRejectedKey
        """
        if picture.upload is None:
            raise Unexpected("picture was prepared without an upload")
        call = self._transport.call(ask.asker)
        asked = ask.language if ask.language in LANGUAGES else "en"
        try:
            return self._analysis(call, picture.upload.body, asked)
        except AnalyzerFailed as error:
            if asked == "en" or LANGUAGE_REFUSED not in str(error):
                raise
        return self._analysis(call, picture.upload.body, "en")

    def _analysis(self, call: Call, body: bytes, language: str) -> Analysis:
        query = {**QUERIES[self._version], "language": language}
        reply = call.ask(Question(self._url, query=query, body=body))
        found = analysis_from_json(json_in(reply), analyzer=self.name, language=language)
        if self._can_read and has_text(found):
            found = self._with_text(found, call, body)
        return with_neutral_tags(with_neutral_captions(found)) if language == "en" else found

    def _with_text(self, found: Analysis, call: Call, body: bytes) -> Analysis:
        """With what stands in the picture; where that fails without it, since the rest is there."""
        try:
            return replace(found, text_lines=read_lines(call, self._base, body))
        except AnalyzerGone as error:  # a server of one's own, without Read
            log.warning("analyzer.nothing_read", analyzer=self.name, code=error.code)
            self._can_read = False
            return found
        except BotError as error:
            log.warning("analyzer.nothing_read", analyzer=self.name, code=error.code)
            return replace(found, lacking=TEXT_NOT_READ)
