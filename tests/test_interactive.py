"""Whatever can be pressed or submitted has a listener, wherever it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.app import Bot
from tests.room import Start

SOURCES = [path.read_text(encoding="utf-8") for path in Path("bot").rglob("*.py")]
"""The demo's own controls excepted, which the page of the workspace handles."""


def listeners_of(bot: Bot) -> set[str]:
    return {listener.ack_function.__name__ for listener in bot.app._listeners}
