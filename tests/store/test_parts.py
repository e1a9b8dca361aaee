"""What is known of pictures."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from bot.model import GONE, Answer, Edited, Failure, Outcome, Shared
from bot.store.database import Database
from bot.store.findable import SearchStore
from bot.store.parts import ASKED, PartStore
from bot.store.replies import MessageKey, Withdrawn
from tests.store.pictures import DESCRIBED, KEY, OTHER, add

FAILED = Outcome(failure=Failure("too_small", {"min_side": 50}))


def test_a_part_needs_an_outcome_until_it_has_one(parts: PartStore) -> None:
    """Adding twice changes nothing; finishing ends the need."""
    add(parts, KEY, "F1")
    add(parts, KEY, "F1")
    parts.finish_part(KEY, "F1", DESCRIBED)
    assert parts.answers(KEY)[0].outcome == DESCRIBED
    add(parts, KEY, "F1")
    assert [each.outcome for each in parts.answers(KEY)] == [DESCRIBED]


def test_outcomes_come_back_as_they_were(parts: PartStore) -> None:
    """A description and a failure survive the database, types and all."""
    add(parts, KEY, "F1", position="1")
    add(parts, KEY, "F2", position="2")
    add(parts, KEY, "F3", position="3")
    parts.finish_part(KEY, "F1", DESCRIBED)
    parts.finish_part(KEY, "F2", FAILED)
    assert [answer.outcome for answer in parts.answers(KEY)] == [DESCRIBED, FAILED, None]


def test_the_first_outcome_stays(parts: PartStore) -> None:
    """A second run of the same job does not change what people have read."""
    add(parts, KEY, "F1")
    parts.finish_part(KEY, "F1", FAILED)
    parts.finish_part(KEY, "F1", DESCRIBED)
    assert parts.answers(KEY)[0].outcome == FAILED


def test_pictures_stand_in_the_order_of_their_events(parts: PartStore) -> None:
    """Whichever is done first."""
    add(parts, KEY, "F9", position="100.000001")
    add(parts, KEY, "F1", position="100.000002")
    assert [answer.shared.name for answer in parts.answers(KEY)] == ["F9.png", "F1.png"]


def test_messages_are_told_apart(parts: PartStore) -> None:
    """One file in two messages has two outcomes."""
    add(parts, KEY, "F1")
    add(parts, OTHER, "F1")
    parts.finish_part(KEY, "F1", FAILED)
    assert parts.messages_with("T1", "C1", "F1", position="1") == {KEY: True, OTHER: False}
    assert parts.messages_with("T1", "C1", "F1", position="2") == {}


def test_what_keeps_a_picture_is_remembered(parts: PartStore) -> None:
    """Until its outcome is there, which is all that counts then."""
    add(parts, KEY, "F1")
    parts.wait_part(KEY, "F1", waiting_for="analyzer_busy")
    assert parts.answers(KEY)[0].waiting_for == "analyzer_busy"


def test_many_may_add_the_same_part(parts: PartStore) -> None:
    """The same event, worked twice at once, is one picture."""
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: add(parts, KEY, "F1"), range(32)))
    assert len(parts.answers(KEY)) == 1


def test_an_event_adopts_a_picture_that_was_asked_for(parts: PartStore) -> None:
    """And no second event does."""
    add(parts, KEY, "F1", position=ASKED + "00")
    add(parts, KEY, "F1", position="7")
    add(parts, KEY, "F1", position="8")
    assert parts.messages_with("T1", "C1", "F1", position="7") == {KEY: False}
    assert parts.messages_with("T1", "C1", "F1", position="8") == {}


def test_a_request_takes_over_what_ended_as_it_saw(parts: PartStore) -> None:
    """And nothing that has another outcome by then."""
    for file_id, outcome in (("F1", FAILED), ("F2", DESCRIBED)):
        add(parts, KEY, file_id)
        parts.finish_part(KEY, file_id, outcome)
        parts.take_over(KEY, file_id, position=ASKED + "00", outcome=FAILED)
    taken, kept = parts.parts(KEY)[::-1]
    assert (taken.position, taken.answer.outcome) == (ASKED + "00", None)
    assert (kept.position, kept.answer.outcome) == ("1", DESCRIBED)


def test_what_a_request_brought_is_told_by_its_position_alone(parts: PartStore) -> None:
    """Signs that mean any letter elsewhere mean themselves here."""
    add(parts, KEY, "F1", position=ASKED + "a_1 00")
    add(parts, OTHER, "F2", position=ASKED + "ab1 00")
    assert parts.brought_by("T1", "C1", ASKED + "a_1") == [(KEY, "F1")]
    assert parts.brought_by("T1", "C2", ASKED + "a_1") == []


def test_a_persons_wording_is_kept_and_can_be_taken_back(parts: PartStore) -> None:
    """For pictures that have an outcome."""
    edited = Edited("My cat", "sam")
    add(parts, KEY, "F1")
    parts.edit_part(KEY, "F1", edited)
    assert parts.answers(KEY)[0].edited is None
    parts.finish_part(KEY, "F1", DESCRIBED)
    parts.edit_part(KEY, "F1", edited)
    assert parts.answers(KEY)[0].edited == edited
    parts.edit_part(KEY, "F1", None)
    assert parts.answers(KEY)[0].edited is None


def test_of_a_deleted_file_nothing_is_kept(parts: PartStore) -> None:
    """In every message that had it; not before it is known, not later, not twice."""
    for key in (KEY, OTHER):
        add(parts, key, "F1")
    parts.finish_part(KEY, "F1", DESCRIBED)
    parts.edit_part(KEY, "F1", Edited("My cat", "sam"))
    assert set(parts.drop_file("T1", "F1")) == {KEY, OTHER}
    parts.finish_part(OTHER, "F1", DESCRIBED)
    parts.drop_file("T1", "F1")
    for key in (KEY, OTHER):
        assert parts.answers(key) == [Answer(Shared("", ""), GONE)]


def test_pictures_that_left_their_message_are_forgotten(parts: PartStore) -> None:
    """The others stay."""
    add(parts, KEY, "F1", position="1")
    add(parts, KEY, "F2", position="2")
    assert parts.keep_only(KEY, ["F2", "F9"]) == [KEY]
    assert parts.keep_only(OTHER, []) == []
    assert [answer.outcome for answer in parts.answers(KEY)] == [GONE, None]


def test_an_authors_description_follows_its_file(parts: PartStore) -> None:
    """In every message that shows it; not where it is gone."""
    assert not parts.is_known("T1", "F1")
    add(parts, KEY, "F1")
    add(parts, OTHER, "F1")
    assert parts.is_known("T1", "F1")
    parts.keep_only(OTHER, [])
    assert parts.set_alt_text("T1", "F1", "My cat") == [KEY]
    assert parts.answers(KEY)[0].shared == Shared("F1.png", "My cat")
    assert parts.answers(OTHER)[0].shared == Shared("", "")


def pictured(fingerprint: str) -> Outcome:
    assert DESCRIBED.description is not None
    return Outcome(description=replace(DESCRIBED.description, fingerprint=fingerprint))


def test_a_wording_stays_with_its_picture_in_one_channel(
    parts: PartStore, database: Database
) -> None:
    """Another file with the same pixels has it from the start; another channel never."""
    edited = Edited("Knut", "sam")
    elsewhere = MessageKey("T1", "C2", "100.3")
    add(parts, KEY, "F1")
    parts.finish_part(KEY, "F1", pictured("same"))
    parts.edit_part(KEY, "F1", edited)
    for key, fingerprint in ((OTHER, "same"), (elsewhere, "same")):
        add(parts, key, "F2")
        parts.finish_part(key, "F2", pictured(fingerprint))
    add(parts, OTHER, "F3", position="3")
    parts.finish_part(OTHER, "F3", pictured("other"))
    assert [answer.edited for answer in parts.answers(OTHER)] == [edited, None]
    assert parts.answers(elsewhere)[0].edited is None
    found = SearchStore(database).find("T1", "C1", "knut", limit=10)
    assert [each.key for each in found] == [OTHER, KEY]


def test_a_wording_goes_with_the_reply_that_it_was_given_to(parts: PartStore) -> None:
    """What was removed is not taken over any more."""
    add(parts, KEY, "F1")
    parts.finish_part(KEY, "F1", pictured("same"))
    parts.edit_part(KEY, "F1", Edited("Knut", "sam"))
    parts.withdraw(KEY, Withdrawn.REMOVED)
    add(parts, OTHER, "F2")
    parts.finish_part(OTHER, "F2", pictured("same"))
    assert parts.answers(OTHER)[0].edited is None


def test_the_latest_wording_comes_along(parts: PartStore) -> None:
    """Where the same picture has been put in words twice."""
    latest = MessageKey("T1", "C1", "100.3")
    for key, text in ((KEY, "Knut"), (OTHER, "Flocke")):
        add(parts, key, "F1")
        parts.finish_part(key, "F1", pictured("same"))
        parts.edit_part(key, "F1", Edited(text, "sam"))
    add(parts, latest, "F2")
    parts.finish_part(latest, "F2", pictured("same"))
    assert parts.answers(latest)[0].edited == Edited("Flocke", "sam")
