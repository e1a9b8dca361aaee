"""The bytes behind a web address, without being led where it must not go.

Logs nothing: what somebody asks about is private, and so is where a name leads.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException
from http.cookiejar import DefaultCookiePolicy
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any
from urllib.parse import urljoin

import requests
from requests.adapters import HTTPAdapter
from requests.structures import CaseInsensitiveDict
from requests_hardened.ip_filter import InvalidIPAddress
from requests_hardened.ip_filter_adapter import IPFilterAdapter
from urllib3.exceptions import HTTPError
from urllib3.util import parse_url

from bot import __version__
from bot.deadline import Connections, Deadline
from bot.errors import AddressFailed, AddressRefused, TooLarge

MAX_REDIRECTS = 5
CHUNK_BYTES = 65536
DEFAULT_PORTS: Mapping[str | None, int] = {"http": 80, "https": 443}
HEADERS = {
    "User-Agent": f"Describe/{__version__} (a Slack app that describes pictures people ask about)",
    "Accept": "image/*",
    "Accept-Encoding": "identity",  # nothing to unpack, so nothing that grows in unpacking
}

GLOBAL_UNICAST = ip_network("2000::/3")
"""All of IPv6 that is handed out. Source: IANA's IPv6 address space registry, 2019-09."""

AZURE_HOST = ip_address("168.63.129.16")
"""Looks public; inside Azure it is said to be a service of the machine's own host."""


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds for a connection, for each piece of an answer, and for everything together."""

    connect_timeout_s: float = 3.0
    read_timeout_s: float = 10.0
    overall_s: float = 30.0


PATIENCE = Patience()


@dataclass(frozen=True, slots=True)
class Reach:
    """Where addresses may lead."""

    adapter: Callable[[str], HTTPAdapter]
    """Makes the adapter for "http" or "https"; it refuses hosts."""
    ports: frozenset[int] | None
    """None: any."""


def fetch_public(address: str, max_bytes: int) -> bytes:
    """What lies behind an address that anybody in Slack may have typed, as the server sent it.

    Public hosts only, each redirect checked alike, on the ports of http and https: on another
    port there is hardly ever a picture, but maybe a service that takes requests for orders.

    Raises:
        AddressRefused: not http(s), or not public.
        AddressFailed: no answer in time, an error status, too many redirects.
        TooLarge: more than `max_bytes`.
    """
    return fetch(address, max_bytes, reach=PUBLIC)


def fetch_any(address: str, max_bytes: int) -> bytes:
    """As `fetch_public`, from any host and port: for a person at their own command line."""
    return fetch(address, max_bytes, reach=ANY)


def fetch(address: str, max_bytes: int, *, reach: Reach, patience: Patience = PATIENCE) -> bytes:
    """As `fetch_public`, as far as `reach` goes. Looking up names may take beyond `overall_s`."""
    with _mapped_errors(), _session(reach) as session:
        deadline = Deadline(patience.overall_s, Connections(session))
        with (
            deadline,
            _follow(session, address, reach=reach, patience=patience) as response,
        ):
            body = _read(response, max_bytes)
        if deadline.has_passed:  # cut off, an answer of unknown length looks complete
            raise AddressFailed("too slow")
        return body


def _session(reach: Reach) -> requests.Session:
    _silence_loggers()
    session = requests.Session()
    session.trust_env = False  # a proxy would connect for us, unchecked; a .netrc has passwords
    session.headers = CaseInsensitiveDict(HEADERS)
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    session.mount("http://", reach.adapter("http"))
    session.mount("https://", reach.adapter("https"))
    return session


def _silence_loggers() -> None:
    """The filter warns with the address it refuses, urllib3 with one whose headers are odd."""
    for name in ("requests_hardened", "urllib3"):
        logging.getLogger(name).setLevel(logging.ERROR)


def _follow(
    session: requests.Session, address: str, *, reach: Reach, patience: Patience
) -> requests.Response:
    """The answer behind all redirects, its body still to be read."""
    timeouts_s = (patience.connect_timeout_s, patience.read_timeout_s)
    for _ in range(MAX_REDIRECTS + 1):
        request = session.prepare_request(requests.Request("GET", address))
        _check(str(request.url), reach)
        response = session.send(request, stream=True, allow_redirects=False, timeout=timeouts_s)
        target = session.get_redirect_target(response)
        if target is None:
            return response
        response.close()
        session.close()  # a server may end a kept connection just as the next request goes out
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
    port = parts.port if parts.port is not None else DEFAULT_PORTS[parts.scheme]
    if reach.ports is not None and port not in reach.ports:
        raise AddressRefused("an odd port")


def _read(response: requests.Response, max_bytes: int) -> bytes:
    if not 200 <= response.status_code < 300:
        raise AddressFailed(f"HTTP {response.status_code}")
    if (response.raw.length_remaining or 0) > max_bytes:
        raise TooLarge(max_bytes)
    body = bytearray()
    for chunk in response.raw.stream(CHUNK_BYTES, decode_content=False):
        body += chunk
        if len(body) > max_bytes:
            raise TooLarge(max_bytes)
    return bytes(body)


@contextmanager
def _mapped_errors() -> Iterator[None]:
    try:
        yield
    except (InvalidIPAddress, ValueError) as error:  # ValueError: nothing one could connect to
        raise AddressRefused("not public, or no address") from error
    except (requests.RequestException, HTTPError, HTTPException, OSError) as error:
        raise AddressFailed(type(error).__name__) from error


class PublicAdapter(IPFilterAdapter):  # type: ignore[misc]  # its library has no types
    """Connects to public hosts only, and to the very address that was looked up and checked."""

    def __init__(self, scheme: str, *, may_loop_back: bool = False) -> None:
        """`may_loop_back` counts this machine as public, for those who try it out."""
        super().__init__(is_https_proto=scheme == "https", allow_loopback=may_loop_back)

    def build_connection_pool_key_attributes(
        self, request: requests.PreparedRequest, verify: bool | str, cert: Any = None
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        host, pool = super().build_connection_pool_key_attributes(request, verify, cert)
        _check_beyond_the_filter(host["host"])
        return host, pool


def _check_beyond_the_filter(host: str) -> None:
    """Refuses what the library lets pass: IPv6 that nobody has, and Azure's own host."""
    found = ip_address(host.strip("[]"))
    is_odd = isinstance(found, IPv6Address) and found not in GLOBAL_UNICAST
    if found == AZURE_HOST or (is_odd and not found.is_loopback):
        raise InvalidIPAddress("not public")


PUBLIC = Reach(adapter=PublicAdapter, ports=frozenset(DEFAULT_PORTS.values()))
ANY = Reach(adapter=lambda _scheme: HTTPAdapter(), ports=None)
