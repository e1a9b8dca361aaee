"""Listens for those who ask about a message: mentions, reactions, its menu, the share button."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, App

from bot.jobs import Job, Jobs
from bot.model import Asker
from bot.slack.asking.answers import MESSAGE
from bot.slack.asking.requests import Request, Way, to_share
from bot.slack.pictures.files import picture_ids
from bot.slack.wire.payloads import asker_of, team_of
from bot.store.settings import SettingsStore

DESCRIBE_PICTURE = "describe_picture"
"""The callback_id of the message shortcut. docs.slack.dev/interactivity/implementing-shortcuts"""
SHARE = "share"


def register(app: App, *, jobs: Jobs, settings: SettingsStore, bot_user_id: str) -> None:
    """Each request becomes a job, the same one however often Slack delivers it."""

    @app.event("app_mention")
    def on_app_mention(body: dict[str, Any], event: dict[str, Any]) -> None:
        if event.get("bot_id"):  # two bots could go on for ever
            return
        asker = Asker(team_of(body), event["channel"], event["user"])
        thread_ts = event.get("thread_ts")
        request = Request(Way.MENTION, asker, event["ts"], thread_ts, (), "")
        jobs.submit(_job(request, f"mention:{event['ts']}"))

    @app.event("reaction_added")
    def on_reaction_added(body: dict[str, Any], event: dict[str, Any]) -> None:
        item = event["item"]
        if item.get("type") != "message" or event["user"] == bot_user_id:
            return
        asker = Asker(team_of(body), item["channel"], event["user"])
        name = str(event["reaction"]).partition("::")[0]  # "wave::skin-tone-2"
        if name != settings.for_channel(asker.team, asker.channel).reaction:
            return
        request = Request(Way.REACTION, asker, item["ts"], None, (), "")
        jobs.submit(_job(request, f"reaction:{item['ts']}:{asker.person}:{event['event_ts']}"))

    @app.shortcut({"type": "message_action", "callback_id": DESCRIBE_PICTURE})
    def on_describe_picture(ack: Ack, body: dict[str, Any], shortcut: dict[str, Any]) -> None:
        message = shortcut["message"]
        asker = asker_of(body, shortcut["channel"]["id"])
        request = Request(
            way=Way.SHORTCUT,
            asker=asker,
            message_ts=message["ts"],
            thread_ts=message.get("thread_ts"),
            file_ids=picture_ids(message),
            response_url=shortcut["response_url"],
        )
        jobs.submit(_job(request, f"shortcut:{shortcut['trigger_id']}"))
        ack()

    @app.action(SHARE)
    def on_share(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        asker = asker_of(body, body["channel"]["id"])
        request = to_share(action["value"], asker, body["response_url"])
        jobs.submit(_job(request, f"share:{request.message_ts}:{body['trigger_id']}"))
        ack()


def _job(request: Request, name: str) -> Job:
    asker = request.asker
    key = f"{MESSAGE}:{asker.team}:{asker.channel}:{name}"
    return Job(key=key, kind=MESSAGE, body=request.to_body())
