"""Full-text search in what was said of pictures: FTS5 on SQLite, tsvector on Postgres.

English words are found in their other forms too ("dogs" finds "dog"), words of any language by
their beginning and without accents, Chinese and Japanese by any part.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

import sqlalchemy as sa

from bot.store.schema import findable

MAX_WORDS = 20
"""Of one question; more are left out."""
TOKENS = re.compile(r"[^\W_]+")
UNSPACED = re.compile("([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff])")
"""Kana and Han: written without spaces, so each letter is made a word of its own."""

VOICED_MARKS = "\u3099\u309a"
"""Are no accents: with them a kana is another letter."""

SQLITE_INDEX = (
    """CREATE VIRTUAL TABLE IF NOT EXISTS findable_index USING fts5(
        words, content='findable', content_rowid='id',
        tokenize='porter unicode61')""",
    """CREATE TRIGGER IF NOT EXISTS findable_insert AFTER INSERT ON findable BEGIN
        INSERT INTO findable_index (rowid, words) VALUES (new.id, new.words);
        END""",
    """CREATE TRIGGER IF NOT EXISTS findable_delete AFTER DELETE ON findable BEGIN
        INSERT INTO findable_index (findable_index, rowid, words)
        VALUES ('delete', old.id, old.words);
        END""",
    """CREATE TRIGGER IF NOT EXISTS findable_update AFTER UPDATE ON findable BEGIN
        INSERT INTO findable_index (findable_index, rowid, words)
        VALUES ('delete', old.id, old.words);
        INSERT INTO findable_index (rowid, words) VALUES (new.id, new.words);
        END""",
)
"""An index beside its table, kept by triggers. sqlite.org/fts5.html#external_content_tables"""
SCRUB_INDEX = "INSERT INTO findable_index (findable_index) VALUES ('optimize')"
"""Words of deleted rows stay in the index until its parts are merged, which this does to all.
sqlite.org/fts5.html#the_optimize_command"""
POSTGRES_INDEX = (
    """CREATE INDEX IF NOT EXISTS findable_index
        ON findable USING gin (to_tsvector('english', words))""",
)


def make_index(db: sa.Connection) -> None:
    """Makes the index where there is none, with all that the table has."""
    is_postgres = db.dialect.name == "postgresql"
    is_new = not is_postgres and not sa.inspect(db).has_table("findable_index")
    for statement in POSTGRES_INDEX if is_postgres else SQLITE_INDEX:
        db.exec_driver_sql(statement)
    if is_new:
        db.exec_driver_sql("INSERT INTO findable_index (findable_index) VALUES ('rebuild')")


def findable_text(said: Iterable[str]) -> str:
    """What is kept of `said` to be found by."""
    return _plain("\n".join(said))


def _plain(text: str) -> str:
    """`text` without accents, and with spaces between letters that have none."""
    decomposed = unicodedata.normalize("NFKD", text)
    kept = (c for c in decomposed if unicodedata.category(c) != "Mn" or c in VOICED_MARKS)
    return UNSPACED.sub(r" \1 ", unicodedata.normalize("NFC", "".join(kept)))


def matching(db: sa.Connection, text: str) -> sa.ColumnElement[bool] | None:
    """Whether a row of `findable` has every word of `text`; None when `text` has none."""
    words = [TOKENS.findall(_plain(word)) for word in text.split()]
    asked = [tokens for tokens in words if tokens][:MAX_WORDS]
    if not asked:
        return None
    if db.dialect.name == "postgresql":
        query = " & ".join(f"({' <-> '.join(tokens)}:*)" for tokens in asked)
        vector = sa.func.to_tsvector(sa.literal_column("'english'"), findable.c.words)
        return vector.bool_op("@@")(sa.func.to_tsquery(sa.literal_column("'english'"), query))
    query = " AND ".join(f'"{" ".join(tokens)}"*' for tokens in asked)
    found = "SELECT rowid FROM findable_index WHERE findable_index MATCH :query"
    return findable.c.id.in_(sa.text(found).bindparams(query=query).columns(sa.column("rowid")))
