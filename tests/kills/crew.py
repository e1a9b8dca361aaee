"""Processes of the bot in one workspace, killed and started as a plan says."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from bot.config import Config
from bot.databases import open_jobs
from bot.demo.workspace import Shared, Workspace
from bot.store.database import Database
from tests.analyzers.service import AnalyzeService, answer_of, recorded
from tests.room import DOG, installed, picture
from tests.waiting import wait_until

START_TIMEOUT_S = 60.0
SETTLE_TIMEOUT_S = 240.0
"""Longer than leases, locks, time-outs and their retries after the last kill."""
RATE = "6000"


@dataclass
class Crew:
    """The bot's processes, and what they work in."""

    workspace: Workspace
    service: AnalyzeService
    database_url: str
    folder: Path
    random: Random
    processes: list[Process] = field(default_factory=list)
    shared: list[Shared] = field(default_factory=list)

    def begin(self, *arguments: str) -> Process:
        """Starts a process of the bot."""
        log = self.folder / f"{len(self.processes)}.log"
        with log.open("w") as stream:
            started = subprocess.Popen(
                [sys.executable, "-m", "bot", *arguments], env=self._settings(), stderr=stream
            )
        self.processes.append(Process(started, log))
        return self.processes[-1]

    def share(self, count: int) -> None:
        """Posts pictures, each in a message of its own, no two the same."""
        for _ in range(count):
            number = len(self.shared)
            made = picture(color=f"#{number * 40_503 % 0xFFFFFF:06X}")
            self.shared.append(self.workspace.share((f"{number}.png", made)))

    def pause(self, at_most_s: float) -> None:
        threading.Event().wait(self.random.uniform(0, at_most_s))

    def settle(self) -> None:
        """Waits until each picture is answered and nothing is left to do."""
        assert wait_until(self._is_settled, SETTLE_TIMEOUT_S)

    def _is_settled(self) -> bool:
        answered = all(self.workspace.replies(each) for each in self.shared)
        return answered and self.workspace.unacked == 0 and self._waiting() == 0

    def _waiting(self) -> int:
        database = Database(self.database_url)
        jobs = open_jobs(Config(database_url=self.database_url), database)
        try:
            return jobs.waiting()
        finally:
            jobs.close()
            database.close()

    def _settings(self) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "SLACK_BOT_TOKEN": self.workspace.bot_token,
            "SLACK_APP_TOKEN": self.workspace.app_token,
            "SLACK_API_URL": self.workspace.api_url,
            "DATABASE_URL": self.database_url,
            "VISION_ENDPOINT": self.service.url,
            "VISION_FALLBACK": "",
            "VISION_RATE": RATE,
        }


@dataclass
class Process:
    """One process and its log."""

    process: subprocess.Popen[bytes]
    log: Path

    def wait_for(self, event: str) -> None:
        """Waits until it has logged `event`."""
        logged = f"event={event}"
        assert wait_until(lambda: logged in self.log.read_text(), START_TIMEOUT_S), event

    def end(self, number: signal.Signals) -> int:
        """Sends the signal and returns the exit code."""
        self.process.send_signal(number)
        return self.process.wait(START_TIMEOUT_S)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What people read in the end."""

    pictures: int
    without_reply: int
    doubled: int
    top_level: int
    undescribed: int

    @property
    def is_exact(self) -> bool:
        return not (self.without_reply or self.doubled or self.top_level or self.undescribed)

    def __str__(self) -> str:
        verdict = "exact" if self.is_exact else "WRONG"
        return (
            f"{verdict}: {self.pictures} pictures, {self.without_reply} without a reply,"
            f" {self.doubled} with several, {self.top_level} top-level,"
            f" {self.undescribed} not described"
        )


def outcome_of(crew: Crew) -> Outcome:
    replies = [crew.workspace.replies(each) for each in crew.shared]
    by_bot = [m for m in crew.workspace.messages() if m["user"] == crew.workspace.bot_user_id]
    return Outcome(
        pictures=len(replies),
        without_reply=sum(not each for each in replies),
        doubled=sum(len(each) > 1 for each in replies),
        top_level=sum("thread_ts" not in message for message in by_bot),
        undescribed=sum("small dog" not in m["text"] for each in replies for m in each),
    )


@contextmanager
def crew(database_url: str, folder: Path, *, seed: int, troubled: bool) -> Iterator[Crew]:
    """A workspace, a picture service and nobody at work yet; with `troubled`, both are at their
    worst: duplicates, late shares, limits, lost answers.
    """
    with AnalyzeService() as service, installed() as workspace:
        service.always(recorded(DOG))
        made = Crew(workspace, service, database_url, folder, Random(seed))
        if troubled:
            trouble(made)
        try:
            yield made
        finally:
            for each in made.processes:
                each.process.kill()
                each.process.wait(START_TIMEOUT_S)


def trouble(crew: Crew) -> None:
    """Switches on what Slack and the service do on a bad day."""
    faults = crew.workspace.faults
    faults.duplicate_events = 1
    faults.late_shares_s = 1.5
    faults.ack_timeout_s = 1.0
    faults.seconds_per_message = 0.05
    for _ in range(3):
        for method in ("chat.postMessage", "files.info"):
            faults.rate_limit(method, retry_after_s=1)
            faults.lose_response(method)
            faults.answer_status(method, 503)
    busy = answer_of({}, status=429, headers={"Retry-After": "1"})
    crew.service.queue(*[recorded(DOG), busy] * 4)
