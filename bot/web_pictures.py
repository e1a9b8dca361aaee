"""The bytes behind a web address, without being led where it must not go.

Logs nothing: what somebody asks about is private, and so is where a name leads.
"""

from __future__ import annotations

import contextlib
import logging
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.client import HTTPException
from http.cookiejar import DefaultCookiePolicy
from ipaddress import IPv6Address, ip_address, ip_network
from types import TracebackType
from typing import Any
from urllib.parse import urljoin

import requests
from requests.adapters import HTTPAdapter
from requests_hardened.ip_filter import InvalidIPAddress  # type: ignore[import-untyped]
from requests_hardened.ip_filter_adapter import IPFilterAdapter  # type: ignore[import-untyped]
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError
from urllib3.util import parse_url

from bot.errors import AddressFailed, AddressRefused, TooLarge

MAX_REDIRECTS = 5
CHUNK_BYTES = 65536
DEFAULT_PORTS: Mapping[str | None, int] = {"http": 80, "https": 443}
HEADERS = {
    "User-Agent": "Describe/0.1 (a Slack app that describes pictures people ask about)",
    "Accept": "image/*",
    "Accept-Encoding": "identity",  # nothing to unpack, so nothing that grows in unpacking
}

GLOBAL_UNICAST = ip_network("2000::/3")
"""All of IPv6 that is handed out. Source: IANA's IPv6 address space registry, 2026-11."""

AZURE_HOST = ip_address("168.63.129.16")
"""Looks public; inside Azure it is a service of the machine's own host.

Source: learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16, 2026-11.
"""


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds for the connection, for each piece of the answer, and for everything together."""

    connect_timeout_s: float = 3.0
    read_timeout_s: float = 10.0
    overall_s: float = 30.0


@dataclass(frozen=True, slots=True)
class Reach:
    """Where addresses may lead."""

    adapter: Callable[[str], HTTPAdapter]
    """Makes the adapter for "http" or "https"; it refuses hosts."""
    ports: frozenset[int] | None
    """None: any."""


def fetch_public(address: str, max_bytes: int) -> bytes:
    """What lies behind an address that anybody in Slack may have typed.

    Public hosts only, on the ports of http and https: another port is hardly ever a picture, and
    could be a service that takes a request for a command. Each redirect is checked alike.
    At most `max_bytes`, of whatever kind, as the server sent them.

    Raises:
        AddressRefused: not http(s), or not public.
        AddressFailed: no answer in time, an error status, too many redirects.
        TooLarge: more than `max_bytes`.
    """
    return fetch(address, max_bytes, reach=PUBLIC)


def fetch_any(address: str, max_bytes: int) -> bytes:
    """As `fetch_public`, from any host and port: for a person at their own command line."""
    return fetch(address, max_bytes, reach=ANY)


def fetch(
    address: str,
    max_bytes: int,
    *,
    reach: Reach,
    patience: Patience = Patience(),  # noqa: B008 - frozen
) -> bytes:
    """As `fetch_public`, as far as `reach` goes. A slow name server may add to `overall_s`."""
    with _mapped_errors(), _Deadline(patience.overall_s) as deadline, _session(reach) as session:
        deadline.govern(session)
        with _follow(session, address, reach=reach, patience=patience) as response:
            body = _read(response, max_bytes)
        if deadline.has_passed:  # a cut connection can look like the end of the answer
            raise AddressFailed("too slow")
        return body


def _session(reach: Reach) -> requests.Session:
    session = requests.Session()
    session.trust_env = False  # a proxy would connect for us, unchecked; a .netrc has secrets
    session.headers = requests.structures.CaseInsensitiveDict(HEADERS)
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    for scheme in DEFAULT_PORTS:
        session.mount(f"{scheme}://", reach.adapter(str(scheme)))
    return session


def _follow(
    session: requests.Session, address: str, *, reach: Reach, patience: Patience
) -> requests.Response:
    """The answer behind all redirects, its body still to be read."""
    timeouts = (patience.connect_timeout_s, patience.read_timeout_s)
    for _ in range(MAX_REDIRECTS + 1):
        request = session.prepare_request(requests.Request("GET", address))
        _check(str(request.url), reach)
        response = session.send(request, stream=True, allow_redirects=False, timeout=timeouts)
        target = session.get_redirect_target(response)
        if target is None:
            return response
        response.close()
        address = urljoin(str(request.url), target)
    raise AddressFailed("too many redirects")


def _check(url: str, reach: Reach) -> None:
    """Refuses what needs no look-up. Reads `url` with the parser that the connection uses."""
    parts = parse_url(url)
    host = parts.host or ""
    if parts.scheme not in DEFAULT_PORTS or parts.auth is not None:
        raise AddressRefused("neither http nor https, or with a user name")
    if not host or host.endswith(".") or "%" in host:
        raise AddressRefused("an odd host")
    port = parts.port or DEFAULT_PORTS[parts.scheme]
    if reach.ports is not None and port not in reach.ports:
        raise AddressRefused("an odd port")


def _read(response: requests.Response, max_bytes: int) -> bytes:
    if not 200 <= response.status_code < 300:
        raise AddressFailed(f"HTTP {response.status_code}")
    declared = response.headers.get("Content-Length", "")
    if declared.isdigit() and int(declared) > max_bytes:
        raise TooLarge(max_bytes)
    body = bytearray()
    for chunk in response.raw.stream(CHUNK_BYTES, decode_content=False):
        body += chunk
        if len(body) > max_bytes:
            raise TooLarge(max_bytes)
    return bytes(body)


@contextmanager
def _mapped_errors() -> Iterator[None]:
    """Without the causes' words in ours: they carry addresses."""
    try:
        yield
    except (InvalidIPAddress, ValueError) as error:  # ValueError: no address at all
        raise AddressRefused("not public, or no address") from error
    except (requests.RequestException, HTTPError, HTTPException, OSError) as error:
        raise AddressFailed(type(error).__name__) from error


