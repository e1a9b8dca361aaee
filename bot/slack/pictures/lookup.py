"""Looks up shared files: one by its id, or the pictures of a channel, a thread or a message."""

from __future__ import annotations

from itertools import islice
from typing import Any

from slack_sdk import WebClient

from bot.errors import NotAMember, SlackRefused
from bot.slack.pictures.files import File, FileGone, Share, file_of, is_there
from bot.slack.wire.api import slack_errors

GONE_ERRORS = frozenset({"file_not_found", "file_deleted", "channel_not_found"})
LISTED = 20
"""Files that one look at a channel asks for."""


class Files:
    """The files that the bot may know of."""

    def __init__(self, client: WebClient) -> None:
        self._client = client

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
        return file_of(facts)

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
        files = [file_of(facts) for facts in listed if is_there(facts)]
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
