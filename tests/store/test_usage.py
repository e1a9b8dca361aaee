"""Calls, counted for every account."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.model import NOBODY, Asker
from bot.store.database import Database
from bot.store.usage import Account, Usage, UsageStore

MONTH = "2026-11"
TEAM = Asker("T1")
PERSON = Asker("T1", person="U1")


@pytest.fixture
def store(database: Database) -> UsageStore:
    return UsageStore(database)


def accounts(total: int | None = None, person: int | None = None) -> list[Account]:
    return [Account(NOBODY, total), Account(TEAM, None), Account(PERSON, person)]


def test_a_call_counts_on_every_account(store: UsageStore) -> None:
    """In its month alone."""
    assert store.count_call(MONTH, accounts()) is None
    assert store.count_call(MONTH, accounts()) is None
    assert [store.usage_of(each.owner, MONTH).calls for each in accounts()] == [2, 2, 2]
    assert store.usage_of(NOBODY, "2026-12") == Usage()
    assert store.usage_of(Asker("T2"), MONTH) == Usage()


def test_a_full_account_lets_nobody_s_count_grow(store: UsageStore) -> None:
    """A call that is not made is counted nowhere."""
    full = accounts(person=1)
    assert store.full_account(MONTH, full) is None
    assert store.count_call(MONTH, full) is None
    assert store.count_call(MONTH, full) == Account(PERSON, 1)
    assert store.full_account(MONTH, full) == Account(PERSON, 1)
    assert [store.usage_of(each.owner, MONTH).calls for each in full] == [1, 1, 1]


def test_no_call_is_lost_or_made_twice_at_once(store: UsageStore) -> None:
    """Of forty that ask together, as many may call as the limit says."""
    with ThreadPoolExecutor(8) as pool:
        full = list(pool.map(lambda _: store.count_call(MONTH, accounts(total=25)), range(40)))
    assert full.count(None) == 25
    assert store.usage_of(TEAM, MONTH).calls == 25


def test_tokens_are_added_up(store: UsageStore) -> None:
    """Also more than fit into 32 bits."""
    store.count_call(MONTH, accounts())
    store.add_tokens(MONTH, accounts(), 2**33)
    store.add_tokens(MONTH, accounts(), 7)
    assert store.usage_of(PERSON, MONTH) == Usage(calls=1, tokens=2**33 + 7)


def test_a_sweep_forgets_older_months(store: UsageStore) -> None:
    """What is kept is kept whole."""
    for month in ("2026-09", "2026-10", MONTH):
        store.count_call(month, accounts())
    store.sweep(before="2026-10")
    months = ("2026-09", "2026-10", MONTH)
    assert [store.usage_of(NOBODY, month).calls for month in months] == [0, 1, 1]
