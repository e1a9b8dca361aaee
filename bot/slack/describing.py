"""Where pictures are described: the handlers of events, commands and requests, put together."""

from __future__ import annotations

from slack_sdk import WebClient

from bot.config import Config
from bot.describe import ChannelDescriber
from bot.jobs import Handler
from bot.slack import on_request
from bot.slack.audience.memberships import Memberships
from bot.slack.audience.profiles import Profiles
from bot.slack.audience.style import Styles
from bot.slack.audience.wanted import Wanted
from bot.slack.commands.answers import COMMAND, CommandAnswers
from bot.slack.commands.channel_posts import ChannelPosts
from bot.slack.commands.finding import Finding
from bot.slack.commands.last_answers import LastAnswers
from bot.slack.pictures.downloads import Downloads
from bot.slack.pictures.lookup import Files
from bot.slack.pictures.shared_pictures import SharedPictures
from bot.slack.replies.describing import PictureWork
from bot.slack.replies.eyes import Eyes
from bot.slack.replies.file_shared import FILE_SHARED, Replies
from bot.slack.replies.posting import Poster
from bot.slack.wire.response_urls import ResponseUrls
from bot.store.database import Database
from bot.store.eyes import EyesStore
from bot.store.findable import SearchStore
from bot.store.parts import PartStore
from bot.store.replies import ReplyStore
from bot.store.runs import RunStore
from bot.store.settings import SettingsStore


class Describing:
    """What works their jobs; what several handlers need is there once."""

    def __init__(
        self,
        config: Config,
        *,
        client: WebClient,
        database: Database,
        describer: ChannelDescriber,
        profiles: Profiles,
        styles: Styles,
        bot_user_id: str,
    ) -> None:
        self._client = client
        self._database = database
        self._describer = describer
        self._profiles = profiles
        self._styles = styles
        self._bot_user_id = bot_user_id
        self._settings = SettingsStore(database)
        self._parts, self._replies = PartStore(database), ReplyStore(database)
        self._files, self._urls = Files(client), ResponseUrls()
        downloads = Downloads(config.slack_bot_token, api_host=config.slack_api_host)
        self._pictures = SharedPictures(downloads, describer)
        self._wanted = Wanted(self._settings, Memberships(client), now=database.now)
        self._poster = Poster(
            client, self._replies, self._parts, styles.of_reply, bot_user_id=bot_user_id
        )
        self._work = PictureWork(
            client=client,
            pictures=self._pictures,
            store=self._parts,
            poster=self._poster,
            styles=styles,
        )

    def handlers(self) -> dict[str, Handler]:
        """By kind of job."""
        return {
            FILE_SHARED: self._on_pictures(),
            COMMAND: self._on_commands(),
            **self._on_request(),
        }

    def _on_pictures(self) -> Replies:
        return Replies(
            files=self._files,
            work=self._work,
            store=self._parts,
            poster=self._poster,
            wanted=self._wanted,
            eyes=Eyes(self._client, EyesStore(self._database), self._parts, self._settings),
            profiles=self._profiles,
            styles=self._styles,
            bot_user_id=self._bot_user_id,
        )

    def _on_commands(self) -> CommandAnswers:
        posts = ChannelPosts(self._client)
        last = LastAnswers(
            client=self._client,
            files=self._files,
            wanted=self._wanted,
            work=self._work,
            parts=self._parts,
            runs=RunStore(self._database),
            posts=posts,
        )
        return CommandAnswers(
            files=self._files,
            describer=self._describer,
            pictures=self._pictures,
            wanted=self._wanted,
            finding=Finding(self._client, SearchStore(self._database)),
            last=last,
            posts=posts,
            urls=self._urls,
            styles=self._styles,
        )

    def _on_request(self) -> dict[str, Handler]:
        return on_request.handlers(
            client=self._client,
            files=self._files,
            wanted=self._wanted,
            work=self._work,
            parts=self._parts,
            replies=self._replies,
            poster=self._poster,
            urls=self._urls,
            profiles=self._profiles,
            styles=self._styles,
        )
