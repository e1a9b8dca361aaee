"""Where Analyze Image is, from what the operator wrote. Opens no socket."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urlsplit

from bot.loopback import is_loopback

KEY_HEADER = "Ocp-Apim-Subscription-Key"
VERSIONS = ("3.2", "2.0", "4.0")
"""What we speak; the first is taken where nothing names one."""

NO_ADDRESS = "VISION_ENDPOINT must be an address like https://NAME.cognitiveservices.azure.com."
EXTRAS = "VISION_ENDPOINT may have no user name, ? or #; the key belongs in VISION_KEY."
CLEAR_TEXT = "VISION_ENDPOINT must begin with https://, or the key could be read on its way."
OTHER_PATH = (
    "VISION_ENDPOINT may end in /vision/v3.2/, /vision/v2.0/ or /computervision/, or have no path"
    " at all; any other path needs VISION_API=openai."
)

_PATH = re.compile(
    r"(?:/vision/v(?P<version>[0-9.]{1,9})(?:/analyze)?"
    r"|(?P<four>/computervision(?:/imageanalysis:analyze)?))?",
    re.IGNORECASE,
)
_HOST = re.compile(r"[A-Za-z0-9.-]+|[0-9a-fA-F:.]+")


def endpoint_of(value: str, version: str | None) -> tuple[str, str]:
    """The address to post to, and the version it speaks: one of `VERSIONS`.

    Args:
        value: VISION_ENDPOINT: a resource or region address, alone or with `/vision/v2.0/` (as
            in the quickstart), `/vision/v2.0/analyze` or `/computervision/` after it, which then
            names the version.
        version: VISION_API where it is set; None or "" leave the choice to the address.

    Raises:
        ValueError: with a sentence for the operator, which repeats nothing that could be secret.
    """
    address = address_in(value.strip())
    path = _PATH.fullmatch(address.path.rstrip("/"))
    if path is None:
        raise ValueError(OTHER_PATH)
    named = "4.0" if path["four"] else path["version"]
    if named and version and named != version:
        raise ValueError(f"VISION_ENDPOINT says version {named}, but VISION_API says {version}.")
    chosen = named or version or VERSIONS[0]
    if chosen not in VERSIONS:
        raise ValueError(f"Version {chosen} of Analyze Image is not supported; use 4.0 or 3.2.")
    return f"{address.scheme}://{address.netloc}{path_of(chosen)}", chosen


def path_of(version: str) -> str:
    """Where each of `VERSIONS` is on its host."""
    if version == "4.0":
        return "/computervision/imageanalysis:analyze"
    return f"/vision/v{version}/analyze"


def address_in(value: str) -> SplitResult:
    """The address, if its host may be sent the key and nothing stands beside its path."""
    address = _split(value)
    host = address.hostname or ""
    if "@" in value or "?" in value or "#" in value:
        raise ValueError(EXTRAS)
    if address.scheme not in ("http", "https") or not _HOST.fullmatch(host):
        raise ValueError(NO_ADDRESS)
    if address.scheme == "http" and not is_loopback(host):
        raise ValueError(CLEAR_TEXT)
    return address


def _split(value: str) -> SplitResult:
    try:
        address = urlsplit(value)
        _ = address.port  # raises where it is no port
    except ValueError:
        # From None: the parser's error quotes the value, which may hold a password.
        raise ValueError(NO_ADDRESS) from None
    return address
