"""What is remembered of people."""

from __future__ import annotations

import pytest

from bot.settings import PersonSettings
from bot.store.database import Database
from bot.store.people import PeopleStore, Profile
from bot.store.settings import SettingsStore
from tests.store.clock import Clock


@pytest.fixture
def store(database: Database) -> PeopleStore:
    return PeopleStore(database)


def test_a_profile_is_remembered_for_a_while(store: PeopleStore, clock: Clock) -> None:
    """Of its person alone, and no longer than was said."""
    profile = Profile(locale="de-DE", timezone="Europe/Berlin")
    store.keep_profile("T1", "U1", profile, for_s=60)
    assert store.profile("T1", "U1") == profile
    assert store.profile("T1", "U2") is None
    clock.now_s += 60
    assert store.profile("T1", "U1") is None
    store.keep_profile("T1", "U1", Profile(), for_s=60)
    assert store.profile("T1", "U1") == Profile()


def test_a_profile_can_be_forgotten(store: PeopleStore) -> None:
    """Before its time, and that of its person alone; a welcome stays."""
    store.note_welcome("T1", "U1")
    for user in ("U1", "U2"):
        store.keep_profile("T1", user, Profile(locale="de-DE"), for_s=60)
    store.forget_profile("T1", "U1")
    store.forget_profile("T1", "U3")
    assert store.profile("T1", "U1") is None
    assert store.profile("T1", "U2") is not None
    assert store.is_welcomed("T1", "U1")
    assert not store.is_welcomed("T1", "U3")


def test_a_welcome_is_remembered(store: PeopleStore, database: Database) -> None:
    """Of its person alone; and it changes nothing else that is known of them."""
    SettingsStore(database).change_person("T1", "U1", PersonSettings(opted_out=True))
    assert not store.is_welcomed("T1", "U1")
    store.note_welcome("T1", "U1")
    store.note_welcome("T1", "U1")
    assert store.is_welcomed("T1", "U1")
    assert not store.is_welcomed("T1", "U2")
    assert not store.is_welcomed("T2", "U1")
    assert SettingsStore(database).person("T1", "U1").opted_out
