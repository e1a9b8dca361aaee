"""What is known of a picture, as the text of columns and back."""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

from bot.model import Answer, Edited, Outcome, Shared


def encoded(value: Shared | Outcome | Edited) -> str:
    """The same text for the same value, so that columns can be compared with it."""
    return msgspec.json.encode(value).decode()


def answer_of(row: sa.RowMapping) -> Answer:
    """From a row of `parts`."""
    return Answer(
        msgspec.json.decode(row["shared"], type=Shared),
        msgspec.json.decode(row["outcome"] or "null", type=Outcome | None),
        row["waiting_for"],
        msgspec.json.decode(row["edited"] or "null", type=Edited | None),
    )
