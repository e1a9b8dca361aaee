"""Decisions about a running bot, made as another process would: in its database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from bot.demo.workspace import GENERAL
from bot.settings import PersonSettings
from bot.store.database import Database
from bot.store.settings import SettingsStore
from tests.room import Room


@contextmanager
def settings_of(room: Room) -> Iterator[SettingsStore]:
    database = Database(room.config.database_url)
    yield SettingsStore(database)
    database.close()


def decide(room: Room, channel: str = GENERAL, **changes: Any) -> None:
    """Changes settings of a channel."""
    with settings_of(room) as settings:
        settings.change_channel(
            room.workspace.team_id, channel, lambda now: replace(now, **changes)
        )


def opt_out(room: Room, user: str, *, opted_out: bool = True) -> None:
    with settings_of(room) as settings:
        settings.change_person(room.workspace.team_id, user, PersonSettings(opted_out=opted_out))
