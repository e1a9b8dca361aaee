"""What is remembered of replies."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.model import Analysis, Caption, Colors, Description, Failure, Outcome, Shared, Tag
from bot.store.database import Database
from bot.store.replies import LOCK_S, MessageKey, Origin, Reply, ReplyState, ReplyStore
from tests.store.clock import Clock

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


@pytest.fixture
def store(database: Database) -> ReplyStore:
    return ReplyStore(database)


def add(store: ReplyStore, key: MessageKey, file_id: str, *, position: str = "1") -> None:
    shared = Shared(name=f"{file_id}.png", alt_text="")
    store.add_part(
        key,
        file_id,
        thread_ts=key.message_ts,
        position=position,
        shared=shared,
        origin=Origin(poster="U1", locale="de-AT"),
    )


def test_a_part_needs_an_outcome_until_it_has_one(store: ReplyStore) -> None:
    """Adding twice changes nothing; finishing ends the need."""
    add(store, KEY, "F1")
    add(store, KEY, "F1")
    store.finish_part(KEY, "F1", DESCRIBED)
    assert store.answers(KEY)[0].outcome == DESCRIBED
    add(store, KEY, "F1")
    assert [each.outcome for each in store.answers(KEY)] == [DESCRIBED]


def test_outcomes_come_back_as_they_were(store: ReplyStore) -> None:
    """A description and a failure survive the database, types and all."""
    add(store, KEY, "F1", position="1")
    add(store, KEY, "F2", position="2")
    add(store, KEY, "F3", position="3")
    store.finish_part(KEY, "F1", DESCRIBED)
    store.finish_part(KEY, "F2", FAILED)
    assert [answer.outcome for answer in store.answers(KEY)] == [DESCRIBED, FAILED, None]


def test_the_first_outcome_stays(store: ReplyStore) -> None:
    """A second run of the same job does not change what people have read."""
    add(store, KEY, "F1")
    store.finish_part(KEY, "F1", FAILED)
    store.finish_part(KEY, "F1", DESCRIBED)
    assert store.answers(KEY)[0].outcome == FAILED


def test_pictures_stand_in_the_order_of_their_events(store: ReplyStore) -> None:
    """Whichever is done first."""
    add(store, KEY, "F9", position="100.000001")
    add(store, KEY, "F1", position="100.000002")
    assert [answer.shared.name for answer in store.answers(KEY)] == ["F9.png", "F1.png"]


def test_messages_are_told_apart(store: ReplyStore) -> None:
    """One file in two messages has two outcomes."""
    add(store, KEY, "F1")
    add(store, OTHER, "F1")
    store.finish_part(KEY, "F1", FAILED)
    assert store.messages_with("T1", "C1", "F1", position="1") == {KEY: True, OTHER: False}
    assert store.messages_with("T1", "C1", "F1", position="2") == {}


def test_what_keeps_a_picture_is_remembered(store: ReplyStore) -> None:
    """Until its outcome is there, which is all that counts then."""
    add(store, KEY, "F1")
    store.wait_part(KEY, "F1", waiting_for="analyzer_busy")
    assert store.answers(KEY)[0].waiting_for == "analyzer_busy"


def locked(store: ReplyStore, key: MessageKey = KEY) -> Reply:
    reply = store.lock_reply(key)
    assert reply is not None
    return reply


def test_a_reply_has_one_holder(store: ReplyStore, clock: Clock) -> None:
    """Until it is let go, or its holder has been silent too long."""
    add(store, KEY, "F1")
    held = locked(store)
    assert held.state is ReplyState.NONE
    assert store.lock_reply(KEY) is None
    store.unlock_reply(held)
    locked(store)
    clock.now_s += LOCK_S
    locked(store)


def test_who_lost_a_reply_changes_nothing(store: ReplyStore, clock: Clock) -> None:
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


def test_one_of_many_gets_a_reply(store: ReplyStore) -> None:
    """However many ask at once."""
    add(store, KEY, "F1")
    with ThreadPoolExecutor(8) as pool:
        held = list(pool.map(lambda _: store.lock_reply(KEY), range(32)))
    assert len([reply for reply in held if reply]) == 1


def test_many_may_add_the_same_part(store: ReplyStore) -> None:
    """The same event, worked twice at once, is one picture."""
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: add(store, KEY, "F1"), range(32)))
    assert len(store.answers(KEY)) == 1


def test_a_replys_origin_is_its_first_pictures(store: ReplyStore) -> None:
    """A second one does not change whom the reply is for."""
    add(store, KEY, "F1")
    shared = Shared(name="b.png", alt_text="")
    other = Origin(poster="U2", asked_by="U3")
    store.add_part(KEY, "F2", thread_ts="1", position="2", shared=shared, origin=other)
    assert locked(store).origin == Origin(poster="U1", locale="de-AT")


def test_a_begun_post_is_remembered(store: ReplyStore, clock: Clock) -> None:
    """Whoever comes after a crash knows that a post may have happened."""
    add(store, KEY, "F1")
    store.reply_is(locked(store), ReplyState.POSTING)
    clock.now_s += LOCK_S
    assert locked(store).state is ReplyState.POSTING


def test_a_reopened_store_has_it_all(database_url: str) -> None:
    """Nothing lives in the process."""
    first = Database(database_url)
    store = ReplyStore(first)
    add(store, KEY, "F1")
    held = locked(store)
    store.reply_shows(held, reply_ts="101.1", digest="d")
    store.unlock_reply(held)
    first.close()
    second = Database(database_url)
    reply = locked(ReplyStore(second))
    assert (reply.state, reply.reply_ts, reply.digest) == (ReplyState.POSTED, "101.1", "d")
    second.close()
