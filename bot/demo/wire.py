"""uvicorn's protocols with a handle on the connection below, so that it can be broken at will."""

from __future__ import annotations

import asyncio
import socket
import struct
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol


class Wire:
    """One TCP connection, seen from the server. Use it on the server's loop only."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self.is_deaf = False

    def reset(self) -> None:
        """RST: the other side sees the connection fail at once."""
        raw = self._transport.get_extra_info("socket")
        if raw is not None and not self._transport.is_closing():
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._transport.abort()

    def finish(self) -> None:
        """FIN, without a WebSocket close frame before it."""
        self._transport.close()

    def go_deaf(self) -> None:
        """Half open: nothing is read, answered or closed any more."""
        self.is_deaf = True
        self._transport.pause_reading()


def wire_of(scope: Scope) -> Wire:
    """The connection a request or WebSocket came by."""
    found: Wire = scope["demo.wire"]
    return found


def _with_wire(app: Any, wire: Wire) -> ASGIApp:
    async def wired(scope: Scope, receive: Receive, send: Send) -> None:
        scope["demo.wire"] = wire
        await app(scope, receive, send)

    return wired


class WiredHttp(H11Protocol):
    """HTTP, with the connection in the scope."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as H11Protocol has it
        super().connection_made(transport)
        self.app = _with_wire(self.app, Wire(transport))


class WiredWebSocket(WebSocketsSansIOProtocol):
    """WebSocket, with the connection in the scope; deaf when told to be."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self.wire = Wire(self.transport)
        self.app = _with_wire(self.app, self.wire)

    def data_received(self, data: bytes) -> None:
        # uvicorn may resume reading after the message in hand, so deafness is kept here as well.
        if not self.wire.is_deaf:
            super().data_received(data)
