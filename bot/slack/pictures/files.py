"""Slack's file objects as ours, and which of a message's files are pictures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypedDict

from bot.model import Shared

GONE_MODES = frozenset({"tombstone", "hidden_by_limit"})
PICTURE_TYPES = frozenset({"avif", "bmp", "gif", "heic", "heif", "jpeg", "jpg", "png", "tif"})
"""Slack's `filetype` of pictures, for those that it gives no image/ media type."""
COPY_SIDES_PX = (1024, 960, 800, 720, 480, 360)
"""Slack fits copies of a picture into squares of these sides, those smaller than the picture."""


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


def is_there(facts: Mapping[str, Any]) -> bool:
    """Whether the file of a file object was neither deleted nor hidden by a plan's limit."""
    return facts.get("mode") not in GONE_MODES


def file_of(facts: Mapping[str, Any]) -> File:
    """Slack's file object as ours; the one place that knows its field names.

    Source: docs.slack.dev/reference/objects/file-object, November 2026. Raises FileGone.
    """
    if not is_there(facts):
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
    present = [facts for facts in listed if is_there(facts)]
    unknown = [facts for facts in present if facts.get("file_access") == "check_file_info"]
    return tuple(
        str(facts["id"]) for facts in present if facts in unknown or file_of(facts).is_picture
    )


def _shares(shares: Mapping[str, Mapping[str, list[Mapping[str, Any]]]]) -> Iterator[Share]:
    for by_channel in shares.values():  # "public", "private"
        for channel, entries in by_channel.items():
            for entry in entries:
                ts = str(entry["ts"])
                yield Share(channel, ts, str(entry.get("thread_ts") or ts))
