"""What a request to Analyze Image carries: a picture, or the address of one.

Nothing of it touches the disk.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.formparsers import MultiPartException, MultiPartParser

from bot.analyze_server.error_bodies import Fault
from bot.bodies import read_body
from bot.decoders import open_header
from bot.formats import sniff_format
from bot.headers import afford_opening

BODY_TIMEOUT_S = 60.0
"""Ours: 20 MB at 3 Mbit/s. A body in hand keeps others out."""

MAX_JSON_BYTES = 65_536
"""Ours: an address is short."""

_MULTIPART_EXTRA_BYTES = 65_536
"""Ours, for what stands around the file."""

_PIECE_BYTES = 65_536


@dataclass(frozen=True, slots=True)
class Accepted:
    """Which pictures a version takes. Sides in pixels, both ends inclusive."""

    max_bytes: int
    min_side_px: int
    max_side_px: int
    formats: frozenset[str]


async def read_upload(
    headers: Headers, stream: AsyncIterator[bytes], max_bytes: int
) -> bytes | str:
    """The picture's bytes, at most `max_bytes`; or its address, as text.

    Bytes with a Content-Length or in chunks, a form with one file, or JSON {"url": ...}.

    Raises:
        Fault: UnsupportedMediaType, InvalidImageSize, InvalidImageUrl, BadArgument.
        HTTPException: 408 for a body that takes longer than `BODY_TIMEOUT_S`, 400 for half of one.
    """
    content_type = headers.get("content-type", "")
    match content_type.partition(";")[0].strip().lower():
        case "application/octet-stream":
            return await _read(headers, stream, max_bytes, Fault("InvalidImageSize"))
        case "application/json":
            too_long = Fault("BadArgument", "The JSON is too long.")
            return _address_in(await _read(headers, stream, MAX_JSON_BYTES, too_long))
        case "multipart/form-data":
            limit = max_bytes + _MULTIPART_EXTRA_BYTES
            body = await _read(headers, stream, limit, Fault("InvalidImageSize"))
            return await _file_in(headers, body, max_bytes)
        case other:
            raise Fault("UnsupportedMediaType", other[:100])


def require_accepted(data: bytes, accepted: Accepted) -> None:
    """Refuses a picture that its header shows to be outside of `accepted`. Decodes nothing.

    Raises:
        Fault: InvalidImageSize, InvalidImageFormat, InvalidImageDimension.
        Refused: what the header's readers raise.
    """
    if len(data) > accepted.max_bytes:
        raise Fault("InvalidImageSize")
    name = sniff_format(data)
    if name not in accepted.formats:
        raise Fault("InvalidImageFormat")
    afford_opening(data, name)
    with open_header(data, name) as source:
        sides_px = source.size
    if min(sides_px) < accepted.min_side_px or max(sides_px) > accepted.max_side_px:
        raise Fault("InvalidImageDimension")


async def _read(
    headers: Headers, stream: AsyncIterator[bytes], max_bytes: int, too_long: Fault
) -> bytes:
    return await read_body(
        headers, stream, max_bytes=max_bytes, timeout_s=BODY_TIMEOUT_S, too_large=too_long
    )


def _address_in(body: bytes) -> str:
    """The "url" of a JSON object; .NET reads its name in any case."""
    try:
        message = json.loads(body)
    except (ValueError, RecursionError) as error:  # broken; or a tower of brackets
        raise Fault("BadArgument", "The body is not JSON.") from error
    if not isinstance(message, dict):
        raise Fault("InvalidImageUrl")
    address = {name.lower(): value for name, value in message.items()}.get("url")
    if not isinstance(address, str) or not address:
        raise Fault("InvalidImageUrl")
    return address


class _InMemory(MultiPartParser):
    """Starlette's parser, which would write files of more than 1 MB to the disk."""

    spool_max_size = 0  # tempfile's word for never


async def _file_in(headers: Headers, body: bytes, max_bytes: int) -> bytes:
    """The form's only file, whatever its field is called; fields without a file name are not."""
    parser = _InMemory(headers, _pieces(body), max_files=1, max_fields=20)
    try:
        form = await parser.parse()
    except MultiPartException as error:
        raise Fault("BadArgument", "The form cannot be read, or has several files.") from error
    files = [value for value in form.values() if not isinstance(value, str)]
    if not files:
        raise Fault("BadArgument", "The form has no file.")
    content = await files[0].read()
    await form.close()
    if len(content) > max_bytes:
        raise Fault("InvalidImageSize")
    return content


async def _pieces(body: bytes) -> AsyncGenerator[bytes, None]:
    """`body` bit by bit: the parser is slow on odd bytes, and others have their turn between."""
    for start in range(0, len(body), _PIECE_BYTES):
        yield body[start : start + _PIECE_BYTES]
        await asyncio.sleep(0)
