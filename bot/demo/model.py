"""What a workspace consists of: people, channels, messages, files. Data with no behavior."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

Json: TypeAlias = dict[str, Any]
"""An object as it travels: Slack's own field names."""

ChannelKind = Literal["public", "private", "im"]


@dataclass(frozen=True, slots=True)
class User:
    """A person or a bot. `color` is "#RRGGBB", for the page's avatars; `tz` an IANA name."""

    id: str
    name: str
    real_name: str
    color: str
    bot_id: str | None = None
    is_admin: bool = False
    locale: str = "en-US"
    tz: str = "Etc/UTC"
    tz_label: str = "Coordinated Universal Time"


@dataclass(slots=True)
class Channel:
    """A conversation. `members` are user ids, the creator's too; a direct message has two."""

    id: str
    name: str
    kind: ChannelKind
    members: set[str]
    created: int
    creator: str
    is_archived: bool = False

    @property
    def payload_name(self) -> str:
        """What commands and clicks call it: only public channels by their name."""
        return {"private": "privategroup", "im": "directmessage"}.get(self.kind, self.name)


@dataclass(slots=True)
class Message:
    """One message. `ts` is its id within the channel; a reply names its parent in `thread_ts`."""

    ts: str
    channel: str
    user: str
    text: str
    thread_ts: str | None = None
    bot_id: str | None = None
    subtype: str | None = None
    file_ids: tuple[str, ...] = ()
    blocks: list[Json] | None = None
    attachments: list[Json] | None = None
    metadata: Json | None = None
    reactions: dict[str, list[str]] = field(default_factory=dict)
    edited_ts: str | None = None
    ephemeral_for: str | None = None

    @property
    def is_reply(self) -> bool:
        return self.thread_ts is not None and self.thread_ts != self.ts


@dataclass(frozen=True, slots=True)
class Share:
    """Where a file was posted. `shared_at` is in seconds of the state's clock."""

    channel: str
    ts: str
    thread_ts: str | None
    user: str
    shared_at: float


@dataclass(slots=True)
class File:
    """An uploaded file with its bytes. Sides are None when it is no picture we can read."""

    id: str
    user: str
    name: str
    title: str
    content: bytes
    mimetype: str
    filetype: str
    created: int
    alt_txt: str | None = None
    width_px: int | None = None
    height_px: int | None = None
    shares: list[Share] = field(default_factory=list)
    is_deleted: bool = False
    is_hidden_by_limit: bool = False

    @property
    def is_picture(self) -> bool:
        return self.width_px is not None


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file somebody is about to share. Title, type and alternative text may be left out."""

    name: str
    content: bytes
    title: str | None = None
    alt_txt: str | None = None
    mimetype: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that happened, in order, for whoever watches. `extra` is ready for JSON."""

    id: int
    kind: str
    channel: str | None = None
    ts: str | None = None
    extra: Json = field(default_factory=dict)
