"""The first reply of a channel."""

from __future__ import annotations

from bot.store.database import Database
from bot.store.first_replies import FirstReplies
from bot.store.replies import MessageKey


def test_one_message_of_each_channel_is_the_first(database: Database) -> None:
    """Whoever asks first, and however often it is asked."""
    first_replies = FirstReplies(database)
    assert first_replies.is_first(MessageKey("T1", "C1", "2.0"))
    assert not first_replies.is_first(MessageKey("T1", "C1", "1.0"))
    assert first_replies.is_first(MessageKey("T1", "C1", "2.0"))
    assert first_replies.is_first(MessageKey("T1", "C2", "1.0"))
