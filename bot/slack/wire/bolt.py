"""The Bolt app: who it is, and that it acknowledges last."""

from __future__ import annotations

import logging
import time
from typing import Any

import structlog
from slack_bolt import App, BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from bot.config import Config
from bot.errors import Misconfigured, SlackBusy, Unavailable
from bot.slack.wire.api import TOKEN_ERRORS, slack_errors, web_client

log = structlog.get_logger()

AUTH_PATIENCE_S = 30.0
NOT_ANSWERING = "Slack does not answer: check the network, and SLACK_API_URL if it is set."


def identify(client: WebClient, *, patience_s: float = AUTH_PATIENCE_S) -> dict[str, Any]:
    """What auth.test says of the token's bot; asked again for up to `patience_s`.

    Raises:
        Misconfigured: Slack refuses the token, or does not answer.
    """
    give_up_at = time.monotonic() + patience_s
    wait_s = 0.5
    while True:
        try:
            with slack_errors():
                response = client.auth_test()
            return dict(response.data) if isinstance(response.data, dict) else {}
        except SlackBusy as error:
            if str(error) in TOKEN_ERRORS:
                raise _token_refused() from error
            wait_s = max(wait_s, error.retry_after_s or 0.0)
            if time.monotonic() + wait_s > give_up_at:
                raise Misconfigured(NOT_ANSWERING) from error
            log.warning("slack.not_answering", reason=str(error), again_in_s=wait_s)
            time.sleep(wait_s)
            wait_s = min(5.0, wait_s * 2)
        except Unavailable as error:
            raise _token_refused() from error


def _token_refused() -> Misconfigured:
    return Misconfigured(
        "Slack refuses SLACK_BOT_TOKEN: copy it again from the app's page, OAuth & Permissions."
    )


def bolt_app(config: Config, identity: dict[str, Any]) -> App:
    """A Bolt app that acknowledges only after its listener is done.

    By default Bolt acknowledges first: killed in between, it loses the event. It is told who
    it is, so that no event has to wait for an auth.test.
    """
    result = AuthorizeResult.from_auth_test_response(
        bot_token=config.slack_bot_token, auth_test_response=identity
    )

    def authorize() -> AuthorizeResult:
        return result

    # Bolt warns with whole payloads, and of tokens in the environment that it does not use.
    logger = logging.getLogger("slack_bolt")
    logger.setLevel(logging.ERROR)
    app = App(
        logger=logger,
        # Without a token of its own: Bolt sets that of `authorize` for each request.
        client=web_client(None, base_url=config.slack_api_url),
        authorize=authorize,
        signing_secret=config.slack_signing_secret or "unused in Socket Mode",
        process_before_response=True,
    )

    @app.error
    def on_error(error: Exception) -> BoltResponse:
        """Not acknowledged: Slack sends it again."""
        log.error("listener.failed", exc_info=error)
        return BoltResponse(status=500, body="")

    return app
