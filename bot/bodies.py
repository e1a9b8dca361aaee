"""The body of a request, within a size and a time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect


async def read_body(
    headers: Headers,
    stream: AsyncIterator[bytes],
    *,
    max_bytes: int,
    timeout_s: float,
    too_large: Exception,
) -> bytes:
    """The body. What it says about its length is not trusted beyond the first refusal.

    Raises:
        too_large: it has, or says that it has, more than `max_bytes`.
        HTTPException: 408 where it takes longer than `timeout_s`, 400 where it breaks off.
    """
    declared = headers.get("content-length", "0")
    if not declared.isdigit() or int(declared) > max_bytes:
        raise too_large
    body = bytearray()
    try:
        async with asyncio.timeout(timeout_s):
            async for chunk in stream:
                body += chunk
                if len(body) > max_bytes:
                    raise too_large
    except TimeoutError as error:
        raise HTTPException(408) from error
    except ClientDisconnect as error:
        raise HTTPException(400) from error
    return bytes(body)
