"""Shared files: what Slack says of them, and their bytes.

The bot's token goes to Slack's own hosts alone, whatever an address or a redirect says.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypedDict
from urllib.parse import urljoin

import requests
from requests.auth import AuthBase
from slack_sdk import WebClient
from urllib3.util import parse_url

from bot.errors import (
    DownloadFailed,
    DownloadRefused,
    NotAMember,
    SlackDenied,
    SlackRefused,
    TooLarge,
)
from bot.model import Shared
from bot.slack.wire.api import slack_errors

MAX_BYTES = 50_000_000
"""A 48-megapixel photo has about 20 MB, a large screenshot 30."""
CONNECT_TIMEOUT_S = 3.0
READ_TIMEOUT_S = 30.0
MAX_REDIRECTS = 5
CHUNK_BYTES = 1 << 16
TOKEN_DOMAINS = ("slack.com", "slack-files.com")
"""Files come from files.slack.com; Enterprise Grid redirects to files-origin.slack.com, and some
files to slack-files.com (November 2026)."""
GONE_MODES = frozenset({"tombstone", "hidden_by_limit"})
GONE_ERRORS = frozenset({"file_not_found", "file_deleted", "channel_not_found"})
PICTURE_TYPES = frozenset({"avif", "bmp", "gif", "heic", "heif", "jpeg", "jpg", "png", "tif"})
"""Slack's `filetype` of pictures, for those that it gives no image/ media type."""


COPY_SIDES_PX = (1024, 960, 800, 720, 480, 360)
"""Slack fits copies of a picture into squares of these sides, those smaller than the picture."""
LISTED = 20
"""Files that one look at a channel asks for."""


class FileGone(Exception):
    """The file does not exist any more, or the bot may not know that it does."""


@dataclass(frozen=True, slots=True)
class Share:
    """One message that carries a file. `thread_ts` is the thread it stands in, or itself."""

    channel: str
    message_ts: str
    thread_ts: str


@dataclass(frozen=True, slots=True)
class Copy:
    """A smaller JPEG or PNG that Slack has made of a picture, upright. Sides in pixels."""

    address: str
    sides_px: tuple[int, int]


@dataclass(frozen=True, slots=True)
class File:
    """What the bot needs to know of a shared file. Sides are 0 where Slack does not tell them."""

    file_id: str
    name: str
    alt_text: str
    owner: str
    media_type: str
    file_type: str
    size_bytes: int
    created_s: int
    address: str
    is_external: bool
    shares: tuple[Share, ...]
    copy: Copy | None = None
    """None where the picture is no larger, or Slack could not read it or has not yet."""
    width_px: int = 0
    height_px: int = 0
    is_animated: bool = False

    @property
    def is_picture(self) -> bool:
        if self.is_external:  # a link to another service: not ours to open
            return False
        return self.media_type.startswith("image/") or self.file_type in PICTURE_TYPES

    @property
    def shared(self) -> Shared:
        """What people said of it."""
        return Shared(name=self.name, alt_text=self.alt_text)

    def shares_in(self, channel: str) -> list[Share]:
        """The messages of `channel` that carry it, oldest first."""
        return sorted(
            (share for share in self.shares if share.channel == channel),
            key=lambda share: share.message_ts,
        )


