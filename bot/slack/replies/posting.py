"""Brings the one reply of a message up to date, exactly once, whichever process dies when.

Before a post its reply is marked as begun. Where the mark is found without a result, the post may
or may not have happened: the thread is searched for it, by message metadata, before posting again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import structlog
from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from bot.blocks import Message, compose
from bot.errors import NotAMember, SlackBusy, SlackDenied, SlackRefused, Withheld
from bot.jobs import Again, Retry
from bot.model import Answer
from bot.slack.audience.style import Style
from bot.slack.wire.api import slack_errors
from bot.slack.wire.posts import edit, post
from bot.store.parts import PartStore
from bot.store.replies import MessageKey, Reply, ReplyState, ReplyStore

log = structlog.get_logger()

UNSPOKEN = frozenset({"file_gone", "unwanted", Withheld.code})
"""Outcomes that are not spoken of."""

METADATA_EVENT = "describe_reply"
LOCK_WAIT_S = 0.5
UNCERTAIN = frozenset({ReplyState.POSTING, ReplyState.REPEATED})


class Poster:
    """Posts and edits replies as the bot `bot_user_id`. Safe in several threads and processes."""

    def __init__(
        self,
        client: WebClient,
        store: ReplyStore,
        parts: PartStore,
        style_of: Callable[[Reply], Style],
        *,
        bot_user_id: str,
    ) -> None:
        self._client = client
        self._store = store
        self._parts = parts
        self._style_of = style_of
        self._bot_user_id = bot_user_id

    def bring_up_to_date(self, key: MessageKey) -> None:
        """Makes the reply to a message say all that is known of its pictures.

        Raises:
            Again: another worker has the reply; it may not have seen the latest.
            Retry: Slack did not answer.
        """
        reply = self._store.lock_reply(key)
        if reply is None:
            raise Again(LOCK_WAIT_S)
        try:
            self._show(reply)
        except SlackBusy as error:
            raise Retry(error.code, delay_s=error.retry_after_s) from error
        except (SlackRefused, SlackDenied, NotAMember) as error:
            # The channel is archived, the bot was removed, the reply was deleted by hand, …
            log.warning("reply.closed", code=error.code, error=str(error), channel=key.channel)
            self._store.reply_is(reply, ReplyState.CLOSED)
        finally:
            self._store.unlock_reply(reply)

    def _show(self, reply: Reply) -> None:
        if reply.state is ReplyState.CLOSED:
            return
        if reply.state is ReplyState.MISPLACED or reply.withdrawn:
            self._take_back(reply)
            return
        answers = [a for a in self._parts.answers(reply.key) if not _is_unspoken(a)]
        if not any(answer.outcome or answer.waiting_for for answer in answers):
            if not answers:  # all its pictures are gone
                self._take_back(reply)
            return
        style = self._style_of(reply)
        message = compose(answers, style.words, style.manner, about=about_of(reply.key))
        digest = hashlib.sha256(msgspec.json.encode(message)).hexdigest()
        if reply.digest == digest:
            return
        reply_ts = self._say(reply, message)
        if reply_ts is not None:
            self._store.reply_shows(reply, reply_ts=reply_ts, digest=digest)

    def _say(self, reply: Reply, message: Message) -> str | None:
        """Edits or posts; the reply's ts, or None where nothing may stand."""
        reply_ts, next_state = reply.reply_ts, ReplyState.POSTING
        if reply_ts is None and reply.state in UNCERTAIN:
            try:
                reply_ts = self._find(reply)
            except SlackDenied:
                if reply.state is ReplyState.REPEATED:  # once more could go on for ever
                    self._store.reply_is(reply, ReplyState.CLOSED)
                    return None
                next_state = ReplyState.REPEATED
        if reply_ts is None:
            return self._post(reply, message, next_state)
        edit(message, client=self._client, channel=reply.key.channel, ts=reply_ts)
        return reply_ts

    def _post(self, reply: Reply, message: Message, state: ReplyState) -> str | None:
        self._store.reply_is(reply, state)
        try:
            response = self._send(reply, message)
        except SlackBusy as error:
            if not error.may_have_happened:
                self._store.reply_is(reply, reply.state)
            raise
        reply_ts = str(response["ts"])
        posted: dict[str, Any] = response["message"]
        if posted.get("thread_ts"):
            return reply_ts
        # A reply to a deleted message is silently posted top-level (seen, November 2026).
        log.info("reply.message_gone", channel=reply.key.channel)
        self._store.reply_is(reply, ReplyState.MISPLACED, reply_ts=reply_ts)
        self._delete(reply, reply_ts)
        return None

    def _take_back(self, reply: Reply) -> None:
        """Deletes the reply, also one that a dead process may have posted."""
        reply_ts = reply.reply_ts
        if reply_ts is None and reply.state in UNCERTAIN:
            try:
                reply_ts = self._find(reply)
            except SlackDenied:  # it stays, if it stands
                reply_ts = None
        if reply_ts is not None:
            self._delete(reply, reply_ts)
        elif reply.withdrawn:
            self._store.reply_is(reply, ReplyState.CLOSED)

    def _delete(self, reply: Reply, reply_ts: str) -> None:
        with slack_errors():
            self._client.chat_delete(channel=reply.key.channel, ts=reply_ts)
        self._store.reply_is(reply, ReplyState.CLOSED)

    def _send(self, reply: Reply, message: Message) -> SlackResponse:
        return post(
            message,
            client=self._client,
            channel=reply.key.channel,
            thread_ts=reply.thread_ts,
            metadata={
                "event_type": METADATA_EVENT,
                "event_payload": {"message_ts": reply.key.message_ts},
            },
        )

    def _find(self, reply: Reply) -> str | None:
        """The ts of the reply that a dead process may have posted.

        Raises SlackDenied without a history scope: then a post whose answer was lost is repeated
        once, at the price of a second reply.
        """
        try:
            with slack_errors():
                for message in self._thread(reply):
                    if message.get("user") == self._bot_user_id and _is_about(message, reply.key):
                        return str(message["ts"])
        except SlackDenied as error:
            log.info("reply.not_searched", scope=error.scope)
            raise
        return None

    def _thread(self, reply: Reply) -> Iterator[dict[str, Any]]:
        pages = self._client.conversations_replies(
            channel=reply.key.channel, ts=reply.thread_ts, include_all_metadata=True, limit=200
        )
        for page in pages:
            yield from page.get("messages", [])


def _is_about(message: dict[str, Any], key: MessageKey) -> bool:
    metadata = message.get("metadata") or {}
    payload = metadata.get("event_payload") or {}
    return metadata.get("event_type") == METADATA_EVENT and (
        payload.get("message_ts") == key.message_ts
    )


def about_of(key: MessageKey) -> str:
    """What the buttons of a message's reply carry."""
    return f"{key.channel} {key.message_ts}"


def _is_unspoken(answer: Answer) -> bool:
    failure = answer.outcome.failure if answer.outcome else None
    return failure is not None and failure.code in UNSPOKEN
