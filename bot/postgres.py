"""A Postgres database that processes share: its address, its engine, and whose turn it is."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

SCHEMES = ("postgresql", "postgres")
"""libpq takes both. Source: postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING."""

CONNECT_TIMEOUT_S = 5
UNANSWERED_MS = 10_000
"""A server that vanished without a word is noticed after this long, not after minutes."""
POOL_SIZE = 8
"""Connections of one process for the store and for storing jobs. Transactions are short, and small
plans of hosted databases allow 20 connections in all."""
SCHEMA_LOCK = 7_406_101
"""Ours alone in the database: whoever creates or changes tables holds it."""


def is_postgres(url: str) -> bool:
    return url.split("://", 1)[0] in SCHEMES


def libpq_url(url: str) -> str:
    """The address as libpq takes it. Raises sqlalchemy's ArgumentError for one that is none."""
    return _parsed(url).set(drivername="postgresql").render_as_string(hide_password=False)


def open_engine(url: str) -> sa.Engine:
    """An engine for `url`; nothing is connected yet.

    Connections that broke while they were idle are replaced without a word.
    """
    return sa.create_engine(
        _parsed(url).set(drivername="postgresql+psycopg"),
        connect_args=connection_settings(),
        pool_size=POOL_SIZE,
        max_overflow=0,
        pool_pre_ping=True,
        hide_parameters=True,  # an error's text would tell what people said
    )


def connection_settings() -> dict[str, Any]:
    """How a connection gives up on a server that does not answer."""
    return {
        "connect_timeout": CONNECT_TIMEOUT_S,
        "keepalives_idle": 10,
        "keepalives_interval": 3,
        "keepalives_count": 3,
        "tcp_user_timeout": UNANSWERED_MS,
    }


def lock_schema(db: sa.Connection) -> None:
    """Waits until no other process creates or changes tables; ends with the transaction."""
    db.execute(sa.select(sa.func.pg_advisory_xact_lock(SCHEMA_LOCK)))


def _parsed(url: str) -> sa.URL:
    return sa.make_url(url.replace("postgres://", "postgresql://", 1))
