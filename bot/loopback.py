"""Which hosts are this machine itself. Pure: looks up no name."""

from __future__ import annotations

from ipaddress import ip_address


def is_loopback(host: str) -> bool:
    """Whether what is sent to `host`, a name or an address without brackets, stays here."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
