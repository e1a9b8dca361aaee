"""The tables as this release has them. Who changes one adds a step to migrations.py."""

from __future__ import annotations

import sqlalchemy as sa

tables = sa.MetaData()


def _keys(*names: str) -> list[sa.Column[str]]:
    """Columns of text that are the primary key together."""
    return [sa.Column(name, sa.Text, primary_key=True) for name in names]


versions = sa.Table("schema_version", tables, sa.Column("version", sa.Integer, nullable=False))

replies = sa.Table(
    "replies",
    tables,
    *_keys("team", "channel", "message_ts"),
    sa.Column("thread_ts", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("reply_ts", sa.Text),
    sa.Column("digest", sa.Text),
    sa.Column("locked_until", sa.Float, nullable=False),
    sa.Column("poster", sa.Text),
    sa.Column("asked_by", sa.Text),
    sa.Column("locale", sa.Text),
    sa.Column("withdrawn", sa.Text),
)

parts = sa.Table(
    "parts",
    tables,
    *_keys("team", "channel", "message_ts", "file_id"),
    sa.Column("position", sa.Text, nullable=False),
    sa.Column("shared", sa.Text, nullable=False),
    sa.Column("waiting_for", sa.Text),
    sa.Column("outcome", sa.Text),
    sa.Column("edited", sa.Text),
    sa.Column("picture", sa.Text),
)
PART_KEY = tuple(column.name for column in parts.primary_key)
sa.Index("parts_by_file", parts.c.team, parts.c.file_id)
sa.Index("parts_by_picture", parts.c.team, parts.c.channel, parts.c.picture)

pace = sa.Table(
    "pace",
    tables,
    *_keys("name"),
    sa.Column("next_at", sa.Float, nullable=False),
    sa.Column("paused_until", sa.Float, nullable=False, server_default="0"),
)

settings = sa.Table(
    "settings",
    tables,
    *_keys("team", "channel"),
    sa.Column("kept", sa.Text, nullable=False),
)

people = sa.Table(
    "people",
    tables,
    *_keys("team", "person"),
    sa.Column("opted_out", sa.Integer, nullable=False, server_default="0"),
    sa.Column("welcomed", sa.Integer, nullable=False, server_default="0"),
    sa.Column("profile", sa.Text),
    sa.Column("profile_until", sa.Float),
)

first_replies = sa.Table(
    "first_replies",
    tables,
    *_keys("team", "channel"),
    sa.Column("message_ts", sa.Text, nullable=False),
)

eyes = sa.Table(
    "eyes",
    tables,
    *_keys("team", "channel", "message_ts"),
)

reports = sa.Table(
    "reports",
    tables,
    *_keys("team", "channel", "message_ts", "person"),
    sa.Column("analyzers", sa.Text, nullable=False),
    sa.Column("reported_at", sa.Float, nullable=False),
)

findable = sa.Table(
    "findable",
    tables,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("team", sa.Text, nullable=False),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("message_ts", sa.Text, nullable=False),
    sa.Column("file_id", sa.Text, nullable=False),
    sa.Column("words", sa.Text, nullable=False),
    sa.UniqueConstraint(*PART_KEY),
)

runs = sa.Table(
    "runs",
    tables,
    *_keys("run"),
    sa.Column("message_ts", sa.Text),
    sa.Column("begun_at", sa.Float, nullable=False),
    sa.Column("is_canceled", sa.Integer, nullable=False, server_default="0"),
)

analyses = sa.Table(
    "analyses",
    tables,
    *_keys("team", "fingerprint"),
    sa.Column("analysis", sa.Text),
    sa.Column("holder", sa.Text),
    sa.Column("expires_at", sa.Float, nullable=False, index=True),
)

usage = sa.Table(
    "usage",
    tables,
    *_keys("month", "team", "channel", "person"),
    sa.Column("calls", sa.BigInteger, nullable=False),
    sa.Column("tokens", sa.BigInteger, nullable=False),
)
