"""Says in a direct message without a picture what to do there."""

from __future__ import annotations

from typing import Any

import structlog
from slack_sdk import WebClient

from bot.errors import SlackBusy, Unavailable
from bot.jobs import Claim, Job, Retry
from bot.model import Asker
from bot.slack.audience.style import Styles
from bot.slack.wire.api import slack_errors
from bot.slack.wire.payloads import team_of

log = structlog.get_logger()

HINT = "hint"


def hint_job(body: dict[str, Any], event: dict[str, Any]) -> Job | None:
    """The job for a direct message that has no picture; None for one that needs no answer."""
    is_plain = not (event.get("subtype") or event.get("bot_id") or event.get("thread_ts"))
    if event.get("channel_type") != "im" or not is_plain or event.get("files"):
        return None
    asker = Asker(team_of(body), event["channel"], event["user"])
    return Job(
        key=f"{HINT}:{asker.team}:{asker.channel}:{event['ts']}",
        kind=HINT,
        body={"team": asker.team, "channel": asker.channel, "person": asker.person},
    )


class Hints:
    """The handler of `hint` jobs."""

    def __init__(self, client: WebClient, styles: Styles) -> None:
        self._client = client
        self._styles = styles

    def run(self, claim: Claim) -> None:
        body = claim.job.body
        asker = Asker(body["team"], body["channel"], body["person"])
        text = self._styles.private_words(asker).say("direct-hint")
        try:
            with slack_errors():
                self._client.chat_postMessage(channel=asker.channel, text=text)
        except SlackBusy as error:
            if not error.may_have_happened:
                raise Retry(error.code, delay_s=error.retry_after_s) from error
            log.warning("hint.uncertain")
        except Unavailable as error:
            log.warning("hint.not_sent", code=error.code)

    def give_up(self, claim: Claim) -> None:
        """A hint that comes too late helps nobody."""
