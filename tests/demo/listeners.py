"""Two plain apps: one hears through Socket Mode, one by HTTP. They keep all they hear."""

from __future__ import annotations

import asyncio
import contextlib
import json
import threading
from types import TracebackType
from typing import Any, Self

from slack_sdk import WebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from bot.demo.model import Json
from bot.demo.server import Server
from bot.demo.workspace import Workspace


class Socket:
    """One Socket Mode connection. Everything heard is in `heard`, after `acks` are sent."""

    def __init__(
        self, workspace: Workspace, *, acknowledges: bool = True, answer: Json | None = None
    ) -> None:
        self.heard: list[Json] = []
        self.acknowledges = acknowledges
        self.answer = answer
        self.error: ConnectionClosed | None = None
        self._news = threading.Condition()
        client = WebClient(token=workspace.app_token, base_url=workspace.api_url)
        address = client.apps_connections_open(app_token=workspace.app_token)["url"]
        self._stack = contextlib.ExitStack()
        self.connection: ClientConnection = self._stack.enter_context(
            connect(address, compression=None, close_timeout=1, ping_interval=None)
        )
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()
        assert self.wait(lambda: bool(self.heard))

    def _read(self) -> None:
        try:
            for raw in self.connection:
                self._take(json.loads(raw))
        except ConnectionClosed as error:
            self.error = error
        with self._news:
            self._news.notify_all()

    def _take(self, message: Json) -> None:
        if "envelope_id" in message and self.acknowledges:
            self.acknowledge(message)
        with self._news:
            self.heard.append(message)
            self._news.notify_all()

    def acknowledge(self, message: Json) -> None:
        answer: Json = {"envelope_id": message["envelope_id"]}
        if self.answer is not None and message["accepts_response_payload"]:
            answer["payload"] = self.answer
        with contextlib.suppress(ConnectionClosed):
            self.connection.send(json.dumps(answer))

    @property
    def envelopes(self) -> list[Json]:
        return [each for each in self.heard if "envelope_id" in each]

    def wait(self, condition: Any, timeout_s: float = 10.0) -> bool:
        with self._news:
            return bool(self._news.wait_for(condition, timeout_s))

    def wait_for_envelopes(self, count: int) -> list[Json]:
        assert self.wait(lambda: len(self.envelopes) >= count)
        return self.envelopes

    def wait_for_end(self) -> None:
        self._thread.join(timeout=10)
        assert not self._thread.is_alive()

    def close(self) -> None:
        self._stack.close()
        self._thread.join(timeout=10)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


class Receiver:
    """An HTTP server that echoes the challenge and answers the statuses it was given."""

    def __init__(self) -> None:
        self.requests: list[tuple[dict[str, str], bytes]] = []
        self.statuses: list[int] = []
        """Answered one by one; then always 200."""
        self.body: Json | str = ""
        self.headers: dict[str, str] = {}
        self.stall = threading.Event()
        self.stall.set()
        self._news = threading.Condition()
        self._server = Server(0)
        self.url = f"http://127.0.0.1:{self._server.port}/slack/events"

    async def _take(self, request: Request) -> Response:
        body = await request.body()
        if b'"url_verification"' in body:
            return PlainTextResponse(json.loads(body)["challenge"])
        with self._news:
            self.requests.append((dict(request.headers), body))
            status = self.statuses.pop(0) if self.statuses else 200
            self._news.notify_all()
        await asyncio.to_thread(self.stall.wait, 10)
        if isinstance(self.body, dict):
            return JSONResponse(self.body, status_code=status)
        return PlainTextResponse(self.body, status_code=status, headers=self.headers)

    def wait_for(self, count: int) -> list[tuple[dict[str, str], bytes]]:
        with self._news:
            assert self._news.wait_for(lambda: len(self.requests) >= count, 10)
            return list(self.requests)

    def __enter__(self) -> Receiver:
        app = Starlette(routes=[Route("/slack/events", self._take, methods=["POST"])])
        self._server.start(lambda _loop: app)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stall.set()
        self._server.stop()
