"""Puts the parts together."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from urllib.parse import urlsplit

import sqlalchemy as sa

from bot.analyzers.openai import OpenAiAnalyzer
from bot.analyzers.quota import last_month, month_of
from bot.config import Config
from bot.databases import open_database, open_jobs
from bot.describe import ChannelDescriber, Describer
from bot.embedded import EmbeddedAnalyzer
from bot.jobs import Handler
from bot.jobs.by_kind import ByKind
from bot.model import Asker
from bot.slack import events, leaving, on_request
from bot.slack.audience import profiles
from bot.slack.audience.profiles import Profiles
from bot.slack.audience.style import Styles
from bot.slack.commands import listeners as commands
from bot.slack.commands import progress_window
from bot.slack.commands.progress_window import ProgressWindow
from bot.slack.deciding import Deciding
from bot.slack.describing import Describing
from bot.slack.home.view import MonthlyUse
from bot.slack.leaving import LEAVE, Leaving
from bot.slack.settings.switching import ChannelSwitch
from bot.slack.wire.api import COURTESY_TIMEOUT_S, web_client
from bot.slack.wire.bolt import bolt_app, identify
from bot.store.cache import AnalysisCache
from bot.store.first_replies import FirstReplies
from bot.store.parts import PartStore
from bot.store.people import PeopleStore
from bot.store.replies import ReplyStore
from bot.store.reports import ReportStore
from bot.store.retention import Retention
from bot.store.runs import RunStore
from bot.store.settings import SettingsStore
from bot.store.usage import UsageStore
from bot.vision import PACE_PATIENCE_S, build_analyzers, build_chain, warm_up


class Bot:
    """One process's parts, connected to each other and to nothing else yet."""

    def __init__(self, config: Config, *, now: Callable[[], float] = time.time) -> None:
        """Raises Misconfigured when the database or Slack will not have it.

        `now` gives seconds since the epoch, the same for all processes of one database.
        """
        self.client = web_client(config.slack_bot_token, base_url=config.slack_api_url)
        identity = identify(self.client)
        self._database = open_database(config, now=now)
        self.jobs = open_jobs(config, self._database)
        self._analyzers = build_analyzers(
            config, lambda: self._database, patience_s=PACE_PATIENCE_S
        )
        self._settings = SettingsStore(self._database)
        self._courtesy_client = web_client(
            config.slack_bot_token, base_url=config.slack_api_url, timeout_s=COURTESY_TIMEOUT_S
        )
        people = PeopleStore(self._database)
        self._profiles = Profiles(self._courtesy_client, people)
        self._styles = Styles(self._settings, FirstReplies(self._database), self._profiles)
        self._describer = self._build_describer(config)
        self._deciding = self._build_deciding(config, people)
        self.app = bolt_app(config, identity)
        self._listen(bot_user_id=identity["user_id"])
        self._handler = self._build_handler(config, bot_user_id=identity["user_id"])

    def _listen(self, *, bot_user_id: str) -> None:
        """Registers what hears Slack; the slow part of each becomes a job."""
        commands.register(
            self.app,
            jobs=self.jobs,
            switch=ChannelSwitch(self._settings, self._styles),
            form=self._deciding.form,
            window=ProgressWindow(self.client, self._styles),
            styles=self._styles,
        )
        progress_window.register(self.app, runs=RunStore(self._database))
        self._deciding.register(self.app, self.jobs)
        profiles.register(self.app, profiles=self._profiles)
        on_request.register(
            self.app,
            jobs=self.jobs,
            parts=PartStore(self._database),
            replies=ReplyStore(self._database),
            reports=ReportStore(self._database),
            settings=self._settings,
            styles=self._styles,
            bot_user_id=bot_user_id,
        )
        leaving.register(self.app, jobs=self.jobs)
        events.register(self.app, jobs=self.jobs)

    def _build_handler(self, config: Config, *, bot_user_id: str) -> Handler:
        describing = Describing(
            config,
            client=self.client,
            database=self._database,
            describer=self._describer,
            profiles=self._profiles,
            styles=self._styles,
            bot_user_id=bot_user_id,
        )
        return ByKind(
            {
                LEAVE: Leaving(self.jobs, Retention(self._database)),
                **describing.handlers(),
                **self._deciding.handlers(),
            }
        )

    def _build_describer(self, config: Config) -> ChannelDescriber:
        chain = build_chain(config, self._analyzers, lambda: self._database, now=self._database.now)
        by_any = Describer(chain)
        own = (each for each in self._analyzers if isinstance(each, EmbeddedAnalyzer))
        embedded = next(own, None) or EmbeddedAnalyzer()
        return ChannelDescriber(
            by_any=by_any,
            by_embedded=by_any.with_chain(build_chain(config, [embedded], lambda: self._database)),
            settings_of=self._settings.for_channel,
        )

    def _build_deciding(self, config: Config, people: PeopleStore) -> Deciding:
        asks_service = any(each.upload_limits is not None for each in self._analyzers)
        return Deciding(
            client=self.client,
            courtesy_client=self._courtesy_client,
            settings=self._settings,
            people=people,
            profiles=self._profiles,
            styles=self._styles,
            describer=self._describer,
            service_host=urlsplit(config.vision_endpoint).hostname if asks_service else None,
            use_of=lambda team: self._month_of_use(config, team),
        )

    def _month_of_use(self, config: Config, team: str) -> MonthlyUse:
        month = month_of(self._database.now())
        calls = UsageStore(self._database).usage_of(Asker(team), month).calls
        own = config.vision_quota_per_workspace
        return MonthlyUse(calls, config.vision_quota if own is None else own)

    def is_ready(self) -> bool:
        """True while events can be stored."""
        try:
            self.jobs.waiting()
        except (sqlite3.Error, sa.exc.SQLAlchemyError):
            return False
        return True

    def work(self) -> None:
        """Begins to work jobs."""
        began = self._database.now()
        if self.jobs.enter():
            # What a dead process was just posting need not wait for the end of its lock. Another
            # one that enters now locks nothing before `began`.
            ReplyStore(self._database).free(locked_before=began)
        self.jobs.start(self._handler)

    def sweep(self) -> None:
        """Forgets what has been kept long enough."""
        Retention(self._database).sweep()
        AnalysisCache(self._database).sweep()
        UsageStore(self._database).sweep(before=last_month(self._database.now()))

    def warm_up(self) -> None:
        """Loads the embedded analyzer's models, if it will ever be asked."""
        warm_up(self._analyzers)

    def probe(self) -> None:
        """Finds out whether a model can see. Raises Misconfigured where it cannot."""
        for analyzer in self._analyzers:
            if isinstance(analyzer, OpenAiAnalyzer):
                analyzer.probe()

    def rest(self, *, grace_s: float) -> bool:
        """Works no more jobs. True when all that ran has ended; else threads are left."""
        return self.jobs.stop(grace_s=grace_s)

    def close(self) -> None:
        """Lets go of the database. Call when no thread uses the bot any more."""
        self.jobs.close()
        self._database.close()
