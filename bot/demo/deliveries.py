"""Payloads on their way to the app, and what became of each."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, Protocol

from bot.demo.model import Json
from bot.demo.state import State

EnvelopeType = Literal["events_api", "slash_commands", "interactive"]


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


class Switch:
    """Sends deliveries by HTTP when an address is set, else through Socket Mode."""

    def __init__(self, courier: Courier) -> None:
        self.courier = courier

    def send(self, delivery: Delivery) -> None:
        self.courier.send(delivery)


class Ledger:
    """What was sent and what came back, for tests to look at."""

    def __init__(self, state: State) -> None:
        self._state = state
        self.deliveries: list[Delivery] = []
        self._presses: list[Delivery] = []
        self.acknowledged: list[Acknowledgment] = []

    def open(self, delivery: Delivery) -> None:
        with self._state.lock:
            kept = self._presses if delivery.event_id is None else self.deliveries
            kept.append(delivery)
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

    @property
    def unanswered(self) -> int:
        """Commands and presses that the app has not taken yet, and may still take."""
        with self._state.lock:
            self._presses = [each for each in self._presses if each.is_open]
            return len(self._presses)
