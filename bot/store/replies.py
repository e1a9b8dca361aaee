"""Replies: which message has one, and where it stands.

A reply is claimed before it is posted or edited, so that one worker at a time does so.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa

from bot.store.database import Database
from bot.store.schema import replies

LOCK_S = 60.0
"""How long a reply stays claimed by a process that died while others work on: longer than all the
calls to Slack that one turn may make, with their time-outs."""


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


class Withdrawn(StrEnum):
    """Why a message shall have no reply, for good."""

    MESSAGE_GONE = "message_gone"
    REMOVED = "removed"
    """Somebody who may wanted it gone."""


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
    withdrawn: Withdrawn | None = None


class ReplyStore:
    """The one reply of each message: who has it, and where it stands."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def reply(self, key: MessageKey) -> Reply | None:
        """The reply to a message as it stands, for reading; None where nothing is known."""
        with self._database.read() as db:
            row = (
                db.execute(sa.select(replies).where(*is_at(replies, key))).mappings().one_or_none()
            )
        return None if row is None else _reply(row)

    def reopen(self, key: MessageKey) -> None:
        """Lets a reply that stood and was closed be posted anew, unless it was withdrawn."""
        closed = (replies.c.state == ReplyState.CLOSED, replies.c.withdrawn.is_(None))
        stood = replies.c.reply_ts.is_not(None)
        anew = {"state": ReplyState.NONE, "reply_ts": None, "digest": None}
        with self._database.write() as db:
            db.execute(
                sa.update(replies).where(*is_at(replies, key), *closed, stood).values(**anew)
            )

    def lock_reply(self, key: MessageKey) -> Reply | None:
        """The reply, for this caller alone until `unlock_reply`; None while another has it."""
        now = self._database.now()
        claim = (
            sa.update(replies)
            .where(*is_at(replies, key), replies.c.locked_until <= now)
            .values(locked_until=now + LOCK_S)
            .returning(replies)
        )
        with self._database.write() as db:
            row = db.execute(claim).mappings().one_or_none()
        return None if row is None else _reply(row)

    def unlock_reply(self, reply: Reply) -> None:
        self._set_reply(reply, locked_until=0.0)

    def free(self, *, locked_before: float) -> None:
        """Lets go of all replies that were locked before that time: their holders are dead."""
        is_old = replies.c.locked_until.between(1.0, locked_before + LOCK_S)
        with self._database.write() as db:
            db.execute(sa.update(replies).where(is_old).values(locked_until=0.0))

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
                .where(*is_at(replies, reply.key), replies.c.locked_until == reply.locked_until)
                .values(**values)
            )


def _reply(row: sa.RowMapping) -> Reply:
    return Reply(
        key=key_of(row),
        locked_until=row["locked_until"],
        thread_ts=row["thread_ts"],
        state=ReplyState(row["state"]),
        reply_ts=row["reply_ts"],
        digest=row["digest"],
        origin=Origin(row["poster"], row["asked_by"], row["locale"]),
        withdrawn=Withdrawn(row["withdrawn"]) if row["withdrawn"] else None,
    )


def key_of(row: sa.RowMapping) -> MessageKey:
    """The message that a row of any of the tables is about."""
    return MessageKey(row["team"], row["channel"], row["message_ts"])


def values_of(key: MessageKey) -> dict[str, str]:
    return {"team": key.team, "channel": key.channel, "message_ts": key.message_ts}


def is_at(table: sa.Table, key: MessageKey) -> list[sa.ColumnElement[bool]]:
    return [table.c[name] == value for name, value in values_of(key).items()]
