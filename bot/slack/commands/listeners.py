"""Listens for `/describe`: what is quick is answered at once, the rest becomes a job."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack, App

from bot.jobs import Job, Jobs
from bot.model import Asker
from bot.settings import When
from bot.slack.audience.style import Styles
from bot.slack.commands.answers import COMMAND
from bot.slack.commands.progress_window import ProgressWindow, run_of
from bot.slack.commands.words import Asked, Wish, understand
from bot.slack.home.tab import home_job
from bot.slack.settings.modal import SettingsForm
from bot.slack.settings.switching import ChannelSwitch

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
