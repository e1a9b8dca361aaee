"""The workspace's memory: users, channels, messages, files. Pure; one lock guards all of it."""

from __future__ import annotations

import secrets
import string
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bot.demo.model import Change, Channel, File, Json, Message, Share, User

ID_ALPHABET = string.ascii_uppercase + string.digits
KEPT_CHANGES = 10_000


class State:
    """Everything the workspace knows.

    Take `lock` around anything that reads or writes more than one value. Every change is told to
    the watchers and wakes `wait_until`.
    """

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self.clock = clock
        self.lock = threading.RLock()
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.files: dict[str, File] = {}
        self.ephemerals: dict[str, list[Message]] = {}
        self.homes: dict[str, Json] = {}
        self.changes: deque[Change] = deque(maxlen=KEPT_CHANGES)
        self._messages: dict[str, dict[str, Message]] = {}
        self._watchers: list[Callable[[], object]] = []
        self._condition = threading.Condition(self.lock)
        self._version = 0
        self._last_change_id = 0
        self._last_ts_us = 0

    # Time and names

    def next_ts(self) -> str:
        """A message timestamp "seconds.micros", later than every one given before."""
        with self.lock:
            self._last_ts_us = max(self._last_ts_us + 1, int(self.clock() * 1_000_000))
            return f"{self._last_ts_us // 1_000_000}.{self._last_ts_us % 1_000_000:06d}"

    def new_id(self, prefix: str) -> str:
        """An id as Slack's look: the prefix and ten capitals or digits."""
        return prefix + "0" + "".join(secrets.choice(ID_ALPHABET) for _ in range(9))

    # Messages

    def add_channel(self, channel: Channel) -> None:
        with self.lock:
            self.channels[channel.id] = channel
            self._messages[channel.id] = {}
            self.ephemerals[channel.id] = []
            self.note("channel", channel=channel.id)

    def add_message(self, message: Message) -> Message:
        """Stores it. A reply to a message that is gone lands at the top level.

        Slack does so silently: the answer then has no `thread_ts`.
        """
        with self.lock:
            if message.thread_ts is not None:
                message.thread_ts = self.thread_root(message.channel, message.thread_ts)
            if message.ephemeral_for is None:
                self._messages[message.channel][message.ts] = message
            else:
                self.ephemerals[message.channel].append(message)
            self._share_files(message)
            self.note("message", channel=message.channel, ts=message.ts)
            return message

    def _share_files(self, message: Message) -> None:
        share = Share(message.channel, message.ts, message.thread_ts, message.user, self.clock())
        for file_id in message.file_ids:
            self.files[file_id].shares.append(share)

    def thread_root(self, channel: str, ts: str) -> str | None:
        """The `ts` of the thread this message is in or would start; None when it is gone."""
        parent = self.message(channel, ts)
        if parent is None:
            return None
        return parent.thread_ts or parent.ts

    def message(self, channel: str, ts: str) -> Message | None:
        with self.lock:
            return self._messages.get(channel, {}).get(ts)

    def find(self, channel: str, ts: str) -> Message | None:
        """A message by its `ts`, one that only one person sees included."""
        with self.lock:
            shown_to_one = (each for each in self.ephemerals.get(channel, []) if each.ts == ts)
            return self.message(channel, ts) or next(shown_to_one, None)

    def messages(self, channel: str) -> list[Message]:
        """All messages of a channel, replies included, oldest first."""
        with self.lock:
            return sorted(self._messages.get(channel, {}).values(), key=lambda each: each.ts)

    def thread(self, channel: str, root_ts: str) -> list[Message]:
        """The replies to a message, oldest first, without the message itself."""
        with self.lock:
            found = (each for each in self._messages.get(channel, {}).values() if each.is_reply)
            return sorted(
                (each for each in found if each.thread_ts == root_ts), key=lambda each: each.ts
            )

    def remove_message(self, channel: str, ts: str) -> Message | None:
        """Takes it away; a parent with replies leaves a tombstone, as Slack's do."""
        with self.lock:
            message = self._messages.get(channel, {}).pop(ts, None)
            if message is None:
                return None
            if self.thread(channel, ts):
                self._messages[channel][ts] = _tombstone(message)
                self.note("message", channel=channel, ts=ts)
            else:
                self.note("message_deleted", channel=channel, ts=ts)
            return message

    # Watching

    def note(
        self, kind: str, *, channel: str | None = None, ts: str | None = None, **extra: object
    ) -> None:
        """Tells everyone that something happened."""
        with self.lock:
            self._last_change_id += 1
            self.changes.append(Change(self._last_change_id, kind, channel, ts, extra))
            self.touch()

    def touch(self) -> None:
        """Wakes `wait_until` without anything for the page to show."""
        with self.lock:
            self._version += 1
            self._condition.notify_all()
            for watcher in self._watchers:
                watcher()

    @contextmanager
    def watched(self, watcher: Callable[[], object]) -> Iterator[None]:
        """Calls `watcher` after each change, on the thread that made it, lock held: be brief."""
        with self.lock:
            self._watchers.append(watcher)
        try:
            yield
        finally:
            with self.lock:
                self._watchers.remove(watcher)

    @property
    def last_change_id(self) -> int:
        with self.lock:
            return self._last_change_id

    def changes_after(self, change_id: int) -> tuple[list[Change], bool]:
        """What happened since, and whether all of it is still remembered."""
        with self.lock:
            kept = [change for change in self.changes if change.id > change_id]
            first_kept = self.changes[0].id if self.changes else self._last_change_id + 1
            return kept, first_kept <= change_id + 1

    def wait_until(self, condition: Callable[[], bool], timeout_s: float) -> bool:
        """Whether the condition came true in time. It is asked again after every change.

        It runs without the lock, so it may itself call the workspace.
        """
        deadline = time.monotonic() + timeout_s
        while True:
            with self.lock:
                seen = self._version
            if condition():
                return True
            if not self._wait_for_change(seen, deadline - time.monotonic()):
                return condition()

    def _wait_for_change(self, seen_version: int, timeout_s: float) -> bool:
        with self._condition:
            return self._condition.wait_for(
                lambda: self._version != seen_version, timeout=max(0.0, timeout_s)
            )


def _tombstone(message: Message) -> Message:
    return Message(
        ts=message.ts,
        channel=message.channel,
        user="USLACKBOT",
        text="This message was deleted.",
        thread_ts=message.ts,
        subtype="tombstone",
    )
