"""The use case: a picture's bytes in, its Description out. Knows nothing of Slack."""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Callable

from bot.analyzers.fallback import Chain
from bot.colors import measure_colors
from bot.errors import BotError, Withheld
from bot.images import prepare
from bot.model import Ask, Description, Failure, Outcome, Picture
from bot.settings import ChannelSettings, WhichAnalyzer


class Describer:
    """Describes pictures with the analyzers of `chain`. Safe to call from several threads.

    At most one picture for each core is decoded at once, since each may cost hundreds of MB. Where
    all analyzers read pixels, it is described before the next is decoded: sixteen decoded pictures
    that wait for a core cost 50 MB. Where one asks a service, others are decoded meanwhile.
    """

    def __init__(self, chain: Chain, *, decoders: threading.BoundedSemaphore | None = None) -> None:
        """`decoders`: of another describer, to share its places; by default its own."""
        self._chain = chain
        self._decoders = decoders or threading.BoundedSemaphore(os.cpu_count() or 1)

    def with_chain(self, chain: Chain) -> Describer:
        """A describer of other analyzers that shares this one's bound on decoding."""
        return Describer(chain, decoders=self._decoders)

    def describe(self, data: bytes, ask: Ask) -> Description:
        """What the picture in `data` shows, with colors in every case.

        Raises:
            Refused: this picture cannot be described, whoever is asked.
            Unavailable: no analyzer could answer.
        """
        if self._chain.upload_limits is not None:
            return self.describe_picture(self.prepare(data), ask)
        with self._decoders:
            return self.describe_picture(prepare(data, limits=None), ask)

    def prepare(self, data: bytes) -> Picture:
        """The decoded picture, with an upload when an analyzer wants one. Raises Refused."""
        with self._decoders:
            return prepare(data, limits=self._chain.upload_limits)

    def describe_picture(self, picture: Picture, ask: Ask) -> Description:
        """What a prepared picture shows. Raises what `describe` does."""
        analysis, stand_in_for = self._chain.analyze(picture, ask)
        return Description(
            analysis=analysis,
            colors=analysis.colors or measure_colors(picture.image),
            width_px=picture.width_px,
            height_px=picture.height_px,
            format=picture.format,
            is_animated=picture.is_animated,
            stand_in_for=stand_in_for,
            fingerprint=_fingerprint(picture),
        )


class ChannelDescriber:
    """Describes pictures as their channel decided: by any analyzer, or the built-in one alone."""

    def __init__(
        self,
        *,
        by_any: Describer,
        by_embedded: Describer,
        settings_of: Callable[[str, str], ChannelSettings],
    ) -> None:
        """`settings_of` gives what holds in a channel, by team and channel."""
        self._by = {WhichAnalyzer.ANY: by_any, WhichAnalyzer.EMBEDDED: by_embedded}
        self._settings_of = settings_of

    def describe(self, data: bytes, ask: Ask) -> Description:
        """What the picture shows. Raises what `Describer.describe` does."""
        settings = self._settings_of(ask.asker.team, ask.asker.channel)
        return self._by[settings.analyzer].describe(data, ask)


def _fingerprint(picture: Picture) -> str:
    """Of pixels and sides; costs 12 ms at 1600 x 1200. It is stored: another one loses edits."""
    shape = (picture.image.height, picture.image.width, 3)
    digest = hashlib.blake2b(repr(shape).encode(), digest_size=16)
    digest.update(picture.image.tobytes())
    return digest.hexdigest()


def failed(error: BotError) -> Outcome:
    """What is kept of a picture that has no description, because of `error`."""
    return Outcome(failure=Failure(error.code, error.facts))


def require_publishable(description: Description) -> None:
    """Raises Withheld when the description must not be shown to a whole channel."""
    adult = description.analysis.adult
    if adult is not None and adult.is_adult:
        raise Withheld
