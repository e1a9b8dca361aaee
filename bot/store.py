"""What must be remembered between jobs: replies and their parts, and the pace of calls.

SQLAlchemy Core, so that other databases can follow. Text only: no picture bytes, ever.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from bot.errors import Misconfigured
from bot.model import Answer, Outcome, Shared
from bot.sqlite_file import BUSY_TIMEOUT_S, make_private, set_up

SCHEMA_VERSION = 1
LOCK_S = 60.0
"""How long a reply stays claimed by a process that died: longer than all the calls to Slack that
one turn may make, with their time-outs."""

_tables = sa.MetaData()

_versions = sa.Table("schema_version", _tables, sa.Column("version", sa.Integer, nullable=False))

_replies = sa.Table(
    "replies",
    _tables,
    sa.Column("team", sa.Text, primary_key=True),
    sa.Column("channel", sa.Text, primary_key=True),
    sa.Column("message_ts", sa.Text, primary_key=True),
    sa.Column("thread_ts", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("reply_ts", sa.Text),
    sa.Column("digest", sa.Text),
    sa.Column("locked_until", sa.Float, nullable=False),
)

_parts = sa.Table(
    "parts",
    _tables,
    sa.Column("team", sa.Text, primary_key=True),
    sa.Column("channel", sa.Text, primary_key=True),
    sa.Column("message_ts", sa.Text, primary_key=True),
    sa.Column("file_id", sa.Text, primary_key=True),
    sa.Column("position", sa.Text, nullable=False),
    sa.Column("shared", sa.Text, nullable=False),
    sa.Column("waiting_for", sa.Text),
    sa.Column("outcome", sa.Text),
)

_pace = sa.Table(
    "pace",
    _tables,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("next_at", sa.Float, nullable=False),
)


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


class Store:
    """The store in the database at `url`. `now` gives seconds since the epoch."""

    def __init__(self, url: str, *, now: Callable[[], float] = time.time) -> None:
        self._now = now
        self._engine = _open(url)
        self._reader = self._engine.execution_options(begin="DEFERRED")
        with self._engine.begin() as db:
            _migrate(db)

    def close(self) -> None:
        self._engine.dispose()

    # Parts

    def add_part(
        self,
        key: MessageKey,
        file_id: str,
        *,
        thread_ts: str,
        position: str,
        shared: Shared,
    ) -> None:
        """Notes that a message has this picture; where it is known nothing changes.

        `position` orders the pictures of a message, and tells the event that brought it.
        """
        at = _values(key)
        with self._engine.begin() as db:
            reply = {"thread_ts": thread_ts, "state": ReplyState.NONE, "locked_until": 0.0}
            db.execute(insert(_replies).values(**at, **reply).on_conflict_do_nothing())
            part = {"file_id": file_id, "position": position, "shared": _encode(shared)}
            db.execute(insert(_parts).values(**at, **part).on_conflict_do_nothing())

    def finish_part(self, key: MessageKey, file_id: str, outcome: Outcome) -> None:
        """Keeps the first outcome of a picture; a second one changes nothing."""
        with self._engine.begin() as db:
            db.execute(
                sa.update(_parts)
                .where(*_is(_parts, key), _parts.c.file_id == file_id, _parts.c.outcome.is_(None))
                .values(outcome=_encode(outcome))
            )

    def wait_part(self, key: MessageKey, file_id: str, *, waiting_for: str) -> None:
        """Notes which error keeps a picture from its outcome."""
        with self._engine.begin() as db:
            db.execute(
                sa.update(_parts)
                .where(*_is(_parts, key), _parts.c.file_id == file_id)
                .values(waiting_for=waiting_for)
            )

    def answers(self, key: MessageKey) -> list[Answer]:
        """What is known of the pictures of a message, in order."""
        columns = (_parts.c.shared, _parts.c.outcome, _parts.c.waiting_for)
        query = sa.select(*columns).where(*_is(_parts, key))
        with self._reader.connect() as db:
            rows = db.execute(query.order_by(_parts.c.position, _parts.c.file_id)).all()
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
        query = sa.select(_parts.c.message_ts, _parts.c.outcome.is_not(None)).where(
            _parts.c.team == team,
            _parts.c.channel == channel,
            _parts.c.file_id == file_id,
            _parts.c.position == position,
        )
        with self._reader.connect() as db:
            rows = db.execute(query.order_by(_parts.c.message_ts)).all()
        return {MessageKey(team, channel, ts): bool(is_done) for ts, is_done in rows}

    # Replies

    def lock_reply(self, key: MessageKey) -> Reply | None:
        """The reply, for this caller alone until `unlock_reply`; None while another has it."""
        now = self._now()
        claim = (
            sa.update(_replies)
            .where(*_is(_replies, key), _replies.c.locked_until <= now)
            .values(locked_until=now + LOCK_S)
            .returning(_replies)
        )
        with self._engine.begin() as db:
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
        with self._engine.begin() as db:
            db.execute(
                sa.update(_replies)
                .where(*_is(_replies, reply.key), _replies.c.locked_until == reply.locked_until)
                .values(**values)
            )

    # Pace

    def take_turn(self, name: str, *, per_minute: int, patience_s: float) -> float | None:
        """Seconds to wait before the next call named `name`, its place taken.

        None where that would be longer than `patience_s`; then no place is taken. One row
        holds the next free place, so the rate is one for all processes. A quarter of the rate
        may come at once after a pause, and no minute ever has more than `per_minute` calls.

        Source: the generic cell rate algorithm, ITU-T I.371.
        """
        now = self._now()
        burst = max(1, per_minute // 4)
        gap_s = 60.0 / max(1, per_minute - burst)
        head_start_s = (burst - 1) * gap_s
        with self._engine.begin() as db:
            first = {"name": name, "next_at": now}
            db.execute(insert(_pace).values(**first).on_conflict_do_nothing())
            next_at = db.execute(
                sa.update(_pace)
                .where(_pace.c.name == name, _pace.c.next_at <= now + head_start_s + patience_s)
                .values(next_at=sa.func.max(_pace.c.next_at, now) + gap_s)
                .returning(_pace.c.next_at)
            ).scalar()
        return None if next_at is None else max(0.0, next_at - gap_s - head_start_s - now)


def _encode(value: Shared | Outcome) -> str:
    return msgspec.json.encode(value).decode()


def _values(key: MessageKey) -> dict[str, str]:
    return {"team": key.team, "channel": key.channel, "message_ts": key.message_ts}


def _is(table: sa.Table, key: MessageKey) -> list[sa.ColumnElement[bool]]:
    return [table.c[name] == value for name, value in _values(key).items()]


def _open(url: str) -> sa.Engine:
    engine = sa.create_engine(url, connect_args={"timeout": BUSY_TIMEOUT_S}, pool_size=20)
    if path := engine.url.database:
        make_private(Path(path))

    def on_connect(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # we begin ourselves, see below
        set_up(connection)

    def on_begin(connection: sa.Connection) -> None:
        # pysqlite begins late and as a reader; a reader that turns writer fails instead of waiting.
        # Source: docs.sqlalchemy.org, dialects/sqlite, "Serializable isolation".
        mode = connection.get_execution_options().get("begin", "IMMEDIATE")
        connection.exec_driver_sql(f"BEGIN {mode}")

    sa.event.listen(engine, "connect", on_connect)
    sa.event.listen(engine, "begin", on_begin)
    return engine


def _migrate(db: sa.Connection) -> None:
    """Creates the tables, or refuses a file that a newer release wrote."""
    _tables.create_all(db)
    version = db.scalar(sa.select(_versions.c.version))
    if version is None:
        db.execute(sa.insert(_versions).values(version=SCHEMA_VERSION))
    elif version > SCHEMA_VERSION:
        raise Misconfigured(
            "The database was written by a newer release of this bot:"
            " install that release, or set DATABASE_URL to another file."
        )
