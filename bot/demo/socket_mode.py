"""The server side of Socket Mode: tickets, hello, envelopes, acknowledgments, disconnects.

Source: docs.slack.dev/apis/events-api/using-socket-mode. All of it runs on the server's loop;
only `send`, `new_address` and `drop` may be called from other threads.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
from collections import deque
from dataclasses import dataclass, field
from itertools import count
from typing import Literal

from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.demo import seed
from bot.demo.deliveries import Delivery, Ledger
from bot.demo.faults import Faults
from bot.demo.socket_messages import disconnect, envelope, hello
from bot.demo.state import State
from bot.demo.wire import Wire, wire_of

MAX_CONNECTIONS = 10

HowToDrop = Literal["reset", "fin", "half_open", "disconnect", "refresh", "link_disabled"]
DISCONNECT_REASONS = {
    "disconnect": "warning",
    "refresh": "refresh_requested",
    "link_disabled": "link_disabled",
}


@dataclass(eq=False, slots=True)
class Connection:
    """One open WebSocket. `in_flight` are sent and not acknowledged, by envelope id."""

    socket: WebSocket
    wire: Wire
    outgoing: asyncio.Queue[str | None] = field(default_factory=asyncio.Queue)
    """Texts to send; None closes."""
    in_flight: dict[str, Delivery] = field(default_factory=dict)
    is_closing: bool = False


class SocketMode:
    """Gives each delivery to one of the open connections, again when it is not acknowledged."""

    def __init__(self, state: State, faults: Faults, ledger: Ledger) -> None:
        self._state = state
        self._faults = faults
        self._ledger = ledger
        self._tickets: set[str] = set()
        self._connections: list[Connection] = []
        self._waiting: deque[Delivery] = deque()
        self._turns = count()
        self._loop: asyncio.AbstractEventLoop | None = None
        self.opened = 0
        """How many connections were ever opened."""

    def start(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop

    # From any thread

    def new_address(self, base_url: str) -> str:
        """A WebSocket address good for one connection."""
        ticket = secrets.token_urlsafe(24)
        with self._state.lock:
            self._tickets.add(ticket)
        address = base_url.replace("http://", "ws://", 1)
        return f"{address}/link/?ticket={ticket}&app_id={seed.APP_ID}"

    @property
    def open_count(self) -> int:
        """Connections a client can still hear on: half-open ones are not counted."""
        with self._state.lock:
            return sum(not each.wire.is_deaf for each in self._connections)

    def send(self, delivery: Delivery) -> None:
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._offer, delivery)

    def drop(self, how: HowToDrop) -> None:
        """Breaks all open connections, and returns when it has happened."""
        if self._loop is None:
            return
        asyncio.run_coroutine_threadsafe(self._drop_all(how), self._loop).result(timeout=10)

    # On the loop

    async def serve(self, socket: WebSocket) -> None:
        """The WebSocket endpoint, until either side ends it."""
        ticket = socket.query_params.get("ticket", "")
        with self._state.lock:
            is_known = ticket in self._tickets
            self._tickets.discard(ticket)
        if not is_known:
            await socket.close(code=1008)
            return
        await socket.accept()
        if self.open_count >= MAX_CONNECTIONS:
            await socket.send_text(json.dumps(disconnect("too_many_websockets")))
            await socket.close()
            return
        await self._run(Connection(socket, wire_of(socket.scope)))

    async def _run(self, connection: Connection) -> None:
        with self._state.lock:
            self._connections.append(connection)
            self.opened += 1
        connection.outgoing.put_nowait(json.dumps(hello(len(self._connections))))
        writer = asyncio.create_task(self._write(connection))
        self._flush()
        self._state.touch()
        try:
            await self._read(connection)
        finally:
            writer.cancel()
            # Canceled just now, or the client went while it wrote.
            with contextlib.suppress(asyncio.CancelledError, WebSocketDisconnect):
                await writer
            self._forget(connection)

    async def _write(self, connection: Connection) -> None:
        while True:
            text = await connection.outgoing.get()
            if connection.wire.is_deaf:
                continue
            # RuntimeError: the client closed while this was on its way.
            with contextlib.suppress(WebSocketDisconnect, RuntimeError):
                if text is None:
                    return await connection.socket.close()
                await connection.socket.send_text(text)

    async def _read(self, connection: Connection) -> None:
        with contextlib.suppress(WebSocketDisconnect):  # the end of every connection
            async for text in connection.socket.iter_text():
                self._take_answer(connection, text)

    def _take_answer(self, connection: Connection, text: str) -> None:
        """An acknowledgment counts only on the connection that delivered."""
        try:
            answer = json.loads(text)
            delivery = connection.in_flight.pop(answer["envelope_id"])
        except (ValueError, KeyError, TypeError):
            return
        self._ledger.acknowledge(delivery, answer.get("payload"))

    def _forget(self, connection: Connection) -> None:
        with self._state.lock:
            self._connections.remove(connection)
        for delivery in list(connection.in_flight.values()):
            if delivery.is_open and delivery.event_id is not None:
                self._again(delivery)
        self._state.touch()

    def _offer(self, delivery: Delivery) -> None:
        connection = self._choose(delivery)
        if connection is not None:
            self._deliver(connection, delivery)
        elif delivery.event_id is not None:
            self._waiting.append(delivery)
        else:
            self._ledger.give_up(delivery, "dispatch_failed")

    def _choose(self, delivery: Delivery) -> Connection | None:
        """One in turn. A retry avoids the dead; a first try cannot know them."""
        able = [each for each in self._connections if not each.is_closing]
        if delivery.attempt:
            able = [each for each in able if not each.wire.is_deaf]
        if not able:
            return None
        return able[next(self._turns) % len(able)]

    def _deliver(self, connection: Connection, delivery: Delivery) -> None:
        connection.in_flight[delivery.envelope_id] = delivery
        connection.outgoing.put_nowait(json.dumps(envelope(delivery)))
        self._ledger.mark_sent(delivery)
        asyncio.get_running_loop().call_later(
            self._faults.ack_timeout_s, self._timed_out, connection, delivery, delivery.attempt
        )

    def _timed_out(self, connection: Connection, delivery: Delivery, attempt: int) -> None:
        if not delivery.is_open or delivery.attempt != attempt:
            return
        if delivery.event_id is None:
            self._ledger.give_up(delivery, "operation_timeout")
        elif connection.wire.is_deaf or attempt < self._faults.socket_retries:
            self._again(delivery)
        else:
            self._ledger.give_up(delivery, "timeout")

    def _again(self, delivery: Delivery) -> None:
        delivery.attempt += 1
        delivery.reason = "timeout"
        self._offer(delivery)

    def _flush(self) -> None:
        waiting, self._waiting = self._waiting, deque()
        for delivery in waiting:
            self._offer(delivery)

    async def _drop_all(self, how: HowToDrop) -> None:
        for connection in list(self._connections):
            if connection.wire.is_deaf:
                continue
            if how == "reset":
                connection.wire.reset()
            elif how == "fin":
                connection.wire.finish()
            elif how == "half_open":
                connection.wire.go_deaf()
            else:
                self._say_goodbye(connection, how)
        self._state.touch()

    def _say_goodbye(self, connection: Connection, how: HowToDrop) -> None:
        """Asks the client to reconnect. A warning leaves it time; the others close at once."""
        connection.outgoing.put_nowait(json.dumps(disconnect(DISCONNECT_REASONS[how])))
        if how == "disconnect":
            loop = asyncio.get_running_loop()
            loop.call_later(self._faults.disconnect_grace_s, self._close, connection)
        else:
            self._close(connection)

    def _close(self, connection: Connection) -> None:
        connection.is_closing = True
        connection.outgoing.put_nowait(None)

    def stop(self) -> None:
        """Lets go of connections that would not hear a closing server."""
        for connection in self._connections:
            if connection.wire.is_deaf:
                connection.wire.reset()
        self._loop = None
