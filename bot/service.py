"""Runs a bot until it is told to stop: its door to Slack, its worker, or both."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from typing import Protocol

import structlog

from bot.app import Bot
from bot.config import Config
from bot.errors import Misconfigured
from bot.slack.socket import SocketReceiver
from bot.web import HttpServer, web_app

log = structlog.get_logger()

GRACE_S = 25.0
"""Platforms kill 30 s after they ask (Heroku and Kubernetes, by default)."""


class Part(Protocol):
    """Something that runs beside others until it is stopped."""

    def start(self) -> None: ...

    def stop(self) -> bool:
        """True when nothing of it is left."""


class Worker:
    """Works the bot's jobs."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    def start(self) -> None:
        self._bot.work()
        # The first picture need not wait for the models.
        threading.Thread(target=self._bot.warm_up, name="warm-up", daemon=True).start()

    def stop(self) -> bool:
        return self._bot.rest(grace_s=GRACE_S)


class SocketDoor:
    """Events come over Socket Mode."""

    def __init__(
        self, bot: Bot, app_token: str, *, on_fatal: Callable[[Misconfigured], None]
    ) -> None:
        self._receiver = SocketReceiver(bot.app, app_token, on_fatal=on_fatal)

    def start(self) -> None:
        self._receiver.start()

    def stop(self) -> bool:
        self._receiver.close()
        return True


class HttpDoor:
    """Slack posts its events to us."""

    def __init__(self, bot: Bot, port: int) -> None:
        self._server = HttpServer(web_app(bot.app, is_ready=lambda: True), port=port)

    def start(self) -> None:
        self._server.start()

    def stop(self) -> bool:
        self._server.stop(5.0)
        return True


class Service:
    """A bot with some of its parts."""

    def __init__(self, config: Config) -> None:
        """Raises Misconfigured when the bot cannot be built."""
        self._config = config
        self._bot = Bot(config)
        self._parts: list[Part] = []
        self._stop = threading.Event()
        self._fatal: Misconfigured | None = None

    def with_door(self) -> Service:
        if self._config.uses_socket_mode:
            door: Part = SocketDoor(
                self._bot, self._config.slack_app_token, on_fatal=self._end_with
            )
        else:
            door = HttpDoor(self._bot, self._config.port)
        self._parts.append(door)
        return self

    def with_worker(self) -> Service:
        self._parts.append(Worker(self._bot))
        return self

    def serve(self) -> None:
        """Serves until SIGTERM or SIGINT, then lets what runs finish.

        Work that does not finish in time is handed back and the process exits, since a thread
        cannot be stopped. Raises Misconfigured when Slack ended it for good.
        """
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self._stop.set())
        self.start()
        self._stop.wait()
        if not self.stop():
            log.warning("service.exits_with_work", handed_back=True)
            os._exit(0)
        log.info("service.stopped")
        if self._fatal is not None:
            raise self._fatal

    def start(self) -> None:
        for part in self._parts:
            part.start()

    def stop(self) -> bool:
        """Stops the parts in order: first no more comes in, then what runs ends."""
        ended = [part.stop() for part in self._parts]
        if all(ended):
            self._bot.close()
        return all(ended)

    def _end_with(self, fault: Misconfigured) -> None:
        self._fatal = fault
        self._stop.set()
