"""Listens to the buttons below a reply and to their windows; what may take long becomes a job."""

from __future__ import annotations

from typing import Any

import structlog
from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot import buttons, reply_views
from bot.block_kit import Block
from bot.jobs import Jobs
from bot.model import Answer, Edited
from bot.slack.buttons.refreshing import refresh_job
from bot.slack.buttons.removing import remove_job
from bot.slack.buttons.windows import Build, Press, Windows
from bot.store.parts import PartStore
from bot.store.reports import ReportStore
from bot.words import Words

log = structlog.get_logger()


def register(
    app: App, *, jobs: Jobs, parts: PartStore, reports: ReportStore, windows: Windows
) -> None:
    """Each control of a reply and of its windows has its listener here."""

    @app.action(buttons.MORE)
    def on_more(ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        press = Press.from_body(body, action["value"])
        windows.show(press, client, _more(press, chosen=0))
        ack()

    @app.action(reply_views.PICTURE)
    def on_picture(
        ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient
    ) -> None:
        press = Press.from_body(body, body["view"]["private_metadata"])
        chosen = int(action["selected_option"]["value"])
        windows.show(press, client, _more(press, chosen=chosen))
        ack()

    @app.action(buttons.ALT_TEXT)
    def on_alt_text(
        ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient
    ) -> None:
        windows.show(Press.from_body(body, action["value"]), client, reply_views.alt_text_view)
        ack()

    @app.view(reply_views.ALT_TEXT)
    def on_alt_text_done(ack: Ack) -> None:
        ack()

    @app.action(buttons.EDIT)
    def on_edit(ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        press = Press.from_body(body, action["value"])
        windows.show(press, client, _edits(press))
        ack()

    @app.view(reply_views.EDITING)
    def on_editing(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        press = Press.from_body({"trigger_id": "", **body}, view["private_metadata"])
        for block_id, fields in view["state"]["values"].items():
            text = (fields[reply_views.TEXT].get("value") or "").strip()
            _edit(parts, press, block_id, text, by_name=body["user"]["name"])
        jobs.submit(refresh_job(press.key, name=f"{view['id']}:{view['hash']}"))
        ack()

    @app.action(buttons.WRONG)
    def on_wrong(ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        press = Press.from_body(body, action["value"])
        windows.show(press, client, _wrong(press, reports))
        ack()

    @app.action(buttons.REMOVE)
    def on_remove(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        press = Press.from_body(body, action["value"])
        job = remove_job(
            press.key,
            press.person,
            response_url=press.response_url,
            view_id=press.view_id,
            trigger_id=press.trigger_id,
        )
        jobs.submit(job)
        ack()


def _more(press: Press, *, chosen: int) -> Build:
    def build(pictures: dict[str, Answer], words: Words) -> Block:
        place = min(chosen, len(pictures) - 1)  # one may be gone by now
        return reply_views.more_view(pictures, words, chosen=place, about=press.about)

    return build


def _edits(press: Press) -> Build:
    def build(pictures: dict[str, Answer], words: Words) -> Block:
        return reply_views.edit_view(pictures, words, about=press.about)

    return build


def _wrong(press: Press, reports: ReportStore) -> Build:
    def build(pictures: dict[str, Answer], words: Words) -> Block:
        analyzers = [a.description.analysis.analyzer for a in pictures.values() if a.description]
        if reports.add(press.key, press.person, analyzers):
            log.warning("reply.reported", channel=press.key.channel, analyzers=sorted({*analyzers}))
        return reply_views.wrong_view(words, about=press.about)

    return build


def _edit(parts: PartStore, press: Press, block_id: str, text: str, *, by_name: str) -> None:
    """Takes over what was changed; what was shown and left alone may be somebody's by now."""
    file_id, shown = block_id.split()
    if reply_views.fingerprint(text) == shown:
        return
    text = text[: reply_views.EDIT_MAX_CHARS]
    parts.edit_part(press.key, file_id, Edited(text, by_name) if text else None)
