"""Slack's Web API at our edge: one client for all threads, its errors as ours."""

from __future__ import annotations

import logging
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.errors import NotAMember, SlackBusy, SlackDenied, SlackRefused

TIMEOUT_S = 10
COURTESY_TIMEOUT_S = 2
"""Of a call that an answer can do without, while Slack waits 3 s for it."""
MOMENTARY_ERRORS = frozenset(
    {
        "accesslimited",
        "fatal_error",
        "internal_error",
        "ratelimited",
        "rate_limited",
        "request_timeout",
        "service_unavailable",
        "team_added_to_org",
    }
)
"""Errors that a later call may not see. docs.slack.dev/reference/methods, November 2026."""
TOKEN_ERRORS = frozenset({"invalid_auth", "not_authed", "token_expired"})
"""A token about to be rotated or mended: what waits for it must not be lost."""
ERROR_NAME = re.compile("[a-z0-9_]+")
RATE_ERRORS = frozenset({"ratelimited", "rate_limited"})


def web_client(token: str | None, *, base_url: str, timeout_s: int = TIMEOUT_S) -> WebClient:
    """A client that threads may share.

    One TLS context for all calls: by default each call builds its own, which costs 34 ms.
    """
    return WebClient(
        token=token,
        base_url=base_url,
        timeout=timeout_s,
        ssl=ssl.create_default_context(),
        logger=silent_logger(),  # it warns of each call that fails: who called tells what it costs
        retry_handlers=[],  # jobs retry, and they know whether a post may have happened
    )


def silent_logger() -> logging.Logger:
    """Says nothing at any level: when they debug, Slack's libraries log tickets and tokens."""
    return logging.Logger("silent", level=logging.CRITICAL + 1)


@contextmanager
def slack_errors() -> Iterator[None]:
    """Turns what slack_sdk raises into our errors.

    Raises:
        SlackBusy: with `retry_after_s` when Slack gave it.
        SlackDenied, NotAMember, SlackRefused: the call took no effect.
    """
    try:
        yield
    except SlackApiError as error:
        raise _ours(error) from error
    # URLError and time-outs are OSErrors; a dropped connection may be an HTTPException.
    except (OSError, HTTPException, SlackClientError) as error:
        raise SlackBusy(type(error).__name__, may_have_happened=True) from error


def _ours(error: SlackApiError) -> SlackBusy | SlackDenied | NotAMember | SlackRefused:
    response = error.response
    name = _error_name(response)
    if not ERROR_NAME.fullmatch(name):  # a page of a proxy: not Slack's word, and not for a log
        return SlackBusy("no_json", may_have_happened=True)
    if response.status_code == 429 or name in RATE_ERRORS:
        wait_s = retry_after_s(response.headers)
        return SlackBusy(name, may_have_happened=False, retry_after_s=wait_s)
    if name in TOKEN_ERRORS:
        return SlackBusy(name, may_have_happened=False)
    if response.status_code >= 500 or name in MOMENTARY_ERRORS:
        return SlackBusy(name, may_have_happened=True)
    if name == "missing_scope":
        return SlackDenied(str(response.get("needed") or "needed"))
    if name == "not_in_channel":
        return NotAMember()
    return SlackRefused(name)


def _error_name(response: Any) -> str:
    # For a body that is no JSON slack_sdk puts a sentence with the whole body in the name's place.
    data = response.data
    return str(data.get("error", "")) if isinstance(data, dict) else ""


def retry_after_s(headers: dict[str, Any]) -> float | None:
    """Slack's Retry-After in seconds; None without one."""
    for name, value in headers.items():
        if name.lower() == "retry-after":
            first = value[0] if isinstance(value, list) else value
            return float(first) if str(first).isdigit() else None
    return None
