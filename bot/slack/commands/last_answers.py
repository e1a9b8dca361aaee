"""`/describe last N`: the newest pictures of the channel, how far it is, and a way to stop it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import structlog
from slack_sdk import WebClient

from bot.blocks import Message, compose, plain_message, with_line_above
from bot.describe import failed
from bot.errors import BotError, NoPicture, OptedOut, Refused, Unavailable, Withheld
from bot.model import Answer, Ask, Asker
from bot.progress import progress_message, progress_view
from bot.reply_views import told_view
from bot.slack.audience.style import Style
from bot.slack.audience.wanted import Wanted
from bot.slack.commands.channel_posts import ChannelPosts
from bot.slack.pictures.files import File, FileGone
from bot.slack.pictures.lookup import Files
from bot.slack.replies.describing import PictureWork
from bot.slack.wire.api import slack_errors
from bot.store.parts import PartStore
from bot.store.runs import RunStore

log = structlog.get_logger()

NOT_FOR_ALL = frozenset({Withheld.code, OptedOut.code})
"""What a whole channel is not told about."""


@dataclass(frozen=True, slots=True)
class LastAsked:
    """Who wants how many, for everybody or not, and where the progress is shown."""

    run: str
    asker: Asker
    count: int
    is_here: bool
    view_id: str


class LastAnswers:
    """Describes several pictures, one after the other."""

    def __init__(
        self,
        *,
        client: WebClient,
        files: Files,
        wanted: Wanted,
        work: PictureWork,
        parts: PartStore,
        runs: RunStore,
        posts: ChannelPosts,
    ) -> None:
        self._client = client
        self._files = files
        self._wanted = wanted
        self._work = work
        self._parts = parts
        self._runs = runs
        self._posts = posts

    def answer(self, asked: LastAsked, style: Style) -> Message | None:
        """What to tell the asker alone; None where the channel has it, or nothing was described.

        Raises:
            Refused, Unavailable: before there was anything to show.
        """
        files = self._files.newest_pictures(asked.asker.channel, thread_ts=None, count=asked.count)
        if not files:
            raise NoPicture
        show = self._begin(asked, style, len(files))
        answers: list[Answer] = []
        for done, file in enumerate(files):
            if self._runs.is_canceled(asked.run):
                stopped = style.words.say("progress-canceled", done=done, count=len(files))
                return self._finish(asked, style, answers, stopped=stopped)
            answers += self._described(file, asked, style)
            show(done + 1)
        return self._finish(asked, style, answers)

    def _begin(self, asked: LastAsked, style: Style, count: int) -> Callable[[int], None]:
        """Shows that it has begun; what comes back shows how many are done."""
        if asked.is_here and self._runs.message_ts(asked.run) is None:
            first = progress_message(style.words, asked.run, done=0, count=count)
            if ts := self._posts.post(asked.asker.channel, first):
                self._runs.show_in(asked.run, ts)

        def show(done: int) -> None:
            message = progress_message(style.words, asked.run, done=done, count=count)
            view = progress_view(style.words, asked.run, done=done, count=count)
            self._show(asked, message, view)

        return show

    def _show(self, asked: LastAsked, message: Message, view: dict[str, object]) -> None:
        """A courtesy: what fails here costs nothing of the answer."""
        try:
            if ts := self._runs.message_ts(asked.run):
                self._posts.edit(asked.asker.channel, ts, message)
            elif asked.view_id:
                with slack_errors():
                    self._client.views_update(view_id=asked.view_id, view=view)
        except BotError as error:  # the window was hidden, for one
            log.info("progress.not_shown", code=error.code)

    def _described(self, file: File, asked: LastAsked, style: Style) -> list[Answer]:
        """The picture's answer; none for one that is gone or not for all to hear of."""
        try:
            self._wanted.require_answer(file, asked.asker)
            known = self._parts.described(asked.asker.team, asked.asker.channel, file.file_id)
            if known is not None:
                return [known]
            outcome = self._work.look(file, Ask(style.words.language, asked.asker))
        except FileGone:
            return []
        except (Refused, Unavailable) as error:
            if asked.is_here and error.code in NOT_FOR_ALL:
                return []
            outcome = failed(error)
        return [Answer(file.shared, outcome)]

    def _finish(
        self, asked: LastAsked, style: Style, answers: list[Answer], *, stopped: str = ""
    ) -> Message | None:
        """`stopped` says how many were described until somebody stopped it."""
        if not answers:
            text = stopped or style.words.explain(NoPicture())
            self._end(asked, style, plain_message(text))
            return None if asked.is_here or stopped else plain_message(text)
        message = compose(answers, style.words, style.manner)
        if stopped:
            message = with_line_above(message, stopped)
        if not asked.is_here:
            over = style.words.say("progress-over")
            self.show_over(asked, style, f"{stopped} {over}".strip())
            return message
        if self._runs.message_ts(asked.run) is None:  # nobody knows whether the first one stands
            self._posts.post(asked.asker.channel, message)
        else:
            self._end(asked, style, message)
        return None

    def _end(self, asked: LastAsked, style: Style, message: Message) -> None:
        """Puts the end in the place of the progress, without a button to stop it."""
        if ts := self._runs.message_ts(asked.run):
            self._posts.edit(asked.asker.channel, ts, message)
        else:
            self.show_over(asked, style, message.text)

    def show_over(self, asked: LastAsked, style: Style, text: str) -> None:
        """Has the window say that nothing more comes, and why."""
        self._show(asked, plain_message(text), told_view(text, style.words))
