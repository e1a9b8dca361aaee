"""What somebody asks about a message, as a stored job says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.model import Asker
from bot.slack.pictures.messages import PictureMessage


class Way(StrEnum):
    """How somebody asked."""

    MENTION = "mention"
    REACTION = "reaction"
    SHORTCUT = "shortcut"
    SHARE = "share"


@dataclass(frozen=True, slots=True)
class Request:
    """What a stored job says. `file_ids`: the message's pictures, where they came with it."""

    way: Way
    asker: Asker
    message_ts: str
    thread_ts: str | None
    file_ids: tuple[str, ...]
    response_url: str

    def to_body(self) -> dict[str, str]:
        return {
            "way": self.way,
            "team": self.asker.team,
            "channel": self.asker.channel,
            "person": self.asker.person,
            "message_ts": self.message_ts,
            "thread_ts": self.thread_ts or "",
            "file_ids": " ".join(self.file_ids),
            "response_url": self.response_url,
        }

    @classmethod
    def from_body(cls, body: Mapping[str, str]) -> Request:
        return cls(
            way=Way(body["way"]),
            asker=Asker(body["team"], body["channel"], body["person"]),
            message_ts=body["message_ts"],
            thread_ts=body["thread_ts"] or None,
            file_ids=tuple(body["file_ids"].split()),
            response_url=body["response_url"],
        )


def shareable(message: PictureMessage) -> str:
    """The value of a share button: the message, its thread, and its pictures."""
    return " ".join([message.message_ts, message.thread_ts, *message.file_ids])


def to_share(value: str, asker: Asker, response_url: str) -> Request:
    """The request of who pressed a share button."""
    message_ts, thread_ts, *file_ids = value.split()
    return Request(Way.SHARE, asker, message_ts, thread_ts, tuple(file_ids), response_url)
