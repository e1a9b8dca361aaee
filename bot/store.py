"""What must be remembered between jobs: replies and their parts, and the pace of calls.

SQLAlchemy Core, so that other databases can follow. Text only: no picture bytes, ever.
"""

from __future__ import annotations

import os
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

SCHEMA_VERSION = 1
LOCK_S = 30.0
"""How long a reply stays claimed by a process that died. Longer than one call to Slack may take."""

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
    """The one reply to a message. `digest` identifies what was last shown in it."""

    key: MessageKey
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
    ) -> bool:
        """Notes that a message has this picture. True where it still needs an outcome.

        `position` orders the pictures of a message.
        """
        at = _values(key)
        with self._engine.begin() as db:
            reply = {"thread_ts": thread_ts, "state": ReplyState.NONE, "locked_until": 0.0}
            db.execute(insert(_replies).values(**at, **reply).on_conflict_do_nothing())
            part = {"file_id": file_id, "position": position, "shared": _encode(shared)}
            db.execute(insert(_parts).values(**at, **part).on_conflict_do_nothing())
            outcome = sa.select(_parts.c.outcome).where(*_is(_parts, key))
            return db.scalar(outcome.where(_parts.c.file_id == file_id)) is None

    def finish_part(self, key: MessageKey, file_id: str, outcome: Outcome) -> None:
        """Keeps the first outcome of a picture; a second one changes nothing."""
        with self._engine.begin() as db:
            db.execute(
                sa.update(_parts)
                .where(*_is(_parts, key), _parts.c.file_id == file_id, _parts.c.outcome.is_(None))
                .values(outcome=_encode(outcome))
            )

    def answers(self, key: MessageKey) -> list[Answer]:
        """What is known of the pictures of a message, in order."""
        query = sa.select(_parts.c.shared, _parts.c.outcome).where(*_is(_parts, key))
        with self._reader.connect() as db:
            rows = db.execute(query.order_by(_parts.c.position, _parts.c.file_id)).all()
        return [
            Answer(
                msgspec.json.decode(shared, type=Shared),
                msgspec.json.decode(outcome, type=Outcome | None) if outcome else None,
            )
            for shared, outcome in rows
        ]

    def has_part(self, team: str, channel: str, file_id: str, *, position: str) -> bool:
        """True when some message of the channel was given this picture at this position."""
        query = sa.select(_parts.c.file_id).where(
            _parts.c.team == team,
            _parts.c.channel == channel,
            _parts.c.file_id == file_id,
            _parts.c.position == position,
        )
        with self._reader.connect() as db:
            return db.execute(query.limit(1)).first() is not None

    def drop_part(self, key: MessageKey, file_id: str) -> None:
        """Forgets a picture that its message no longer has."""
        with self._engine.begin() as db:
            db.execute(sa.delete(_parts).where(*_is(_parts, key), _parts.c.file_id == file_id))

    def messages_waiting_for(self, team: str, channel: str, file_id: str) -> list[MessageKey]:
        """The messages of a channel in which this picture has no outcome yet."""
        query = sa.select(_parts.c.message_ts).where(
            _parts.c.team == team,
            _parts.c.channel == channel,
            _parts.c.file_id == file_id,
            _parts.c.outcome.is_(None),
        )
        with self._reader.connect() as db:
            return [MessageKey(team, channel, ts) for ts in db.scalars(query)]

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
        state = ReplyState(row["state"])
        return Reply(key, row["thread_ts"], state, row["reply_ts"], row["digest"])

    def unlock_reply(self, key: MessageKey) -> None:
        self._set_reply(key, locked_until=0.0)

    def reply_begins(self, key: MessageKey) -> None:
        """Notes that a post is on its way. Call just before posting."""
        self._set_reply(key, state=ReplyState.POSTING)

    def reply_posted(self, key: MessageKey, *, reply_ts: str, digest: str) -> None:
        self._set_reply(key, state=ReplyState.POSTED, reply_ts=reply_ts, digest=digest)

    def reply_failed(self, key: MessageKey) -> None:
        """Notes that Slack surely did not post."""
        self._set_reply(key, state=ReplyState.NONE)

    def close_reply(self, key: MessageKey) -> None:
        self._set_reply(key, state=ReplyState.CLOSED)

    def _set_reply(self, key: MessageKey, **values: object) -> None:
        with self._engine.begin() as db:
            db.execute(sa.update(_replies).where(*_is(_replies, key)).values(**values))

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
    engine = sa.create_engine(url, connect_args={"timeout": 30}, pool_size=20)
    if path := engine.url.database:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))  # captions are stored here

    def on_connect(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # we begin ourselves, see below
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")

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
