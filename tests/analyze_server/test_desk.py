"""What becomes of our own errors, and how many requests are in hand."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import Any

import pytest

from bot.analyze_server.desk import CODES, RETRY_AFTER_S, Desk, Fetch
from bot.analyze_server.error_bodies import SENTENCES, Fault
from bot.analyze_server.uploads import Accepted
from bot.analyzers.fallback import Chain
from bot.describe import Describer
from bot.errors import (
    AddressFailed,
    AddressRefused,
    AnalyzerBusy,
    AnalyzerFailed,
    AnalyzerGone,
    AnalyzerOverQuota,
    AnalyzerRejectedKey,
    BotError,
    Declined,
    NotAnImage,
    Refused,
    TooLarge,
    TooManyPixels,
    TooSmall,
    UnsupportedFormat,
)
from tests.analyze_server.room import ToldAnalyzer
from tests.room import picture

ACCEPTED = Accepted(4_000_000, 50, 15_999, frozenset({"PNG"}))
MADE: dict[type[Refused], tuple[Any, ...]] = {
    TooLarge: (1,),
    TooManyPixels: (1, 1),
    TooSmall: (1,),
    UnsupportedFormat: ("ICO",),
}


@contextmanager
def desk(
    error: BotError | None = None, *, fetch: Fetch | None = None, places: int = 1
) -> Iterator[Desk]:
    describer = Describer(Chain([ToldAnalyzer(error=error)]))
    with ThreadPoolExecutor(1) as analyses, ThreadPoolExecutor(1) as fetches:
        yield Desk(describer, fetch=fetch, analyses=analyses, fetches=fetches, places=places)


def fault_of(
    error: BotError | None, upload: bytes | str | None = None, fetch: Fetch | None = None
) -> Fault:
    with desk(error, fetch=fetch) as asked, pytest.raises(Fault) as caught:
        asyncio.run(asked.describe(upload or picture(), ACCEPTED, language="en"))
    return caught.value


def refusals() -> list[type[Refused]]:
    """Every leaf that a picture on its way to an analyzer can meet."""
    return [leaf for leaf in Refused.__subclasses__() if leaf is not Declined]


@pytest.mark.parametrize("leaf", refusals(), ids=lambda leaf: leaf.code)
def test_every_way_to_refuse_a_picture_has_the_service_s_word(leaf: type[Refused]) -> None:
    """None is missed when one is added."""
    assert fault_of(leaf(*MADE.get(leaf, ()))).code == CODES[leaf]
    assert CODES[leaf] in SENTENCES


@pytest.mark.parametrize(
    ("error", "code", "wait_s"),
    [
        (AnalyzerBusy("busy"), "ServiceUnavailable", RETRY_AFTER_S),
        (AnalyzerBusy("busy", retry_after_s=7.5), "ServiceUnavailable", 7.5),
        (AnalyzerOverQuota("quota", retry_after_s=90.0), "ServiceUnavailable", 90.0),
        (AnalyzerFailed("500"), "FailedToProcess", None),
    ],
    ids=str,
)
def test_a_service_behind_ours_that_fails_is_no_fault_of_the_client(
    error: BotError, code: str, wait_s: float | None
) -> None:
    """It is told to come back where that may help, and when."""
    fault = fault_of(error)
    assert (fault.code, fault.retry_after_s) == (code, wait_s)


@pytest.mark.parametrize("leaf", [AnalyzerGone, AnalyzerRejectedKey, AnalyzerOverQuota])
def test_our_own_key_is_not_the_client_s(leaf: Any) -> None:
    """A key that a service behind ours refuses never looks like the client's own."""
    assert fault_of(leaf("x")).code in {"FailedToProcess", "ServiceUnavailable"}


@pytest.mark.parametrize("error", [AddressRefused(), AddressFailed(), TooLarge(1), NotAnImage()])
def test_an_address_that_gives_no_picture_is_refused(error: Refused) -> None:
    """In the same words as a picture that was sent."""

    def fetch(_address: str, _max_bytes: int) -> bytes:
        raise error

    assert fault_of(None, "http://example.com/a.png", fetch).code == CODES[type(error)]


def test_without_a_way_to_fetch_every_address_is_refused() -> None:
    """Nothing is looked up."""
    assert fault_of(None, "http://example.com/a.png").code == "InvalidImageUrl"


def test_what_lies_behind_an_address_is_described() -> None:
    """As if it had been sent, within the same limit."""
    asked: list[tuple[str, int]] = []

    def fetch(address: str, max_bytes: int) -> bytes:
        asked.append((address, max_bytes))
        return picture()

    with desk(fetch=fetch) as open_desk:
        found = asyncio.run(open_desk.describe("http://example.com/a.png", ACCEPTED, language="en"))
    assert found.width_px == 120
    assert asked == [("http://example.com/a.png", 4_000_000)]


def test_places_are_taken_and_given_back() -> None:
    """Who comes when none is free is told when to come again."""
    with desk(places=1) as open_desk:
        with open_desk.place(), pytest.raises(Fault) as caught, open_desk.place():
            pass
        with open_desk.place():
            pass
    assert caught.value.code == "ServiceUnavailable"
    assert caught.value.retry_after_s == RETRY_AFTER_S


def test_a_request_that_fails_gives_its_place_back() -> None:
    """Else failures would shut the door."""
    with desk(places=1) as open_desk:
        with suppress(Fault), open_desk.place():
            raise Fault("BadArgument")
        with open_desk.place():
            pass
