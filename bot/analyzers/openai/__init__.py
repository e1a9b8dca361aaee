"""A vision model behind any OpenAI-compatible API: OpenAI, Azure, Ollama, llama.cpp, vLLM."""

from __future__ import annotations

import base64
import json
import threading
from dataclasses import replace

import structlog

from bot.analyzers.call import Call, Question, Terms
from bot.analyzers.neutral import with_neutral_captions, with_neutral_tags
from bot.analyzers.openai.answer import written_in
from bot.analyzers.openai.dialects import Chat, Dialect, Responses, Said
from bot.analyzers.openai.endpoint import openai_endpoint_of
from bot.analyzers.openai.errors import openai_error_of
from bot.analyzers.openai.prompt import instructions
from bot.analyzers.openai.sight import draw_probe
from bot.analyzers.reply import json_in
from bot.analyzers.transport import KeyHeader, Transport
from bot.errors import (
    AnalyzerBlind,
    AnalyzerBusy,
    AnalyzerFailed,
    Misconfigured,
    Unavailable,
    Unexpected,
    Withheld,
)
from bot.model import NOBODY, Analysis, Ask, Asker, Picture, TokenUse, UploadLimits

__all__ = ["OpenAiAnalyzer"]

log = structlog.get_logger()

LIMITS = UploadLimits(max_bytes=4_000_000, min_side_px=32, max_side_px=15_999)
"""OpenAI takes 50 MB in a request and shrinks to 2048 pixels itself. Qwen's models, which many
serve, take nothing below 28 pixels. Sources: platform.openai.com/docs/guides/images-vision, and
smart_resize in huggingface/transformers, November 2026."""

PROBES = 2
"""A model that reads one of two words has eyes."""
PROBE_WAIT_S = 60.0
"""How long a picture waits for a probe that another one began."""
_FORM_REFUSED = ("400", "422", "501")
"""Statuses of a server that does not know a schema, or another field of the question."""


class OpenAiAnalyzer:
    """Asks a model for caption, tags and text; an `Analyzer`.

    Before its first picture the model must read a word that we draw: one that cannot see is never
    believed. Of the picture only `upload.body` leaves; the key goes to `endpoint`'s host alone.
    """

    name = "openai"
    upload_limits = LIMITS

    def __init__(
        self,
        *,
        endpoint: str,
        key: str,
        model: str = "",
        terms: Terms | None = None,
        has_proven_sight: bool = False,
    ) -> None:
        """Raises ValueError where `endpoint` or `key` cannot be used, without repeating them."""
        self._endpoint = openai_endpoint_of(endpoint)
        self._model = "" if self._endpoint.names_model else model
        self._dialect: Dialect = Responses() if self._endpoint.is_responses else Chat()
        self._takes_schema = True
        self._has_proven_sight = has_proven_sight
        self._probing = threading.Lock()
        header = (
            KeyHeader("api-key", key)
            if self._endpoint.takes_api_key
            else KeyHeader("Authorization", key, scheme="Bearer")
        )
        terms = terms or Terms()
        self._count_tokens = terms.count_tokens
        self._transport = Transport(key=header, error_of=openai_error_of, terms=terms)

    def analyze(self, picture: Picture, ask: Ask) -> Analysis:
        """What the model sees, in the language of a two-letter code, else in English.

        Raises:
            Withheld: the model or its service will not describe this picture.
            AnalyzerBlind: the model cannot see.
            AnalyzerBusy, AnalyzerFailed, AnalyzerGone, AnalyzerOverQuota, AnalyzerRejectedKey
        """
        if picture.upload is None:
            raise Unexpected("picture was prepared without an upload")
        self.require_sight(ask.asker)
        is_code = len(ask.language) == 2 and ask.language.islower()
        ask = ask if is_code else replace(ask, language="en")
        said = self._ask(picture.upload.body, ask)
        if said.is_filtered:
            raise Withheld
        written = written_in(said.text)
        analysis = Analysis(
            analyzer=self.name,
            language=ask.language,
            caption=written.caption,
            tags=written.tags,
            text_lines=written.text_lines,
            model_version=said.model or self._model or None,
            tokens=said.tokens,
        )
        if ask.language != "en":
            return analysis
        return with_neutral_tags(with_neutral_captions(analysis))

    def probe(self) -> None:
        """Has the model prove that it sees. Raises Misconfigured when it does not."""
        try:
            self.require_sight()
        except AnalyzerBlind as error:
            raise Misconfigured(
                "The model of VISION_MODEL cannot see pictures: choose one with vision,"
                " or start its server with its vision part (llama.cpp: --mmproj)."
            ) from error
        except Unavailable as error:  # it is asked again before the first picture
            log.warning("analyzer.not_probed", analyzer=self.name, code=error.code)

    def require_sight(self, asker: Asker = NOBODY) -> None:
        """Returns once the model has read a drawn word, at no cost from then on.

        Raises AnalyzerBlind; it is tried anew the next time, for the server may get a new model.
        """
        if self._has_proven_sight:
            return
        if not self._probing.acquire(timeout=PROBE_WAIT_S):
            raise AnalyzerBusy("the model is still being probed")
        try:
            self._has_proven_sight = self._has_proven_sight or self._sees(Ask("en", asker))
        finally:
            self._probing.release()
        if not self._has_proven_sight:
            raise AnalyzerBlind("it did not read the word")

    def _sees(self, ask: Ask) -> bool:
        probes = (draw_probe() for _ in range(PROBES))
        return any(probe.is_read_in(self._ask(probe.body, ask).text) for probe in probes)

    def _ask(self, body: bytes, ask: Ask) -> Said:
        """The answer; in a plainer form for a server that refuses ours, from then on at once."""
        told = instructions(ask.language)
        picture_url = f"data:image/jpeg;base64,{base64.b64encode(body).decode()}"
        call = self._transport.call(ask.asker)
        if self._takes_schema:
            try:
                return self._post(call, ask, self._dialect.question(self._model, told, picture_url))
            except AnalyzerFailed as error:
                if not str(error).startswith(_FORM_REFUSED):
                    raise
        question = self._dialect.plain_question(self._model, told, picture_url)
        said = self._post(call, ask, question)
        self._takes_schema = False
        return said

    def _post(self, call: Call, ask: Ask, question: dict[str, object]) -> Said:
        reply = call.ask(
            Question(
                self._endpoint.url,
                query=self._endpoint.query,
                body=json.dumps(question).encode(),
                media_type="application/json",
            )
        )
        said = self._dialect.said(json_in(reply))
        if said.tokens:
            self._note(said.tokens, ask.asker)
        return said

    def _note(self, tokens: TokenUse, asker: Asker) -> None:
        read, written = tokens.input_tokens, tokens.output_tokens
        log.info("analyzer.tokens", analyzer=self.name, input_tokens=read, output_tokens=written)
        self._count_tokens(asker, read + written)
