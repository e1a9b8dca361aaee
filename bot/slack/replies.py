"""Answers `file_shared`: finds the message, describes the picture, has the reply say so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import structlog
from slack_sdk import WebClient

from bot.describe import Describer, require_publishable
from bot.errors import BotError, Refused, Unavailable, Unexpected, Withheld
from bot.jobs import Again, Claim, Retry
from bot.model import Failure, Outcome, Shared
from bot.slack.api import slack_errors
from bot.slack.files import File, FileGone, Files, Share
from bot.slack.posting import GONE, Poster
from bot.store.replies import MessageKey, ReplyStore
from bot.words import Words

log = structlog.get_logger()

SHARES_PATIENCE_S = 30.0
"""files.info may name no message yet when the event arrives (slackapi/python-slack-sdk#1277)."""
SHARE_AGE_S = 120.0
"""A share this much older than its event is another event's: from before the bot came, say."""
SILENCE_S = 60.0
"""A person who has waited this long is told why."""
LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class FileShared:
    """What a stored job says of the event."""

    team: str
    channel: str
    file_id: str
    event_ts: str

    @classmethod
    def from_body(cls, body: Mapping[str, str]) -> FileShared:
        return cls(body["team"], body["channel"], body["file_id"], body["event_ts"])

    def may_mean(self, share: Share) -> bool:
        """True unless the message is too old to be this event's."""
        try:
            return float(share.message_ts) > float(self.event_ts) - SHARE_AGE_S
        except ValueError:  # an event without a time
            return True


class Replies:
    """The handler of `file_shared` jobs. May be called twice for the same event."""

    def __init__(
        self,
        *,
        client: WebClient,
        files: Files,
        describer: Describer,
        store: ReplyStore,
        poster: Poster,
        words: Words,
        bot_user_id: str,
    ) -> None:
        self._client = client
        self._files = files
        self._describer = describer
        self._store = store
        self._poster = poster
        self._words = words
        self._bot_user_id = bot_user_id

    def run(self, claim: Claim) -> None:
        event = FileShared.from_body(claim.job.body)
        messages = self._messages(event)
        if not messages or not all(messages.values()):
            messages = self._answer(event, claim)
        for key in messages:
            self._poster.bring_up_to_date(key)

    def give_up(self, claim: Claim) -> None:
        """Says in the thread that this picture failed, without touching its bytes again."""
        event = FileShared.from_body(claim.job.body)
        messages = self._messages(event)
        self._finish(event, messages, _failed(Unexpected()))
        for key in messages:
            self._poster.bring_up_to_date(key)

    def _messages(self, event: FileShared) -> dict[MessageKey, bool]:
        """The messages found for this event so far, and whether they have their outcome."""
        return self._store.messages_with(
            event.team, event.channel, event.file_id, position=event.event_ts
        )

    def _answer(self, event: FileShared, claim: Claim) -> dict[MessageKey, bool]:
        """Sees to it that the event's messages have an outcome; returns them."""
        try:
            file = self._files.look_up(event.file_id)
            if not file.is_picture or file.owner == self._bot_user_id:
                return {}
            if not self._add_shares(event, file, claim):
                return {}
            outcome = self._describe(file)
            if outcome.failure is not None and outcome.failure.code == Withheld.code:
                self._tell_poster(file, event.channel, outcome.failure)
        except FileGone:
            outcome = GONE
        except Unavailable as error:
            self._wait(event, claim, error)
            outcome = _failed(error)
        self._finish(event, self._messages(event), outcome)
        return self._messages(event)

    def _add_shares(self, event: FileShared, file: File, claim: Claim) -> bool:
        """Notes the event's messages. False: it has none of its own, or Slack never named it.

        Raises Again while Slack may still name it.
        """
        is_last_look = claim.age_s >= SHARES_PATIENCE_S
        for share in self._new_shares(event, file, is_last_look=is_last_look):
            self._store.add_part(
                MessageKey(event.team, event.channel, share.message_ts),
                file.file_id,
                thread_ts=share.thread_ts,
                position=event.event_ts,
                shared=Shared(name=file.name, alt_text=file.alt_text),
            )
        is_known = bool(self._messages(event))
        if not is_known and not is_last_look:
            raise Again(_look_again_s(claim.age_s))
        if not is_known:
            log.info("file.no_message", channel=event.channel)
        return is_known

    def _new_shares(self, event: FileShared, file: File, *, is_last_look: bool) -> Sequence[Share]:
        """The messages this event may be about; in the end the newest one, whatever its time."""
        shares = file.shares_in(event.channel)
        fitting = [share for share in shares if event.may_mean(share)]
        return fitting or (shares[-1:] if is_last_look else [])

    def _describe(self, file: File) -> Outcome:
        """What became of the picture. Raises Unavailable or FileGone."""
        try:
            description = self._describer.describe(self._files.download(file), language=LANGUAGE)
            require_publishable(description)
        except Refused as error:
            return _failed(error)
        if description.stand_in_for is not None:
            log.warning("picture.stand_in", code=description.stand_in_for.code)
        return Outcome(description=description)

    def _wait(self, event: FileShared, claim: Claim, error: Unavailable) -> None:
        """Has the job come again while that makes sense, and tells who waits for long."""
        log.warning("picture.unavailable", code=error.code, failures=claim.failures)
        if claim.age_s >= error.patience_s:
            return
        if claim.age_s >= SILENCE_S:
            for key in self._messages(event):
                self._store.wait_part(key, event.file_id, waiting_for=error.code)
                self._poster.bring_up_to_date(key)
        raise Retry(error.code, delay_s=error.retry_after_s) from error

    def _finish(
        self, event: FileShared, messages: Mapping[MessageKey, bool], outcome: Outcome
    ) -> None:
        for key in messages:
            self._store.finish_part(key, event.file_id, outcome)

    def _tell_poster(self, file: File, channel: str, failure: Failure) -> None:
        """Nothing in public about a withheld picture; who shared it learns why."""
        try:
            with slack_errors():
                self._client.chat_postEphemeral(
                    channel=channel,
                    user=file.owner,
                    text=self._words.explain_code(failure.code, failure.facts),
                )
        except BotError as error:  # an ephemeral message is a courtesy, never guaranteed
            log.warning("reply.note_not_sent", code=error.code)


def _failed(error: BotError) -> Outcome:
    return Outcome(failure=Failure(error.code, error.facts))


def _look_again_s(age_s: float) -> float:
    """Seconds until the next look: soon at first, since most shares come within a second."""
    return 0.5 if age_s < 5 else 2.0
