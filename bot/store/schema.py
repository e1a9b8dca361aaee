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
)

pace = sa.Table(
    "pace",
    tables,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("next_at", sa.Float, nullable=False),
)
