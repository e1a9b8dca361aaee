"""The unpleasant parts of Slack, each a switch that may be turned while the workspace runs."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TypeAlias

ACK_TIMEOUT_S = 3.0
"""Events, commands and clicks must be acknowledged by then. docs.slack.dev/apis/events-api"""

HTTP_RETRY_DELAYS_S = (0.0, 60.0, 300.0)
"""Almost at once, after a minute, after five. docs.slack.dev/apis/events-api#retries"""


@dataclass(frozen=True, slots=True)
class RateLimited:
    """429 with Retry-After; nothing is done."""

    retry_after_s: int


@dataclass(frozen=True, slots=True)
class Fails:
    """200 with `ok: false` and this error name; nothing is done."""

    error: str


@dataclass(frozen=True, slots=True)
class AnswersStatus:
    """An HTTP error page in place of JSON; nothing is done."""

    status: int


@dataclass(frozen=True, slots=True)
class LosesResponse:
    """The work is done, then the connection is reset: the caller cannot know."""


ApiFault: TypeAlias = RateLimited | Fails | AnswersStatus | LosesResponse


@dataclass(slots=True)
class _Planned:
    fault: ApiFault
    times: int | None


@dataclass(slots=True)
class Faults:
    """What goes wrong. All off by default; numbers are seconds unless the name says otherwise."""

    # Events
    ack_timeout_s: float = ACK_TIMEOUT_S
    socket_retries: int = 3
    """How often an event that times out on an open socket is sent again."""
    http_retry_delays_s: tuple[float, ...] = HTTP_RETRY_DELAYS_S
    duplicate_events: int = 0
    """Copies of each event beside the first, with the same event_id."""
    late_shares_s: float = 0.0
    """For so long after sharing, `files.info` shows no shares."""
    events_from_other_channels: bool = False
    """Send file events of public channels the bot is not in, too."""
    disconnect_grace_s: float = 10.0
    """From a `disconnect` warning to the close of that socket."""

    # Downloads of url_private and thumbnails
    download_sign_in_page: bool = False
    """200 with an HTML page, as for a token without the scope."""
    download_status: int | None = None
    download_redirect_to: str | None = None
    """302 to this base address (the file's path is added) or, if it has a path, to just this."""
    download_redirects: int = 1
    """How many redirects in a row."""
    download_truncated: bool = False
    """Half of the promised bytes, then the connection closes."""
    download_slow_s: float = 0.0
    """The bytes trickle in over this time."""

    # Web API
    slow_api_s: dict[str, float] = field(default_factory=dict)
    """Method name to seconds before the work is done."""
    seconds_per_message: float = 0.0
    """Least time between two messages of the bot in one channel; faster is rate limited."""
    _planned: dict[str, list[_Planned]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def rate_limit(self, method: str, *, times: int | None = 1, retry_after_s: int = 1) -> None:
        self.plan(method, RateLimited(retry_after_s), times=times)

    def fail(self, method: str, error: str, *, times: int | None = None) -> None:
        """Answers `error` to the next calls; `times=None` means until `heal`."""
        self.plan(method, Fails(error), times=times)

    def answer_status(self, method: str, status: int) -> None:
        self.plan(method, AnswersStatus(status), times=1)

    def lose_response(self, method: str, *, times: int | None = 1) -> None:
        """The call takes effect, the answer never arrives."""
        self.plan(method, LosesResponse(), times=times)

    def plan(self, method: str, fault: ApiFault, *, times: int | None) -> None:
        """Queues a fault behind those already planned for this method."""
        with self._lock:
            self._planned.setdefault(method, []).append(_Planned(fault, times))

    def heal(self, method: str | None = None) -> None:
        """Forgets what was planned for one method, or for all."""
        with self._lock:
            if method is None:
                self._planned.clear()
            else:
                self._planned.pop(method, None)

    def take(self, method: str) -> ApiFault | None:
        """The fault this call meets, used up by one."""
        with self._lock:
            queue = self._planned.get(method)
            if not queue:
                return None
            planned = queue[0]
            if planned.times is not None:
                planned.times -= 1
                if planned.times <= 0:
                    queue.pop(0)
            return planned.fault
