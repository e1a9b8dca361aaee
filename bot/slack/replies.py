"""Answers `file_shared`: finds the message, describes the picture, has the reply say so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import structlog
from slack_sdk import WebClient

from bot.describe import Describer, require_publishable
from bot.errors import BotError, Refused, Unavailable, Unexpected, Withheld
from bot.jobs import Again, Claim, Retry
from bot.model import Failure, Outcome, Shared
from bot.slack.api import slack_errors
from bot.slack.files import File, FileGone, Files, Share
from bot.slack.posting import Poster
from bot.store import MessageKey, Store
from bot.words import Words

log = structlog.get_logger()

SHARES_PATIENCE_S = 30.0
"""files.info may name no message yet when the event arrives (slackapi/python-slack-sdk#1277)."""
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

    def key(self, share: Share) -> MessageKey:
        return MessageKey(self.team, self.channel, share.message_ts)


class Replies:
    """The handler of `file_shared` jobs. May be called twice for the same event."""

    def __init__(
        self,
        *,
        client: WebClient,
        files: Files,
        describer: Describer,
        store: Store,
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
        try:
            self._answer(event, claim)
        except FileGone:
            self._forget(event)
        except Unavailable as error:  # of files.info: no message is known to say it to
            if not error.is_transient:
                log.warning("file.not_looked_up", code=error.code, error=str(error))
                return
            raise Retry(error.code, delay_s=error.retry_after_s) from error

    def give_up(self, claim: Claim) -> None:
        """Says in the thread that this picture failed, without touching its bytes again."""
        event = FileShared.from_body(claim.job.body)
        outcome = _failed(Unexpected())
        waiting = self._store.messages_waiting_for(event.team, event.channel, event.file_id)
        for key in waiting:
            self._store.finish_part(key, event.file_id, outcome)
            self._poster.bring_up_to_date(key)

    def _answer(self, event: FileShared, claim: Claim) -> None:
        file = self._files.look_up(event.file_id)
        if not file.is_picture or file.owner == self._bot_user_id:
            return
        shares = file.shares_in(event.channel)
        waiting = [share for share in shares if self._add(event, share, file)]
        if waiting:
            outcome = self._describe(file, claim)
            self._finish(event, waiting, file, outcome)
        elif claim.age_s < SHARES_PATIENCE_S and not self._is_known(event):
            # The message of this event is not named yet; others may have been answered long ago.
            raise Again(_look_again_s(claim.age_s))
        elif not shares:
            log.warning("file.no_message", channel=event.channel)
        for share in shares:
            self._poster.bring_up_to_date(event.key(share))

    def _is_known(self, event: FileShared) -> bool:
        """True when this very event was seen to its message before: by a run that did not end."""
        return self._store.has_part(
            event.team, event.channel, event.file_id, position=event.event_ts
        )

    def _add(self, event: FileShared, share: Share, file: File) -> bool:
        return self._store.add_part(
            event.key(share),
            file.file_id,
            thread_ts=share.thread_ts,
            position=event.event_ts,
            shared=Shared(name=file.name, alt_text=file.alt_text),
        )

    def _describe(self, file: File, claim: Claim) -> Outcome:
        """What became of the picture. Raises Retry while it makes sense to try again."""
        try:
            description = self._describer.describe(self._files.download(file), language=LANGUAGE)
            require_publishable(description)
        except Refused as error:
            return _failed(error)
        except Unavailable as error:
            log.warning("picture.unavailable", code=error.code, attempt=claim.attempt)
            if error.is_transient and not claim.is_last_attempt:
                raise Retry(error.code, delay_s=error.retry_after_s) from error
            return _failed(error)
        if description.stand_in_for is not None:
            log.warning("picture.stand_in", code=description.stand_in_for)
        return Outcome(description=description)

    def _finish(self, event: FileShared, shares: list[Share], file: File, outcome: Outcome) -> None:
        for share in shares:
            self._store.finish_part(event.key(share), file.file_id, outcome)
            if outcome.failure is not None and outcome.failure.code == Withheld.code:
                self._tell_poster(share, file, outcome.failure)

    def _tell_poster(self, share: Share, file: File, failure: Failure) -> None:
        """Nothing in public about a withheld picture; who shared it learns why."""
        try:
            with slack_errors():
                self._client.chat_postEphemeral(
                    channel=share.channel,
                    user=file.owner,
                    text=self._words.explain_code(failure.code, failure.facts),
                )
        except Unavailable as error:  # an ephemeral message is a courtesy, never guaranteed
            log.warning("reply.note_not_sent", code=error.code)

    def _forget(self, event: FileShared) -> None:
        """The file was deleted: its message, if it still stands, is about the other pictures."""
        waiting = self._store.messages_waiting_for(event.team, event.channel, event.file_id)
        for key in waiting:
            self._store.drop_part(key, event.file_id)
            self._poster.bring_up_to_date(key)


def _failed(error: BotError) -> Outcome:
    return Outcome(failure=Failure(error.code, error.facts))


def _look_again_s(age_s: float) -> float:
    """Seconds until the next look: soon at first, since most shares come within a second."""
    return 0.5 if age_s < 5 else 2.0
