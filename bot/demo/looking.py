"""What can be seen of the workspace, as methods of it: messages, calls, downloads, deliveries."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict

from bot.demo.backend import Backend, Download
from bot.demo.deliveries import Acknowledgment
from bot.demo.model import Json
from bot.demo.people import Shared
from bot.demo.seed import GENERAL


class Looking:
    """The part of a workspace that tells."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    def replies(self, shared: Shared | str, *, channel: str = GENERAL) -> list[Json]:
        """Messages in that thread, oldest first, metadata included, without the parent.

        For files shared inside a thread: what was posted there after them.
        """
        if isinstance(shared, Shared):
            root_ts, after, channel = (
                shared.thread_ts or shared.message_ts,
                shared.message_ts,
                shared.channel,
            )
        else:
            root_ts = after = shared
        with self._backend.state.lock:
            return [
                self._backend.message_object(each, with_metadata=True)
                for each in self._backend.state.thread(channel, root_ts)
                if each.ts > after
            ]

    def messages(self, channel: str = GENERAL) -> list[Json]:
        """All messages of a channel, replies and metadata included, oldest first."""
        with self._backend.state.lock:
            return [
                self._backend.message_object(each, with_metadata=True)
                for each in self._backend.state.messages(channel)
            ]

    def ephemerals(self, channel: str = GENERAL, *, user: str | None = None) -> list[Json]:
        """What only one person saw, oldest first, with `thread_ts` where there was one."""
        with self._backend.state.lock:
            return [
                self._backend.message_object(each)
                for each in self._backend.state.ephemerals[channel]
                if user in (None, each.ephemeral_for)
            ]

    def calls(self, method: str | None = None) -> list[Json]:
        """Calls of the Web API so far, in order, of one method or of all.

        Each with `method`, `args` (without the token), `status` (HTTP) and `answer` ("ok" or the
        error's name).
        """
        with self._backend.state.lock:
            found = [each for each in self._backend.calls if method in (None, each.method)]
        return [asdict(each) for each in found]

    @property
    def downloads(self) -> list[Download]:
        """Requests for files' bytes so far, in order."""
        with self._backend.state.lock:
            return list(self._backend.downloads)

    def wait_until(self, condition: Callable[[], bool], timeout_s: float = 20.0) -> bool:
        """Whether the condition came true in time; asked again after each change here."""
        return self._backend.state.wait_until(condition, timeout_s)

    @property
    def unacked(self) -> int:
        """Events delivered at least once and not acknowledged."""
        return self._backend.ledger.unacknowledged

    @property
    def unanswered(self) -> int:
        """Commands and presses that the app has not taken yet, and may still take."""
        return self._backend.ledger.unanswered

    @property
    def waiting(self) -> int:
        """Events that wait for a connection."""
        return self._backend.ledger.waiting

    @property
    def acknowledged(self) -> list[Acknowledgment]:
        with self._backend.state.lock:
            return list(self._backend.ledger.acknowledged)

    @property
    def views(self) -> dict[str, Json]:
        """Open modals by id."""
        with self._backend.state.lock:
            return self._backend.modals.open_views

    @property
    def homes(self) -> dict[str, Json]:
        """What the app's Home tab shows, by person."""
        with self._backend.state.lock:
            return dict(self._backend.state.homes)
