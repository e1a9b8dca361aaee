"""What is remembered of replies."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.model import GONE, Answer, Shared
from bot.store.database import Database
from bot.store.parts import PartStore
from bot.store.replies import (
    LOCK_S,
    MessageKey,
    Origin,
    Reply,
    ReplyState,
    ReplyStore,
    Withdrawn,
)
from tests.store.clock import Clock

KEY = MessageKey("T1", "C1", "100.1")
ORIGIN = Origin(poster="U1", locale="de-AT")


@pytest.fixture
def store(database: Database) -> ReplyStore:
    return ReplyStore(database)


@pytest.fixture
def parts(database: Database) -> PartStore:
    return PartStore(database)


def add(parts: PartStore, file_id: str = "F1", origin: Origin = ORIGIN) -> None:
    shared = Shared(name="a.png", alt_text="")
    parts.add_part(KEY, file_id, thread_ts="100.0", position=file_id, shared=shared, origin=origin)


def locked(store: ReplyStore, key: MessageKey = KEY) -> Reply:
    reply = store.lock_reply(key)
    assert reply is not None
    return reply


def test_a_reply_has_one_holder(store: ReplyStore, parts: PartStore, clock: Clock) -> None:
    """Until it is let go, or its holder has been silent too long."""
    add(parts)
    held = locked(store)
    assert held.state is ReplyState.NONE
    assert store.lock_reply(KEY) is None
    store.unlock_reply(held)
    locked(store)
    clock.now_s += LOCK_S
    locked(store)


def test_who_lost_a_reply_changes_nothing(
    store: ReplyStore, parts: PartStore, clock: Clock
) -> None:
    """A holder that wakes up too late neither frees the lock nor overwrites the state."""
    add(parts)
    late = locked(store)
    clock.now_s += LOCK_S
    locked(store)
    store.reply_is(late, ReplyState.CLOSED)
    store.unlock_reply(late)
    assert store.lock_reply(KEY) is None
    clock.now_s += LOCK_S
    assert locked(store).state is ReplyState.NONE


def test_what_the_dead_held_is_free_at_once(
    store: ReplyStore, parts: PartStore, clock: Clock
) -> None:
    """What was locked since then stays so."""
    add(parts)
    locked(store)
    clock.now_s += 1
    store.free(locked_before=clock.now_s)
    clock.now_s += 1
    locked(store)
    store.free(locked_before=clock.now_s - 1)
    assert store.lock_reply(KEY) is None


def test_one_of_many_gets_a_reply(store: ReplyStore, parts: PartStore) -> None:
    """However many ask at once."""
    add(parts)
    with ThreadPoolExecutor(8) as pool:
        held = list(pool.map(lambda _: store.lock_reply(KEY), range(32)))
    assert len([reply for reply in held if reply]) == 1


def test_a_replys_origin_is_its_first_pictures(store: ReplyStore, parts: PartStore) -> None:
    """A second one does not change whom the reply is for."""
    add(parts)
    add(parts, "F2", Origin(poster="U2", asked_by="U3"))
    assert locked(store).origin == ORIGIN


def test_a_begun_post_is_remembered(store: ReplyStore, parts: PartStore, clock: Clock) -> None:
    """Whoever comes after a crash knows that a post may have happened."""
    add(parts)
    store.reply_is(locked(store), ReplyState.POSTING)
    clock.now_s += LOCK_S
    assert locked(store).state is ReplyState.POSTING


def test_a_reopened_store_has_it_all(database_url: str) -> None:
    """Nothing lives in the process."""
    first = Database(database_url)
    store = ReplyStore(first)
    add(PartStore(first))
    held = locked(store)
    store.reply_shows(held, reply_ts="101.1", digest="d")
    store.unlock_reply(held)
    first.close()
    second = Database(database_url)
    reply = locked(ReplyStore(second))
    assert (reply.state, reply.reply_ts, reply.digest) == (ReplyState.POSTED, "101.1", "d")
    second.close()


def test_a_withdrawn_reply_is_so_for_good(store: ReplyStore, parts: PartStore) -> None:
    """Its first reason stays; what was said of its pictures is forgotten."""
    add(parts)
    parts.withdraw(KEY, Withdrawn.REMOVED)
    parts.withdraw(KEY, Withdrawn.MESSAGE_GONE)
    assert locked(store).withdrawn is Withdrawn.REMOVED
    assert parts.answers(KEY) == [Answer(Shared("", ""), GONE)]


def test_a_reply_can_be_withdrawn_before_it_exists(store: ReplyStore, parts: PartStore) -> None:
    """Its pictures are gone from the start, whichever event comes first."""
    parts.withdraw(KEY, Withdrawn.MESSAGE_GONE)
    add(parts)
    reply = store.reply(KEY)
    assert reply is not None
    assert reply.withdrawn is Withdrawn.MESSAGE_GONE
    assert parts.answers(KEY) == [Answer(Shared("", ""), GONE)]


def closed(store: ReplyStore, parts: PartStore, *, stood: bool) -> Reply:
    """A reply that is closed, after it stood or without."""
    add(parts)
    held = locked(store)
    if stood:
        store.reply_shows(held, reply_ts="101.1", digest="d")
    store.unlock_reply(held)
    held = locked(store)
    store.reply_is(held, ReplyState.CLOSED)
    store.unlock_reply(held)
    return held


def test_a_reply_that_stood_can_be_reopened(store: ReplyStore, parts: PartStore) -> None:
    """Closing it takes nothing else of it; it is then posted as if it had never been."""
    key = closed(store, parts, stood=True).key
    reply = store.reply(key)
    assert reply is not None
    assert (reply.state, reply.reply_ts, reply.digest) == (ReplyState.CLOSED, "101.1", "d")
    store.reopen(key)
    reply = store.reply(key)
    assert reply is not None
    assert (reply.state, reply.reply_ts, reply.digest) == (ReplyState.NONE, None, None)


@pytest.mark.parametrize("stood", [True, False])
def test_other_closed_replies_stay_closed(
    store: ReplyStore, parts: PartStore, *, stood: bool
) -> None:
    """Those that Slack never took, and those that somebody withdrew."""
    key = closed(store, parts, stood=stood).key
    if stood:
        parts.withdraw(key, Withdrawn.REMOVED)
    store.reopen(key)
    reply = store.reply(key)
    assert reply is not None
    assert reply.state is ReplyState.CLOSED
