"""An analyze service on 127.0.0.1 that plays answers, and keeps what it was asked.

    with AnalyzeService() as service:
        service.queue(recorded("v3_2_dog_sample16"))
        ...                                     # VISION_ENDPOINT is service.url
        assert service.requests[0].query["language"] == "en"

A real HTTP/1.1 server: connections are kept, and every way an answer can go wrong does so on the
wire.
"""

from __future__ import annotations

import json
import socket
import threading
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Literal, Self
from urllib.parse import parse_qsl, urlsplit

RECORDINGS = Path(__file__).parent.parent / "recordings"

Delivery = Literal["whole", "half", "endless", "dripping", "dripping head", "silent", "hang up"]


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to play.

    `delivery`: "half" of the body comes, then the connection closes; blanks without end
    ("endless") follow it; a byte now and then, without end, follows it ("dripping") or its first
    line ("dripping head"); the request is read but never answered ("silent", until the service
    closes); the connection closes without a word ("hang up").
    """

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    delivery: Delivery = "whole"

    def delivered(self, delivery: Delivery) -> Answer:
        return replace(self, delivery=delivery)


@dataclass(frozen=True, slots=True)
class Request:
    """What came in. Header names are in lower case; `port` is the client's, one a connection."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    port: int


def answer_of(body: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Answer:
    """An answer with `body` as compact JSON, as the service writes it."""
    encoded = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    kind = {"Content-Type": "application/json; charset=utf-8"}
    return Answer(encoded, status, {**kind, **(headers or {})})


def recording(name: str) -> dict[str, object]:
    """The facts of the recording `name` in tests/recordings: body, status, headers, request."""
    (path,) = RECORDINGS.glob(f"*/{name}.json")
    facts: dict[str, object] = json.loads(path.read_text(encoding="utf-8"))
    return facts


def recorded(name: str) -> Answer:
    """The recorded answer `name`, ready to be queued."""
    facts = recording(name)
    status, headers = facts["status"], facts["headers"]
    assert isinstance(status, int)
    assert isinstance(headers, dict)
    return answer_of(facts["body"], status, headers)


def recording_names(folder: Literal["analyze", "errors"]) -> list[str]:
    return sorted(path.stem for path in (RECORDINGS / folder).glob("*.json"))


class AnalyzeService:
    """Plays each queued answer once, in order; then, again and again, that of `always`.

    `uplink_pause_s` makes it read slowly: so long a pause after each 256 kB.
    """

    def __init__(self, *, uplink_pause_s: float = 0.0) -> None:
        self.requests: list[Request] = []
        self.uplink_pause_s = uplink_pause_s
        self.closing = threading.Event()
        self._queue: deque[Answer] = deque()
        self.always(answer_of({"message": "The test queued too few answers."}, status=418))
        self._server = _Server(self)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def queue(self, *answers: Answer) -> None:
        self._queue.extend(answers)

    def always(self, answer: Answer) -> None:
        """What is answered whenever the queue is empty."""
        self.play(lambda _: answer)

    def play(self, role: Callable[[Request], Answer]) -> None:
        """Who answers whenever the queue is empty."""
        self._role = role

    def answer(self, request: Request) -> Answer:
        self.requests.append(request)
        try:
            return self._queue.popleft()
        except IndexError:
            return self._role(request)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, service: AnalyzeService) -> None:
        self.service = service
        super().__init__(("127.0.0.1", 0), _Handler)

    def server_bind(self) -> None:
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65_536)
        super().server_bind()

    def handle_error(self, request: object, client_address: object) -> None:
        """Says nothing: a client that hangs up is part of many tests."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body in one piece, so that no delayed ACK costs 40 ms
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        service = self.server.service
        answer = service.answer(self._request())
        if answer.delivery == "silent":
            service.closing.wait()
        self.close_connection = answer.delivery != "whole"
        if answer.delivery not in ("silent", "hang up"):
            self._send(answer)

    do_GET = do_POST  # noqa: N815 - http.server's name

    def _request(self) -> Request:
        address = urlsplit(self.path)
        return Request(
            method=self.command,
            path=address.path,
            query=dict(parse_qsl(address.query, keep_blank_values=True)),
            headers={name.lower(): value for name, value in self.headers.items()},
            body=self._body(),
            port=self.client_address[1],
        )

    def _body(self) -> bytes:
        left, pieces = int(self.headers.get("Content-Length", 0)), []
        while left and (piece := self.rfile.read(min(left, 262_144))):
            left -= len(piece)
            pieces.append(piece)
            if self.server.service.uplink_pause_s:
                self.server.service.closing.wait(self.server.service.uplink_pause_s)
        return b"".join(pieces)

    def _send(self, answer: Answer) -> None:
        self.send_response_only(answer.status)  # no Server, and no Date beside a recorded one
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.delivery == "dripping head":
            self.flush_headers()
            self._drip(b"X-Drip: 1\r\n")
        if answer.delivery not in ("endless", "dripping"):
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(
            answer.body[: len(answer.body) // 2 if answer.delivery == "half" else None]
        )
        if answer.delivery == "dripping":
            self._drip(b" ")
        while answer.delivery == "endless" and not self.server.service.closing.is_set():
            self.wfile.write(b" " * 1024)  # until the client hangs up

    def _drip(self, drop: bytes) -> None:
        """One drop after the other, until the client hangs up."""
        while not self.server.service.closing.wait(0.02):
            self.wfile.write(drop)
            self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's word
        """Says nothing."""
