"""`/describe`: what the words ask for, and the answer, seen only by the one who asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import structlog
from slack_bolt import Ack, App

from bot.blocks import Message, compose, plain_message
from bot.describe import ChannelDescriber, require_publishable
from bot.errors import (
    NoPicture,
    Refused,
    Unavailable,
    Unexpected,
)
from bot.jobs import Claim, Job, Jobs, Retry
from bot.model import Answer, Ask, Asker, Outcome, Shared
from bot.settings import When
from bot.slack.command_words import Asked, Wish, understand
from bot.slack.files import MAX_BYTES, FileGone, Files
from bot.slack.response_urls import ResponseUrls
from bot.slack.style import Style, Styles
from bot.slack.switching import ChannelSwitch
from bot.slack.wanted import Wanted
from bot.web_pictures import fetch_public

log = structlog.get_logger()

COMMAND = "command"
PATIENCE_S = 120.0
"""Somebody sits and waits; besides, the address for the answer is good for 30 minutes."""


SWITCHES = {Wish.AUTO: When.AUTO, Wish.ON_REQUEST: When.ON_REQUEST, Wish.OFF: When.OFF}


def register(app: App, *, jobs: Jobs, switch: ChannelSwitch, styles: Styles) -> None:
    """Listens for `/describe`: help is answered at once, the rest becomes a job."""

    @app.command("/describe")
    def on_describe(ack: Ack, command: dict[str, Any]) -> None:
        asked = understand(str(command.get("text") or ""))
        asker = Asker(command["team_id"], command["channel_id"], command["user_id"])
        match asked.wish:
            case Wish.AUTO | Wish.ON_REQUEST | Wish.OFF:
                ack(switch.turn(SWITCHES[asked.wish], asker))
            case Wish.HELP:
                ack(styles.private_words(asker).say("help"))
            case Wish.NEWEST | Wish.ADDRESS if not asked.is_here:
                jobs.submit(_job(command, asked))
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
        wanted: Wanted,
        urls: ResponseUrls,
        styles: Styles,
    ) -> None:
        self._files = files
        self._wanted = wanted
        self._describer = describer
        self._styles = styles
        self._urls = urls

    def run(self, claim: Claim) -> None:
        body = claim.job.body
        style = self._styles.of_private_answer(_asker(body))
        try:
            message = self._answer(body, style)
        except Refused as error:
            message = plain_message(style.words.explain(error))
        except Unavailable as error:
            log.warning("command.unavailable", code=error.code, failures=claim.failures)
            if claim.age_s + (error.retry_after_s or 0.0) < min(error.patience_s, PATIENCE_S):
                raise Retry(error.code, delay_s=error.retry_after_s) from error
            message = plain_message(style.words.explain(error))
        self._urls.answer(body["response_url"], message)

    def give_up(self, claim: Claim) -> None:
        body = claim.job.body
        explanation = self._styles.private_words(_asker(body)).explain(Unexpected())
        self._urls.answer(body["response_url"], plain_message(explanation))

    def _answer(self, body: Mapping[str, str], style: Style) -> Message:
        asker = _asker(body)
        if body["address"]:
            data, shared = fetch_public(body["address"], MAX_BYTES), Shared(name="", alt_text="")
        else:
            data, shared = self._newest(asker, body["thread_ts"] or None)
        description = self._describer.describe(data, Ask(style.words.language, asker))
        require_publishable(description)
        answer = Answer(shared, Outcome(description=description))
        return compose([answer], style.words, style.manner)

    def _newest(self, asker: Asker, thread_ts: str | None) -> tuple[bytes, Shared]:
        try:
            files = self._files.newest_pictures(asker.channel, thread_ts=thread_ts, count=1)
            if not files:
                raise NoPicture
            self._wanted.require_answer(files[0], asker)
            return self._files.download(files[0]), files[0].shared
        except FileGone as error:
            raise NoPicture from error


def _job(command: Mapping[str, Any], asked: Asked) -> Job:
    """The command as a job. Slack's trigger_id is new for each command, and kept when re-sent."""
    return Job(
        key=f"{COMMAND}:{command['team_id']}:{command['trigger_id']}",
        kind=COMMAND,
        body={
            "team": str(command["team_id"]),
            "channel": str(command["channel_id"]),
            "person": str(command["user_id"]),
            "thread_ts": str(command.get("thread_ts") or ""),
            "address": asked.address,
            "response_url": str(command["response_url"]),
        },
    )


def _asker(body: Mapping[str, str]) -> Asker:
    # Jobs of the first release say only which channel.
    return Asker(body.get("team", ""), body["channel"], body.get("person", ""))
