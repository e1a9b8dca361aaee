"""The try-it button: the sample picture described, for the one who pressed it alone."""

from __future__ import annotations

from collections.abc import Mapping

import structlog
from slack_sdk import WebClient

from bot.block_kit import Block, modal, section
from bot.blocks import compose
from bot.describe import ChannelDescriber, failed
from bot.errors import BotError, SlackBusy, SlackRefused, Unavailable
from bot.jobs import Claim, Job, Retry
from bot.model import GIVEN_UP, Answer, Ask, Asker, Outcome, Shared
from bot.sample import sample_picture
from bot.slack.audience.patience import retry_while_awaited
from bot.slack.audience.style import Style, Styles
from bot.slack.wire.api import slack_errors

log = structlog.get_logger()

TRY = "try"
CALLBACK = "sample"


class Trying:
    """Opens a modal at once, since its trigger lives for 3 s, and fills it by a job."""

    def __init__(self, *, client: WebClient, describer: ChannelDescriber, styles: Styles) -> None:
        self._client = client
        self._describer = describer
        self._styles = styles

    def begin(self, asker: Asker, trigger_id: str) -> Job | None:
        """The job that fills the modal; None where that did not open."""
        style = self._styles.of_private_answer(asker)
        waiting = [section(style.words.say("home-trying"))]
        try:
            with slack_errors():
                opened = self._client.views_open(trigger_id=trigger_id, view=_modal(style, waiting))
        except Unavailable as error:
            log.warning("sample.not_opened", code=error.code, error=str(error))
            return None
        view_id = str(opened["view"]["id"])
        body = {"team": asker.team, "person": asker.person, "view_id": view_id}
        return Job(key=f"{TRY}:{asker.team}:{view_id}", kind=TRY, body=body)

    def run(self, claim: Claim) -> None:
        body = claim.job.body
        asker = _asker(body)
        style = self._styles.of_private_answer(asker)
        try:
            ask = Ask(style.words.language, asker)
            outcome = Outcome(description=self._describer.describe(sample_picture(), ask))
        except Unavailable as error:
            retry_while_awaited(error, claim)
            outcome = failed(error)
        except BotError as error:
            outcome = failed(error)
        self._show(body["view_id"], outcome, style)

    def give_up(self, claim: Claim) -> None:
        body = claim.job.body
        style = self._styles.of_private_answer(_asker(body))
        self._show(body["view_id"], GIVEN_UP, style)

    def _show(self, view_id: str, outcome: Outcome, style: Style) -> None:
        answer = Answer(Shared(name="", alt_text=""), outcome)
        message = compose([answer], style.words, style.manner)
        blocks = [
            section(style.words.say("home-tried")),
            *message.blocks,
            *(block for each in message.attachments for block in each["blocks"]),
        ]
        try:
            with slack_errors():
                self._client.views_update(view_id=view_id, view=_modal(style, blocks))
        except SlackBusy as error:
            raise Retry(error.code, delay_s=error.retry_after_s) from error
        except SlackRefused as error:  # closed meanwhile
            log.info("sample.not_shown", error=str(error))


def _modal(style: Style, blocks: list[Block]) -> Block:
    words = style.words
    title, close = words.say("home-trying-title"), words.say("close")
    return modal(CALLBACK, title, blocks, close=close)


def _asker(body: Mapping[str, str]) -> Asker:
    return Asker(body["team"], person=body["person"])
