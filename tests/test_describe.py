"""The use case, and how it is kept on this machine."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from bot.analyzers.azure import AzureAnalyzer
from bot.analyzers.fallback import Chain
from bot.analyzers.transport import Terms
from bot.describe import Describer
from bot.embedded import EmbeddedAnalyzer
from bot.errors import AnalyzerBusy
from bot.model import Ask
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


def test_it_shares_the_places_for_decoding() -> None:
    """Two describers of one process decode no more at once than one would."""
    whole = describer()
    assert whole.with_chain(Chain([EmbeddedAnalyzer()]))._decoders is whole._decoders
