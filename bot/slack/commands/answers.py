"""Answers `/describe`: for the one who asked, or for all here."""

from __future__ import annotations

from collections.abc import Mapping

import structlog

from bot.blocks import Message, compose, plain_message
from bot.describe import ChannelDescriber, require_publishable
from bot.errors import BotError, NoPicture, Refused, Unavailable, Unexpected
from bot.jobs import Claim, Job
from bot.model import Answer, Ask, Asker, Description, Outcome, Shared
from bot.slack.audience.patience import retry_while_awaited
from bot.slack.audience.style import Style, Styles
from bot.slack.audience.wanted import Wanted
from bot.slack.commands.channel_posts import ChannelPosts
from bot.slack.commands.finding import Finding
from bot.slack.commands.last_answers import LastAnswers, LastAsked
from bot.slack.commands.words import Wish
from bot.slack.pictures.downloads import MAX_BYTES
from bot.slack.pictures.files import FileGone
from bot.slack.pictures.lookup import Files
from bot.slack.pictures.shared_pictures import SharedPictures
from bot.slack.wire.response_urls import ResponseUrls
from bot.web_pictures import fetch_public

log = structlog.get_logger()

COMMAND = "command"


class CommandAnswers:
    """The handler of `command` jobs."""

    def __init__(
        self,
        *,
        files: Files,
        describer: ChannelDescriber,
        pictures: SharedPictures,
        wanted: Wanted,
        finding: Finding,
        last: LastAnswers,
        posts: ChannelPosts,
        urls: ResponseUrls,
        styles: Styles,
    ) -> None:
        self._files = files
        self._finding = finding
        self._last = last
        self._posts = posts
        self._wanted = wanted
        self._describer = describer
        self._pictures = pictures
        self._styles = styles
        self._urls = urls

    def run(self, claim: Claim) -> None:
        body = claim.job.body
        asker, is_here = _asker(body), bool(body.get("is_here"))
        try:
            if is_here:
                self._wanted.require_public(asker)
            style = self._style(asker, is_here=is_here)
            message = self._answer(claim.job, asker, style)
            if message is not None and is_here:
                self._posts.post(asker.channel, message)
                return
        except Refused as error:
            message = self._explained(claim.job, asker, error)
        except Unavailable as error:
            log.warning("command.unavailable", code=error.code, failures=claim.failures)
            retry_while_awaited(error, claim)
            message = self._explained(claim.job, asker, error)
        if message is not None:
            self._urls.answer(body["response_url"], message)

    def give_up(self, claim: Claim) -> None:
        body = claim.job.body
        message = self._explained(claim.job, _asker(body), Unexpected())
        self._urls.answer(body["response_url"], message)

    def _explained(self, job: Job, asker: Asker, error: BotError) -> Message:
        """Why there is no answer; a window that shows progress says so, too."""
        style = self._styles.of_private_answer(asker)
        text = style.words.explain(error)
        if job.body.get("view_id"):
            self._last.show_over(_last_asked(job, asker), style, text)
        return plain_message(text)

    def _style(self, asker: Asker, *, is_here: bool) -> Style:
        if is_here:
            return self._styles.of_open_answer(asker)
        return self._styles.of_private_answer(asker)

    def _answer(self, job: Job, asker: Asker, style: Style) -> Message | None:
        """The answer; None where it was given already."""
        body, ask = job.body, Ask(style.words.language, asker)
        match Wish(body.get("wish", Wish.ADDRESS if body["address"] else Wish.NEWEST)):
            case Wish.FIND:
                return self._finding.answer(body["words"], asker, style)
            case Wish.LAST:
                return self._last.answer(_last_asked(job, asker), style)
            case Wish.ADDRESS:
                shared = Shared(name="", alt_text="")
                data = fetch_public(body["address"], MAX_BYTES)
                description = self._describer.describe(data, ask)
            case _:
                shared, description = self._newest(ask, body["thread_ts"] or None)
        require_publishable(description)
        answer = Answer(shared, Outcome(description=description))
        return compose([answer], style.words, style.manner)

    def _newest(self, ask: Ask, thread_ts: str | None) -> tuple[Shared, Description]:
        try:
            files = self._files.newest_pictures(ask.asker.channel, thread_ts=thread_ts, count=1)
            if not files:
                raise NoPicture
            self._wanted.require_answer(files[0], ask.asker)
            return files[0].shared, self._pictures.describe(files[0], ask)
        except FileGone as error:
            raise NoPicture from error


def _asker(body: Mapping[str, str]) -> Asker:
    # Jobs of the first release say only which channel.
    return Asker(body.get("team", ""), body["channel"], body.get("person", ""))


def _last_asked(job: Job, asker: Asker) -> LastAsked:
    return LastAsked(
        run=job.key.partition(":")[2],
        asker=asker,
        count=int(job.body["count"]),
        is_here=bool(job.body["is_here"]),
        view_id=job.body["view_id"],
    )
