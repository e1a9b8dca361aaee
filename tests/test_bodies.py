"""Bodies of requests, within their bounds."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from bot.bodies import read_body


class TooLargeHere(Exception):
    """As each server says it."""


async def pieces(*sent: bytes, breaks_off: bool = False) -> AsyncIterator[bytes]:
    for piece in sent:
        yield piece
    if breaks_off:
        raise ClientDisconnect


async def silence() -> AsyncIterator[bytes]:
    await asyncio.Event().wait()
    yield b""


async def first_of(stream: AsyncIterator[bytes]) -> bytes:
    return await anext(stream)


def read(stream: AsyncIterator[bytes], declared: str | None = None) -> bytes:
    headers = Headers({} if declared is None else {"content-length": declared})
    return asyncio.run(
        read_body(headers, stream, max_bytes=10, timeout_s=0.05, too_large=TooLargeHere())
    )


@pytest.mark.parametrize("declared", [None, "10"])
def test_a_body_within_its_bounds_is_whole(declared: str | None) -> None:
    """In however many pieces it comes, to the last byte that is allowed."""
    assert read(pieces(b"01234", b"", b"56789"), declared) == b"0123456789"


@pytest.mark.parametrize("declared", ["11", "-1", "1e1", "ten", ""])
def test_an_odd_or_large_size_is_refused_unread(declared: str) -> None:
    """Nothing of it is taken."""
    unread = pieces(b"0")
    with pytest.raises(TooLargeHere):
        read(unread, declared)
    assert asyncio.run(first_of(unread)) == b"0"


@pytest.mark.parametrize("declared", [None, "3"])
def test_what_is_said_of_the_size_is_not_believed(declared: str | None) -> None:
    """A body that grows beyond its bound ends there."""
    with pytest.raises(TooLargeHere):
        read(pieces(b"0123456789", b"0"), declared)


@pytest.mark.parametrize(
    ("stream", "status"),
    [(silence, 408), (lambda: pieces(b"01", breaks_off=True), 400)],
    ids=["silence", "broken off"],
)
def test_half_a_body_is_the_clients_fault(
    stream: Callable[[], AsyncIterator[bytes]], status: int
) -> None:
    """Nobody waits for the rest, and no traceback is written."""
    with pytest.raises(HTTPException) as refused:
        read(stream())
    assert refused.value.status_code == status
