"""The configuration, read once from the environment. The only place that knows `os.environ`."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias
from urllib.parse import urlsplit

from platformdirs import user_data_path

from bot.errors import Misconfigured
from bot.loopback import is_loopback

SLACK_API_URL = "https://slack.com/api/"
VISION_APIS = ("4.0", "3.2", "2.0", "openai", "embedded")
RATE_PER_MINUTE = 20
"""As many as every plan allows."""
PLANS: Mapping[str, tuple[int | None, int]] = {"F0": (5000, 20), "S1": (None, 600)}
"""Azure's plans by their names: calls a month and calls a minute. S1's rate is its default.

An older price list counts each feature of a call as a transaction, so F0's end may come before
5,000 calls. The service then says until when, which holds.
Source: the limits in Azure's documentation of Computer Vision, for F0 and S1; no price list of
today was at hand (November 2026)."""
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


@dataclass(frozen=True, slots=True)
class Config:
    """What the operator decided. Secrets are left out of its repr."""

    slack_bot_token: str = field(default="", repr=False)
    slack_app_token: str = field(default="", repr=False)
    slack_signing_secret: str = field(default="", repr=False)
    slack_api_url: str = SLACK_API_URL
    port: int = 3000
    database_url: str = field(default="", repr=False)
    vision_endpoint: str = ""
    vision_key: str = field(default="", repr=False)
    vision_api: str = ""
    """One of `VISION_APIS`; empty where VISION_API is not set."""
    vision_model: str = ""
    vision_fallback: tuple[str, ...] = ("embedded",)
    vision_rate_per_minute: int = RATE_PER_MINUTE
    vision_quota: int | None = None
    """Calls a month, all together; None: any number. The same for each of the following."""
    vision_quota_per_workspace: int | None = None
    vision_quota_per_channel: int | None = None
    vision_quota_per_person: int | None = None
    log_level: str = "INFO"

    @property
    def uses_socket_mode(self) -> bool:
        return bool(self.slack_app_token)

    @property
    def slack_api_host(self) -> str | None:
        """The host that SLACK_API_URL names, when it is not Slack's own."""
        return None if self.slack_api_url == SLACK_API_URL else urlsplit(self.slack_api_url).netloc


Check: TypeAlias = Callable[[Config], Iterable[str]]
"""Looks at a whole configuration and yields what is wrong with it, a sentence each."""


def load_config(*checks: Check) -> Config:
    """The process's own environment as a Config. Raises Misconfigured with every fault."""
    return read_config(os.environ, *checks)


def read_config(environ: Mapping[str, str], *checks: Check) -> Config:
    """The configuration that `environ` describes.

    Raises:
        Misconfigured: with one sentence for each fault: of a value, or found by `checks`.
            No sentence repeats a value, since it may be a secret in the wrong place.
    """
    reader = _Reader(environ)
    quota, rate_per_minute = reader.plan("VISION_QUOTA")
    config = Config(
        slack_bot_token=reader.text("SLACK_BOT_TOKEN"),
        slack_app_token=reader.text("SLACK_APP_TOKEN"),
        slack_signing_secret=reader.text("SLACK_SIGNING_SECRET"),
        slack_api_url=reader.base_url("SLACK_API_URL", SLACK_API_URL),
        port=reader.number("PORT", 3000, lowest=1, highest=65535),
        database_url=reader.database_url("DATABASE_URL"),
        vision_endpoint=reader.text("VISION_ENDPOINT"),
        vision_key=reader.text("VISION_KEY"),
        vision_api=reader.one_of("VISION_API", ("", *VISION_APIS), ""),
        vision_model=reader.text("VISION_MODEL"),
        vision_fallback=reader.names("VISION_FALLBACK", VISION_APIS, ("embedded",)),
        vision_rate_per_minute=reader.number(
            "VISION_RATE", rate_per_minute, lowest=1, highest=100_000
        ),
        vision_quota=quota,
        vision_quota_per_workspace=reader.limit("VISION_QUOTA_PER_WORKSPACE"),
        vision_quota_per_channel=reader.limit("VISION_QUOTA_PER_CHANNEL"),
        vision_quota_per_person=reader.limit("VISION_QUOTA_PER_PERSON"),
        log_level=reader.one_of("LOG_LEVEL", LOG_LEVELS, "INFO"),
    )
    faults = [*reader.faults, *(fault for check in checks for fault in check(config))]
    if faults:
        raise Misconfigured(*faults)
    return config


