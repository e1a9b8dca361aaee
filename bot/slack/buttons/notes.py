"""One sentence for the one who pressed something, when that led to nothing."""

from __future__ import annotations

from bot.blocks import plain_message
from bot.errors import BotError
from bot.jobs import Claim, Job
from bot.model import Asker
from bot.slack.audience.style import Styles
from bot.slack.wire.response_urls import ResponseUrls

NOTE = "note"


def note_job(error: BotError, asker: Asker, response_url: str, *, name: str) -> Job:
    """The job that tells `asker` of `error`, which has no facts; `name` tells it from others."""
    return Job(
        key=f"{NOTE}:{asker.team}:{asker.channel}:{name}",
        kind=NOTE,
        body={
            "team": asker.team,
            "channel": asker.channel,
            "person": asker.person,
            "code": error.code,
            "response_url": response_url,
        },
    )


class Notes:
    """The handler of `note` jobs."""

    def __init__(self, urls: ResponseUrls, styles: Styles) -> None:
        self._urls = urls
        self._styles = styles

    def run(self, claim: Claim) -> None:
        body = claim.job.body
        asker = Asker(body["team"], body["channel"], body["person"])
        sentence = self._styles.private_words(asker).explain_code(body["code"], {})
        self._urls.answer(body["response_url"], plain_message(sentence))

    def give_up(self, claim: Claim) -> None:
        """A note that comes too late helps nobody."""
