"""Delivery by HTTP: signed requests to the app's address, tried again when not acknowledged.

Source: docs.slack.dev/apis/events-api (retries), docs.slack.dev/authentication/verifying-requests.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import hmac
import json
import secrets
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import requests

from bot.demo import seed
from bot.demo.deliveries import Delivery, Ledger
from bot.demo.faults import Faults
from bot.demo.model import Json

SENDERS = 32
JSON_TYPE = "application/json"
FORM_TYPE = "application/x-www-form-urlencoded"


class VerificationError(Exception):
    """The app's address did not answer the challenge."""


class HttpEvents:
    """Posts deliveries to one address from a pool of threads."""

    def __init__(self, url: str, *, signing_secret: str, faults: Faults, ledger: Ledger) -> None:
        self._url = url
        self._secret = signing_secret.encode()
        self._faults = faults
        self._ledger = ledger
        self._pool = ThreadPoolExecutor(SENDERS, thread_name_prefix="demo-events")
        self._sessions = threading.local()
        self._opened: list[requests.Session] = []
        self._loop: asyncio.AbstractEventLoop | None = None

    def start(self, loop: asyncio.AbstractEventLoop) -> None:
        """`loop` keeps the time between two tries."""
        self._loop = loop

    def stop(self) -> None:
        """Waits for requests under way; forgets those planned."""
        self._loop = None
        self._pool.shutdown(wait=True, cancel_futures=True)
        for session in self._opened:
            session.close()

    def verify(self) -> None:
        """Asks the address to echo a challenge.

        Raises:
            VerificationError: it did not.
        """
        challenge = secrets.token_urlsafe(32)
        body = {
            "token": seed.VERIFICATION_TOKEN,
            "challenge": challenge,
            "type": "url_verification",
        }
        try:
            response = self._post(json.dumps(body).encode(), JSON_TYPE, {})
        except requests.RequestException as error:
            raise VerificationError(type(error).__name__) from error
        if response.status_code != 200 or challenge not in response.text:
            raise VerificationError(f"status {response.status_code}")

    def send(self, delivery: Delivery) -> None:
        # RuntimeError: the pool is shut, the workspace ends.
        with contextlib.suppress(RuntimeError):
            self._pool.submit(self._try, delivery)

    def _try(self, delivery: Delivery) -> None:
        self._ledger.mark_sent(delivery)
        try:
            response = self._post(*_encoded(delivery), _retry_headers(delivery))
        except requests.Timeout:
            self._failed(delivery, "http_timeout")
        except requests.RequestException:
            self._failed(delivery, "connection_failed")
        else:
            self._judge(delivery, response)

    def _judge(self, delivery: Delivery, response: requests.Response) -> None:
        if 200 <= response.status_code < 300:
            self._ledger.acknowledge(delivery, _answer_in(response))
        elif response.headers.get("X-Slack-No-Retry") == "1":
            self._ledger.give_up(delivery, "http_error")
        else:
            self._failed(delivery, "http_error")

    def _failed(self, delivery: Delivery, reason: str) -> None:
        """Plans the next try. Commands and clicks have none: the person is told."""
        if delivery.event_id is None:
            error = "operation_timeout" if reason == "http_timeout" else "dispatch_failed"
            self._ledger.give_up(delivery, error)
            return
        delays_s = self._faults.http_retry_delays_s
        if delivery.attempt >= len(delays_s):
            self._ledger.give_up(delivery, reason)
            return
        delay_s = delays_s[delivery.attempt]
        delivery.attempt += 1
        delivery.reason = reason
        loop = self._loop
        if loop is not None:
            # RuntimeError: the server ended meanwhile.
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(loop.call_later, delay_s, self.send, delivery)

    def _post(self, body: bytes, content_type: str, headers: dict[str, str]) -> requests.Response:
        timestamp = str(int(time.time()))
        return self._session().post(
            self._url,
            data=body,
            headers={
                "Content-Type": content_type,
                "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
                "X-Slack-Request-Timestamp": timestamp,
                "X-Slack-Signature": signature(self._secret, timestamp, body),
                **headers,
            },
            timeout=self._faults.ack_timeout_s,
            allow_redirects=False,
        )

    def _session(self) -> requests.Session:
        """One per thread; proxies of the environment are not for this."""
        session: requests.Session | None = getattr(self._sessions, "session", None)
        if session is None:
            session = self._sessions.session = requests.Session()
            session.trust_env = False
            self._opened.append(session)
        return session


def signature(secret: bytes, timestamp: str, body: bytes) -> str:
    """The v0 signature of a request body."""
    base = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(secret, base, hashlib.sha256).hexdigest()


def _encoded(delivery: Delivery) -> tuple[bytes, str]:
    """Events as JSON; commands as a form; clicks as JSON in the form's field `payload`."""
    if delivery.kind == "events_api":
        return json.dumps(delivery.payload).encode(), JSON_TYPE
    if delivery.kind == "slash_commands":
        return urlencode(delivery.payload).encode(), FORM_TYPE
    return urlencode({"payload": json.dumps(delivery.payload)}).encode(), FORM_TYPE


def _retry_headers(delivery: Delivery) -> dict[str, str]:
    if not delivery.attempt:
        return {}
    return {
        "X-Slack-Retry-Num": str(delivery.attempt),
        "X-Slack-Retry-Reason": delivery.reason,
    }


def _answer_in(response: requests.Response) -> Json | str | None:
    """What a 200 says: an object when it is JSON, else its text; None when empty."""
    if not response.content:
        return None
    if response.headers.get("Content-Type", "").startswith(JSON_TYPE):
        with contextlib.suppress(ValueError):  # no JSON after all: shown as it is
            value = response.json()
            return value if isinstance(value, dict) else None
    return response.text
