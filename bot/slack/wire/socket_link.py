"""One Socket Mode connection, from its ticket to its end.

Names no address in an error or a log: a Socket Mode URL carries a ticket.
"""

from __future__ import annotations

import json
import math
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.parse import urlsplit
from urllib.request import proxy_bypass

import structlog
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import WebClient
from websockets.exceptions import ConnectionClosed, InvalidStatus, WebSocketException
from websockets.sync.client import ClientConnection, connect

from bot.slack.wire.api import silent_logger

log = structlog.get_logger()

MAX_ENVELOPE_BYTES = 4 * 2**20
"""Ours, meant to be generous: an event is a few kilobytes."""

MAX_RETRY_AFTER_S = 600.0
"""Ours: nobody's slip may keep the bot away for a day."""

FINAL_ERRORS: Mapping[str, str] = {
    "invalid_auth": "Slack does not know it. Copy it again",
    "not_authed": "it is empty. Copy it",
    "not_allowed_token_type": "it is not an app-level token (xapp-…). Copy that one",
    "token_revoked": "it is revoked. Make a new one",
    "token_expired": "it has expired. Make a new one",
    "account_inactive": "the app or its workspace is gone. Install the app again",
    "missing_scope": "it lacks connections:write. Make one that has it",
    "no_permission": "it lacks connections:write. Make one that has it",
    "access_denied": "access is denied. Ask an admin of the workspace",
}
"""Errors of apps.connections.open that no retry cures: why, and what to do.

The choice is ours: errors that are not in this list are tried again.
"""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in seconds.

    A half-open connection is noticed within the sum of the two pings' and the closing times.
    """

    open_timeout_s: float = 5.0
    """For the ticket; for TCP, TLS and handshake together; and for Slack's greeting."""
    ping_interval_s: float = 1.0
    ping_timeout_s: float = 1.7
    close_timeout_s: float = 0.3
    first_backoff_s: float = 0.25
    max_backoff_s: float = 5.0
    lasting_s: float = 10.0
    """A connection that held this long was a good one: the next is opened at once."""


