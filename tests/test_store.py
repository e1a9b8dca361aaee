"""What is remembered between jobs."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Misconfigured
from bot.model import Analysis, Caption, Colors, Description, Failure, Outcome, Shared, Tag
from bot.store import LOCK_S, MessageKey, Reply, ReplyState, Store

KEY = MessageKey("T1", "C1", "100.1")
OTHER = MessageKey("T1", "C1", "100.2")
DESCRIBED = Outcome(
    description=Description(
        analysis=Analysis(
            analyzer="embedded",
            language="en",
            caption=Caption("a ‘cat’", 0.5),
            tags=(Tag("cat", 0.5),),
        ),
        colors=Colors("#AA0000", "Red", "White", ("Red", "White"), False),
        width_px=10,
        height_px=20,
        format="PNG",
        is_animated=False,
    )
)
FAILED = Outcome(failure=Failure("too_small", {"min_side": 50}))


class Clock:
    def __init__(self) -> None:
        self.now_s = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    store = Store(f"sqlite:///{tmp_path}/folder/store.sqlite3", now=clock)
    yield store
    store.close()


def add(store: Store, key: MessageKey, file_id: str, *, position: str = "1") -> None:
    shared = Shared(name=f"{file_id}.png", alt_text="")
    store.add_part(key, file_id, thread_ts=key.message_ts, position=position, shared=shared)


def test_a_part_needs_an_outcome_until_it_has_one(store: Store) -> None:
    """Adding twice changes nothing; finishing ends the need."""
    add(store, KEY, "F1")
    add(store, KEY, "F1")
    store.finish_part(KEY, "F1", DESCRIBED)
    assert store.answers(KEY)[0].outcome == DESCRIBED
    add(store, KEY, "F1")
    assert [each.outcome for each in store.answers(KEY)] == [DESCRIBED]


def test_outcomes_come_back_as_they_were(store: Store) -> None:
    """A description and a failure survive the database, types and all."""
    add(store, KEY, "F1", position="1")
    add(store, KEY, "F2", position="2")
    add(store, KEY, "F3", position="3")
    store.finish_part(KEY, "F1", DESCRIBED)
    store.finish_part(KEY, "F2", FAILED)
    assert [answer.outcome for answer in store.answers(KEY)] == [DESCRIBED, FAILED, None]


def test_the_first_outcome_stays(store: Store) -> None:
    """A second run of the same job does not change what people have read."""
    add(store, KEY, "F1")
    store.finish_part(KEY, "F1", FAILED)
    store.finish_part(KEY, "F1", DESCRIBED)
    assert store.answers(KEY)[0].outcome == FAILED


def test_pictures_stand_in_the_order_of_their_events(store: Store) -> None:
    """Whichever is done first."""
    add(store, KEY, "F9", position="100.000001")
    add(store, KEY, "F1", position="100.000002")
    assert [answer.shared.name for answer in store.answers(KEY)] == ["F9.png", "F1.png"]


def test_messages_are_told_apart(store: Store) -> None:
    """One file in two messages has two outcomes."""
    add(store, KEY, "F1")
    add(store, OTHER, "F1")
    store.finish_part(KEY, "F1", FAILED)
    assert store.messages_with("T1", "C1", "F1", position="1") == {KEY: True, OTHER: False}
    assert store.messages_with("T1", "C1", "F1", position="2") == {}


def test_what_keeps_a_picture_is_remembered(store: Store) -> None:
    """Until its outcome is there, which is all that counts then."""
    add(store, KEY, "F1")
    store.wait_part(KEY, "F1", waiting_for="analyzer_busy")
    assert store.answers(KEY)[0].waiting_for == "analyzer_busy"


def locked(store: Store, key: MessageKey = KEY) -> Reply:
    reply = store.lock_reply(key)
    assert reply is not None
    return reply


def test_a_reply_has_one_holder(store: Store, clock: Clock) -> None:
    """Until it is let go, or its holder has been silent too long."""
    add(store, KEY, "F1")
    held = locked(store)
    assert held.state is ReplyState.NONE
    assert store.lock_reply(KEY) is None
    store.unlock_reply(held)
    locked(store)
    clock.now_s += LOCK_S
    locked(store)


def test_who_lost_a_reply_changes_nothing(store: Store, clock: Clock) -> None:
    """A holder that wakes up too late neither frees the lock nor overwrites the state."""
    add(store, KEY, "F1")
    late = locked(store)
    clock.now_s += LOCK_S
    locked(store)
    store.reply_is(late, ReplyState.CLOSED)
    store.unlock_reply(late)
    assert store.lock_reply(KEY) is None
    clock.now_s += LOCK_S
    assert locked(store).state is ReplyState.NONE


def test_a_begun_post_is_remembered(store: Store, clock: Clock) -> None:
    """Whoever comes after a crash knows that a post may have happened."""
    add(store, KEY, "F1")
    store.reply_is(locked(store), ReplyState.POSTING)
    clock.now_s += LOCK_S
    assert locked(store).state is ReplyState.POSTING


def test_a_reopened_store_has_it_all(tmp_path: Path) -> None:
    """Nothing lives in the process."""
    url = f"sqlite:///{tmp_path}/store.sqlite3"
    first = Store(url)
    add(first, KEY, "F1")
    held = locked(first)
    first.reply_shows(held, reply_ts="101.1", digest="d")
    first.unlock_reply(held)
    first.close()
    second = Store(url)
    reply = locked(second)
    assert (reply.state, reply.reply_ts, reply.digest) == (ReplyState.POSTED, "101.1", "d")
    second.close()


def test_a_newer_file_is_refused_with_a_sentence(tmp_path: Path) -> None:
    """An older release does not touch what it does not know."""
    path = tmp_path / "store.sqlite3"
    Store(f"sqlite:///{path}").close()
    db = sqlite3.connect(path)
    db.execute("UPDATE schema_version SET version = 99")
    db.commit()
    db.close()
    with pytest.raises(Misconfigured, match="newer release"):
        Store(f"sqlite:///{path}")


@given(
    per_minute=st.integers(1, 600),
    pauses_s=st.lists(st.floats(0, 30), min_size=1, max_size=100),
)
def test_no_minute_has_more_calls_than_its_rate(per_minute: int, pauses_s: list[float]) -> None:
    """Whenever calls are asked for, and however long nobody asked."""
    clock = Clock()
    store = Store("sqlite://", now=clock)
    calls_at = []
    for pause_s in pauses_s:
        clock.now_s += pause_s
        wait_s = store.take_turn("analyze", per_minute=per_minute, patience_s=600)
        if wait_s is not None:
            calls_at.append(clock.now_s + wait_s)
    store.close()
    for start in calls_at:
        assert sum(start <= at < start + 59.999 for at in calls_at) <= per_minute


def test_a_first_call_does_not_wait(store: Store) -> None:
    """Two pictures after a pause are not spread over seconds."""
    assert store.take_turn("analyze", per_minute=20, patience_s=0) == 0
    assert store.take_turn("analyze", per_minute=20, patience_s=0) == 0


def test_impatience_takes_no_place(store: Store, clock: Clock) -> None:
    """Who would wait too long leaves the queue as it was."""
    while store.take_turn("analyze", per_minute=4, patience_s=0) is not None:
        pass
    for _ in range(50):
        assert store.take_turn("analyze", per_minute=4, patience_s=1) is None
    clock.now_s += 60 / 3
    assert store.take_turn("analyze", per_minute=4, patience_s=0) is not None
