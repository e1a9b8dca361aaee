"""Which reply was a channel's first that nobody asked for: it says how to switch the bot off."""

from __future__ import annotations

import sqlalchemy as sa

from bot.store.database import Database
from bot.store.replies import MessageKey, values_of
from bot.store.schema import first_replies


class FirstReplies:
    """One message in each channel; once noted, it stays."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def is_first(self, key: MessageKey) -> bool:
        """True when `key` is the channel's first such message, from now on if none was."""
        query = sa.select(first_replies.c.message_ts).where(
            first_replies.c.team == key.team, first_replies.c.channel == key.channel
        )
        with self._database.read() as db:
            noted = db.execute(query).scalar()
        if noted is None:
            with self._database.write() as db:
                insert = self._database.insert(first_replies).values(**values_of(key))
                db.execute(insert.on_conflict_do_nothing())
                noted = db.execute(query).scalar()
        return bool(noted == key.message_ts)
