"""A description that only the one who asked sees, with a button to share it."""

from __future__ import annotations

from bot.blocks import compose, with_share_button
from bot.describe import failed
from bot.errors import NoPictureThere, Refused
from bot.model import Answer, Ask
from bot.slack.asking.requests import Request, shareable
from bot.slack.audience.style import Styles
from bot.slack.audience.wanted import Wanted
from bot.slack.pictures.files import File, FileGone
from bot.slack.pictures.messages import PictureMessage
from bot.slack.replies.describing import PictureWork
from bot.slack.wire.response_urls import ResponseUrls
from bot.store.parts import PartStore


class PrivateAnswers:
    """Answers by the address that came with the request."""

    def __init__(
        self,
        *,
        wanted: Wanted,
        work: PictureWork,
        parts: PartStore,
        urls: ResponseUrls,
        styles: Styles,
    ) -> None:
        self._wanted = wanted
        self._work = work
        self._parts = parts
        self._urls = urls
        self._styles = styles

    def answer(self, request: Request, message: PictureMessage, files: list[File]) -> None:
        """Describes `files`; what the thread already says of one is said again.

        Raises Unavailable, or NoPictureThere when a picture was deleted meanwhile.
        """
        style = self._styles.of_private_answer(request.asker)
        ask = Ask(style.words.language, request.asker)
        parts = self._parts.parts(message.key(request.asker))
        known = {part.file_id: part.answer for part in parts}
        answers = [self._of(file, known.get(file.file_id), ask) for file in files]
        shown = compose(answers, style.words, style.manner)
        if any(answer.description for answer in answers):
            shown = with_share_button(shown, shareable(message), style.words)
        is_reply = message.thread_ts != message.message_ts
        self._urls.answer(
            request.response_url, shown, thread_ts=message.thread_ts if is_reply else None
        )

    def _of(self, file: File, known: Answer | None, ask: Ask) -> Answer:
        try:
            self._wanted.require_answer(file, ask.asker)
            if known is not None and known.description is not None:
                return known
            return Answer(file.shared, self._work.look(file, ask))
        except FileGone as error:
            raise NoPictureThere from error
        except Refused as error:
            return Answer(file.shared, failed(error))
