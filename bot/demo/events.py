"""Events: which of them the app hears, and what is in each."""

from __future__ import annotations

import secrets

from bot.demo import seed
from bot.demo.deliveries import Courier, Delivery, Ledger
from bot.demo.faults import Faults
from bot.demo.model import Channel, File, Json, Message
from bot.demo.state import State

CHANNEL_TYPES = {"public": "channel", "private": "group", "im": "im"}
MESSAGE_EVENTS = {"public": "message.channels", "private": "message.groups", "im": "message.im"}
"""By channel kind. docs.slack.dev/reference/events/message"""

EVENT_SCOPES = {
    "app_mention": "app_mentions:read",
    "channel_left": "channels:read",
    "file_change": "files:read",
    "file_deleted": "files:read",
    "file_shared": "files:read",
    "group_left": "groups:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "reaction_added": "reactions:read",
    "reaction_removed": "reactions:read",
    "user_change": "users:read",
}
"""Without its scope an event is not sent. docs.slack.dev/reference/events, November 2026."""

MEMBERSHIP_SCOPES = {"public": "channels:read", "private": "groups:read"}
"""Of member_joined_channel and member_left_channel, by channel kind."""


class Publisher:
    """Turns what happens into `event_callback` payloads for those events the app hears.

    Both sets may change while the workspace runs. `subscriptions` are bot events of the manifest;
    `scopes` are the ones granted.
    """

    def __init__(
        self,
        state: State,
        faults: Faults,
        ledger: Ledger,
        courier: Courier,
        *,
        subscriptions: set[str],
        scopes: set[str],
    ) -> None:
        self.subscriptions = subscriptions
        self._scopes = scopes
        self._state = state
        self._faults = faults
        self._ledger = ledger
        self._courier = courier

    def dispatch(self, delivery: Delivery) -> None:
        """Sends a command or a click, which come once and have no event id."""
        self._ledger.open(delivery)
        self._courier.send(delivery)

    # Files

    def file_shared(self, file: File, message: Message) -> None:
        channel = self._state.channels[message.channel]
        if self._hears(channel):
            self._publish("file_shared", {**_file_facts(file), "channel_id": channel.id})

    def file_changed(self, file: File) -> None:
        """One event, however many channels the file is in."""
        if any(self._hears(self._state.channels[share.channel]) for share in file.shares):
            self._publish("file_change", _file_facts(file))

    def file_deleted(self, file: File) -> None:
        channel_ids = sorted({share.channel for share in file.shares})
        self._publish("file_deleted", {"file_id": file.id, "channel_ids": channel_ids})

    def _hears(self, channel: Channel) -> bool:
        if seed.BOT_USER_ID in channel.members:
            return True
        return self._faults.events_from_other_channels and channel.kind == "public"

    # Messages

    def message(self, channel: Channel, event: Json) -> None:
        """A `message` event (any subtype) in a channel the bot is a member of."""
        if seed.BOT_USER_ID not in channel.members:
            return
        where = {"channel": channel.id, "channel_type": CHANNEL_TYPES[channel.kind]}
        event = {**event, **where, "event_ts": event.get("event_ts", event["ts"])}
        self._publish(MESSAGE_EVENTS[channel.kind], event)
        if f"<@{seed.BOT_USER_ID}>" in event.get("text", "") and channel.kind != "im":
            # A mention carries no files. docs.slack.dev/reference/events/app_mention
            left_out = {"files", "channel_type", "subtype", "upload", "display_as_bot"}
            mention = {name: value for name, value in event.items() if name not in left_out}
            self._publish("app_mention", {**mention, "type": "app_mention"})

    def reaction(self, name: str, *, user: str, message: Message, is_added: bool) -> None:
        channel = self._state.channels[message.channel]
        if seed.BOT_USER_ID not in channel.members:
            return
        self._publish(
            "reaction_added" if is_added else "reaction_removed",
            {
                "user": user,
                "reaction": name,
                "item": {"type": "message", "channel": channel.id, "ts": message.ts},
                "item_user": message.user,
            },
        )

    # Membership

    def joined(self, channel: Channel, user: str, *, inviter: str | None) -> None:
        """Somebody, or the bot itself, became a member of a channel the bot is in."""
        if seed.BOT_USER_ID in channel.members:
            invited = {} if inviter is None else {"inviter": inviter}
            self._membership("member_joined_channel", channel, user, invited)

    def bot_left(self, channel: Channel, *, actor: str) -> None:
        """The bot hears that it was removed by an event of its own."""
        kind = "channel_left" if channel.kind == "public" else "group_left"
        self._publish(kind, {"channel": channel.id, "actor_id": actor})

    def _membership(self, kind: str, channel: Channel, user: str, facts: Json) -> None:
        if MEMBERSHIP_SCOPES.get(channel.kind) in self._scopes:
            where = {"channel": channel.id, "channel_type": "C", "team": seed.TEAM_ID}
            self._publish(kind, {"user": user, **where, **facts})

    def other(self, event: Json) -> None:
        """Any event without a channel rule: `app_home_opened`, `tokens_revoked`, ..."""
        self._publish(event["type"], event)

    def _publish(self, name: str, event: Json) -> None:
        """Sends it, where the app subscribes to events of this name and has their scope."""
        scope = EVENT_SCOPES.get(name)
        if name not in self.subscriptions or (scope and scope not in self._scopes):
            return
        event = {"type": name, **event}
        event.setdefault("event_ts", self._state.next_ts())
        event_id = self._state.new_id("Ev")
        payload = envelope(event, event_id, int(self._state.clock()))
        for _ in range(1 + self._faults.duplicate_events):
            delivery = Delivery("events_api", payload, event_id)
            self._ledger.open(delivery)
            self._courier.send(delivery)


def _file_facts(file: File) -> Json:
    return {"file_id": file.id, "user_id": file.user, "file": {"id": file.id}}


def envelope(event: Json, event_id: str, event_time: int) -> Json:
    """The outer payload of an event. docs.slack.dev/apis/events-api#event-object."""
    return {
        "token": seed.VERIFICATION_TOKEN,
        "team_id": seed.TEAM_ID,
        "context_team_id": seed.TEAM_ID,
        "context_enterprise_id": None,
        "api_app_id": seed.APP_ID,
        "event": event,
        "type": "event_callback",
        "event_id": event_id,
        "event_time": event_time,
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": seed.TEAM_ID,
                "user_id": seed.BOT_USER_ID,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": secrets.token_urlsafe(24),
    }
