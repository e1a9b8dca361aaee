"""A deadline for everything that a requests session does, however slowly the other side talks.

A timeout of requests is for one piece of an answer: a server that sends a byte now and then, even
of its headers, would hold us for ever.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable
from types import TracebackType

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool


class Connections:
    """Every connection that `session` makes from now on, so that all can be cut at once.

    Not those through a proxy.
    """

    def __init__(self, session: requests.Session) -> None:
        self._sockets: list[socket.socket] = []
        self._lock = threading.Lock()
        self._is_barred = False
        pools = _pools_reporting_to(self._watch)
        for adapter in session.adapters.values():
            if isinstance(adapter, HTTPAdapter):
                adapter.poolmanager.pool_classes_by_scheme = pools

    def bar(self) -> None:
        """Cuts them, and each new one as soon as it stands, until `allow`."""
        with self._lock:
            self._is_barred = True
            for connected in self._sockets:
                _cut(connected)

    def allow(self) -> None:
        with self._lock:
            self._is_barred = False

    def _watch(self, connected: socket.socket) -> None:
        with self._lock:
            self._sockets = [kept for kept in self._sockets if kept.fileno() != -1]
            self._sockets.append(connected)
            if self._is_barred:
                _cut(connected)


class Deadline:
    """A context after whose `seconds` all `connections` are cut, those kept from before as well.

    Whoever reads then gets an error, or what looks like the end: ask `has_passed`. It cannot
    hurry a name server, nor the handshakes, which have the connect timeout.
    """

    def __init__(self, seconds: float, connections: Connections) -> None:
        self.has_passed = False
        self._connections = connections
        self._is_over = False
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self._pass)
        self._timer.daemon = True

    def __enter__(self) -> Deadline:
        self._timer.start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        self._timer.cancel()
        with self._lock:
            self._is_over = True
        self._connections.allow()

    def _pass(self) -> None:
        with self._lock:
            if not self._is_over:
                self.has_passed = True
                self._connections.bar()


def _cut(connected: socket.socket) -> None:
    # The plain shutdown: a TLS socket's own would pull its state from under the reading thread.
    with contextlib.suppress(OSError):  # it has ended by itself
        socket.socket.shutdown(connected, socket.SHUT_RDWR)


def _pools_reporting_to(
    watch: Callable[[socket.socket], None],
) -> dict[str, type[HTTPConnectionPool]]:
    """urllib3's pools by scheme, whose connections tell `watch` their socket."""

    class PlainConnection(HTTPConnection):
        def connect(self) -> None:
            super().connect()
            watch(self.sock)

    class TlsConnection(HTTPSConnection):
        def connect(self) -> None:
            super().connect()
            watch(self.sock)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = PlainConnection

    class TlsPool(HTTPSConnectionPool):
        ConnectionCls = TlsConnection

    return {"http": PlainPool, "https": TlsPool}
