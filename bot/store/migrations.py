"""Brings a database from the schema it has to the one of this release, step by step.

A step is written once and never changed: it says what was done to the databases of its time, so it
must not read schema.py. A test builds every old version and compares the outcome with schema.py.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import TypeAlias

import sqlalchemy as sa

from bot.errors import Misconfigured

Step: TypeAlias = Callable[[sa.Connection], None]


def _statements(*statements: str) -> Step:
    def step(db: sa.Connection) -> None:
        for statement in statements:
            db.exec_driver_sql(statement)

    return step


def _buttons_and_search(db: sa.Connection) -> None:
    counted = "SERIAL" if db.dialect.name == "postgresql" else "INTEGER NOT NULL"
    _statements(
        "ALTER TABLE replies ADD COLUMN withdrawn TEXT",
        "ALTER TABLE parts ADD COLUMN edited TEXT",
        "CREATE INDEX parts_by_file ON parts (team, file_id)",
        """CREATE TABLE reports (
            team TEXT NOT NULL, channel TEXT NOT NULL, message_ts TEXT NOT NULL,
            person TEXT NOT NULL, analyzers TEXT NOT NULL, reported_at FLOAT NOT NULL,
            PRIMARY KEY (team, channel, message_ts, person))""",
        f"""CREATE TABLE findable (
            id {counted}, team TEXT NOT NULL, channel TEXT NOT NULL, message_ts TEXT NOT NULL,
            file_id TEXT NOT NULL, words TEXT NOT NULL,
            PRIMARY KEY (id), UNIQUE (team, channel, message_ts, file_id))""",
        """CREATE TABLE canceled (
            run TEXT NOT NULL, canceled_at FLOAT NOT NULL,
            PRIMARY KEY (run))""",
    )(db)
    _make_findable(db)


def _make_findable(db: sa.Connection) -> None:
    """What was said before it could be searched for."""
    place = "team, channel, message_ts, file_id"
    rows = db.exec_driver_sql(f"SELECT {place}, outcome FROM parts WHERE outcome IS NOT NULL").all()  # noqa: S608 - constant text
    insert = sa.text(
        f"INSERT INTO findable ({place}, words)"  # noqa: S608 - constant text
        " VALUES (:team, :channel, :message_ts, :file_id, :words)"
    )
    for *where, outcome in rows:
        analysis = (json.loads(outcome).get("description") or {}).get("analysis")
        if analysis is None:
            continue
        said = [tag["name"] for tag in analysis["tags"]]
        said += [line["text"] for line in analysis["text_lines"]]
        said += [(analysis["caption"] or {}).get("text", "")]
        at = dict(zip(place.split(", "), where, strict=True))
        db.execute(insert, {**at, "words": "\n".join(said)})


def _stand_ins_with_their_end(db: sa.Connection) -> None:
    """Why another analyzer answered was a bare code; now it says until when, too."""
    query = sa.text(
        "SELECT team, channel, message_ts, file_id, outcome FROM parts WHERE outcome LIKE :code"
    )
    found = db.execute(query, {"code": '%"stand_in_for":"%'}).all()
    update = sa.text(
        "UPDATE parts SET outcome = :outcome WHERE team = :team AND channel = :channel"
        " AND message_ts = :message_ts AND file_id = :file_id"
    )
    for team, channel, message_ts, file_id, outcome in found:
        told = json.loads(outcome)
        description = told.get("description") or {}
        if not isinstance(description.get("stand_in_for"), str):
            continue  # those words stand in the picture
        description["stand_in_for"] = {"code": description["stand_in_for"], "until_s": None}
        at = {"team": team, "channel": channel, "message_ts": message_ts, "file_id": file_id}
        db.execute(update, {**at, "outcome": json.dumps(told)})


STEPS: Sequence[Step] = (
    _statements(
        # IF NOT EXISTS: the first release made its tables without counting steps.
        """CREATE TABLE IF NOT EXISTS replies (
            team TEXT NOT NULL, channel TEXT NOT NULL, message_ts TEXT NOT NULL,
            thread_ts TEXT NOT NULL, state TEXT NOT NULL, reply_ts TEXT, digest TEXT,
            locked_until FLOAT NOT NULL,
            PRIMARY KEY (team, channel, message_ts))""",
        """CREATE TABLE IF NOT EXISTS parts (
            team TEXT NOT NULL, channel TEXT NOT NULL, message_ts TEXT NOT NULL,
            file_id TEXT NOT NULL, position TEXT NOT NULL, shared TEXT NOT NULL,
            waiting_for TEXT, outcome TEXT,
            PRIMARY KEY (team, channel, message_ts, file_id))""",
        """CREATE TABLE IF NOT EXISTS pace (
            name TEXT NOT NULL, next_at FLOAT NOT NULL,
            PRIMARY KEY (name))""",
    ),
    _statements(
        "ALTER TABLE replies ADD COLUMN poster TEXT",
        "ALTER TABLE replies ADD COLUMN asked_by TEXT",
        "ALTER TABLE replies ADD COLUMN locale TEXT",
        """CREATE TABLE settings (
            team TEXT NOT NULL, channel TEXT NOT NULL, kept TEXT NOT NULL,
            PRIMARY KEY (team, channel))""",
        """CREATE TABLE people (
            team TEXT NOT NULL, person TEXT NOT NULL,
            opted_out INTEGER NOT NULL DEFAULT 0, welcomed INTEGER NOT NULL DEFAULT 0,
            profile TEXT, profile_until FLOAT,
            PRIMARY KEY (team, person))""",
        """CREATE TABLE first_replies (
            team TEXT NOT NULL, channel TEXT NOT NULL, message_ts TEXT NOT NULL,
            PRIMARY KEY (team, channel))""",
    ),
    _buttons_and_search,
    _statements(
        """CREATE TABLE eyes (
            team TEXT NOT NULL, channel TEXT NOT NULL, message_ts TEXT NOT NULL,
            PRIMARY KEY (team, channel, message_ts))""",
    ),
    _statements(
        """CREATE TABLE analyses (
            team TEXT NOT NULL, fingerprint TEXT NOT NULL,
            analysis TEXT, holder TEXT, expires_at FLOAT NOT NULL,
            PRIMARY KEY (team, fingerprint))""",
        "CREATE INDEX ix_analyses_expires_at ON analyses (expires_at)",
        """CREATE TABLE usage (
            month TEXT NOT NULL, team TEXT NOT NULL, channel TEXT NOT NULL, person TEXT NOT NULL,
            calls BIGINT NOT NULL, tokens BIGINT NOT NULL,
            PRIMARY KEY (month, team, channel, person))""",
    ),
    _statements(
        "DROP TABLE canceled",
        """CREATE TABLE runs (
            run TEXT NOT NULL, message_ts TEXT, begun_at FLOAT NOT NULL,
            is_canceled INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY (run))""",
    ),
    _statements("ALTER TABLE pace ADD COLUMN paused_until FLOAT NOT NULL DEFAULT 0"),
    _statements(
        "ALTER TABLE parts ADD COLUMN picture TEXT",
        "CREATE INDEX parts_by_picture ON parts (team, channel, picture)",
    ),
    _stand_ins_with_their_end,
)
"""Step n, counted from 1, leads to version n."""

_VERSIONS = "CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)"


def migrate(db: sa.Connection, steps: Sequence[Step] = STEPS) -> None:
    """Does the steps that the database has not seen. Call in a transaction of its own.

    Raises:
        Misconfigured: a newer release has written it.
    """
    db.exec_driver_sql(_VERSIONS)
    version = db.exec_driver_sql("SELECT version FROM schema_version").scalar()
    if version is None:
        db.exec_driver_sql("INSERT INTO schema_version (version) VALUES (0)")
    if (version or 0) > len(steps):
        raise Misconfigured(
            "The database was written by a newer release of this bot:"
            " install that release, or set DATABASE_URL to another one."
        )
    for step in steps[version or 0 :]:
        step(db)
    db.execute(sa.text("UPDATE schema_version SET version = :version"), {"version": len(steps)})
