"""What the bot does because somebody wants it, put together: requests, buttons, what follows."""

from __future__ import annotations

from slack_bolt import App
from slack_sdk import WebClient

from bot.jobs import Handler, Jobs
from bot.slack.asking import listeners as asking
from bot.slack.asking.answers import MESSAGE, AskedAnswers
from bot.slack.asking.hints import HINT, Hints
from bot.slack.asking.private_answers import PrivateAnswers
from bot.slack.asking.thread_answers import ThreadAnswers
from bot.slack.audience.profiles import Profiles
from bot.slack.audience.style import Styles
from bot.slack.audience.wanted import Wanted
from bot.slack.buttons import listeners as buttons
from bot.slack.buttons.notes import NOTE, Notes
from bot.slack.buttons.refreshing import REFRESH, Refreshing
from bot.slack.buttons.removing import REMOVE, Removing
from bot.slack.buttons.windows import Windows
from bot.slack.pictures.lookup import Files
from bot.slack.pictures.messages import Messages
from bot.slack.replies import following
from bot.slack.replies.describing import PictureWork
from bot.slack.replies.following import FOLLOW, Following
from bot.slack.replies.posting import Poster
from bot.slack.wire.response_urls import ResponseUrls
from bot.store.parts import PartStore
from bot.store.replies import ReplyStore
from bot.store.reports import ReportStore
from bot.store.settings import SettingsStore


def register(
    app: App,
    *,
    jobs: Jobs,
    parts: PartStore,
    replies: ReplyStore,
    reports: ReportStore,
    settings: SettingsStore,
    styles: Styles,
    bot_user_id: str,
) -> None:
    """Listens; what is slow becomes a job."""
    asking.register(app, jobs=jobs, settings=settings, bot_user_id=bot_user_id)
    following.register(app, jobs=jobs)
    windows = Windows(jobs=jobs, parts=parts, replies=replies, styles=styles)
    buttons.register(app, jobs=jobs, parts=parts, reports=reports, windows=windows)


def handlers(
    *,
    client: WebClient,
    files: Files,
    wanted: Wanted,
    work: PictureWork,
    parts: PartStore,
    replies: ReplyStore,
    poster: Poster,
    urls: ResponseUrls,
    profiles: Profiles,
    styles: Styles,
) -> dict[str, Handler]:
    """By kind of job."""
    asked = AskedAnswers(
        client=client,
        files=files,
        messages=Messages(client, files),
        in_private=PrivateAnswers(wanted=wanted, work=work, parts=parts, urls=urls, styles=styles),
        in_thread=ThreadAnswers(
            wanted=wanted,
            work=work,
            parts=parts,
            replies=replies,
            poster=poster,
            urls=urls,
            profiles=profiles,
            styles=styles,
        ),
        urls=urls,
        styles=styles,
    )
    removing = Removing(
        client=client,
        parts=parts,
        replies=replies,
        poster=poster,
        profiles=profiles,
        urls=urls,
        styles=styles,
    )
    return {
        MESSAGE: asked,
        HINT: Hints(client, styles),
        FOLLOW: Following(files=files, parts=parts, poster=poster),
        NOTE: Notes(urls, styles),
        REFRESH: Refreshing(poster),
        REMOVE: removing,
    }
