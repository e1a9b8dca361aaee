"""The use case, and how it is kept on this machine."""

from __future__ import annotations

import io
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from PIL import Image

from bot.analyzers.azure import AzureAnalyzer
from bot.analyzers.call import Terms
from bot.analyzers.fallback import Chain
from bot.describe import Describer
from bot.embedded import EmbeddedAnalyzer
from bot.errors import AnalyzerBusy
from bot.model import Analysis, Ask, Picture, UploadLimits
from tests.room import picture

WATCHED: list[str] = []
_is_watching = False


def _watch(event: str, _arguments: object) -> None:
    """Every socket that Python code of any library makes. Hooks cannot be taken off again."""
    if _is_watching and event.startswith("socket."):
        WATCHED.append(event)


sys.addaudithook(_watch)


@contextmanager
def watching() -> Iterator[list[str]]:
    global _is_watching
    WATCHED.clear()
    _is_watching = True
    try:
        yield WATCHED
    finally:
        _is_watching = False


def describer() -> Describer:
    """The service first, where nobody listens; then the built-in analyzer."""
    terms = Terms(sleep=lambda _: None)
    service = AzureAnalyzer(endpoint="http://127.0.0.1:9", key="k", terms=terms)
    return Describer(Chain([service, EmbeddedAnalyzer()]))


def test_kept_on_this_machine_no_socket_is_made() -> None:
    """Not even one: no name is looked up, nothing is connected."""
    local = describer().with_chain(Chain([EmbeddedAnalyzer()]))
    with watching() as events:
        description = local.describe(picture(), Ask("en"))
    assert events == []
    assert description.analysis.analyzer == "embedded"
    assert description.stand_in_for is None


def test_the_watch_sees_sockets() -> None:
    """The same picture with the service allowed makes some: the test above can fail."""
    with watching() as events:
        description = describer().describe(picture(), Ask("en"))
    assert "socket.connect" in events
    assert description.stand_in_for is not None
    assert description.stand_in_for.code == AnalyzerBusy.code


def test_kept_here_a_picture_is_not_encoded_again() -> None:
    """There is nobody to upload it to, and no service's smallest size."""
    local = describer().with_chain(Chain([EmbeddedAnalyzer()]))
    assert local.prepare(picture(size=20)).upload is None


def test_a_picture_is_recognized_by_later_releases() -> None:
    """What is kept of one goes by this: it depends on the pixels and sides, and stays as it is."""
    png = io.BytesIO()
    Image.new("RGB", (3, 2), (255, 0, 0)).save(png, "PNG")
    local = describer().with_chain(Chain([EmbeddedAnalyzer()]))
    description = local.describe(png.getvalue(), Ask("en"))
    assert description.fingerprint == "b88d5edde25cad80687ec9f9bbba38f1"


def test_it_shares_the_places_for_decoding() -> None:
    """Two describers of one process decode no more at once than one would."""
    whole = describer()
    assert whole.with_chain(Chain([EmbeddedAnalyzer()]))._decoders is whole._decoders


_SERVICE = UploadLimits(max_bytes=4_000_000, min_side_px=50, max_side_px=16_000)


class _Waiting:
    """Says whether another picture could be decoded while it looks at one."""

    name = "waiting"

    def __init__(self, decoders: threading.BoundedSemaphore, limits: UploadLimits | None) -> None:
        self._decoders = decoders
        self.upload_limits = limits
        self.was_free: bool | None = None

    def analyze(self, picture: Picture, ask: Ask) -> Analysis:
        self.was_free = self._decoders.acquire(blocking=False)
        if self.was_free:
            self._decoders.release()
        return Analysis(analyzer=self.name, language="en")


@pytest.mark.parametrize(("limits", "is_free"), [(None, False), (_SERVICE, True)])
def test_pictures_do_not_wait_decoded_for_a_core(
    limits: UploadLimits | None, *, is_free: bool
) -> None:
    """While one is looked at here no other is decoded in its place; for a service's answer, one."""
    decoders = threading.BoundedSemaphore(1)
    waiting = _Waiting(decoders, limits)
    Describer(Chain([waiting]), decoders=decoders).describe(picture(), Ask("en"))
    assert waiting.was_free is is_free
    assert decoders.acquire(blocking=False)
