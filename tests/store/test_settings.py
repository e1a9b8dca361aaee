"""What people decided holds at once, and only where they decided it."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from bot.settings import ChannelSettings, PersonSettings, QuietHours, When, WhichAnalyzer
from bot.store.database import Database
from bot.store.settings import SettingsStore

CHANGED: dict[str, Any] = {
    "when": When.OFF,
    "analyzer": WhichAnalyzer.EMBEDDED,
    "language": "de",
    "confidence_floor": 0.5,
    "hidden_tags": ("person", "indoor"),
    "tags_only": True,
    "show_text": False,
    "eyes": True,
    "quiet_with_alt_text": True,
    "quiet_hours": QuietHours(22 * 60, 7 * 60, "Europe/Berlin"),
    "reaction": "frame_with_picture",
}


@pytest.fixture
def store(database: Database) -> SettingsStore:
    return SettingsStore(database)


def test_without_a_decision_the_defaults_hold(store: SettingsStore) -> None:
    """In every channel and workspace."""
    assert store.for_channel("T1", "C1") == ChannelSettings()
    assert store.for_workspace("T1") == ChannelSettings()
    assert store.person("T1", "U1") == PersonSettings()


def test_all_settings_are_tried() -> None:
    """A new one is added to these tests."""
    assert set(CHANGED) == {field.name for field in fields(ChannelSettings)}


@pytest.mark.parametrize("name", sorted(CHANGED))
def test_each_setting_comes_back_as_it_was(store: SettingsStore, name: str) -> None:
    """For its channel alone; of a workspace, for all its channels."""
    changed = replace(ChannelSettings(), **{name: CHANGED[name]})
    store.change_channel("T1", "C1", lambda _: changed)
    store.change_workspace("T2", lambda _: changed)
    assert store.for_channel("T1", "C1") == changed
    assert store.for_channel("T1", "C2") == ChannelSettings()
    assert store.for_workspace("T1") == ChannelSettings()
    assert store.for_channel("T2", "C1") == changed


def test_a_channel_follows_its_workspace_where_it_does_not_differ(store: SettingsStore) -> None:
    """What the channel decided stays, what it left follows."""
    store.change_channel("T1", "C1", lambda now: replace(now, eyes=True))
    store.change_workspace("T1", lambda now: replace(now, tags_only=True, eyes=True))
    store.change_channel("T1", "C1", lambda now: replace(now, when=When.OFF))
    store.change_workspace("T1", lambda now: replace(now, tags_only=False))
    settings = store.for_channel("T1", "C1")
    assert (settings.eyes, settings.tags_only, settings.when) == (True, False, When.OFF)


def test_a_channel_may_turn_off_what_its_workspace_has(store: SettingsStore) -> None:
    """A decision against the workspace's is one too."""
    store.change_workspace("T1", lambda now: replace(now, reaction="eye", show_text=False))
    store.change_channel("T1", "C1", lambda now: replace(now, reaction=None, show_text=True))
    settings = store.for_channel("T1", "C1")
    assert (settings.reaction, settings.show_text) == (None, True)


def test_another_process_sees_it_at_once(tmp_path: Path) -> None:
    """Nothing is cached."""
    url = f"sqlite:///{tmp_path}/store.sqlite3"
    first, second = Database(url), Database(url)
    here, there = SettingsStore(first), SettingsStore(second)
    assert there.for_channel("T1", "C1").when is When.AUTO
    here.change_channel("T1", "C1", lambda now: replace(now, when=When.OFF))
    assert there.for_channel("T1", "C1").when is When.OFF
    first.close()
    second.close()


def test_a_setting_of_another_release_does_no_harm(
    store: SettingsStore, database: Database
) -> None:
    """What it does not know is left out."""
    with database.write() as db:
        db.exec_driver_sql(
            "INSERT INTO settings VALUES ('T1', 'C1', '{\"new\": 1, \"eyes\": true}')"
        )
    assert store.for_channel("T1", "C1") == ChannelSettings(eyes=True)


def test_a_person_decides_for_one_workspace(store: SettingsStore) -> None:
    """And may change their mind."""
    store.change_person("T1", "U1", PersonSettings(opted_out=True))
    assert store.person("T1", "U1").opted_out
    assert not store.person("T1", "U2").opted_out
    assert not store.person("T2", "U1").opted_out
    store.change_person("T1", "U1", PersonSettings())
    assert not store.person("T1", "U1").opted_out


@pytest.mark.parametrize(
    ("start", "end", "minute", "is_quiet"),
    [
        (60, 120, 59, False),
        (60, 120, 60, True),
        (60, 120, 119, True),
        (60, 120, 120, False),
        (1320, 420, 1320, True),
        (1320, 420, 0, True),
        (1320, 420, 419, True),
        (1320, 420, 420, False),
        (1320, 420, 700, False),
        (0, 0, 700, True),
    ],
)
def test_quiet_hours_may_go_over_midnight(
    start: int, end: int, minute: int, is_quiet: bool
) -> None:
    """The first minute is in, the last is not; the same twice is the whole day."""
    assert QuietHours(start, end, "UTC").include(minute) is is_quiet
