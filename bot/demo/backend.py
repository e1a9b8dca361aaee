"""The parts every request needs, in one place."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from bot.demo import messages, seed
from bot.demo.deliveries import Ledger
from bot.demo.events import Publisher
from bot.demo.faults import Faults
from bot.demo.manifest import Command, Manifest, Shortcut
from bot.demo.modals import Modals
from bot.demo.model import Channel, File, Json, Message, NewFile
from bot.demo.socket_mode import SocketMode
from bot.demo.state import State


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the Web API, without its token. `answer` is its `error`, or "ok"."""

    method: str
    args: Json
    status: int
    answer: str


@dataclass(frozen=True, slots=True)
class Download:
    """One request for a file's bytes."""

    host: str
    path: str
    had_token: bool
    status: int


@dataclass(frozen=True, slots=True)
class Tokens:
    """Made anew for each workspace, so that none can be mistaken for a real one."""

    bot: str = field(default_factory=lambda: "xoxb-demo-" + secrets.token_hex(12))
    app: str = field(default_factory=lambda: "xapp-1-demo-" + secrets.token_hex(12))
    signing_secret: str = field(default_factory=lambda: secrets.token_hex(16))


@dataclass(slots=True)
class Backend:
    """State, switches and ways to the app. `base_url` has no slash at its end."""

    state: State
    faults: Faults
    manifest: Manifest
    scopes: set[str]
    tokens: Tokens
    ledger: Ledger
    sockets: SocketMode
    publisher: Publisher
    modals: Modals
    base_url: str = ""
    calls: list[Call] = field(default_factory=list)
    downloads: list[Download] = field(default_factory=list)
    uploads: dict[str, NewFile] = field(default_factory=dict)
    """File id to what was announced, and then uploaded, for it."""
    response_urls: dict[str, ResponseUrl] = field(default_factory=dict)
    triggers: dict[str, Trigger] = field(default_factory=dict)

    def message_object(self, message: Message, *, with_metadata: bool = False) -> Json:
        return messages.message_object(
            self.state, message, self.base_url, with_metadata=with_metadata
        )

    def bot_is_in(self, channel: Channel) -> bool:
        return seed.BOT_USER_ID in channel.members

    @property
    def commands(self) -> tuple[Command, ...]:
        """Slash commands of the app, which need their scope."""
        return self.manifest.commands if "commands" in self.scopes else ()

    @property
    def shortcuts(self) -> tuple[Shortcut, ...]:
        """Message shortcuts of the app; the same scope."""
        return self.manifest.shortcuts if "commands" in self.scopes else ()

    def bot_may_see(self, channel: Channel) -> bool:
        return channel.kind == "public" or self.bot_is_in(channel)

    def add_bot(self, channel: Channel, *, inviter: str | None) -> None:
        """Makes the bot a member, with the line in the channel that says so; None: it joined."""
        with self.state.lock:
            if self.bot_is_in(channel):
                return
            channel.members.add(seed.BOT_USER_ID)
            self.state.note("channel", channel=channel.id)
            self.publisher.joined(channel, seed.BOT_USER_ID, inviter=inviter)
            self._post_membership(channel, "join", "has joined")

    def remove_bot(self, channel: Channel, *, actor: str) -> None:
        """Takes the bot out of the channel."""
        with self.state.lock:
            if not self.bot_is_in(channel):
                return
            channel.members.discard(seed.BOT_USER_ID)
            self.state.note("channel", channel=channel.id)
            self.publisher.bot_left(channel, actor=actor)
            self._post_membership(channel, "leave", "was removed from")

    def _post_membership(self, channel: Channel, change: str, words: str) -> None:
        prefix = "channel" if channel.kind == "public" else "group"
        self.post(
            Message(
                ts=self.state.next_ts(),
                channel=channel.id,
                user=seed.BOT_USER_ID,
                text=f"<@{seed.BOT_USER_ID}> {words} the channel",
                subtype=f"{prefix}_{change}",
            )
        )

    def post(self, message: Message) -> Message:
        """Stores a message and tells the app of it."""
        with self.state.lock:
            self.state.add_message(message)
            if message.ephemeral_for is not None:
                return message
            channel = self.state.channels[message.channel]
            self.publisher.message(channel, self.message_object(message))
            for file_id in message.file_ids:
                self.publisher.file_shared(self.state.files[file_id], message)
            return message

    def remove_message(self, message: Message) -> None:
        """Takes a message away and tells the app of it.

        A parent with replies becomes a tombstone, which the app hears as message_changed and not
        as message_deleted; that comes when the last reply is gone as well, and the tombstone with
        it. Seen: github.com/42wim/matterbridge/issues/600, openclaw/openclaw/pull/22035,
        slack-edge/slack-edge/pull/10.
        """
        state = self.state
        with state.lock:
            previous = self.message_object(message)
            state.remove_message(message.channel, message.ts)
            tombstone = state.message(message.channel, message.ts)
            if tombstone is not None:
                self.change_message(tombstone, previous)
                return
            self._tell_deleted(message, previous)
            parent = state.message(message.channel, message.thread_ts or "")
            if parent is None or parent.subtype != "tombstone":
                return
            if not state.thread(parent.channel, parent.ts):
                self.remove_message(parent)

    def _tell_deleted(self, message: Message, previous: Json) -> None:
        event = {
            "type": "message",
            "subtype": "message_deleted",
            "hidden": True,
            "ts": self.state.next_ts(),
            "deleted_ts": message.ts,
            "previous_message": previous,
        }
        self.publisher.message(self.state.channels[message.channel], event)

    def change_message(self, message: Message, previous: Json) -> None:
        """Tells watchers and the app that a message is not what it was."""
        self.state.note("message", channel=message.channel, ts=message.ts)
        event = {
            "type": "message",
            "subtype": "message_changed",
            "hidden": True,
            "ts": self.state.next_ts(),
            "message": self.message_object(message),
            "previous_message": previous,
        }
        self.publisher.message(self.state.channels[message.channel], event)

    def remove_file(self, file: File) -> None:
        """Deletes the bytes; messages keep a tombstone in its place."""
        with self.state.lock:
            file.is_deleted = True
            file.content = b""
            for share in file.shares:
                self.state.note("message", channel=share.channel, ts=share.ts)
            self.publisher.file_deleted(file)

    def react(self, message: Message, name: str, *, user: str) -> bool:
        """Adds a reaction; False when this user had already given it."""
        with self.state.lock:
            users = message.reactions.setdefault(name, [])
            if user in users:
                return False
            users.append(user)
            self.state.note("reaction", channel=message.channel, ts=message.ts)
            self.publisher.reaction(name, user=user, message=message, is_added=True)
            return True

    def unreact(self, message: Message, name: str, *, user: str) -> bool:
        """Takes a reaction back; False when this user had not given it."""
        with self.state.lock:
            users = message.reactions.get(name, [])
            if user not in users:
                return False
            users.remove(user)
            if not users:
                del message.reactions[name]
            self.state.note("reaction", channel=message.channel, ts=message.ts)
            self.publisher.reaction(name, user=user, message=message, is_added=False)
            return True

    def say_to_one(self, channel: str, person: str, text: str) -> None:
        """A line only one person sees, from Slackbot."""
        self.post(
            Message(
                ts=self.state.next_ts(),
                channel=channel,
                user=seed.SLACKBOT_ID,
                text=text,
                ephemeral_for=person,
            )
        )


@dataclass(slots=True)
class ResponseUrl:
    """Where an app may answer a command or a click: five times within thirty minutes."""

    channel: str
    user: str
    thread_ts: str | None
    made_at: float
    message_ts: str | None = None
    uses: int = 0


@dataclass(slots=True)
class Trigger:
    """Leave to open a view for somebody, once, within three seconds."""

    user: str
    made_at: float
    view_id: str | None = None
    """The modal or Home tab it came from."""
    is_used: bool = False
