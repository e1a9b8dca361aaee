"""Which scopes the workspace granted, as Slack says with each answer."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection

from slack_sdk import WebClient

from bot.errors import Unavailable
from bot.slack.wire.api import slack_errors

REMEMBERED_S = 60.0


class Grants:
    """Asks auth.test, at most once a minute in this process. Threads may share it."""

    def __init__(self, client: WebClient, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._client = client
        self._clock = clock
        self._lock = threading.Lock()
        self._granted: frozenset[str] | None = None
        self._good_until = 0.0

    def missing(self, scopes: Collection[str]) -> list[str]:
        """Those of `scopes` that are not granted; none where Slack does not say."""
        granted = self._known()
        return [] if granted is None else [scope for scope in scopes if scope not in granted]

    def _known(self) -> frozenset[str] | None:
        with self._lock:
            if self._clock() < self._good_until:
                return self._granted
            try:
                with slack_errors():
                    headers = self._client.auth_test().headers
            except Unavailable:
                return self._granted
            self._granted = granted_in(headers)
            self._good_until = self._clock() + REMEMBERED_S
            return self._granted


def granted_in(headers: dict[str, str]) -> frozenset[str] | None:
    """The scopes that an answer's headers name; None where they name none."""
    listed = next((v for name, v in headers.items() if name.lower() == "x-oauth-scopes"), None)
    if listed is None:
        return None
    return frozenset(scope.strip() for scope in listed.split(","))
