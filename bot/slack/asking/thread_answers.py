"""A description that was asked for, in the thread of its message: by the one reply it has."""

from __future__ import annotations

from bot.blocks import plain_message
from bot.describe import failed
from bot.errors import RemovedHere, Unavailable, Withheld, codes_of
from bot.jobs import Again, Claim, Retry
from bot.model import GIVEN_UP, GONE, UNWANTED, Answer, Ask, Asker, Outcome
from bot.slack.asking.requests import Request, Way
from bot.slack.audience.profiles import Profiles
from bot.slack.audience.style import Styles
from bot.slack.audience.wanted import Wanted
from bot.slack.pictures.files import File, FileGone
from bot.slack.pictures.messages import PictureMessage
from bot.slack.replies.describing import PictureWork
from bot.slack.replies.posting import Poster
from bot.slack.wire.response_urls import ResponseUrls
from bot.store.parts import ASKED, PartStore
from bot.store.replies import MessageKey, Origin, ReplyStore

PASSING = codes_of(Unavailable) | {UNWANTED.failure.code if UNWANTED.failure else ""}
"""Why a picture was not described, where asking again may help."""
HEAD_START_S = 1.5
"""For the event of a picture that was shared with the very words that ask about it."""


class ThreadAnswers:
    """Brings what was asked for into the reply. May be called twice for the same request."""

    def __init__(
        self,
        *,
        wanted: Wanted,
        work: PictureWork,
        parts: PartStore,
        replies: ReplyStore,
        poster: Poster,
        urls: ResponseUrls,
        profiles: Profiles,
        styles: Styles,
    ) -> None:
        self._wanted = wanted
        self._work = work
        self._parts = parts
        self._replies = replies
        self._poster = poster
        self._urls = urls
        self._profiles = profiles
        self._styles = styles

    def answer(
        self, request: Request, message: PictureMessage, files: list[File], claim: Claim
    ) -> None:
        """Has the message's reply describe `files`; what it says already it says once.

        Raises:
            Refused: why there is nothing to see in the thread, for who asked.
            Again, Retry: as jobs do.
        """
        for file in files:
            self._wanted.require_public_answer(file, request.asker)
        key = message.key(request.asker)
        self._leave_to_event(request, key, claim)
        self._note(request, message, files, claim)
        self._require_standing(key)
        self._take_over_failures(key, claim)
        self._replies.reopen(key)
        self._work_on(key, files, request.asker, claim)
        self._poster.bring_up_to_date(key)
        self._tell_how_it_ended(request, key, files)

    def give_up(self, request: Request, claim: Claim) -> None:
        """Says in the thread that what this request brought has failed."""
        asker = request.asker
        brought = self._parts.brought_by(asker.team, asker.channel, _position(claim))
        for key, file_id in brought:
            self._parts.finish_part(key, file_id, GIVEN_UP)
        for key in dict.fromkeys(key for key, _ in brought):
            self._poster.bring_up_to_date(key)

    def _leave_to_event(self, request: Request, key: MessageKey, claim: Claim) -> None:
        """Lets the event of a picture go first, where it describes it by itself."""
        is_shared_now = request.way is Way.MENTION and key.message_ts == request.message_ts
        if is_shared_now and claim.age_s < HEAD_START_S and not self._parts.parts(key):
            raise Again(HEAD_START_S)

    def _note(
        self, request: Request, message: PictureMessage, files: list[File], claim: Claim
    ) -> None:
        locale = self._profiles.of(request.asker.team, request.asker.person).locale
        for place, file in enumerate(files):
            self._parts.add_part(
                message.key(request.asker),
                file.file_id,
                thread_ts=message.thread_ts,
                position=f"{_position(claim)}{place:02}",
                shared=file.shared,
                origin=Origin(file.owner, asked_by=request.asker.person, locale=locale),
            )

    def _take_over_failures(self, key: MessageKey, claim: Claim) -> None:
        """Makes this request's own what came to nothing before, and may come to something now."""
        for place, part in enumerate(self._parts.parts(key)):
            outcome = part.answer.outcome
            is_own = part.position.startswith(_position(claim))
            if outcome and outcome.failure and outcome.failure.code in PASSING and not is_own:
                position = f"{_position(claim)}{place:02}"
                self._parts.take_over(key, part.file_id, position=position, outcome=outcome)

    def _require_standing(self, key: MessageKey) -> None:
        reply = self._replies.reply(key)
        if reply is not None and reply.withdrawn:
            raise RemovedHere

    def _work_on(self, key: MessageKey, files: list[File], asker: Asker, claim: Claim) -> None:
        """Sees to it that the pictures that this request brought have their outcome."""
        waits: list[Retry] = []
        own = [p for p in self._parts.parts(key) if p.position.startswith(_position(claim))]
        unfinished = {part.file_id for part in own if part.is_open}
        for file in files:
            if file.file_id in unfinished:
                try:
                    outcome = self._outcome(key, file, asker, claim)
                except Retry as wait:  # the others need not wait with it
                    waits.append(wait)
                    continue
                self._parts.finish_part(key, file.file_id, outcome)
                self._poster.bring_up_to_date(key)
        if waits:
            raise waits[0]

    def _outcome(self, key: MessageKey, file: File, asker: Asker, claim: Claim) -> Outcome:
        reply = self._replies.reply(key)
        locale = reply.origin.locale if reply else None
        words = self._styles.words(asker.team, asker.channel, locale)
        try:
            return self._work.describe(file, Ask(words.language, asker))
        except FileGone:
            return GONE
        except Unavailable as error:
            self._work.wait([key], file.file_id, claim, error)
            return failed(error)

    def _tell_how_it_ended(self, request: Request, key: MessageKey, files: list[File]) -> None:
        """Tells the asker what the thread does not show."""
        is_posters = all(file.owner == request.asker.person for file in files)
        if not is_posters and all(map(_is_withheld, self._parts.answers(key))):
            raise Withheld
        if request.way is Way.SHARE:
            words = self._styles.private_words(request.asker)
            self._urls.replace(request.response_url, plain_message(words.say("shared")))


def _position(claim: Claim) -> str:
    """How the positions of the pictures begin that this request brought."""
    return f"{ASKED}{claim.job.key} "


def _is_withheld(answer: Answer) -> bool:
    failure = answer.outcome.failure if answer.outcome else None
    return failure is not None and failure.code == Withheld.code
