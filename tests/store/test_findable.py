"""How pictures are found again by what was said of them."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa

from bot.model import Analysis, Caption, Edited, Outcome, Tag, TextLine
from bot.store.database import Database
from bot.store.findable import SearchStore
from bot.store.parts import PartStore
from bot.store.schema import findable
from tests.store.pictures import DESCRIBED, KEY, OTHER, add


@pytest.fixture
def search(database: Database) -> SearchStore:
    return SearchStore(database)


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


def found(search: SearchStore, text: str, *, channel: str = "C1") -> list[str]:
    """The ts of what is found."""
    return [each.key.message_ts for each in search.find("T1", channel, text, limit=10)]


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
def test_caption_tags_and_text_are_searched(
    parts: PartStore, search: SearchStore, text: str
) -> None:
    """All words, in any order and form, whatever signs stand between them."""
    add(parts, KEY, "F1")
    lines = ("Invoice no. 4711", "Zürich", "白熊です", "ガイド", "drop table parts")
    parts.finish_part(KEY, "F1", said("a polar bear", tags=("wildlife",), lines=lines))
    assert found(search, text) == ["100.1"]


@pytest.mark.parametrize("text", ["polar cat", "", "!?", '"', "*", "NOT", "a OR", "熊白", "カイド"])
def test_what_is_not_there_is_not_found(parts: PartStore, search: SearchStore, text: str) -> None:
    """Nor does a search of strange signs fail."""
    add(parts, KEY, "F1")
    parts.finish_part(KEY, "F1", said("polar bear", lines=("白熊", "ガイド")))
    assert found(search, text) == []


def test_the_newest_is_found_first(parts: PartStore, search: SearchStore) -> None:
    """And no more than asked for."""
    for key in (KEY, OTHER):
        add(parts, key, "F1")
        parts.finish_part(key, "F1", said("a bear"))
    assert found(search, "bear") == ["100.2", "100.1"]
    assert len(search.find("T1", "C1", "bear", limit=1)) == 1


def test_nothing_is_found_from_another_channel(parts: PartStore, search: SearchStore) -> None:
    """Private ones above all."""
    add(parts, KEY, "F1")
    parts.finish_part(KEY, "F1", said("a bear"))
    assert found(search, "bear", channel="C2") == []
    assert search.find("T2", "C1", "bear", limit=10) == []


def test_a_persons_wording_is_what_is_found(parts: PartStore, search: SearchStore) -> None:
    """The caption that it replaced is not; what is gone is not."""
    add(parts, KEY, "F1")
    parts.finish_part(KEY, "F1", said("a bear", tags=("snow",)))
    parts.edit_part(KEY, "F1", Edited("Knut at the zoo", "sam"))
    assert found(search, "knut snow") == ["100.1"]
    assert found(search, "bear") == []
    parts.drop_file("T1", "F1")
    assert found(search, "knut") == []


def test_of_what_is_gone_no_words_are_kept(parts: PartStore, database: Database) -> None:
    """Not even where no search would find them."""
    add(parts, KEY, "F1")
    parts.finish_part(KEY, "F1", said("a bear"))
    parts.drop_file("T1", "F1")
    with database.read() as db:
        assert db.execute(sa.select(findable)).all() == []