class PublicAdapter(IPFilterAdapter):  # type: ignore[misc] # its library has no types
    """Connects to public hosts only, and to the very address that was looked up and checked."""

    def __init__(self, scheme: str, *, may_loop_back: bool = False) -> None:
        """`may_loop_back` counts this machine as public, for those who try it out."""
        super().__init__(is_https_proto=scheme == "https", allow_loopback=may_loop_back)
        # It warns with the host and the address it refuses: private, both.
        logging.getLogger("requests_hardened.ip_filter").setLevel(logging.CRITICAL)

    def build_connection_pool_key_attributes(
        self, request: requests.PreparedRequest, verify: bool | str, cert: Any = None
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        host, pool = super().build_connection_pool_key_attributes(request, verify, cert)
        _check_beyond_the_filter(host["host"])
        return host, pool


def _check_beyond_the_filter(host: str) -> None:
    """Refuses what the library lets pass: unassigned IPv6, and Azure's own host."""
    found = ip_address(host.strip("[]"))
    is_odd = isinstance(found, IPv6Address) and found not in GLOBAL_UNICAST
    if found == AZURE_HOST or (is_odd and not found.is_loopback):
        raise InvalidIPAddress("not public")


PUBLIC = Reach(adapter=PublicAdapter, ports=frozenset(DEFAULT_PORTS.values()))
ANY = Reach(adapter=lambda _scheme: HTTPAdapter(), ports=None)


class _Deadline:
    """Cuts all connections of a session after so many seconds.

    A timeout of requests is for one piece of the answer: a server that sends a byte now and
    then, even of its headers, would hold us for ever.
    """

    def __init__(self, seconds: float) -> None:
        self.has_passed = False
        self._sockets: list[socket.socket] = []
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self._pass)
        self._timer.daemon = True

    def __enter__(self) -> _Deadline:
        self._timer.start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        self._timer.cancel()

    def govern(self, session: requests.Session) -> None:
        """From now on, connections of `session` end with the deadline."""
        pools = _pools_that_report_to(self.watch)
        for adapter in session.adapters.values():
            if isinstance(adapter, HTTPAdapter):
                adapter.poolmanager.pool_classes_by_scheme = pools

    def watch(self, connected: socket.socket) -> None:
        with self._lock:
            self._sockets.append(connected)
            if self.has_passed:
                _cut(connected)

    def _pass(self) -> None:
        with self._lock:
            self.has_passed = True
            for connected in self._sockets:
                _cut(connected)


def _cut(connected: socket.socket) -> None:
    # The plain socket's shutdown: the TLS socket's own would pull the state from under a reader.
    with contextlib.suppress(OSError):
        socket.socket.shutdown(connected, socket.SHUT_RDWR)


def _pools_that_report_to(
    watch: Callable[[socket.socket], None],
) -> dict[str, type[HTTPConnectionPool]]:
    """urllib3's pools by scheme, whose connections tell `watch` their socket."""

    class Plain(HTTPConnection):
        def connect(self) -> None:
            super().connect()
            watch(self.sock)

    class Encrypted(HTTPSConnection):
        def connect(self) -> None:
            super().connect()
            watch(self.sock)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class EncryptedPool(HTTPSConnectionPool):
        ConnectionCls = Encrypted

    return {"http": PlainPool, "https": EncryptedPool}
