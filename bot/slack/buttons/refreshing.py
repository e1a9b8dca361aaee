"""Has a reply say what is known now, after something about it was changed."""

from __future__ import annotations

from bot.jobs import Claim, Job
from bot.slack.replies.posting import Poster
from bot.store.replies import MessageKey

REFRESH = "refresh"


def refresh_job(key: MessageKey, *, name: str) -> Job:
    """The job for a change; `name` tells it from every other."""
    return Job(
        key=f"{REFRESH}:{key.team}:{key.channel}:{key.message_ts}:{name}",
        kind=REFRESH,
        body={"team": key.team, "channel": key.channel, "message_ts": key.message_ts},
    )


class Refreshing:
    """The handler of `refresh` jobs."""

    def __init__(self, poster: Poster) -> None:
        self._poster = poster

    def run(self, claim: Claim) -> None:
        body = claim.job.body
        self._poster.bring_up_to_date(MessageKey(body["team"], body["channel"], body["message_ts"]))

    def give_up(self, claim: Claim) -> None:
        """The next change brings this one along."""
