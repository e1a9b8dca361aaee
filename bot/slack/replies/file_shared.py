"""Answers `file_shared`: finds the message, describes the picture, has the reply say so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import structlog

from bot.describe import failed
from bot.errors import Unavailable
from bot.jobs import Again, Claim, Job
from bot.model import GIVEN_UP, GONE, UNWANTED, Ask, Asker, Outcome
from bot.slack.audience.profiles import Profiles
from bot.slack.audience.style import Styles
from bot.slack.audience.wanted import Wanted
from bot.slack.pictures.files import File, FileGone, Share
from bot.slack.pictures.lookup import Files
from bot.slack.replies.describing import PictureWork
from bot.slack.replies.eyes import Eyes
from bot.slack.replies.posting import Poster
from bot.slack.wire.payloads import team_of
from bot.store.parts import PartStore
from bot.store.replies import MessageKey, Origin

log = structlog.get_logger()

FILE_SHARED = "file_shared"
"""The kind of these jobs."""
SHARES_PATIENCE_S = 30.0
"""files.info may name no message yet when the event arrives (slackapi/python-slack-sdk#1277)."""
SHARE_AGE_S = 120.0
"""A share this much older than its event is another event's: from before the bot came, say."""


def file_shared_job(body: dict[str, Any], event: dict[str, Any]) -> Job:
    """The job for an event, the same one however often Slack delivers it."""
    team = team_of(body)
    channel = str(event.get("channel_id") or "")
    file_id = str(event.get("file_id") or event.get("file", {}).get("id") or "")
    # The same event comes with the same event_ts, however often and by whichever way.
    event_ts = str(event.get("event_ts") or body.get("event_id") or "")
    return Job(
        key=f"{FILE_SHARED}:{team}:{channel}:{file_id}:{event_ts}",
        kind=FILE_SHARED,
        body={
            "team": team,
            "channel": channel,
            "person": str(event.get("user_id") or ""),
            "file_id": file_id,
            "event_ts": event_ts,
        },
    )


@dataclass(frozen=True, slots=True)
class FileShared:
    """What a stored job says of the event."""

    team: str
    channel: str
    file_id: str
    event_ts: str
    person: str
    """Who shared it."""

    @classmethod
    def from_body(cls, body: Mapping[str, str]) -> FileShared:
        person = body.get("person", "")  # jobs of the first release have none
        return cls(body["team"], body["channel"], body["file_id"], body["event_ts"], person)

    @property
    def asker(self) -> Asker:
        return Asker(self.team, self.channel, self.person)

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
        files: Files,
        work: PictureWork,
        store: PartStore,
        poster: Poster,
        wanted: Wanted,
        eyes: Eyes,
        profiles: Profiles,
        styles: Styles,
        bot_user_id: str,
    ) -> None:
        self._files = files
        self._work = work
        self._store = store
        self._poster = poster
        self._wanted = wanted
        self._eyes = eyes
        self._profiles = profiles
        self._styles = styles
        self._bot_user_id = bot_user_id

    def run(self, claim: Claim) -> None:
        event = FileShared.from_body(claim.job.body)
        messages = self._messages(event)
        if not messages or not all(messages.values()):
            messages = self._answer(event, claim)
        for key in messages:
            self._poster.bring_up_to_date(key)
            self._eyes.close(key)

    def give_up(self, claim: Claim) -> None:
        """Says in the thread that this picture failed, without touching its bytes again."""
        event = FileShared.from_body(claim.job.body)
        messages = self._messages(event)
        self._finish(event, messages, GIVEN_UP)
        for key in messages:
            self._poster.bring_up_to_date(key)
            self._eyes.close(key)

    def _messages(self, event: FileShared) -> dict[MessageKey, bool]:
        """The messages found for this event so far, and whether they have their outcome."""
        return self._store.messages_with(
            event.team, event.channel, event.file_id, position=event.event_ts
        )

    def _answer(self, event: FileShared, claim: Claim) -> dict[MessageKey, bool]:
        """Sees to it that the event's messages have an outcome; returns them."""
        try:
            outcome = self._outcome(event, claim)
        except FileGone:
            outcome = GONE
        except Unavailable as error:
            self._work.wait(list(self._messages(event)), event.file_id, claim, error)
            outcome = failed(error)
        self._finish(event, self._messages(event), outcome)
        return self._messages(event)

    def _outcome(self, event: FileShared, claim: Claim) -> Outcome:
        """What became of the event's picture; nothing is spoken of one that nobody wants described.

        Raises Again, Unavailable or FileGone.
        """
        if not self._wanted.may_be_answered(event.team, event.channel):
            return UNWANTED
        file = self._files.look_up(event.file_id)
        if not file.is_picture or file.owner == self._bot_user_id:
            return UNWANTED
        if not self._wanted.is_answered(event.team, event.channel, file, shared_at=event.event_ts):
            return UNWANTED
        locale = self._profiles.of(event.team, file.owner).locale
        if not self._add_shares(event, file, claim, origin=Origin(file.owner, locale=locale)):
            return UNWANTED
        if all(self._messages(event).values()):  # withdrawn before there was a reply
            return UNWANTED
        for key in self._messages(event):
            self._eyes.open(key)
        language = self._styles.words(event.team, event.channel, locale).language
        return self._work.describe(file, Ask(language, event.asker))

    def _add_shares(self, event: FileShared, file: File, claim: Claim, *, origin: Origin) -> bool:
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
                shared=file.shared,
                origin=origin,
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

    def _finish(
        self, event: FileShared, messages: Mapping[MessageKey, bool], outcome: Outcome
    ) -> None:
        for key in messages:
            self._store.finish_part(key, event.file_id, outcome)


def _look_again_s(age_s: float) -> float:
    """Seconds until the next look: soon at first, since most shares come within a second."""
    return 0.5 if age_s < 5 else 2.0
