"""Answers of a service that are remembered, so that the same picture is asked about once.

Metadata does not matter: a picture is known by its pixels. Only what a service answered is
remembered, under that service's name: neither failures nor what another answered in its place.
A refusal is not either: whoever shares a picture again that was flagged by mistake has it looked
at again.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import msgspec
import structlog

from bot.analyzers import Analyzer
from bot.analyzers.around import Around
from bot.model import Analysis, Ask, Picture
from bot.store.cache import LEASE_S, AnalysisCache, AnswerClaim, AnswerKey

log = structlog.get_logger()

POLL_S = 0.1
"""How often who waits for another's answer looks for it."""

PATIENCE_S = 60.0
"""Who has waited this long asks the service itself: a reply is worth more than a call."""


class Cached(Around):
    """An `Analyzer` that asks another one only what nobody has asked before."""

    def __init__(
        self,
        analyzer: Analyzer,
        cache: AnalysisCache,
        *,
        version: str,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`version` is all that an answer depends on beside the analyzer's name: model, release.

        The form of `Analysis` is part of it by itself.
        """
        super().__init__(analyzer)
        self._cache = cache
        form = msgspec.json.encode(msgspec.json.schema(Analysis))
        self._origin = hashlib.sha256(form + _joined(analyzer.name, version)).digest()
        self._sleep = sleep
        self._clock = clock

    def analyze(self, picture: Picture, ask: Ask) -> Analysis:
        """What is remembered, else what the analyzer answers or raises.

        While another asks the same, in this process or another, it is waited for.
        """
        key = AnswerKey(ask.asker.team, self._fingerprint(picture, ask.language))
        give_up_at = self._clock() + PATIENCE_S
        while (known := self._cache.find(key)) is None:
            claim = self._cache.claim(key)
            if claim is not None:
                return self._ask(picture, ask, claim)
            if self._clock() > give_up_at:
                return self._analyzer.analyze(picture, ask)
            self._sleep(POLL_S)
        log.info("analyzer.remembered", analyzer=self.name)
        return known

    def _ask(self, picture: Picture, ask: Ask, claim: AnswerClaim) -> Analysis:
        try:
            with self._renewed(claim):
                analysis = self._analyzer.analyze(picture, ask)
        except BaseException:
            self._cache.release(claim)
            raise
        self._cache.keep(claim, analysis)
        return analysis

    @contextmanager
    def _renewed(self, claim: AnswerClaim) -> Iterator[None]:
        """Keeps the claim while a slow answer is awaited: without that it would be another's."""
        is_over = threading.Event()

        def renew() -> None:
            while not is_over.wait(LEASE_S / 3):
                self._cache.renew(claim)

        keeper = threading.Thread(target=renew, name="cache-claim", daemon=True)
        keeper.start()
        try:
            yield
        finally:
            is_over.set()
            keeper.join()

    def _fingerprint(self, picture: Picture, language: str) -> str:
        """Of pixels, origin and language; costs 8 ms at 1600 x 1200."""
        digest = hashlib.sha256(self._origin)
        shape = (picture.image.height, picture.image.width, 3)
        digest.update(_joined(language, *map(str, shape)))
        digest.update(picture.image.tobytes())
        return digest.hexdigest()


def _joined(*words: str) -> bytes:
    """Unambiguous: no word can run into the next."""
    return msgspec.json.encode(words)
