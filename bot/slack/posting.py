"""Brings the one reply of a message up to date, exactly once, whichever process dies when.

Before a post its reply is marked as begun. Where the mark is found without a result, the post may
or may not have happened: the thread is searched for it, by message metadata, before posting again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

import msgspec
import structlog
from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from bot.blocks import Message, compose
from bot.errors import NotAMember, SlackBusy, SlackDenied, SlackRefused, Withheld
from bot.jobs import Again, Retry
from bot.model import Answer
from bot.slack.api import slack_errors
from bot.store import MessageKey, Reply, ReplyState, Store
from bot.words import Words

log = structlog.get_logger()

METADATA_EVENT = "describe_reply"
LOCK_WAIT_S = 0.3
FORMAT_ERRORS = frozenset(
    {"invalid_attachments", "invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"}
)
"""Slack did not like the form; the words alone may still pass."""
FORBIDDEN = (SlackRefused, SlackDenied, NotAMember)


class Poster:
    """Posts and edits replies. Safe in several threads and processes on one store."""

    def __init__(self, client: WebClient, store: Store, words: Words) -> None:
        self._client = client
        self._store = store
        self._words = words

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
        except FORBIDDEN as error:
            # The channel is archived, the bot was removed, the reply was deleted by hand, …
            log.warning("reply.closed", code=error.code, error=str(error), channel=key.channel)
            self._store.close_reply(key)
        finally:
            self._store.unlock_reply(key)

    def _show(self, reply: Reply) -> None:
        answers = [a for a in self._store.answers(reply.key) if not _is_withheld(a)]
        if reply.state is ReplyState.CLOSED or not any(answer.outcome for answer in answers):
            return
        message = compose(answers, self._words)
        digest = hashlib.sha256(msgspec.json.encode(message)).hexdigest()
        if reply.digest == digest:
            return
        reply_ts = reply.reply_ts
        if reply_ts is None and reply.state is ReplyState.POSTING:
            reply_ts = self._find(reply)
        if reply_ts is None:
            reply_ts = self._post(reply, message)
        else:
            self._edit(reply, reply_ts, message)
        if reply_ts is not None:
            self._store.reply_posted(reply.key, reply_ts=reply_ts, digest=digest)

    def _post(self, reply: Reply, message: Message) -> str | None:
        """The new reply's ts; None where the message is gone and nothing may stand."""
        self._store.reply_begins(reply.key)
        try:
            response = self._post_any_form(reply, message)
        except SlackBusy as error:
            if not error.may_have_happened:
                self._store.reply_failed(reply.key)
            raise
        posted: dict[str, Any] = response["message"]
        if posted.get("thread_ts"):
            return str(response["ts"])
        # A reply to a deleted message is silently posted top-level (seen, November 2026).
        log.info("reply.message_gone", channel=reply.key.channel)
        with slack_errors():
            self._client.chat_delete(channel=reply.key.channel, ts=response["ts"])
        self._store.close_reply(reply.key)
        return None

    def _post_any_form(self, reply: Reply, message: Message) -> SlackResponse:
        try:
            with slack_errors():
                return self._send(reply, message)
        except SlackRefused as error:
            if error.error not in FORMAT_ERRORS:
                raise
            log.warning("reply.form_refused", error=error.error)
            with slack_errors():
                return self._send(reply, Message(message.text))

    def _send(self, reply: Reply, message: Message) -> SlackResponse:
        return self._client.chat_postMessage(
            channel=reply.key.channel,
            thread_ts=reply.thread_ts,
            metadata={
                "event_type": METADATA_EVENT,
                "event_payload": {"message_ts": reply.key.message_ts},
            },
            unfurl_links=False,
            unfurl_media=False,
            **_content(message),
        )

    def _edit(self, reply: Reply, reply_ts: str, message: Message) -> None:
        with slack_errors():
            self._client.chat_update(channel=reply.key.channel, ts=reply_ts, **_content(message))

    def _find(self, reply: Reply) -> str | None:
        """The ts of the reply that a dead process may have posted.

        Needs a history scope. Without it a crash in the moment between Slack's post and our
        record of it leads to a second reply.
        """
        try:
            with slack_errors():
                for message in self._thread(reply):
                    if _belongs_to(message, reply.key):
                        return str(message["ts"])
        except SlackDenied as error:
            log.info("reply.not_searched", scope=error.scope)
        return None

    def _thread(self, reply: Reply) -> Iterator[dict[str, Any]]:
        pages = self._client.conversations_replies(
            channel=reply.key.channel, ts=reply.thread_ts, include_all_metadata=True, limit=200
        )
        for page in pages:
            yield from page.get("messages", [])


def _content(message: Message) -> dict[str, Any]:
    # An update without blocks or attachments keeps the old ones: always say all three.
    return {
        "text": message.text,
        "blocks": list(message.blocks),
        "attachments": list(message.attachments),
    }


def _belongs_to(message: dict[str, Any], key: MessageKey) -> bool:
    metadata = message.get("metadata") or {}
    payload = metadata.get("event_payload") or {}
    return metadata.get("event_type") == METADATA_EVENT and (
        payload.get("message_ts") == key.message_ts
    )


def _is_withheld(answer: Answer) -> bool:
    failure = answer.outcome.failure if answer.outcome else None
    return failure is not None and failure.code == Withheld.code