class NotOpenedError(Exception):
    """No connection this time. `retry_after_s` is Slack's wish, 0 without one."""

    def __init__(self, reason: str, retry_after_s: float = 0.0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry_after_s = retry_after_s


class FinalError(Exception):
    """No connection ever, until the operator mends `fault`."""

    def __init__(self, fault: str) -> None:
        super().__init__(fault)
        self.fault = fault


class Dialer:
    """Opens connections: asks Slack for a ticket, which is good for one, and uses it."""

    def __init__(self, client: WebClient, app_token: str, patience: Patience) -> None:
        """Reaches Slack as `client` does: same base, TLS context and proxy."""
        self.patience = patience
        self._app_token = app_token
        self._client = WebClient(
            base_url=client.base_url,
            timeout=math.ceil(patience.open_timeout_s),
            ssl=client.ssl,
            retry_handlers=[],  # they would sleep through a close
            logger=silent_logger(),
        )
        # Set here, for when it is None the constructor takes one from the environment.
        self._client.proxy = client.proxy

    def dial(self) -> ClientConnection:
        """A connection past its handshake. Raises FinalError or NotOpenedError."""
        with _mapped_errors():
            url = self._ticket()
            return connect(
                url,
                ssl=self._client.ssl if url.startswith("wss:") else None,
                proxy=self._proxy_to(url),
                compression=None,
                open_timeout=self.patience.open_timeout_s,
                ping_interval=self.patience.ping_interval_s,
                ping_timeout=self.patience.ping_timeout_s,
                close_timeout=self.patience.close_timeout_s,
                max_size=MAX_ENVELOPE_BYTES,
                logger=silent_logger(),
            )

    def _proxy_to(self, url: str) -> str | None:
        """The client's proxy, unless no_proxy names the host: as urllib does for the ticket."""
        host = urlsplit(url).hostname or ""
        return None if proxy_bypass(host) else self._client.proxy or None

    def _ticket(self) -> str:
        return str(self._client.apps_connections_open(app_token=self._app_token)["url"])


class Link:
    """One connection. Its own thread dials, reads it to its end, and hands on what comes."""

    def __init__(self, dialer: Dialer, receive: Callable[[Link, Mapping[str, Any]], None]) -> None:
        self.is_leaving = threading.Event()
        """Slack is about to close it, or it has ended: it wants a successor."""
        self._dialer = dialer
        self._receive = receive
        self._websocket: ClientConnection | None = None
        self._reader = threading.Thread(target=self._run, name="socket-reader", daemon=True)
        self._settled = threading.Event()
        self._is_greeted = False
        self._is_closing = False
        self._error: FinalError | NotOpenedError = NotOpenedError("no greeting")

    @property
    def is_open(self) -> bool:
        """Slack has greeted it, and neither side has closed it since."""
        return self._is_greeted and not self._is_closing

    def open(self) -> None:
        """Returns once Slack has said hello. Raises FinalError or NotOpenedError."""
        self._reader.start()
        # One share each for the ticket, the handshake and the greeting.
        self._settled.wait(3 * self._dialer.patience.open_timeout_s)
        if not self.is_open:
            self.close()
            raise self._error

    def send(self, text: str) -> None:
        """Sends on this very connection; what it no longer takes, Slack will deliver again."""
        try:
            if self._websocket is not None:
                self._websocket.send(text)
        except ConnectionClosed:
            log.info("socket.closed_before_acknowledgment")

    def close(self) -> None:
        """Closes it; one that is still opening lets go as soon as it can."""
        self._is_closing = True
        self._settled.set()
        if self._websocket is not None:
            self._websocket.close()
            if self._reader is not threading.current_thread():
                self._reader.join(self._dialer.patience.open_timeout_s)

    def _run(self) -> None:
        try:
            with self._dialer.dial() as self._websocket:
                if not self._is_closing:
                    self._read(self._websocket)
        except (FinalError, NotOpenedError) as error:
            self._error = error
        except ConnectionClosed:
            pass  # told apart from a proper end by the code that is logged
        finally:
            self._end()

    def _read(self, websocket: ClientConnection) -> None:
        for text in websocket:
            message = _parse(text)
            if message.get("type") == "hello":
                self._is_greeted = True
                self._settled.set()
            else:
                self._receive(self, message)

    def _end(self) -> None:
        if self._is_greeted and self._websocket is not None:
            log.info("socket.closed", code=self._websocket.close_code)
        self._is_closing = True
        self._settled.set()
        self.is_leaving.set()


def _parse(text: str | bytes) -> Mapping[str, Any]:
    """The message's fields; none when it is not a JSON object."""
    try:
        message = json.loads(text)
    except ValueError:
        return {}
    return message if isinstance(message, dict) else {}


@contextmanager
def _mapped_errors() -> Iterator[None]:
    try:
        yield
    except SlackApiError as error:
        raise _explained(error) from error
    except InvalidStatus as error:
        headers, status = error.response.headers, error.response.status_code
        raise NotOpenedError(f"HTTP {status}", _retry_after_s(dict(headers))) from error
    except (SlackClientError, WebSocketException, OSError, HTTPException) as error:
        raise NotOpenedError(type(error).__name__) from error


def _explained(error: SlackApiError) -> FinalError | NotOpenedError:
    code = str(error.response.get("error"))
    if code in FINAL_ERRORS:
        return FinalError(f"SLACK_APP_TOKEN: {FINAL_ERRORS[code]} ({code}).")
    # For a body that is no JSON, slack_sdk puts a sentence with the body in the code's place.
    reason = code if code.isidentifier() else f"HTTP {error.response.status_code}"
    return NotOpenedError(reason, _retry_after_s(error.response.headers))


def _retry_after_s(headers: Mapping[str, str]) -> float:
    """Seconds of Retry-After; 0 without one, or when it is a date, which Slack never sends."""
    lowered = {name.lower(): value for name, value in headers.items()}
    value = lowered.get("retry-after", "")
    return min(float(value), MAX_RETRY_AFTER_S) if value.isascii() and value.isdigit() else 0.0
