"""The tables as this release has them. Who changes one adds a step to migrations.py."""

from __future__ import annotations

import sqlalchemy as sa

tables = sa.MetaData()

versions = sa.Table("schema_version", tables, sa.Column("version", sa.Integer, nullable=False))

replies = sa.Table(
    "replies",
    tables,
    sa.Column("team", sa.Text, primary_key=True),
    sa.Column("channel", sa.Text, primary_key=True),
    sa.Column("message_ts", sa.Text, primary_key=True),
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
    sa.Column("team", sa.Text, primary_key=True),
    sa.Column("channel", sa.Text, primary_key=True),
    sa.Column("message_ts", sa.Text, primary_key=True),
    sa.Column("file_id", sa.Text, primary_key=True),
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
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("next_at", sa.Float, nullable=False),
    sa.Column("paused_until", sa.Float, nullable=False, server_default="0"),
)

settings = sa.Table(
    "settings",
    tables,
    sa.Column("team", sa.Text, primary_key=True),
    sa.Column("channel", sa.Text, primary_key=True),
    sa.Column("kept", sa.Text, nullable=False),
)

people = sa.Table(
    "people",
    tables,
    sa.Column("team", sa.Text, primary_key=True),
    sa.Column("person", sa.Text, primary_key=True),
    sa.Column("opted_out", sa.Integer, nullable=False, server_default="0"),
    sa.Column("welcomed", sa.Integer, nullable=False, server_default="0"),
    sa.Column("profile", sa.Text),
    sa.Column("profile_until", sa.Float),
)

first_replies = sa.Table(
    "first_replies",
    tables,
    sa.Column("team", sa.Text, primary_key=True),
    sa.Column("channel", sa.Text, primary_key=True),
    sa.Column("message_ts", sa.Text, nullable=False),
)

eyes = sa.Table(
    "eyes",
    tables,
    sa.Column("team", sa.Text, primary_key=True),
    sa.Column("channel", sa.Text, primary_key=True),
    sa.Column("message_ts", sa.Text, primary_key=True),
)

reports = sa.Table(
    "reports",
    tables,
    sa.Column("team", sa.Text, primary_key=True),
    sa.Column("channel", sa.Text, primary_key=True),
    sa.Column("message_ts", sa.Text, primary_key=True),
    sa.Column("person", sa.Text, primary_key=True),
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
    sa.Column("run", sa.Text, primary_key=True),
    sa.Column("message_ts", sa.Text),
    sa.Column("begun_at", sa.Float, nullable=False),
    sa.Column("is_canceled", sa.Integer, nullable=False, server_default="0"),
)

analyses = sa.Table(
    "analyses",
    tables,
    sa.Column("team", sa.Text, primary_key=True),
    sa.Column("fingerprint", sa.Text, primary_key=True),
    sa.Column("analysis", sa.Text),
    sa.Column("holder", sa.Text),
    sa.Column("expires_at", sa.Float, nullable=False, index=True),
)

usage = sa.Table(
    "usage",
    tables,
    sa.Column("month", sa.Text, primary_key=True),
    sa.Column("team", sa.Text, primary_key=True),
    sa.Column("channel", sa.Text, primary_key=True),
    sa.Column("person", sa.Text, primary_key=True),
    sa.Column("calls", sa.BigInteger, nullable=False),
    sa.Column("tokens", sa.BigInteger, nullable=False),
)
