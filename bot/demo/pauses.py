"""Pauses that end with the server."""

from __future__ import annotations

import asyncio


async def pause(closing: asyncio.Event, seconds: float) -> bool:
    """Whether the server still runs after so many seconds."""
    try:
        await asyncio.wait_for(closing.wait(), seconds)
    except TimeoutError:
        return True
    return False
