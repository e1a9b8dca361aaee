"""A uvicorn server on a thread of its own, on 127.0.0.1 only."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable
from concurrent.futures import Future

import uvicorn
from starlette.types import ASGIApp

from bot.demo.wire import WiredHttp, WiredWebSocket

HOST = "127.0.0.1"
START_TIMEOUT_S = 10.0
STOP_TIMEOUT_S = 10.0


class Server:
    """Serves one app from `start` to `stop`. The port is taken in the constructor."""

    def __init__(self, port: int) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            self._socket.bind((HOST, port))
        except OSError:
            self._socket.close()
            raise
        self.port: int = self._socket.getsockname()[1]
        self._thread: threading.Thread | None = None
        self._server: uvicorn.Server | None = None
        self._loop: Future[asyncio.AbstractEventLoop] = Future()

    def start(
        self, make_app: Callable[[asyncio.AbstractEventLoop], ASGIApp]
    ) -> asyncio.AbstractEventLoop:
        """Serves what `make_app` makes on the new loop; returns that loop once it listens."""
        self._thread = threading.Thread(
            target=self._run, args=(make_app,), name="demo-workspace", daemon=True
        )
        self._thread.start()
        return self._loop.result(timeout=START_TIMEOUT_S)

    def _run(self, make_app: Callable[[asyncio.AbstractEventLoop], ASGIApp]) -> None:
        asyncio.run(self._serve(make_app))

    async def _serve(self, make_app: Callable[[asyncio.AbstractEventLoop], ASGIApp]) -> None:
        loop = asyncio.get_running_loop()
        self._server = _ReportingServer(
            uvicorn.Config(
                make_app(loop),
                http=WiredHttp,
                ws=WiredWebSocket,
                ws_ping_interval=None,
                lifespan="off",
                log_level="warning",
                access_log=False,
                proxy_headers=False,
                timeout_keep_alive=30,
            ),
            on_started=lambda: self._loop.set_result(loop),
        )
        await self._server.serve(sockets=[self._socket])

    def stop(self) -> None:
        """Ends the server and its thread. Also frees the port of one that never started."""
        if self._server is not None:
            self._server.should_exit = True
        if self._thread is not None:
            self._thread.join(timeout=STOP_TIMEOUT_S)
        self._socket.close()


class _ReportingServer(uvicorn.Server):
    """Tells when it listens."""

    def __init__(self, config: uvicorn.Config, on_started: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_started = on_started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        self._on_started()
