"""Replies: which message has one, where it stands, and what it has to say.

A reply is claimed before it is posted or edited, so that one worker at a time does so.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum

import msgspec
import sqlalchemy as sa

from bot.model import Answer, Outcome, Shared
from bot.store.database import Database
from bot.store.schema import parts, replies

LOCK_S = 60.0
"""How long a reply stays claimed by a process that died: longer than all the calls to Slack that
one turn may make, with their time-outs."""


class ReplyState(StrEnum):
    """Where a message's one reply stands."""

    NONE = "none"
    POSTING = "posting"
    """A post was begun and its result is not known: look in the thread before posting again."""
    REPEATED = "repeated"
    """The same, after the thread could not be searched and the post was made once more."""
    MISPLACED = "misplaced"
    """Posted where it may not stay, since its message is gone: to be deleted."""
    POSTED = "posted"
    CLOSED = "closed"
    """Nothing more will be posted: the message or the reply is gone, or Slack forbids it."""


@dataclass(frozen=True, slots=True)
class MessageKey:
    """Which message. `message_ts` is the ts of the very message that carries the pictures."""

    team: str
    channel: str
    message_ts: str


@dataclass(frozen=True, slots=True)
class Origin:
    """How a reply came to be. None: not known, or for `asked_by`: nobody asked.

    `poster` and `asked_by` are user ids. `locale` is that of the person the reply is for, as Slack
    has it ("de-DE").
    """

    poster: str | None = None
    asked_by: str | None = None
    locale: str | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """The one reply to a message. `digest` identifies what was last shown in it.

    `locked_until` is its holder's proof: who lost the lock changes nothing any more.
    """

    key: MessageKey
    locked_until: float
    thread_ts: str
    state: ReplyState
    reply_ts: str | None
    digest: str | None
    origin: Origin


class ReplyStore:
    """The one reply of each message, and what is known of the message's pictures."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # Parts

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
        """Notes that a message has this picture; where it is known nothing changes.

        `position` orders the pictures of a message, and tells the event that brought it. `origin`
        is the message's, noted with its first picture.
        """
        at = _values(key)
        with self._database.write() as db:
            reply = {"thread_ts": thread_ts, "state": ReplyState.NONE, "locked_until": 0.0}
            insert = self._database.insert(replies).values(**at, **reply, **asdict(origin))
            db.execute(insert.on_conflict_do_nothing())
            part = {"file_id": file_id, "position": position, "shared": _encode(shared)}
            db.execute(self._database.insert(parts).values(**at, **part).on_conflict_do_nothing())

    def finish_part(self, key: MessageKey, file_id: str, outcome: Outcome) -> None:
        """Keeps the first outcome of a picture; a second one changes nothing."""
        with self._database.write() as db:
            db.execute(
                sa.update(parts)
                .where(*_is(parts, key), parts.c.file_id == file_id, parts.c.outcome.is_(None))
                .values(outcome=_encode(outcome))
            )

    def wait_part(self, key: MessageKey, file_id: str, *, waiting_for: str) -> None:
        """Notes which error keeps a picture from its outcome."""
        with self._database.write() as db:
            db.execute(
                sa.update(parts)
                .where(*_is(parts, key), parts.c.file_id == file_id)
                .values(waiting_for=waiting_for)
            )

    def answers(self, key: MessageKey) -> list[Answer]:
        """What is known of the pictures of a message, in order."""
        columns = (parts.c.shared, parts.c.outcome, parts.c.waiting_for)
        query = sa.select(*columns).where(*_is(parts, key))
        with self._database.read() as db:
            rows = db.execute(query.order_by(parts.c.position, parts.c.file_id)).all()
        return [
            Answer(
                msgspec.json.decode(shared, type=Shared),
                msgspec.json.decode(outcome, type=Outcome | None) if outcome else None,
                waiting_for,
            )
            for shared, outcome, waiting_for in rows
        ]

    def messages_with(
        self, team: str, channel: str, file_id: str, *, position: str
    ) -> dict[MessageKey, bool]:
        """The messages that one event gave this picture to, and whether it has its outcome."""
        query = sa.select(parts.c.message_ts, parts.c.outcome.is_not(None)).where(
            parts.c.team == team,
            parts.c.channel == channel,
            parts.c.file_id == file_id,
            parts.c.position == position,
        )
        with self._database.read() as db:
            rows = db.execute(query.order_by(parts.c.message_ts)).all()
        return {MessageKey(team, channel, ts): bool(is_done) for ts, is_done in rows}

    # Replies

    def lock_reply(self, key: MessageKey) -> Reply | None:
        """The reply, for this caller alone until `unlock_reply`; None while another has it."""
        now = self._database.now()
        claim = (
            sa.update(replies)
            .where(*_is(replies, key), replies.c.locked_until <= now)
            .values(locked_until=now + LOCK_S)
            .returning(replies)
        )
        with self._database.write() as db:
            row = db.execute(claim).mappings().one_or_none()
        if row is None:
            return None
        return Reply(
            key=key,
            locked_until=row["locked_until"],
            thread_ts=row["thread_ts"],
            state=ReplyState(row["state"]),
            reply_ts=row["reply_ts"],
            digest=row["digest"],
            origin=Origin(row["poster"], row["asked_by"], row["locale"]),
        )

    def unlock_reply(self, reply: Reply) -> None:
        self._set_reply(reply, locked_until=0.0)

    def reply_is(self, reply: Reply, state: ReplyState, *, reply_ts: str | None = None) -> None:
        """Notes where a reply stands: what is about to be done, before it is done."""
        self._set_reply(reply, state=state, reply_ts=reply_ts or reply.reply_ts)

    def reply_shows(self, reply: Reply, *, reply_ts: str, digest: str) -> None:
        """Notes that a reply stands and what it says."""
        self._set_reply(reply, state=ReplyState.POSTED, reply_ts=reply_ts, digest=digest)

    def _set_reply(self, reply: Reply, **values: object) -> None:
        with self._database.write() as db:
            db.execute(
                sa.update(replies)
                .where(*_is(replies, reply.key), replies.c.locked_until == reply.locked_until)
                .values(**values)
            )


def _encode(value: Shared | Outcome) -> str:
    return msgspec.json.encode(value).decode()


def _values(key: MessageKey) -> dict[str, str]:
    return {"team": key.team, "channel": key.channel, "message_ts": key.message_ts}


def _is(table: sa.Table, key: MessageKey) -> list[sa.ColumnElement[bool]]:
    return [table.c[name] == value for name, value in _values(key).items()]