class Files:
    """Looks up and downloads the files that the bot's token may read.

    `api_host` is the host (and port) of a Web API that is not Slack's own; it gets the token too.
    """

    def __init__(self, client: WebClient, *, token: str, api_host: str | None) -> None:
        self._client = client
        self._token = token
        self._api_host = api_host
        self._local = threading.local()

    def look_up(self, file_id: str) -> File:
        """The file as it is now. Raises FileGone, or what `slack_errors` raises."""
        try:
            with slack_errors():
                response = self._client.files_info(file=file_id)
        except SlackRefused as error:
            if error.error in GONE_ERRORS:
                raise FileGone from error
            raise
        facts: dict[str, Any] = response["file"]
        return _file(facts)

    def newest_pictures(self, channel: str, *, thread_ts: str | None, count: int) -> list[File]:
        """The pictures shared last in a channel, or in one thread of it, newest first.

        Needs no history scope, unlike reading messages: files.list comes with files:read.
        """
        listed = self._listed(channel, count=max(LISTED, count))
        fitting = (file for file in listed if self._is_in(file, channel, thread_ts))
        return list(islice(fitting, count))

    def shared_with(self, channel: str, message_ts: str) -> list[File]:
        """The pictures of one message, in the order of their upload, as far as files.list knows."""
        until_s = int(float(message_ts)) + 1
        listed = self._listed(channel, count=LISTED, until=str(until_s))
        return [
            file
            for file in reversed(listed)
            if message_ts in {share.message_ts for share in self._shares(file, channel)}
        ]

    def _listed(self, channel: str, *, count: int, until: str | None = None) -> list[File]:
        """Pictures of a channel, newest first. `until`: a ts; created by then."""
        try:
            with slack_errors():
                response = self._client.files_list(
                    channel=channel, types="images", count=count, ts_to=until
                )
        except SlackRefused as error:
            if error.error == "channel_not_found":  # private, and the bot is not in it
                raise NotAMember from error
            raise
        listed: list[dict[str, Any]] = response["files"]
        files = [_file(facts) for facts in listed if _is_there(facts)]
        newest_first = sorted(files, key=lambda file: file.created_s, reverse=True)
        return [file for file in newest_first if file.is_picture]

    def _is_in(self, file: File, channel: str, thread_ts: str | None) -> bool:
        if thread_ts is None:
            return True
        return thread_ts in {share.thread_ts for share in self._shares(file, channel)}

    def _shares(self, file: File, channel: str) -> list[Share]:
        if file.shares:
            return file.shares_in(channel)
        try:  # files.list may leave them out
            return self.look_up(file.file_id).shares_in(channel)
        except FileGone:
            return []

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


def _is_there(facts: Mapping[str, Any]) -> bool:
    return facts.get("mode") not in GONE_MODES


def _file(facts: Mapping[str, Any]) -> File:
    """Slack's file object as ours; the one place that knows its field names.

    Source: docs.slack.dev/reference/objects/file-object, November 2026. Raises FileGone.
    """
    if not _is_there(facts):
        raise FileGone
    return File(
        file_id=str(facts.get("id", "")),
        name=str(facts.get("name") or facts.get("title") or ""),
        alt_text=str(facts.get("alt_txt") or ""),
        owner=str(facts.get("user") or ""),
        media_type=str(facts.get("mimetype") or ""),
        file_type=str(facts.get("filetype") or ""),
        size_bytes=int(facts.get("size") or 0),
        created_s=int(facts.get("created") or 0),
        address=str(facts.get("url_private_download") or facts.get("url_private") or ""),
        is_external=bool(facts.get("is_external")) or facts.get("mode") == "external",
        shares=tuple(_shares(facts.get("shares") or {})),
        **_picture_facts(facts),
    )


class _PictureFacts(TypedDict):
    copy: Copy | None
    width_px: int
    height_px: int
    is_animated: bool


def _picture_facts(facts: Mapping[str, Any]) -> _PictureFacts:
    """What Slack knows of a picture once it has read it; of one it cannot read, nothing."""
    width_px, height_px = int(facts.get("original_w") or 0), int(facts.get("original_h") or 0)
    copy = next(_copies(facts), None)
    # Copies are upright; whether the original's sides are told so is not documented.
    if copy and (copy.sides_px[0] > copy.sides_px[1]) != (width_px > height_px):
        width_px, height_px = height_px, width_px
    return {
        "copy": copy,
        "width_px": width_px,
        "height_px": height_px,
        "is_animated": bool(facts.get("deanimate_gif")),  # a still of what moves
    }


def _copies(facts: Mapping[str, Any]) -> Iterator[Copy]:
    """The largest first."""
    for side_px in COPY_SIDES_PX:
        if address := facts.get(f"thumb_{side_px}"):
            sides = (facts.get(f"thumb_{side_px}_{axis}") or 0 for axis in "wh")
            width_px, height_px = map(int, sides)
            yield Copy(str(address), (width_px, height_px))


def picture_ids(message: Mapping[str, Any]) -> tuple[str, ...]:
    """The ids of a message object's pictures, in its order.

    Of files from other organizations Slack tells only the id at first; these are among them.
    Source: docs.slack.dev/reference/events/message/file_share, November 2026.
    """
    listed: list[dict[str, Any]] = message.get("files") or []
    present = [facts for facts in listed if _is_there(facts)]
    unknown = [facts for facts in present if facts.get("file_access") == "check_file_info"]
    return tuple(
        str(facts["id"]) for facts in present if facts in unknown or _file(facts).is_picture
    )


def _shares(shares: Mapping[str, Mapping[str, list[Mapping[str, Any]]]]) -> Iterator[Share]:
    for by_channel in shares.values():  # "public", "private"
        for channel, entries in by_channel.items():
            for entry in entries:
                ts = str(entry["ts"])
                yield Share(channel, ts, str(entry.get("thread_ts") or ts))
