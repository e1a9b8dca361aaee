"""Answers who asks about a message: by mention, by reaction, from its menu, or to share an answer.

What all can see ends in the one reply of the message; a second request finds it there.
"""

from __future__ import annotations

import structlog
from slack_sdk import WebClient

from bot.blocks import plain_message
from bot.errors import BotError, NoPictureThere, NotAMember, Refused, Unavailable, Unexpected
from bot.jobs import Claim
from bot.slack.asking.private_answers import PrivateAnswers
from bot.slack.asking.requests import Request, Way
from bot.slack.asking.thread_answers import ThreadAnswers
from bot.slack.audience.patience import retry_while_awaited
from bot.slack.audience.style import Styles
from bot.slack.pictures.files import File, FileGone
from bot.slack.pictures.lookup import Files
from bot.slack.pictures.messages import Messages, PictureMessage
from bot.slack.wire.ephemerals import show_to
from bot.slack.wire.response_urls import ResponseUrls

log = structlog.get_logger()

MESSAGE = "message"
"""The kind of these jobs."""


class AskedAnswers:
    """The handler of `message` jobs. May be called twice for the same request."""

    def __init__(
        self,
        *,
        client: WebClient,
        files: Files,
        messages: Messages,
        in_private: PrivateAnswers,
        in_thread: ThreadAnswers,
        urls: ResponseUrls,
        styles: Styles,
    ) -> None:
        self._client = client
        self._files = files
        self._messages = messages
        self._in_private = in_private
        self._in_thread = in_thread
        self._urls = urls
        self._styles = styles

    def run(self, claim: Claim) -> None:
        request = Request.from_body(claim.job.body)
        try:
            self._answer(request, claim)
        except NoPictureThere as error:
            if request.way is not Way.REACTION:  # an emoji under mere words means something else
                self._tell(request, error)
        except Refused as error:
            self._tell(request, error)
        except Unavailable as error:
            log.warning("message.unavailable", code=error.code, failures=claim.failures)
            retry_while_awaited(error, claim)
            self._tell(request, error)

    def give_up(self, claim: Claim) -> None:
        request = Request.from_body(claim.job.body)
        if request.way is not Way.SHORTCUT:
            self._in_thread.give_up(request, claim)
        self._tell(request, Unexpected())

    def _answer(self, request: Request, claim: Claim) -> None:
        message = self._message(request)
        if message is None:
            raise NoPictureThere
        files = self._look_up(message)
        if request.way is Way.SHORTCUT:
            self._in_private.answer(request, message, files)
        else:
            self._in_thread.answer(request, message, files, claim)

    def _message(self, request: Request) -> PictureMessage | None:
        channel, ts = request.asker.channel, request.message_ts
        match request.way:
            case Way.MENTION:
                return self._messages.pointed_at(channel, ts, request.thread_ts)
            case Way.REACTION:
                return self._messages.reacted_to(channel, ts)
            case Way.SHORTCUT | Way.SHARE:
                thread_ts = request.thread_ts or ts
                return PictureMessage(ts, thread_ts, request.file_ids) if request.file_ids else None

    def _look_up(self, message: PictureMessage) -> list[File]:
        """The message's pictures, of which at least one can be read."""
        files: list[File] = []
        for file_id in message.file_ids:
            try:
                files.append(self._files.look_up(file_id))
            except FileGone:  # or out of the bot's reach
                continue
        if not files:
            raise NotAMember
        if pictures := [file for file in files if file.is_picture]:
            return pictures
        raise NoPictureThere

    def _tell(self, request: Request, error: BotError) -> None:
        """One sentence for the one who asked."""
        text = self._styles.private_words(request.asker).explain(error)
        if request.response_url:
            # Where the menu or the button was: beneath the thread, or in the channel.
            is_reply = request.thread_ts not in (None, request.message_ts)
            thread_ts = request.thread_ts if is_reply else None
            self._urls.answer(request.response_url, plain_message(text), thread_ts=thread_ts)
            return
        show_to(request.asker, text, client=self._client, thread_ts=request.thread_ts)
