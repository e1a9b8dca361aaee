"""A running bot in a running workspace, with a picture service that plays recordings."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

from bot.app import Bot
from bot.config import Config
from bot.demo.manifest import read_manifest
from bot.demo.workspace import Shared, Workspace
from tests.analyzers.service import AnalyzeService
from tests.waiting import wait_until

TIMEOUT_S = 30.0
DOG = "v3_2_dog_sample16"
SIDE_PX = 120


def picture(format_name: str = "PNG", color: str = "#B7471D", size: int = SIDE_PX) -> bytes:
    """A picture of one color, large enough for every service."""
    buffer = io.BytesIO()
    Image.new("RGB", (size, size), color).save(buffer, format_name)
    return buffer.getvalue()


def installed(**options: Any) -> Workspace:
    """A workspace in which the bot is installed as its manifest asks."""
    return Workspace(manifest=read_manifest(), **options)


class Clock:
    """The bot's clock: the real one, and what a test adds to it."""

    def __init__(self) -> None:
        self.ahead_s = 0.0

    def __call__(self) -> float:
        return time.time() + self.ahead_s


@dataclass(frozen=True)
class Room:
    """What a flow plays in: a workspace, a picture service, and the bot between them."""

    workspace: Workspace
    service: AnalyzeService
    config: Config
    bot: Bot
    clock: Clock

    def share(self, *names: str, **options: Any) -> Shared:
        return self.workspace.share(*((name, picture()) for name in names), **options)

    def replies(self, shared: Shared) -> list[dict[str, Any]]:
        return self.workspace.replies(shared)

    def the_reply(self, shared: Shared) -> dict[str, Any]:
        """The one reply to a message, after all work has ended."""
        assert self.workspace.wait_until(lambda: bool(self.replies(shared)), TIMEOUT_S)
        self.settle()
        (reply,) = self.replies(shared)
        return reply

    def settle(self, timeout_s: float = TIMEOUT_S) -> None:
        """Waits until every event and press is acknowledged and every job done or parked."""
        workspace = self.workspace
        assert workspace.wait_until(
            lambda: workspace.unacked + workspace.waiting + workspace.unanswered == 0, TIMEOUT_S
        )
        self.wait_for(lambda: self.bot.jobs.waiting() == 0, timeout_s)

    def wait_for(self, condition: Callable[[], bool], timeout_s: float = TIMEOUT_S) -> None:
        """Waits for something outside the workspace, which cannot tell when it changes."""
        assert wait_until(condition, timeout_s), "it did not happen in time"

    def texts(self) -> str:
        """Everything that anybody can read in the workspace."""
        channels = [*self.workspace.messages(), *self.workspace.ephemerals()]
        return "\n".join(message["text"] for message in channels)


Start = Callable[..., Room]
"""Starts a room; keyword arguments change the bot's configuration."""


def config_for(workspace: Workspace, service: AnalyzeService, folder: Path) -> Config:
    """The bot installed in `workspace`, asking `service` alone."""
    return Config(
        slack_bot_token=workspace.bot_token,
        slack_app_token=workspace.app_token,
        slack_signing_secret=workspace.signing_secret,
        slack_api_url=workspace.api_url,
        database_url=f"sqlite:///{folder}/describe.sqlite3",
        vision_endpoint=service.url,
        vision_key="0123456789abcdef",
        vision_fallback=(),
        vision_rate_per_minute=6000,
    )
