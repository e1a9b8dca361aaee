"""Messages that somebody points at: which pictures they carry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from slack_sdk import WebClient

from bot.errors import SlackBusy, SlackDenied, SlackRefused
from bot.model import Asker
from bot.slack.pictures.files import picture_ids
from bot.slack.pictures.lookup import Files
from bot.slack.wire.api import slack_errors
from bot.store.replies import MessageKey


@dataclass(frozen=True, slots=True)
class PictureMessage:
    """A message with pictures, by their file ids. Its reply belongs in the thread `thread_ts`."""

    message_ts: str
    thread_ts: str
    file_ids: tuple[str, ...]

    def key(self, asker: Asker) -> MessageKey:
        return MessageKey(asker.team, asker.channel, self.message_ts)


class Messages:
    """Looks at messages of channels that the bot is in."""

    def __init__(self, client: WebClient, files: Files) -> None:
        self._client = client
        self._files = files

    def pointed_at(self, channel: str, ts: str, thread_ts: str | None) -> PictureMessage | None:
        """The message `ts`, or else the first of its thread: whichever has pictures.

        Where messages may not be read, or not now, Slack's list of files tells it: it comes with
        files:read, but knows only the newest files. Raises what `slack_errors` raises.
        """
        root_ts = thread_ts or ts
        try:
            messages = self._thread_at(channel, root_ts, ts)
        except (SlackDenied, SlackBusy):
            return self._among_files(channel, ts, root_ts)
        found = {str(message.get("ts")): picture_ids(message) for message in messages}
        return _first(found, (ts, root_ts), root_ts)

    def reacted_to(self, channel: str, ts: str) -> PictureMessage | None:
        """The message `ts` itself, if it has pictures. Needs reactions:read, nothing else."""
        with slack_errors():
            response = self._client.reactions_get(channel=channel, timestamp=ts)
        message: dict[str, Any] = response.get("message") or {}
        root_ts = str(message.get("thread_ts") or ts)
        return _first({ts: picture_ids(message)}, (ts,), root_ts)

    def _thread_at(self, channel: str, root_ts: str, ts: str) -> Iterable[Mapping[str, Any]]:
        """The first message of the thread and the one at `ts`."""
        try:
            with slack_errors():
                # Asked for one reply, Slack puts the thread's first message before it.
                response = self._client.conversations_replies(
                    channel=channel, ts=root_ts, oldest=ts, latest=ts, inclusive=True, limit=2
                )
        except SlackRefused as error:
            if error.error in ("thread_not_found", "message_not_found"):  # deleted meanwhile
                return []
            raise
        messages: list[dict[str, Any]] = response["messages"]
        return messages

    def _among_files(self, channel: str, ts: str, root_ts: str) -> PictureMessage | None:
        found: dict[str, tuple[str, ...]] = {}
        for wanted in dict.fromkeys((ts, root_ts)):
            shared = self._files.shared_with(channel, wanted)
            found[wanted] = tuple(file.file_id for file in shared)
        return _first(found, (ts, root_ts), root_ts)


def _first(
    found: Mapping[str, tuple[str, ...]], wanted: tuple[str, ...], root_ts: str
) -> PictureMessage | None:
    for ts in wanted:
        if file_ids := found.get(ts):
            return PictureMessage(ts, root_ts, file_ids)
    return None