def slack_is_configured(config: Config) -> Iterator[str]:
    """A check: the tokens that `run` needs, of the kind each should be.

    One with a line break in it, say, would come back in the text of an error.
    """
    tokens = {
        "SLACK_BOT_TOKEN": config.slack_bot_token,
        "SLACK_APP_TOKEN": config.slack_app_token,
        "SLACK_SIGNING_SECRET": config.slack_signing_secret,
    }
    for name, token in tokens.items():
        if re.fullmatch(r"[!-~]*", token) is None:
            yield f"{name} has characters that no token has: copy it again, whole."
    if not config.slack_bot_token:
        yield "SLACK_BOT_TOKEN is missing: copy it from the app's page, OAuth & Permissions."
    elif config.slack_bot_token.startswith("xapp-"):
        yield "SLACK_BOT_TOKEN holds an app-level token: it belongs in SLACK_APP_TOKEN."
    if config.slack_app_token and not config.slack_app_token.startswith("xapp-"):
        yield "SLACK_APP_TOKEN must be an app-level token, which begins with xapp-."
    if not config.slack_app_token and not config.slack_signing_secret:
        yield (
            "Set SLACK_APP_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET for HTTP:"
            " both are on the app's page, Basic Information."
        )


class _Reader:
    """Reads values one by one and remembers what was wrong."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self.faults: list[str] = []

    def text(self, name: str) -> str:
        return self._environ.get(name, "").strip()

    def number(self, name: str, default: int, *, lowest: int, highest: int) -> int:
        value = self.text(name)
        if not value:
            return default
        if re.fullmatch("[0-9]{1,18}", value) is None or not lowest <= int(value) <= highest:
            self.faults.append(f"{name} must be a whole number from {lowest} to {highest}.")
            return default
        return int(value)

    def limit(self, name: str) -> int | None:
        """A number of calls; None where none is set."""
        return self.number(name, 0, lowest=1, highest=1_000_000_000) or None

    def plan(self, name: str) -> tuple[int | None, int]:
        """The calls a month and the calls a minute of a plan's name or a number of calls."""
        value = self.text(name)
        if value.upper() in PLANS:
            return PLANS[value.upper()]
        if value and not value.isdigit():
            self.faults.append(f"{name} must be a whole number, or one of {', '.join(PLANS)}.")
            return None, RATE_PER_MINUTE
        return self.limit(name), RATE_PER_MINUTE

    def one_of(self, name: str, choices: tuple[str, ...], default: str) -> str:
        """As `choices` spell it; in the environment, upper and lower case are the same."""
        value = (self.text(name) or default).casefold()
        for choice in choices:
            if choice.casefold() == value:
                return choice
        self.faults.append(f"{name} must be one of {', '.join(filter(None, choices))}.")
        return default

    def names(
        self, name: str, choices: tuple[str, ...], default: tuple[str, ...]
    ) -> tuple[str, ...]:
        if name not in self._environ:
            return default
        names = tuple(filter(None, (part.strip() for part in self.text(name).split(","))))
        if not set(names) <= set(choices):
            self.faults.append(f"{name} must be a comma list of {', '.join(choices)}, or empty.")
            return default
        return names

    def base_url(self, name: str, default: str) -> str:
        value = self.text(name)
        if not value:
            return default
        if not _is_safe_base(value):
            self.faults.append(
                f"{name} must be an https address (http only for this machine itself)."
            )
            return default
        return value.rstrip("/") + "/"

    def database_url(self, name: str) -> str:
        value = self.text(name)
        if not value:
            return f"sqlite:///{user_data_path('describe') / 'describe.sqlite3'}"
        if not _is_database(value):
            self.faults.append(
                f"{name} must be sqlite:/// followed by the path of a file,"
                " or postgresql://USER:PASSWORD@HOST/DATABASE."
            )
        return value


def _is_database(value: str) -> bool:
    scheme, _, rest = value.partition("://")
    if scheme == "sqlite":
        return rest.startswith("/") and rest != "/" and "?" not in rest
    if scheme not in ("postgresql", "postgres"):
        return False
    try:
        parts = urlsplit(value)
        return bool(parts.path.strip("/")) and (parts.port is None or parts.port > 0)
    except ValueError:  # a port that is no number
        return False


def _is_safe_base(value: str) -> bool:
    try:
        parts = urlsplit(value)
        host = parts.hostname
    except ValueError:
        return False
    if not host or parts.username or parts.query or parts.fragment:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host))
