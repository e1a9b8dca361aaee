"""Opens windows about replies at once, from what is stored, or says why one does not open.

Slack gives three seconds from the press.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import structlog
from slack_sdk import WebClient

from bot.block_kit import Block
from bot.errors import BotError, RemovedHere, SlackRefused, TooSlow
from bot.jobs import Jobs
from bot.model import Answer, Asker
from bot.reply_views import told_view
from bot.slack.audience.style import Styles
from bot.slack.buttons.notes import note_job
from bot.slack.replies.posting import about_of
from bot.slack.wire.api import slack_errors
from bot.slack.wire.payloads import team_of
from bot.store.parts import PartStore
from bot.store.replies import MessageKey, ReplyStore
from bot.words import Words

log = structlog.get_logger()

SENT_TWICE = "exchanged_trigger_id"
"""Slack delivered one press twice: the window is open already."""


@dataclass(frozen=True, slots=True)
class Press:
    """One press: by whom, about which reply, in a message or in the window `view_id`."""

    person: str
    key: MessageKey
    trigger_id: str
    response_url: str
    view_id: str

    @classmethod
    def from_body(cls, body: dict[str, Any], about: str) -> Press:
        channel, message_ts = about.split()
        return cls(
            person=body["user"]["id"],
            key=MessageKey(team_of(body), channel, message_ts),
            trigger_id=body["trigger_id"],
            response_url=body.get("response_url", ""),
            view_id=(body.get("view") or {}).get("id", ""),
        )

    @property
    def asker(self) -> Asker:
        return Asker(self.key.team, self.key.channel, self.person)

    @property
    def about(self) -> str:
        return about_of(self.key)


Build = Callable[[dict[str, Answer], Words], Block]


class Windows:
    """Opens windows about replies, and says why one does not open."""

    def __init__(
        self, *, jobs: Jobs, parts: PartStore, replies: ReplyStore, styles: Styles
    ) -> None:
        self._jobs = jobs
        self._parts = parts
        self._replies = replies
        self._styles = styles

    def show(self, press: Press, client: WebClient, build: Build) -> None:
        """Shows what `build` makes, in a new window or in the place of the one pressed in."""
        described = self._described(press.key)
        if not described:
            self._say_gone(press, client)
            return
        view = build(described, self._words(press))
        self._open(press, client, view)

    def _described(self, key: MessageKey) -> dict[str, Answer]:
        """The reply's pictures that have a description; none once it was removed."""
        reply = self._replies.reply(key)
        if reply is None or reply.withdrawn:
            return {}
        parts = self._parts.parts(key)
        return {part.file_id: part.answer for part in parts if part.answer.description}

    def _open(self, press: Press, client: WebClient, view: Block) -> None:
        try:
            with slack_errors():
                if press.view_id:
                    client.views_update(view_id=press.view_id, view=view)
                else:
                    client.views_open(trigger_id=press.trigger_id, view=view)
        except BotError as error:
            if isinstance(error, SlackRefused) and error.error == SENT_TWICE:
                return
            log.warning("window.not_opened", code=error.code, error=str(error))
            self._note(press, TooSlow())

    def _say_gone(self, press: Press, client: WebClient) -> None:
        words = self._words(press)
        if press.view_id:
            gone = told_view(words.explain(RemovedHere()), words)
            self._open(press, client, gone)
        else:
            self._note(press, RemovedHere())

    def _note(self, press: Press, error: BotError) -> None:
        if press.response_url:
            name = press.trigger_id
            self._jobs.submit(note_job(error, press.asker, press.response_url, name=name))

    def _words(self, press: Press) -> Words:
        return self._styles.private_words(press.asker)
