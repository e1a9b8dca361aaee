"""Events: which the app hears, how they are wrapped, and what became of each delivery."""

from __future__ import annotations

import secrets
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, Protocol

from bot.demo import seed
from bot.demo.faults import Faults
from bot.demo.model import Channel, File, Json, Message
from bot.demo.state import State

EnvelopeType = Literal["events_api", "slash_commands", "interactive"]

DEFAULT_SUBSCRIPTIONS = frozenset({"file_shared"})

CHANNEL_TYPES = {"public": "channel", "private": "group", "im": "im"}
MESSAGE_EVENTS = {"public": "message.channels", "private": "message.groups", "im": "message.im"}
"""By channel kind. docs.slack.dev/reference/events/message"""


@dataclass(slots=True)
class Delivery:
    """One payload on its way to the app.

    `on_answer` gets what the app put into its acknowledgment (None: nothing); `on_failure` a
    Slack error name. Only deliveries with an event id are tried again.
    """

    kind: EnvelopeType
    payload: Json
    event_id: str | None = None
    envelope_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    attempt: int = 0
    reason: str = ""
    published_at: float = field(default_factory=time.monotonic)
    is_sent: bool = False
    is_acknowledged: bool = False
    is_given_up: bool = False
    on_answer: Callable[[Json | str | None], None] = lambda _answer: None
    on_failure: Callable[[str], None] = lambda _error: None

    @property
    def is_open(self) -> bool:
        return not (self.is_acknowledged or self.is_given_up)


@dataclass(frozen=True, slots=True)
class Acknowledgment:
    """An event the app took. `latency_s` is from its first publication, `attempt` from 0."""

    event_id: str
    latency_s: float
    attempt: int


class Courier(Protocol):
    """Brings deliveries to the app. Returns at once, from any thread."""

    def send(self, delivery: Delivery) -> None: ...


class Ledger:
    """What was sent and what came back, for tests to look at."""

    def __init__(self, state: State) -> None:
        self._state = state
        self.deliveries: list[Delivery] = []
        self.acknowledged: list[Acknowledgment] = []

    def open(self, delivery: Delivery) -> None:
        with self._state.lock:
            if delivery.event_id is not None:
                self.deliveries.append(delivery)
            self._state.touch()

    def mark_sent(self, delivery: Delivery) -> None:
        with self._state.lock:
            delivery.is_sent = True
            self._state.touch()

    def acknowledge(self, delivery: Delivery, answer: Json | str | None) -> None:
        """Takes the first acknowledgment of a delivery; later ones are of no effect."""
        with self._state.lock:
            if delivery.is_acknowledged:
                return
            delivery.is_acknowledged = True
            if delivery.event_id is not None:
                latency_s = time.monotonic() - delivery.published_at
                self.acknowledged.append(
                    Acknowledgment(delivery.event_id, latency_s, delivery.attempt)
                )
            self._state.touch()
        delivery.on_answer(answer)

    def give_up(self, delivery: Delivery, error: str) -> None:
        with self._state.lock:
            if not delivery.is_open:
                return
            delivery.is_given_up = True
            self._state.touch()
        delivery.on_failure(error)

    @property
    def unacknowledged(self) -> int:
        """Events sent at least once and not taken (yet)."""
        with self._state.lock:
            return sum(each.is_sent and not each.is_acknowledged for each in self.deliveries)

    @property
    def waiting(self) -> int:
        """Events that wait for a first connection."""
        with self._state.lock:
            return sum(not each.is_sent and each.is_open for each in self.deliveries)


class Publisher:
    """Turns what happens into `event_callback` payloads for those events the app subscribes to."""

    def __init__(
        self,
        state: State,
        faults: Faults,
        ledger: Ledger,
        courier: Courier,
        subscriptions: frozenset[str],
    ) -> None:
        self.subscriptions = set(subscriptions)
        self._state = state
        self._faults = faults
        self._ledger = ledger
        self._courier = courier

    def dispatch(self, delivery: Delivery) -> None:
        """Sends a command or a click, which come once and have no event id."""
        self._ledger.open(delivery)
        self._courier.send(delivery)

    def file_shared(self, file: File, message: Message) -> None:
        self._file_event("file_shared", file, self._state.channels[message.channel])

    def file_changed(self, file: File) -> None:
        for channel_id in {share.channel for share in file.shares}:
            self._file_event("file_change", file, self._state.channels[channel_id])

    def file_deleted(self, file: File) -> None:
        if "file_deleted" in self.subscriptions:
            self._publish(
                {
                    "type": "file_deleted",
                    "file_id": file.id,
                    "channel_ids": sorted({share.channel for share in file.shares}),
                    "event_ts": self._state.next_ts(),
                }
            )

    def _file_event(self, name: str, file: File, channel: Channel) -> None:
        if name not in self.subscriptions or not self._hears(channel):
            return
        event: Json = {
            "type": name,
            "file_id": file.id,
            "user_id": file.user,
            "file": {"id": file.id},
            "event_ts": self._state.next_ts(),
        }
        if name == "file_shared":
            event["channel_id"] = channel.id
        self._publish(event)

    def _hears(self, channel: Channel) -> bool:
        if seed.BOT_USER_ID in channel.members:
            return True
        return self._faults.events_from_other_channels and channel.kind == "public"

    def message(self, channel: Channel, event: Json) -> None:
        """A `message` event (any subtype) in a channel the bot is a member of."""
        if seed.BOT_USER_ID not in channel.members:
            return
        where = {"channel": channel.id, "channel_type": CHANNEL_TYPES[channel.kind]}
        event = {**event, **where, "event_ts": event.get("event_ts", event["ts"])}
        if MESSAGE_EVENTS[channel.kind] in self.subscriptions:
            self._publish(event)
        is_mention = f"<@{seed.BOT_USER_ID}>" in event.get("text", "")
        if "app_mention" in self.subscriptions and is_mention and channel.kind != "im":
            # A mention carries no files. docs.slack.dev/reference/events/app_mention
            left_out = {"files", "channel_type", "subtype", "upload", "display_as_bot"}
            mention = {name: value for name, value in event.items() if name not in left_out}
            self._publish({**mention, "type": "app_mention"})

    def reaction(self, name: str, *, user: str, message: Message, is_added: bool) -> None:
        kind = "reaction_added" if is_added else "reaction_removed"
        channel = self._state.channels[message.channel]
        if kind in self.subscriptions and seed.BOT_USER_ID in channel.members:
            self._publish(
                {
                    "type": kind,
                    "user": user,
                    "reaction": name,
                    "item": {"type": "message", "channel": channel.id, "ts": message.ts},
                    "item_user": message.user,
                    "event_ts": self._state.next_ts(),
                }
            )

    def other(self, event: Json) -> None:
        """Any event without a channel rule: `app_home_opened`, `tokens_revoked`, ..."""
        if event["type"] in self.subscriptions:
            self._publish({**event, "event_ts": self._state.next_ts()})

    def _publish(self, event: Json) -> None:
        event_id = self._state.new_id("Ev")
        payload = envelope(event, event_id, int(self._state.clock()))
        for _ in range(1 + self._faults.duplicate_events):
            delivery = Delivery("events_api", payload, event_id)
            self._ledger.open(delivery)
            self._courier.send(delivery)


def envelope(event: Json, event_id: str, event_time: int) -> Json:
    """The outer payload of an event. docs.slack.dev/apis/events-api#event-object."""
    return {
        "token": "demo-verification-token",
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
