"""What requests carry in, Descriptions out: so many at once, so many waiting, the rest refused."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import TypeAlias

from bot.analyze_server.error_bodies import Fault
from bot.analyze_server.uploads import Accepted, require_accepted
from bot.describe import Describer
from bot.errors import (
    AddressFailed,
    AddressRefused,
    Damaged,
    NotAnImage,
    Refused,
    TooLarge,
    TooManyPixels,
    TooSmall,
    Unavailable,
    UnsupportedFormat,
    Withheld,
)
from bot.model import Ask, Description

RETRY_AFTER_S = 2.0
"""What a client is asked to wait where nothing better is known: by then most are answered."""

Fetch: TypeAlias = Callable[[str, int], bytes]
"""What lies behind an address, at most so many bytes. Raises Refused."""

CODES: Mapping[type[Refused], str] = {
    AddressFailed: "InvalidImageUrl",
    AddressRefused: "InvalidImageUrl",
    Damaged: "InvalidImageFormat",
    NotAnImage: "InvalidImageFormat",
    TooLarge: "InvalidImageSize",
    TooManyPixels: "InvalidImageDimension",
    TooSmall: "InvalidImageDimension",
    UnsupportedFormat: "InvalidImageFormat",
    Withheld: "NotSupportedImage",
}
"""The service's word for each way to refuse a picture."""


class Desk:
    """Describes pictures for requests. Its methods are for one event loop."""

    def __init__(
        self,
        describer: Describer,
        *,
        fetch: Fetch | None,
        analyses: Executor,
        fetches: Executor,
        places: int,
    ) -> None:
        """`analyses` and `fetches` do the work; `places` is how many requests may be in hand."""
        self._describer = describer
        self._fetch = fetch
        self._analyses = analyses
        self._fetches = fetches
        self._free = places

    @contextmanager
    def place(self) -> Iterator[None]:
        """A place in the queue, to be taken before a body is read: each may be 20 MB.

        Raises:
            Fault: ServiceUnavailable, when none is free.
        """
        if self._free <= 0:
            raise Fault("ServiceUnavailable", retry_after_s=RETRY_AFTER_S)
        self._free -= 1
        try:
            yield
        finally:
            self._free += 1

    async def describe(
        self, upload: bytes | str, accepted: Accepted, *, language: str
    ) -> Description:
        """What the picture shows, or the picture at an address. Raises Fault."""
        loop = asyncio.get_running_loop()
        if isinstance(upload, str):
            upload = await loop.run_in_executor(
                self._fetches, self._fetched, upload, accepted.max_bytes
            )
        return await loop.run_in_executor(
            self._analyses, self._describe, upload, accepted, language
        )

    def _fetched(self, address: str, max_bytes: int) -> bytes:
        if self._fetch is None:
            raise Fault("InvalidImageUrl")
        with _as_faults():
            return self._fetch(address, max_bytes)

    def _describe(self, data: bytes, accepted: Accepted, language: str) -> Description:
        with _as_faults():
            require_accepted(data, accepted)
            return self._describer.describe(data, Ask(language))


@contextmanager
def _as_faults() -> Iterator[None]:
    """Our errors as the service's. What keeps our own analyzer from answering is our fault."""
    try:
        yield
    except Refused as error:
        raise Fault(CODES.get(type(error), "BadArgument")) from error
    except Unavailable as error:
        if error.patience_s or error.retry_after_s is not None:
            wait_s = error.retry_after_s or RETRY_AFTER_S
            raise Fault("ServiceUnavailable", retry_after_s=wait_s) from error
        raise Fault("FailedToProcess") from error
