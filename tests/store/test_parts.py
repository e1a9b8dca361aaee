"""What is known of pictures, and how they are found again."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from bot.model import (
    GONE,
    Analysis,
    Answer,
    Caption,
    Colors,
    Description,
    Edited,
    Failure,
    Outcome,
    Shared,
    Tag,
    TextLine,
)
from bot.store.database import Database
from bot.store.parts import ASKED, PartStore
from bot.store.replies import MessageKey, Origin, Withdrawn

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
def store(database: Database) -> PartStore:
    return PartStore(database)


def add(store: PartStore, key: MessageKey, file_id: str, *, position: str = "1") -> None:
    shared = Shared(name=f"{file_id}.png", alt_text="")
    store.add_part(
        key,
        file_id,
        thread_ts=key.message_ts,
        position=position,
        shared=shared,
        origin=Origin(poster="U1", locale="de-AT"),
    )


def test_a_part_needs_an_outcome_until_it_has_one(store: PartStore) -> None:
    """Adding twice changes nothing; finishing ends the need."""
    add(store, KEY, "F1")
    add(store, KEY, "F1")
    store.finish_part(KEY, "F1", DESCRIBED)
    assert store.answers(KEY)[0].outcome == DESCRIBED
    add(store, KEY, "F1")
    assert [each.outcome for each in store.answers(KEY)] == [DESCRIBED]


def test_outcomes_come_back_as_they_were(store: PartStore) -> None:
    """A description and a failure survive the database, types and all."""
    add(store, KEY, "F1", position="1")
    add(store, KEY, "F2", position="2")
    add(store, KEY, "F3", position="3")
    store.finish_part(KEY, "F1", DESCRIBED)
    store.finish_part(KEY, "F2", FAILED)
    assert [answer.outcome for answer in store.answers(KEY)] == [DESCRIBED, FAILED, None]


def test_the_first_outcome_stays(store: PartStore) -> None:
    """A second run of the same job does not change what people have read."""
    add(store, KEY, "F1")
    store.finish_part(KEY, "F1", FAILED)
    store.finish_part(KEY, "F1", DESCRIBED)
    assert store.answers(KEY)[0].outcome == FAILED


def test_pictures_stand_in_the_order_of_their_events(store: PartStore) -> None:
    """Whichever is done first."""
    add(store, KEY, "F9", position="100.000001")
    add(store, KEY, "F1", position="100.000002")
    assert [answer.shared.name for answer in store.answers(KEY)] == ["F9.png", "F1.png"]


def test_messages_are_told_apart(store: PartStore) -> None:
    """One file in two messages has two outcomes."""
    add(store, KEY, "F1")
    add(store, OTHER, "F1")
    store.finish_part(KEY, "F1", FAILED)
    assert store.messages_with("T1", "C1", "F1", position="1") == {KEY: True, OTHER: False}
    assert store.messages_with("T1", "C1", "F1", position="2") == {}


def test_what_keeps_a_picture_is_remembered(store: PartStore) -> None:
    """Until its outcome is there, which is all that counts then."""
    add(store, KEY, "F1")
    store.wait_part(KEY, "F1", waiting_for="analyzer_busy")
    assert store.answers(KEY)[0].waiting_for == "analyzer_busy"


def test_many_may_add_the_same_part(store: PartStore) -> None:
    """The same event, worked twice at once, is one picture."""
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: add(store, KEY, "F1"), range(32)))
    assert len(store.answers(KEY)) == 1


def test_an_event_adopts_a_picture_that_was_asked_for(store: PartStore) -> None:
    """And no second event does."""
    add(store, KEY, "F1", position=ASKED + "00")
    add(store, KEY, "F1", position="7")
    add(store, KEY, "F1", position="8")
    assert store.messages_with("T1", "C1", "F1", position="7") == {KEY: False}
    assert store.messages_with("T1", "C1", "F1", position="8") == {}


def test_a_persons_wording_is_kept_and_can_be_taken_back(store: PartStore) -> None:
    """For pictures that have an outcome."""
    edited = Edited("My cat", "U2", "sam")
    add(store, KEY, "F1")
    store.edit_part(KEY, "F1", edited)
    assert store.answers(KEY)[0].edited is None
    store.finish_part(KEY, "F1", DESCRIBED)
    store.edit_part(KEY, "F1", edited)
    assert store.answers(KEY)[0].edited == edited
    store.edit_part(KEY, "F1", None)
    assert store.answers(KEY)[0].edited is None


def test_of_a_deleted_file_nothing_is_kept(store: PartStore) -> None:
    """In every message that had it; not before it is known, not later, not twice."""
    for key in (KEY, OTHER):
        add(store, key, "F1")
    store.finish_part(KEY, "F1", DESCRIBED)
    store.edit_part(KEY, "F1", Edited("My cat", "U2", "sam"))
    assert set(store.drop_file("T1", "F1")) == {KEY, OTHER}
    store.finish_part(OTHER, "F1", DESCRIBED)
    store.drop_file("T1", "F1")
    for key in (KEY, OTHER):
        assert store.answers(key) == [Answer(Shared("", ""), GONE)]


def test_pictures_that_left_their_message_are_forgotten(store: PartStore) -> None:
    """The others stay."""
    add(store, KEY, "F1", position="1")
    add(store, KEY, "F2", position="2")
    assert store.keep_only(KEY, ["F2", "F9"]) == [KEY]
    assert store.keep_only(OTHER, []) == []
    assert [answer.outcome for answer in store.answers(KEY)] == [GONE, None]


def test_an_authors_description_follows_its_file(store: PartStore) -> None:
    """In every message that shows it; not where it is gone."""
    assert not store.is_known("T1", "F1")
    add(store, KEY, "F1")
    add(store, OTHER, "F1")
    assert store.is_known("T1", "F1")
    store.keep_only(OTHER, [])
    assert store.set_alt_text("T1", "F1", "My cat") == [KEY]
    assert store.answers(KEY)[0].shared == Shared("F1.png", "My cat")
    assert store.answers(OTHER)[0].shared == Shared("", "")


def said(caption: str, *, tags: tuple[str, ...] = (), lines: tuple[str, ...] = ()) -> Outcome:
    analysis = Analysis(
        analyzer="embedded",
        language="en",
        caption=Caption(caption, 0.5),
        tags=tuple(Tag(tag, 0.5) for tag in tags),
        text_lines=tuple(TextLine(line, 0, 0, 1, 1, 0.5) for line in lines),
    )
    assert DESCRIBED.description is not None
    return Outcome(description=replace(DESCRIBED.description, analysis=analysis))


def found(store: PartStore, text: str, *, channel: str = "C1") -> list[str]:
    """The ts of what is found."""
    return [each.key.message_ts for each in store.find("T1", channel, text, limit=10)]


@pytest.mark.parametrize(
    "text",
    [
        "polar bear",
        "BEAR polar",
        "bears",
        "pol",
        "wildlife",
        "invoice 4711",
        "Zürich",
        "zurich",
        "白熊",
        "熊",
        "ガ",
        'polar "bear" \'); DROP TABLE parts; --',
    ],
)
def test_caption_tags_and_text_are_searched(store: PartStore, text: str) -> None:
    """All words, in any order and form, whatever signs stand between them."""
    add(store, KEY, "F1")
    lines = ("Invoice no. 4711", "Zürich", "白熊です", "ガイド", "drop table parts")
    store.finish_part(KEY, "F1", said("a polar bear", tags=("wildlife",), lines=lines))
    assert found(store, text) == ["100.1"]


@pytest.mark.parametrize("text", ["polar cat", "", "!?", '"', "*", "NOT", "a OR", "熊白", "カイド"])
def test_what_is_not_there_is_not_found(store: PartStore, text: str) -> None:
    """Nor does a search of strange signs fail."""
    add(store, KEY, "F1")
    store.finish_part(KEY, "F1", said("polar bear", lines=("白熊", "ガイド")))
    assert found(store, text) == []


def test_the_newest_is_found_first(store: PartStore) -> None:
    """And no more than asked for."""
    for key in (KEY, OTHER):
        add(store, key, "F1")
        store.finish_part(key, "F1", said("a bear"))
    assert found(store, "bear") == ["100.2", "100.1"]
    assert len(store.find("T1", "C1", "bear", limit=1)) == 1


def test_nothing_is_found_from_another_channel(store: PartStore) -> None:
    """Private ones above all."""
    add(store, KEY, "F1")
    store.finish_part(KEY, "F1", said("a bear"))
    assert found(store, "bear", channel="C2") == []
    assert store.find("T2", "C1", "bear", limit=10) == []


def test_a_persons_wording_is_what_is_found(store: PartStore) -> None:
    """The caption that it replaced is not; what is gone is not."""
    add(store, KEY, "F1")
    store.finish_part(KEY, "F1", said("a bear", tags=("snow",)))
    store.edit_part(KEY, "F1", Edited("Knut at the zoo", "U2", "sam"))
    assert found(store, "knut snow") == ["100.1"]
    assert found(store, "bear") == []
    store.drop_file("T1", "F1")
    assert found(store, "knut") == []


def pictured(fingerprint: str) -> Outcome:
    assert DESCRIBED.description is not None
    return Outcome(description=replace(DESCRIBED.description, fingerprint=fingerprint))


def test_a_wording_stays_with_its_picture_in_one_channel(store: PartStore) -> None:
    """Another file with the same pixels has it from the start; another channel never."""
    edited = Edited("Knut", "U2", "sam")
    elsewhere = MessageKey("T1", "C2", "100.3")
    add(store, KEY, "F1")
    store.finish_part(KEY, "F1", pictured("same"))
    store.edit_part(KEY, "F1", edited)
    for key, fingerprint in ((OTHER, "same"), (elsewhere, "same")):
        add(store, key, "F2")
        store.finish_part(key, "F2", pictured(fingerprint))
    add(store, OTHER, "F3", position="3")
    store.finish_part(OTHER, "F3", pictured("other"))
    assert [answer.edited for answer in store.answers(OTHER)] == [edited, None]
    assert store.answers(elsewhere)[0].edited is None
    assert found(store, "knut") == ["100.2", "100.1"]


def test_a_wording_goes_with_the_reply_that_it_was_given_to(store: PartStore) -> None:
    """What was removed is not taken over any more."""
    add(store, KEY, "F1")
    store.finish_part(KEY, "F1", pictured("same"))
    store.edit_part(KEY, "F1", Edited("Knut", "U2", "sam"))
    store.withdraw(KEY, Withdrawn.REMOVED)
    add(store, OTHER, "F2")
    store.finish_part(OTHER, "F2", pictured("same"))
    assert store.answers(OTHER)[0].edited is None
