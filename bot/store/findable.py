"""Pictures by the words of their descriptions: what each is found by, and the search for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa

from bot.model import Answer
from bot.store.answers import answer_of
from bot.store.database import Database
from bot.store.replies import MessageKey, key_of
from bot.store.schema import PART_KEY, findable, parts
from bot.store.search import findable_text, matching


@dataclass(frozen=True, slots=True)
class Found:
    """A picture whose description has the words that were searched for."""

    key: MessageKey
    answer: Answer


class SearchStore:
    """Finds pictures by what is said of them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, team: str, channel: str, text: str, *, limit: int) -> list[Found]:
        """The pictures of a channel whose description has all words of `text`, newest first."""
        both = parts.join(findable, sa.and_(*(parts.c[n] == findable.c[n] for n in PART_KEY)))
        here = (findable.c.team == team, findable.c.channel == channel)
        with self._database.read() as db:
            has_words = matching(db, text)
            if has_words is None:
                return []
            query = sa.select(parts).select_from(both).where(*here, has_words)
            newest_first = query.order_by(parts.c.message_ts.desc(), parts.c.position)
            rows = db.execute(newest_first.limit(limit)).mappings().all()
        return [Found(key_of(row), answer_of(row)) for row in rows]


def make_findable(database: Database, db: sa.Connection, row: sa.RowMapping) -> None:
    """Has a picture, a row of `parts`, found by what is said of it now, and by nothing else."""
    place = {name: row[name] for name in PART_KEY}
    words = findable_text(_said(answer_of(row)))
    if not words:
        db.execute(sa.delete(findable).filter_by(**place))
        return
    insert = database.insert(findable).values(**place, words=words)
    db.execute(insert.on_conflict_do_update(index_elements=PART_KEY, set_={"words": words}))


def _said(answer: Answer) -> Iterator[str]:
    """What a person would search for in a picture's description."""
    if answer.description is None:
        return
    analysis = answer.description.analysis
    if answer.edited is not None:
        yield answer.edited.text
    elif analysis.caption is not None:
        yield analysis.caption.text
    yield from (tag.name for tag in analysis.tags)
    yield from (line.text for line in analysis.text_lines)
    yield from (landmark.name for landmark in analysis.landmarks)
    if answer.shared.alt_text:
        yield answer.shared.alt_text
