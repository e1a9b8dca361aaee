"""Removes a reply for good, for those who may want that."""

from __future__ import annotations

import structlog
from slack_sdk import WebClient

from bot.blocks import plain_message
from bot.errors import BotError, MayNotRemove, RemovedHere, SlackBusy, Unavailable, Unexpected
from bot.jobs import Claim, Job, Retry
from bot.model import Asker
from bot.reply_views import told_view
from bot.slack.audience.profiles import Profiles
from bot.slack.audience.style import Styles
from bot.slack.replies.posting import Poster
from bot.slack.wire.api import slack_errors
from bot.slack.wire.response_urls import ResponseUrls
from bot.store.parts import PartStore
from bot.store.replies import MessageKey, Reply, ReplyStore, Withdrawn
from bot.words import Words

log = structlog.get_logger()

REMOVE = "remove"
"""The kind of these jobs."""


def remove_job(
    key: MessageKey, person: str, *, response_url: str, view_id: str, trigger_id: str
) -> Job:
    """The job for a press of the button: in a reply, or in a window, which has no response_url."""
    return Job(
        key=f"{REMOVE}:{key.team}:{key.channel}:{key.message_ts}:{trigger_id}",
        kind=REMOVE,
        body={
            "team": key.team,
            "channel": key.channel,
            "message_ts": key.message_ts,
            "person": person,
            "response_url": response_url,
            "view_id": view_id,
        },
    )


class Removing:
    """The handler of `remove` jobs."""

    def __init__(
        self,
        *,
        client: WebClient,
        parts: PartStore,
        replies: ReplyStore,
        poster: Poster,
        profiles: Profiles,
        urls: ResponseUrls,
        styles: Styles,
    ) -> None:
        self._client = client
        self._parts = parts
        self._replies = replies
        self._poster = poster
        self._profiles = profiles
        self._urls = urls
        self._styles = styles

    def run(self, claim: Claim) -> None:
        body = claim.job.body
        asker = _asker(claim)
        key = MessageKey(body["team"], body["channel"], body["message_ts"])
        reply = self._replies.reply(key)
        if reply is None:
            return self._tell(claim, RemovedHere())
        if reply.withdrawn is None and not self._may_remove(asker, reply):
            return self._tell(claim, MayNotRemove())
        self._parts.withdraw(key, Withdrawn.REMOVED)
        self._poster.bring_up_to_date(key)
        return self._show(claim, self._words(claim).say("removed"))

    def give_up(self, claim: Claim) -> None:
        self._tell(claim, Unexpected())

    def _may_remove(self, asker: Asker, reply: Reply) -> bool:
        """Raises Retry while Slack cannot say."""
        if asker.person in (reply.origin.poster, reply.origin.asked_by):
            return True
        return self._is_admin(asker) or self._made_channel(asker)

    def _is_admin(self, asker: Asker) -> bool:
        try:
            return self._profiles.is_admin(asker.person)
        except SlackBusy as error:
            raise Retry(error.code, delay_s=error.retry_after_s) from error
        except Unavailable:  # without users:read nobody is known as an admin
            return False

    def _made_channel(self, asker: Asker) -> bool:
        try:
            with slack_errors():
                response = self._client.conversations_info(channel=asker.channel)
        except SlackBusy as error:
            raise Retry(error.code, delay_s=error.retry_after_s) from error
        except BotError:  # without channels:read or groups:read nobody is known as its maker
            return False
        return bool(response["channel"].get("creator") == asker.person)

    def _tell(self, claim: Claim, error: BotError) -> None:
        sentence = self._words(claim).explain(error)
        if claim.job.body["response_url"]:
            self._urls.answer(claim.job.body["response_url"], plain_message(sentence))
        self._show(claim, sentence)

    def _show(self, claim: Claim, sentence: str) -> None:
        """Says it in the window, where the button was in one."""
        view_id = claim.job.body["view_id"]
        if not view_id:
            return
        try:
            with slack_errors():
                self._client.views_update(
                    view_id=view_id, view=told_view(sentence, self._words(claim))
                )
        except BotError as error:  # closed meanwhile
            log.info("remove.window_gone", code=error.code)

    def _words(self, claim: Claim) -> Words:
        return self._styles.private_words(_asker(claim))


def _asker(claim: Claim) -> Asker:
    body = claim.job.body
    return Asker(body["team"], body["channel"], body["person"])
