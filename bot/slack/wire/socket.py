"""Receives Slack's envelopes over Socket Mode; acknowledges each once its listener is done.

A keeper thread sees to it that a connection is there, and a bounded pool runs Bolt. When Slack
wants to close a connection, the next one opens while the old one is still read.
"""

from __future__ import annotations

import json
import random
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import structlog
from slack_bolt import App, BoltResponse
from slack_bolt.adapter.socket_mode.internals import run_bolt_app
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.errors import Misconfigured
from bot.slack.wire.socket_link import Dialer, FinalError, Link, NotOpenedError, Patience

log = structlog.get_logger()

PATIENCE = Patience()


class Backoff:
    """The wait before the next attempt: doubling, jittered, capped."""

    def __init__(
        self, patience: Patience = PATIENCE, jitter: Callable[[], float] = random.random
    ) -> None:
        self._patience = patience
        self._jitter = jitter
        self._failures = 0

    def after(self, lasted_s: float) -> float:
        """Seconds to wait after a connection of `lasted_s` seconds; 0 lasted: it never opened."""
        if lasted_s >= self._patience.lasting_s:
            self._failures = 0
            return 0.0
        # Bounded, because 2.0 ** 1024 overflows, and an outage can be long.
        doubled_s = self._patience.first_backoff_s * 2.0 ** min(self._failures, 10)
        self._failures += 1
        return min(self._patience.max_backoff_s, doubled_s) * (1 + self._jitter()) / 2


class SocketReceiver:
    """Keeps `app` connected to Slack.

    Loses nothing: an envelope whose listener fails, or whose connection breaks first, is not
    acknowledged, and Slack sends it again. Hence it may deliver twice.
    """

    def __init__(
        self,
        app: App,
        app_token: str,
        *,
        threads: int = 8,
        on_fatal: Callable[[Misconfigured], None] | None = None,
        patience: Patience = PATIENCE,
    ) -> None:
        """`on_fatal` hears, in a thread of the receiver's, that it has given up for good."""
        self._app = app
        self._dialer = Dialer(app.client, app_token, patience)
        self._on_fatal = on_fatal
        self._patience = patience
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="socket-envelope")
        self._keeper = threading.Thread(target=self._keep, name="socket-keeper", daemon=True)
        self._failed: Misconfigured | None = None
        self._opening: Link | None = None
        self._current: Link | None = None
        self._previous: Link | None = None
        self._stopping = threading.Event()
        self._changed = threading.Condition()

    @property
    def is_connected(self) -> bool:
        """Slack has greeted a connection that still lives."""
        return any(link.is_open for link in self._links())

    @property
    def failed(self) -> Misconfigured | None:
        """Why the receiver gave up for good; None while it has not."""
        return self._failed

    def start(self) -> None:
        """Begins to connect, and returns at once."""
        self._keeper.start()

    def wait_until_connected(self, timeout_s: float) -> bool:
        """Whether a connection is there within `timeout_s`; returns early when it gave up."""
        with self._changed:
            self._changed.wait_for(lambda: self.is_connected or self._stopping.is_set(), timeout_s)
        return self.is_connected

    def close(self, grace_s: float | None = None) -> bool:
        """Finishes and acknowledges what is in hand, then disconnects. Takes nothing new.

        True when all was finished within `grace_s`; Slack sends the rest again.
        """
        self._stop()
        finishing = threading.Thread(target=self._pool.shutdown, name="socket-close", daemon=True)
        finishing.start()
        finishing.join(grace_s)
        self._close_links()
        if self._keeper.is_alive() and self._keeper is not threading.current_thread():
            self._keeper.join(self._patience.open_timeout_s)
            self._close_links()  # one may have opened while the others were closed
        return not finishing.is_alive()

    def _close_links(self) -> None:
        for link in self._links():
            link.close()

    def _links(self) -> list[Link]:
        links = (self._opening, self._current, self._previous)
        return [link for link in links if link is not None]

    def _stop(self) -> None:
        with self._changed:
            self._stopping.set()
            self._changed.notify_all()
        for link in self._links():
            link.is_leaving.set()

    def _give_up(self, fault: str) -> None:
        if self._failed is not None:
            return
        log.error("socket.gave_up", fault=fault)
        self._failed = Misconfigured(fault)
        self._stop()
        if self._on_fatal is not None:
            self._on_fatal(self._failed)

    def _keep(self) -> None:
        backoff = Backoff(self._patience)
        while not self._stopping.is_set():
            try:
                lasted_s = self._hold(Link(self._dialer, self._receive))
                wait_s = backoff.after(lasted_s)
            except NotOpenedError as error:
                wait_s = max(backoff.after(0), error.retry_after_s)
                log.warning("socket.not_opened", reason=error.reason, retry_s=round(wait_s, 2))
            except FinalError as error:
                return self._give_up(error.fault)
            self._stopping.wait(wait_s)
        return None

    def _hold(self, link: Link) -> float:
        """Opens `link` and returns, once it wants a successor, how many seconds it lasted."""
        self._opening = link
        link.open()
        opened_s = time.monotonic()
        self._adopt(link)
        log.info("socket.connected")
        link.is_leaving.wait()
        return time.monotonic() - opened_s

    def _adopt(self, link: Link) -> None:
        """Makes `link` the current one. The one before it is still read; older ones end."""
        with self._changed:
            oldest, self._previous, self._current = self._previous, self._current, link
            is_late = self._stopping.is_set()
            self._changed.notify_all()
        if oldest is not None:
            oldest.close()
        if is_late:  # close() sees to it, once what it has brought is acknowledged
            link.is_leaving.set()

    def _receive(self, link: Link, message: Mapping[str, Any]) -> None:
        if message.get("type") == "disconnect":
            return self._disconnect(link, str(message.get("reason")))
        request = _request_of(message)
        with self._changed:  # never submits to a pool that close() has shut
            if request is not None and not self._stopping.is_set():
                self._pool.submit(self._handle, link, request)
        return None

    def _disconnect(self, link: Link, reason: str) -> None:
        """Slack closes the connection itself, once it has sent what it has for it."""
        log.info("socket.disconnect_asked", reason=reason)
        if reason == "link_disabled":
            self._give_up("Socket Mode is off for this app: turn it on in its settings at Slack.")
        link.is_leaving.set()

    def _handle(self, link: Link, request: SocketModeRequest) -> None:
        try:
            response: BoltResponse = run_bolt_app(self._app, request)
        except Exception:  # whatever a listener raises: unacknowledged, Slack sends it again
            log.exception("socket.listener_failed", type=request.type)
            return
        if response.status != 200:
            log.warning("socket.not_acknowledged", type=request.type, status=response.status)
            return
        link.send(acknowledgment(request.envelope_id, response))


def acknowledgment(envelope_id: str, response: BoltResponse) -> str:
    """What Slack expects back for an envelope, with the listener's answer where it gave one.

    Source: what slack_bolt 1.30's own Socket Mode adapter sends.
    """
    if not response.body:
        return json.dumps({"envelope_id": envelope_id})
    is_json = response.headers["content-type"][0].startswith("application/json")
    payload = json.loads(response.body) if is_json else {"text": response.body}
    return json.dumps({"envelope_id": envelope_id, "payload": payload})


def _request_of(message: Mapping[str, Any]) -> SocketModeRequest | None:
    """The envelope; None for a message of another kind."""
    try:
        return SocketModeRequest.from_dict(dict(message))
    except ValueError:
        return None
