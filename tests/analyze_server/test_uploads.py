"""What requests carry: bytes, forms, addresses."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from tempfile import SpooledTemporaryFile
from typing import Any

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException

from bot.analyze_server import uploads
from bot.analyze_server.error_bodies import Fault
from bot.analyze_server.uploads import Accepted, read_upload, require_accepted
from bot.errors import Refused
from tests.drawings import saved
from tests.room import picture

LIMIT = 1000
ACCEPTED = Accepted(
    max_bytes=20_000, min_side_px=51, max_side_px=15_999, formats=frozenset({"PNG"})
)


def read(content_type: str, *pieces: bytes, length: int | None = None) -> bytes | str:
    headers = {"content-type": content_type}
    if length is not None:
        headers["content-length"] = str(length)
    return asyncio.run(read_upload(Headers(headers), stream_of(pieces), LIMIT))


async def stream_of(pieces: Sequence[bytes]) -> AsyncIterator[bytes]:
    for piece in pieces:
        yield piece


def form(*files: tuple[str, Any]) -> tuple[str, bytes]:
    """Content type and body, as requests writes them."""
    prepared = requests.Request("POST", "http://x", files=list(files)).prepare()
    assert isinstance(prepared.body, bytes)
    return prepared.headers["Content-Type"], prepared.body


def refusal(content_type: str, *pieces: bytes, length: int | None = None) -> str:
    with pytest.raises(Fault) as caught:
        read(content_type, *pieces, length=length)
    return caught.value.code


@given(st.lists(st.binary(max_size=200), max_size=5))
def test_bytes_come_through_in_any_pieces(pieces: list[bytes]) -> None:
    """With or without a length before them."""
    whole = b"".join(pieces)
    assert read("application/octet-stream", *pieces) == whole
    assert read("Application/Octet-Stream; x=y", *pieces, length=len(whole)) == whole


@given(st.binary(max_size=LIMIT), st.text("abc", min_size=1, max_size=5))
def test_the_file_of_a_form_comes_through(content: bytes, field: str) -> None:
    """Whatever its field is called, and whatever other fields stand beside it."""
    assert read(*form((field, ("a.png", content)), ("word", (None, "words")))) == content


def test_a_form_s_file_never_touches_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """However large it is."""

    def roll(_: object) -> None:
        raise AssertionError("it was written to the disk")

    monkeypatch.setattr(SpooledTemporaryFile, "rollover", roll)
    content = b"x" * 3_000_000
    content_type, body = form(("file", ("a.png", content)))
    headers = Headers({"content-type": content_type})
    assert asyncio.run(read_upload(headers, stream_of([body]), 4_000_000)) == content


@pytest.mark.parametrize("name", ["url", "Url", "URL"])
def test_an_address_comes_as_json(name: str) -> None:
    """.NET reads the name in any case, so its clients write it in any."""
    body = json.dumps({name: "https://example.com/a.png"}).encode()
    assert read("application/json; charset=utf-8", body) == "https://example.com/a.png"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "BadArgument"),
        (b"{", "BadArgument"),
        (b"\xff\xfe\x00", "BadArgument"),
        (b"[" * 60_000, "BadArgument"),
        (b'{"url": "' + b"x" * 70_000 + b'"}', "BadArgument"),
        (b"[]", "InvalidImageUrl"),
        (b"{}", "InvalidImageUrl"),
        (b'{"url": ""}', "InvalidImageUrl"),
        (b'{"url": 1}', "InvalidImageUrl"),
        (b'{"url": null}', "InvalidImageUrl"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_json_without_an_address_is_refused(body: bytes, code: str) -> None:
    """Broken JSON and a missing address apart."""
    assert refusal("application/json", body) == code


@pytest.mark.parametrize("kind", ["", "image/png", "text/plain", "multipart/mixed"])
def test_other_content_types_are_refused(kind: str) -> None:
    """Even that of the picture itself, as the service does."""
    assert refusal(kind, picture()) == "UnsupportedMediaType"


def test_too_much_is_refused_before_it_is_read() -> None:
    """By what it says of its length, and when it says nothing, as soon as it is too long."""

    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield b"x" * 100

    kind = "application/octet-stream"
    assert refusal(kind, length=LIMIT + 1) == "InvalidImageSize"
    with pytest.raises(Fault, match="InvalidImageSize"):
        asyncio.run(read_upload(Headers({"content-type": kind}), endless(), LIMIT))
    content_type, body = form(("file", ("a.png", b"x" * (LIMIT + 1))))
    assert refusal(content_type, body) == "InvalidImageSize"


def test_a_body_that_does_not_come_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its place is needed by others."""

    async def silent() -> AsyncIterator[bytes]:
        await asyncio.Event().wait()
        yield b""

    monkeypatch.setattr(uploads, "BODY_TIMEOUT_S", 0.01)
    headers = Headers({"content-type": "application/octet-stream"})
    with pytest.raises(HTTPException) as caught:
        asyncio.run(read_upload(headers, silent(), LIMIT))
    assert caught.value.status_code == 408


@pytest.mark.parametrize(
    "files",
    [
        [],
        [("word", (None, "words"))],
        [("a", ("a.png", b"x")), ("b", ("b.png", b"y"))],
        [(f"f{i}", (None, "words")) for i in range(30)],
    ],
    ids=["nothing", "no file", "two files", "many fields"],
)
def test_a_form_has_one_file(files: list[tuple[str, Any]]) -> None:
    """Else nobody could say which is meant."""
    content_type, body = form(*files) if files else ("multipart/form-data; boundary=x", b"--x--")
    assert refusal(content_type, body) == "BadArgument"


@given(st.sampled_from(["x", "", '"', "x" * 300, "é"]), st.binary(max_size=300))
def test_any_form_is_read_or_refused(boundary: str, body: bytes) -> None:
    """Nothing else can happen."""
    pieces = [b"--" + boundary.encode() + b"\r\n", body]
    with suppress(Fault):
        read(f"multipart/form-data; boundary={boundary}", *pieces)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (picture("JPEG"), "InvalidImageFormat"),
        (picture(size=50), "InvalidImageDimension"),
        (saved(Image.new("1", (16_000, 60)), "PNG"), "InvalidImageDimension"),
        (b"x" * 20_001, "InvalidImageSize"),
    ],
    ids=["format", "small", "large", "bytes"],
)
def test_pictures_outside_the_limits_are_refused(data: bytes, code: str) -> None:
    """By their header alone."""
    with pytest.raises(Fault, match=code):
        require_accepted(data, ACCEPTED)


@given(st.binary(max_size=100))
def test_any_bytes_are_accepted_or_refused(data: bytes) -> None:
    """Nothing else can happen."""
    for whole in (data, picture()[:33] + data):
        with suppress(Fault, Refused):
            require_accepted(whole, ACCEPTED)
