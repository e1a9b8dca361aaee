"""`/describe`: what the words ask for, and the answer: for the one who asked, or for all here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import structlog
from slack_bolt import Ack, App

from bot.blocks import Message, compose, plain_message
from bot.describe import ChannelDescriber, require_publishable
from bot.errors import BotError, NoPicture, Refused, Unavailable, Unexpected
from bot.jobs import Claim, Job, Jobs, Retry
from bot.model import Answer, Ask, Asker, Description, Outcome, Shared
from bot.settings import When
from bot.slack.channel_posts import ChannelPosts
from bot.slack.command_words import Asked, Wish, understand
from bot.slack.files import MAX_BYTES, FileGone, Files
from bot.slack.finding import Finding
from bot.slack.home import home_job
from bot.slack.last_answers import LastAnswers, LastAsked
from bot.slack.pictures import SharedPictures
from bot.slack.progress_window import ProgressWindow, run_of
from bot.slack.response_urls import ResponseUrls
from bot.slack.settings_modal import SettingsForm
from bot.slack.style import Style, Styles
from bot.slack.switching import ChannelSwitch
from bot.slack.wanted import Wanted
from bot.web_pictures import fetch_public

log = structlog.get_logger()

COMMAND = "command"
PATIENCE_S = 120.0
"""Somebody sits and waits; besides, the address for the answer is good for 30 minutes."""


SWITCHES = {Wish.AUTO: When.AUTO, Wish.ON_REQUEST: When.ON_REQUEST, Wish.OFF: When.OFF}


def register(
    app: App,
    *,
    jobs: Jobs,
    switch: ChannelSwitch,
    form: SettingsForm,
    window: ProgressWindow,
    styles: Styles,
) -> None:
    """Listens for `/describe`: help is answered at once, the rest becomes a job."""

    @app.command("/describe")
    def on_describe(ack: Ack, command: dict[str, Any]) -> None:
        asked = understand(str(command.get("text") or ""))
        asker = Asker(command["team_id"], command["channel_id"], command["user_id"])
        match asked.wish:
            case Wish.AUTO | Wish.ON_REQUEST | Wish.OFF:
                turned = switch.turn(SWITCHES[asked.wish], asker)
                jobs.submit(home_job(asker, command["trigger_id"]))
                ack(turned)
            case Wish.SETTINGS:
                ack(form.open_channel(asker, command["trigger_id"]) or "")
            case Wish.HELP:
                ack(styles.private_words(asker).say("help"))
            case Wish.NEWEST | Wish.ADDRESS | Wish.FIND:
                jobs.submit(_job(command, asked))
                ack()
            case Wish.LAST:
                view_id = "" if asked.is_here else window.open(command["trigger_id"], asker, asked)
                jobs.submit(_job(command, asked, view_id=view_id))
                ack()
            case _:
                ack(styles.private_words(asker).say("not-understood"))


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
            if claim.age_s + (error.retry_after_s or 0.0) < min(error.patience_s, PATIENCE_S):
                raise Retry(error.code, delay_s=error.retry_after_s) from error
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


def _job(command: Mapping[str, Any], asked: Asked, *, view_id: str = "") -> Job:
    """The command as a job. Slack's trigger_id is new for each command, and kept when re-sent."""
    return Job(
        key=f"{COMMAND}:{run_of(command['team_id'], command['trigger_id'])}",
        kind=COMMAND,
        body={
            "team": str(command["team_id"]),
            "channel": str(command["channel_id"]),
            "person": str(command["user_id"]),
            "thread_ts": str(command.get("thread_ts") or ""),
            "wish": asked.wish,
            "address": asked.address,
            "count": str(asked.count),
            "words": asked.words,
            "is_here": "yes" if asked.is_here else "",
            "view_id": view_id,
            "response_url": str(command["response_url"]),
        },
    )


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
