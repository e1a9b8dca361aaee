"""Pictures of messages: what is known of each, and what is to be said of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass, replace

import sqlalchemy as sa

from bot.model import GIVEN_UP, GONE, Answer, Edited, Outcome, Shared
from bot.store.answers import answer_of, encoded
from bot.store.database import Database
from bot.store.findable import make_findable
from bot.store.replies import MessageKey, Origin, ReplyState, Withdrawn, is_at, key_of, values_of
from bot.store.schema import PART_KEY, parts, replies

ASKED = "asked "
"""How the position of a picture begins that a request brought."""


@dataclass(frozen=True, slots=True)
class Part:
    """One picture of a message, and what is known of it."""

    file_id: str
    position: str
    """Which event or request brought it, and so sees to its outcome."""
    answer: Answer

    @property
    def is_open(self) -> bool:
        return self.answer.outcome in (None, GIVEN_UP)


class PartStore:
    """What is known of the pictures of each message."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add_part(
        self,
        key: MessageKey,
        file_id: str,
        *,
        thread_ts: str,
        position: str,
        shared: Shared,
        origin: Origin,
    ) -> None:
        """Notes that a message has this picture; what is known of it stays.

        `position` orders the pictures of a message, and tells what brought it: an event, or with
        `ASKED` before it a request, which gives way to an event. `origin` is the message's, noted
        with its first picture. A picture of a withdrawn reply is gone from the start.
        """
        at = values_of(key)
        reply = {"thread_ts": thread_ts, "state": ReplyState.NONE, "locked_until": 0.0}
        part = {"file_id": file_id, "position": position, "shared": encoded(shared)}
        with self._database.write() as db:
            insert = self._database.insert(replies).values(**at, **reply, **asdict(origin))
            db.execute(insert.on_conflict_do_nothing())
            withdrawn = sa.select(replies.c.withdrawn).where(*is_at(replies, key)).with_for_update()
            if db.execute(withdrawn).scalar():
                part |= {"shared": encoded(Shared("", "")), "outcome": encoded(GONE)}
            is_asked = position.startswith(ASKED)
            adopted = sa.false() if is_asked else parts.c.position.startswith(ASKED)
            db.execute(
                self._database.insert(parts)
                .values(**at, **part)
                .on_conflict_do_update(
                    index_elements=PART_KEY, set_={"position": position}, where=adopted
                )
            )

    def take_over(self, key: MessageKey, file_id: str, *, position: str, outcome: Outcome) -> None:
        """Gives a picture that had this `outcome` to a request, which sees to another one."""
        at = (*is_at(parts, key), parts.c.file_id == file_id, parts.c.outcome == encoded(outcome))
        anew = {"position": position, "outcome": None, "waiting_for": None}
        with self._database.write() as db:
            db.execute(sa.update(parts).where(*at).values(**anew))

    def finish_part(self, key: MessageKey, file_id: str, outcome: Outcome) -> None:
        """Keeps the first outcome of a picture; a second one changes nothing.

        Where somebody in this channel has put the same picture in their own words, these come
        along. In another channel they do not: what is said in one stays there.
        """
        at = [*is_at(parts, key), parts.c.file_id == file_id]
        with self._database.write() as db:
            if self._change(db, [*at, sa.not_(_HAS_OUTCOME)], outcome):
                self._take_over_wording(db, key, at, outcome)

    def _take_over_wording(
        self,
        db: sa.Connection,
        key: MessageKey,
        at: list[sa.ColumnElement[bool]],
        outcome: Outcome,
    ) -> None:
        if outcome.description is None or not outcome.description.fingerprint:
            return
        same = (
            parts.c.team == key.team,
            parts.c.channel == key.channel,
            parts.c.picture == outcome.description.fingerprint,
            parts.c.edited.is_not(None),
        )
        latest = sa.select(parts.c.edited).where(*same).order_by(parts.c.message_ts.desc())
        if edited := db.execute(latest.limit(1)).scalar():
            db.execute(sa.update(parts).where(*at).values(edited=edited))
            self._make_all_findable(db, at)

    def edit_part(self, key: MessageKey, file_id: str, edited: Edited | None) -> None:
        """Puts a person's wording in the caption's place; None gives the caption back.

        Only what is described can be edited: nothing comes back that was removed.
        """
        text = None if edited is None else encoded(edited)
        at = [*is_at(parts, key), parts.c.file_id == file_id]
        with self._database.write() as db:
            row = db.execute(sa.select(parts).where(*at)).mappings().one_or_none()
            if row is None or answer_of(row).description is None:
                return
            unchanged = parts.c.outcome == row["outcome"]
            db.execute(sa.update(parts).where(*at, unchanged).values(edited=text))
            self._make_all_findable(db, at)

    def drop_file(self, team: str, file_id: str) -> list[MessageKey]:
        """Forgets what was said of a deleted file; the messages that had it."""
        at = [parts.c.team == team, parts.c.file_id == file_id]
        with self._database.write() as db:
            return self._change(db, at, GONE)

    def keep_only(self, key: MessageKey, file_ids: Collection[str]) -> list[MessageKey]:
        """Forgets the pictures that are no longer in their message; the message, if it had any."""
        with self._database.write() as db:
            return self._change(db, [*is_at(parts, key), parts.c.file_id.not_in(file_ids)], GONE)

    def brought_by(self, team: str, channel: str, position: str) -> list[tuple[MessageKey, str]]:
        """The messages, and their files, that a request with this `position` brought."""
        at = (parts.c.team == team, parts.c.channel == channel)
        query = sa.select(parts).where(*at, parts.c.position.startswith(position, autoescape=True))
        with self._database.read() as db:
            rows = db.execute(query).mappings().all()
        return [(key_of(row), row["file_id"]) for row in rows]

    def is_known(self, team: str, file_id: str) -> bool:
        """Whether any message has this picture."""
        query = sa.select(parts.c.file_id).where(parts.c.team == team, parts.c.file_id == file_id)
        with self._database.read() as db:
            return db.execute(query.limit(1)).first() is not None

    def described(self, team: str, channel: str, file_id: str) -> Answer | None:
        """What is said of this picture in a channel already; None where nothing is."""
        at = (parts.c.team == team, parts.c.channel == channel, parts.c.file_id == file_id)
        query = sa.select(parts).where(*at).order_by(parts.c.message_ts.desc())
        with self._database.read() as db:
            answers = map(answer_of, db.execute(query).mappings().all())
        return next((answer for answer in answers if answer.description), None)

    def set_alt_text(self, team: str, file_id: str, alt_text: str) -> list[MessageKey]:
        """Notes the author's own description as it is now; the messages that show the picture."""
        at = [parts.c.team == team, parts.c.file_id == file_id]
        shown: list[MessageKey] = []
        with self._database.write() as db:
            for row in db.execute(sa.select(parts).where(*at)).mappings().all():
                answer, key = answer_of(row), key_of(row)
                if answer.outcome == GONE:
                    continue
                shared = encoded(replace(answer.shared, alt_text=alt_text))
                db.execute(sa.update(parts).where(*at, *is_at(parts, key)).values(shared=shared))
                shown.append(key)
            self._make_all_findable(db, at)
        return shown

    def _change(
        self, db: sa.Connection, at: list[sa.ColumnElement[bool]], outcome: Outcome
    ) -> list[MessageKey]:
        """Sets the outcome of the parts `at`, and takes with GONE all that was said of them."""
        picture = outcome.description.fingerprint if outcome.description else None
        values: dict[str, str | None] = {"outcome": encoded(outcome), "picture": picture}
        if outcome == GONE:
            values |= {"shared": encoded(Shared("", "")), "edited": None}
        changed = sa.update(parts).where(*at).values(**values)
        rows = db.execute(changed.returning(parts)).mappings().all()
        for row in rows:
            make_findable(self._database, db, row)
        return list(dict.fromkeys(map(key_of, rows)))

    def _make_all_findable(self, db: sa.Connection, at: list[sa.ColumnElement[bool]]) -> None:
        for row in db.execute(sa.select(parts).where(*at)).mappings().all():
            make_findable(self._database, db, row)

    def wait_part(self, key: MessageKey, file_id: str, *, waiting_for: str) -> None:
        """Notes which error keeps a picture from its outcome."""
        with self._database.write() as db:
            db.execute(
                sa.update(parts)
                .where(*is_at(parts, key), parts.c.file_id == file_id)
                .values(waiting_for=waiting_for)
            )

    def answers(self, key: MessageKey) -> list[Answer]:
        """What is known of the pictures of a message, in order."""
        return [part.answer for part in self.parts(key)]

    def parts(self, key: MessageKey) -> list[Part]:
        """The pictures of a message, in order."""
        query = sa.select(parts).where(*is_at(parts, key))
        with self._database.read() as db:
            rows = db.execute(query.order_by(parts.c.position, parts.c.file_id)).mappings().all()
        return [Part(row["file_id"], row["position"], answer_of(row)) for row in rows]

    def messages_with(
        self, team: str, channel: str, file_id: str, *, position: str
    ) -> dict[MessageKey, bool]:
        """The messages that one event gave this picture to, and whether it has its outcome."""
        query = sa.select(parts.c.message_ts, _HAS_OUTCOME).where(
            parts.c.team == team,
            parts.c.channel == channel,
            parts.c.file_id == file_id,
            parts.c.position == position,
        )
        with self._database.read() as db:
            rows = db.execute(query.order_by(parts.c.message_ts)).all()
        return {MessageKey(team, channel, ts): bool(is_done) for ts, is_done in rows}

    def withdraw(self, key: MessageKey, why: Withdrawn) -> None:
        """Has a message lose its reply for good, also one that does not stand yet."""
        reply = {"thread_ts": key.message_ts, "state": ReplyState.NONE, "locked_until": 0.0}
        with self._database.write() as db:
            insert = self._database.insert(replies).values(**values_of(key), **reply, withdrawn=why)
            why_first = {"withdrawn": sa.func.coalesce(replies.c.withdrawn, why)}
            keys = list(replies.primary_key)
            db.execute(insert.on_conflict_do_update(index_elements=keys, set_=why_first))
            self._change(db, is_at(parts, key), GONE)


_HAS_OUTCOME = sa.and_(parts.c.outcome.is_not(None), parts.c.outcome != encoded(GIVEN_UP))
"""What was given up has none as yet: the job may be put back."""
