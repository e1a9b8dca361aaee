"""HTTP mode: takes what Slack posts to /slack/events and lets Bolt answer; tells its health.

Bolt is synchronous, so it runs in a few threads of its own and never on the event loop.
"""

from __future__ import annotations

import asyncio
import math
import re
import socket
import threading
from collections.abc import AsyncIterator, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import TypedDict

import structlog
import uvicorn
from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.adapter.starlette.handler import to_starlette_response
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.bodies import read_body
from bot.ends import Ends
from bot.errors import Misconfigured

log = structlog.get_logger()

MAX_BODY_BYTES = 1_000_000
"""Ours, meant to be generous: an event is a few kilobytes."""

BODY_TIMEOUT_S = 10.0
"""Slack itself gives up after 3 s; this is for those who only want to hold a connection."""

MAX_CONNECTIONS = 1000
"""Beyond this a request gets 503, and Slack comes back later."""

THREADS = 4
"""More only wait for the interpreter (tests/bench/acks.py); fewer, for one slow listener."""


class _State(TypedDict):
    pool: ThreadPoolExecutor
    health: ThreadPoolExecutor


def web_app(app: App, *, is_ready: Callable[[], bool], threads: int = THREADS) -> Starlette:
    """Slack's endpoint and a health check, to be run with its lifespan.

    A request of Slack's is answered once the listener is done, with Bolt's own status: 401 for a
    wrong signature, 500 for a listener that failed. 400 is for what is no request of Slack's at
    all, 408 and 413 for bodies too slow or too large.
    """

    async def receive(request: Request[_State]) -> Response:
        body = await _text_of(request)
        answer = asyncio.get_running_loop().run_in_executor(
            request.state["pool"], _dispatch, app, body, dict(request.headers)
        )
        return to_starlette_response(await answer)

    async def tell_health(request: Request[_State]) -> Response:
        # In a thread: a database that does not answer keeps its caller waiting. In one of its own:
        # listeners that are all busy are no sickness.
        loop = asyncio.get_running_loop()
        is_ok = await loop.run_in_executor(request.state["health"], is_ready)
        return JSONResponse({"ok": is_ok}, status_code=200 if is_ok else 503)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[_State]:
        with (
            ThreadPoolExecutor(threads, thread_name_prefix="slack-http") as pool,
            ThreadPoolExecutor(1, thread_name_prefix="health") as health,
        ):
            yield {"pool": pool, "health": health}

    routes = [
        Route("/slack/events", receive, methods=["POST"]),
        Route("/healthz", tell_health, methods=["GET"]),
    ]
    return Starlette(routes=routes, lifespan=lifespan)


def _dispatch(app: App, body: str, headers: Mapping[str, str]) -> BoltResponse:
    if not _can_be_verified(headers):
        return BoltResponse(status=401)
    try:
        request = BoltRequest(body=body, headers={**headers})
    except (ValueError, LookupError, AttributeError, TypeError, RecursionError):
        # Bolt reads the JSON before it checks the signature, and trusts its shape.
        return BoltResponse(status=400)
    return app.dispatch(request)


def _can_be_verified(headers: Mapping[str, str]) -> bool:
    """False where Bolt's check of the signature would raise, and answer 500, not refuse."""
    timestamp = headers.get("x-slack-request-timestamp", "0")
    signature = headers.get("x-slack-signature", "")
    return signature.isascii() and re.fullmatch("[0-9]{1,15}", timestamp) is not None


async def _text_of(request: Request[_State]) -> str:
    body = await read_body(
        request.headers,
        request.stream(),
        max_bytes=MAX_BODY_BYTES,
        timeout_s=BODY_TIMEOUT_S,
        too_large=HTTPException(413),
    )
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise HTTPException(400) from error


def _not_listening(host: str, port: int, error: OSError) -> str:
    """socket.create_server puts the whole address into the text, in brackets, a second time."""
    said = (error.strerror or "no reason given").partition(" (")[0]
    another = "Name another one: PORT for `run`, --port for `analyze-server`."
    return f"Port {port} of {host} cannot be used: {said}. {another}"


HTTP_GRACE_S = 5.0
"""An answer takes milliseconds; who is still sending after this long will send it again."""


class HttpServer:
    """Serves one app from a thread of its own, and leaves the process's signals alone."""

    def __init__(self, app: Starlette, *, host: str = "0.0.0.0", port: int) -> None:  # noqa: S104
        """Platforms that route to PORT want every interface; port 0 means any free one."""
        self._address = (host, port)
        self._socket: socket.socket | None = None
        self._server = uvicorn.Server(
            uvicorn.Config(
                app,
                loop="asyncio",
                http="h11",
                ws="none",
                lifespan="on",
                log_config=None,
                access_log=False,
                proxy_headers=False,
                server_header=False,
                limit_concurrency=MAX_CONNECTIONS,
            )
        )
        self._thread = threading.Thread(target=self._run, name="http-server", daemon=True)

    @property
    def port(self) -> int:
        """The port it listens on, once started."""
        return self._address[1]

    def start(self) -> None:
        """Listens when it returns. Raises Misconfigured when the port cannot be had."""
        try:
            family = socket.AF_INET6 if ":" in self._address[0] else socket.AF_INET
            self._socket = socket.create_server(self._address, family=family, backlog=2048)
            # asyncio does this for sockets that it makes itself; without it, an answer on a kept
            # connection waits 40 ms for the other side's delayed acknowledgment.
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except OSError as error:
            raise Misconfigured(_not_listening(*self._address, error)) from error
        self._address = self._socket.getsockname()[:2]
        self._thread.start()
        log.info("http.listening", port=self.port)

    def stop(self, grace_s: float) -> None:
        """Takes nothing new, and gives what is in hand `grace_s` seconds to be answered."""
        self._server.config.timeout_graceful_shutdown = math.ceil(grace_s)
        self._server.should_exit = True
        if self._thread.is_alive():
            self._thread.join(grace_s + 1)

    def _run(self) -> None:
        sockets = [self._socket] if self._socket is not None else None
        self._server.run(sockets=sockets)


def serve(app: Starlette, ends: Ends, *, host: str, port: int) -> None:
    """Serves `app` until `ends` says so. Raises Misconfigured when the port cannot be had."""
    server = HttpServer(app, host=host, port=port)
    server.start()
    ends.get()
    server.stop(HTTP_GRACE_S)
