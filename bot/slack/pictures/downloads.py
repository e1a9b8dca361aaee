"""Downloads shared files and Slack's smaller copies of them.

The bot's token goes to Slack's own hosts alone, whatever an address or a redirect says.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urljoin

import requests
from requests.auth import AuthBase
from urllib3.util import parse_url

from bot.errors import DownloadFailed, DownloadRefused, SlackDenied, TooLarge
from bot.slack.pictures.files import Copy, File, FileGone

MAX_BYTES = 50_000_000
"""A 48-megapixel photo has about 20 MB, a large screenshot 30."""
CONNECT_TIMEOUT_S = 3.0
READ_TIMEOUT_S = 30.0
MAX_REDIRECTS = 5
CHUNK_BYTES = 1 << 16
TOKEN_DOMAINS = ("slack.com", "slack-files.com")
"""Files come from files.slack.com; Enterprise Grid redirects to files-origin.slack.com, and some
files to slack-files.com (November 2026)."""


class Downloads:
    """Fetches what the bot's token may read. Threads may share it.

    `api_host` is the host (and port) of a Web API that is not Slack's own; it gets the token too.
    """

    def __init__(self, token: str, *, api_host: str | None) -> None:
        self._token = token
        self._api_host = api_host
        self._local = threading.local()

    def download(self, file: File) -> bytes:
        """The file's bytes.

        Raises:
            TooLarge: more than `MAX_BYTES`, by its own word or in fact.
            DownloadRefused: its address, or a redirect, leads out of Slack.
            SlackDenied: Slack answered with its sign-in page, or a refusal.
            FileGone: it was deleted meanwhile.
            DownloadFailed: everything else.
        """
        if file.size_bytes > MAX_BYTES:
            raise TooLarge(MAX_BYTES)
        return self._fetch(file.address)

    def download_copy(self, copy: Copy) -> bytes:
        """The copy's bytes. Raises what `download` does; FileGone where Slack has no such copy."""
        return self._fetch(copy.address)

    def _fetch(self, address: str) -> bytes:
        for _ in range(MAX_REDIRECTS + 1):
            with _download_errors(), self._get(address) as response:
                if not response.is_redirect:
                    return _body(response)
                address = urljoin(address, response.headers["location"])
        raise DownloadFailed("too many redirects")

    def _get(self, address: str) -> requests.Response:
        """One request with the token. Raises DownloadRefused where the token may not go."""
        session = self._session()
        request = session.prepare_request(
            requests.Request("GET", address, auth=_Bearer(self._token))
        )
        if not self._may_have_token(request.url or ""):
            raise DownloadRefused
        settings = session.merge_environment_settings(request.url, {}, True, None, None)
        return session.send(
            request,
            allow_redirects=False,  # requests drops the token on the way, and asks nobody where to
            timeout=(CONNECT_TIMEOUT_S, READ_TIMEOUT_S),
            **settings,
        )

    def _may_have_token(self, url: str) -> bool:
        """Judges exactly what will be asked, with the parser that the connection is made by.

        Parsers differ: of https://other.example\\@files.slack.com/ urllib.parse says that its host
        is Slack's, and urllib3 connects to other.example.
        """
        parts = parse_url(url)
        if parts.auth is not None:
            return False
        if self._api_host is not None and parts.netloc == self._api_host:
            return parts.scheme in ("http", "https")
        host = (parts.host or "").lower()
        is_slack = any(host == domain or host.endswith("." + domain) for domain in TOKEN_DOMAINS)
        return parts.scheme == "https" and is_slack

    def _session(self) -> requests.Session:
        session: requests.Session | None = getattr(self._local, "session", None)
        if session is None:
            session = self._local.session = requests.Session()
        return session


class _Bearer(AuthBase):
    """Sets the token as requests' auth, so that a .netrc cannot put another in its place."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


@contextmanager
def _download_errors() -> Iterator[None]:
    try:
        yield
    except requests.RequestException as error:
        raise DownloadFailed(type(error).__name__) from error


def _body(response: requests.Response) -> bytes:
    if response.status_code in (401, 403):
        raise SlackDenied("files:read")
    if response.status_code in (404, 410):
        raise FileGone
    if response.status_code != 200:
        raise DownloadFailed(f"status {response.status_code}", retry_after_s=_wait_s(response))
    body = bytearray()
    for chunk in response.iter_content(CHUNK_BYTES):
        body += chunk
        if len(body) > MAX_BYTES:
            raise TooLarge(MAX_BYTES)
    if _is_page(body):
        raise SlackDenied("files:read")
    return bytes(body)


def _is_page(body: bytearray) -> bool:
    # Without the scope Slack answers 200 and its sign-in page (vercel/eve#1531): the status says
    # nothing, and a picture's media type is not always right either.
    start = bytes(body[:512]).lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<!doctype html", b"<html"))


def _wait_s(response: requests.Response) -> float | None:
    value = response.headers.get("retry-after", "")
    return float(value) if value.isdigit() else None
