"""Runs a bot until it is told to stop: its door to Slack, its worker, or both."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import structlog

from bot.app import Bot
from bot.config import Config
from bot.ends import Ends
from bot.errors import Misconfigured
from bot.slack.wire.socket import SocketReceiver
from bot.sweeper import Sweeper
from bot.web import HTTP_GRACE_S, HttpServer, web_app

log = structlog.get_logger()

GRACE_S = 25.0
"""For all parts. Platforms kill 30 s after they ask (Heroku and Kubernetes, by default)."""
DOOR_GRACE_S = 5.0
"""An acknowledgment takes milliseconds; what takes longer waits for a database that is away."""


class Part(Protocol):
    """Something that runs beside others until it is stopped."""

    def start(self) -> None: ...

    def stop(self, grace_s: float) -> bool:
        """True when nothing of it is left, after `grace_s` or soon after."""


class Worker:
    """Works the bot's jobs."""

    def __init__(self, bot: Bot, *, on_fatal: Callable[[Misconfigured], None]) -> None:
        """`on_fatal` is told of a model that cannot see."""
        self._bot = bot
        self._on_fatal = on_fatal
        self._warm_up = threading.Thread(target=bot.warm_up, name="warm-up")
        self._sweeper = Sweeper(bot.sweep)

    def start(self) -> None:
        self._bot.work()
        self._sweeper.start()
        log.info("worker.started")
        self._warm_up.start()  # so that the first picture need not wait for the models
        threading.Thread(target=self._probe, name="probe", daemon=True).start()

    def _probe(self) -> None:
        try:
            self._bot.probe()
        except Misconfigured as error:
            self._on_fatal(error)

    def stop(self, grace_s: float) -> bool:
        """Waits for the models too: an exit while native code loads them ends in an abort."""
        give_up_at = time.monotonic() + grace_s
        self._sweeper.ask_to_stop()
        has_ended = self._bot.rest(grace_s=grace_s)
        self._warm_up.join(max(0.0, give_up_at - time.monotonic()))
        has_swept = self._sweeper.wait(max(0.0, give_up_at - time.monotonic()))
        return has_ended and has_swept and not self._warm_up.is_alive()


class SocketDoor:
    """Events come over Socket Mode."""

    def __init__(
        self, bot: Bot, app_token: str, *, on_fatal: Callable[[Misconfigured], None]
    ) -> None:
        self._receiver = SocketReceiver(bot.app, app_token, on_fatal=on_fatal)

    def start(self) -> None:
        self._receiver.start()

    def stop(self, grace_s: float) -> bool:
        return self._receiver.close(min(grace_s, DOOR_GRACE_S))


class HttpDoor:
    """Slack posts its events to us."""

    def __init__(self, bot: Bot, port: int) -> None:
        self._server = HttpServer(web_app(bot.app, is_ready=bot.is_ready), port=port)

    def start(self) -> None:
        self._server.start()

    def stop(self, grace_s: float) -> bool:
        self._server.stop(min(grace_s, HTTP_GRACE_S))
        return True


@dataclass(frozen=True, slots=True)
class Ending:
    """How a service ended. `fault`: Slack ended it for good, and why.

    Without `is_whole` some work did not end in time: it was handed back, and its threads end
    only with the process.
    """

    fault: Misconfigured | None
    is_whole: bool


class Service:
    """A bot with some of its parts."""

    def __init__(self, config: Config, ends: Ends) -> None:
        """`ends` tells when to stop. Raises Misconfigured when the bot cannot be built."""
        self._config = config
        self._bot = Bot(config)
        self._parts: list[Part] = []
        self._ends = ends

    def with_door(self) -> Service:
        if self._config.uses_socket_mode:
            door: Part = SocketDoor(
                self._bot, self._config.slack_app_token, on_fatal=self._ends.put
            )
        else:
            door = HttpDoor(self._bot, self._config.port)
        self._parts.append(door)
        return self

    def with_worker(self) -> Service:
        self._parts.append(Worker(self._bot, on_fatal=self._ends.put))
        return self

    def serve(self) -> Ending:
        """Serves until it is told to end, or Slack ends it; then lets what runs finish."""
        self.start()
        fault = self._ends.get()
        ending = Ending(fault, is_whole=self.stop())
        log.info("service.stopped", is_whole=ending.is_whole)
        return ending

    @property
    def is_idle(self) -> bool:
        """True when no job is waiting or running."""
        return self._bot.jobs.waiting() == 0

    def start(self) -> None:
        for part in self._parts:
            part.start()

    def stop(self) -> bool:
        """Stops the parts in order: first no more comes in, then what runs ends."""
        give_up_at = time.monotonic() + GRACE_S
        ended = [part.stop(max(0.0, give_up_at - time.monotonic())) for part in self._parts]
        if all(ended):
            self._bot.close()
        return all(ended)
