"""Would an analyze server ask itself? Pure: it goes by the address as written."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from bot.config import Check, Config
from bot.loopback import is_loopback

ITSELF = "VISION_ENDPOINT is this server's own address: name another service, or leave it out."


def asks_another_service(host: str, port: int) -> Check:
    """A check: a server on `host` and `port` would not ask itself, and wait for itself.

    It goes by the address as written: another name of the same machine is not noticed, and then
    each request takes up places until none is free.
    """

    def check(config: Config) -> Iterator[str]:
        if config.vision_endpoint and _leads_to(config.vision_endpoint, host, port):
            yield ITSELF

    return check


def _leads_to(endpoint: str, host: str, port: int) -> bool:
    try:
        address = urlsplit(endpoint)
        asked = address.port or {"http": 80}.get(address.scheme, 443)
    except ValueError:
        return False  # no address at all, which another check tells
    name = address.hostname or ""
    is_here = name == host or (is_loopback(name) and _listens_on_loopback(host))
    return asked == port and is_here


def _listens_on_loopback(host: str) -> bool:
    return is_loopback(host) or host in ("0.0.0.0", "::")  # noqa: S104 - compared, not bound
