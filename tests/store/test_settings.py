"""What people decided holds at once, and only where they decided it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace
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


def test_what_a_channel_decided_in_so_many_words_stays(store: SettingsStore) -> None:
    """Also where its workspace had the same then, and whatever else is changed later."""
    store.change_channel("T1", "C1", lambda now: replace(now, when=When.AUTO), decided=["when"])
    store.change_channel("T1", "C1", lambda now: replace(now, eyes=True))
    store.change_workspace("T1", lambda now: replace(now, when=When.OFF))
    assert store.for_channel("T1", "C1").when is When.AUTO
    store.change_channel("T1", "C1", lambda now: replace(now, when=When.OFF))
    store.change_workspace("T1", lambda now: replace(now, when=When.AUTO))
    assert store.for_channel("T1", "C1").when is When.AUTO  # it follows again


def test_no_change_is_lost(store: SettingsStore) -> None:
    """Each of many at once, by whichever process, is one."""

    def hide(name: str) -> None:
        store.change_channel(
            "T1", "C1", lambda now: replace(now, hidden_tags=(*now.hidden_tags, name))
        )

    names = [f"tag {number}" for number in range(16)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(hide, names))
    assert sorted(store.for_channel("T1", "C1").hidden_tags) == sorted(names)


def test_another_process_sees_it_at_once(database_url: str) -> None:
    """Nothing is cached."""
    first, second = Database(database_url), Database(database_url)
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
