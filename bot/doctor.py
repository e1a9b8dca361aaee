"""`doctor`: tries everything the bot needs and says of each whether it works, and what to do."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from functools import cache

from PIL import Image
from rich.console import Console
from rich.text import Text
from slack_sdk import WebClient

from bot.analyzers import Analyzer
from bot.analyzers.fallback import Chain
from bot.analyzers.quota import month_of
from bot.config import Config
from bot.databases import open_database
from bot.describe import Describer
from bot.errors import BotError, Misconfigured, SlackBusy, Unavailable
from bot.model import NOBODY, Ask
from bot.slack.wire.api import TOKEN_ERRORS, slack_errors, web_client
from bot.slack.wire.bolt import NOT_ANSWERING, identify
from bot.slack.wire.grants import granted_in
from bot.slack.wire.scopes import CORE, OPTIONAL
from bot.store.usage import UsageStore
from bot.vision import build_analyzers
from bot.words import Words


@dataclass(frozen=True, slots=True)
class Finding:
    """What one look found; where it is not well, `sentence` says what to do."""

    subject: str
    is_well: bool
    sentence: str


def examine(config: Config, console: Console) -> bool:
    """Prints every finding; True when all is well. Posts nothing and needs no channel."""
    all_well = True
    for finding in findings(config):
        all_well = all_well and finding.is_well
        mark = ("ok   ", "green") if finding.is_well else ("fault", "bold red")
        console.print(Text.assemble(mark, "  ", (finding.subject, "bold"), f"  {finding.sentence}"))
    return all_well


def findings(config: Config) -> Iterator[Finding]:
    """Looks at Slack, the store and the analyzers, in the order in which a picture needs them."""
    client = web_client(config.slack_bot_token, base_url=config.slack_api_url)
    yield from _look("Bot token", lambda: _bot_token(client))
    if config.uses_socket_mode:
        yield from _look("Socket Mode", lambda: _socket_mode(client, config.slack_app_token))
    yield from _look("Store", lambda: _store(config))
    yield from _look("Analyzer", lambda: _analyzers(config))
    if config.vision_endpoint:
        yield from _look("Usage", lambda: _usage(config))


def _look(subject: str, look: Callable[[], Iterable[tuple[bool, str]]]) -> Iterator[Finding]:
    try:
        for is_well, sentence in look():
            yield Finding(subject, is_well, sentence)
    except Misconfigured as error:
        for fault in error.faults:
            yield Finding(subject, False, fault)
    except BotError as error:
        yield Finding(subject, False, Words().explain(error))


def _bot_token(client: WebClient) -> Iterator[tuple[bool, str]]:
    identify(client, patience_s=0.0)
    with slack_errors():
        headers = client.auth_test().headers
    yield True, "Slack knows it."
    granted = granted_in(headers) or frozenset()
    for scope, use in CORE.items():
        if scope not in granted:
            yield False, f"{scope} is not granted: reinstall the app with it, to {use}."
    for scope, use in OPTIONAL.items():
        if scope not in granted:
            yield True, f"{scope} is not granted; it is optional: without it the bot cannot {use}."


def _socket_mode(client: WebClient, app_token: str) -> Iterator[tuple[bool, str]]:
    try:
        with slack_errors():
            client.apps_connections_open(app_token=app_token)
    except SlackBusy as error:
        if str(error) not in TOKEN_ERRORS:
            raise Misconfigured(NOT_ANSWERING) from error
        raise _app_token_refused() from error
    except Unavailable as error:
        raise _app_token_refused() from error
    yield True, "Slack gives a connection."


def _app_token_refused() -> Misconfigured:
    return Misconfigured(
        "Slack refuses SLACK_APP_TOKEN: it needs the scope connections:write,"
        " and Socket Mode must be on."
    )


def _store(config: Config) -> Iterator[tuple[bool, str]]:
    open_database(config).close()
    yield True, "It opens and can be written."


def _analyzers(config: Config) -> Iterator[tuple[bool, str]]:
    """Each by itself: another that stands by would hide that one fails."""
    with ExitStack() as stack:
        database = cache(lambda: stack.enter_context(closing(open_database(config))))
        for analyzer in build_analyzers(config, database, patience_s=0.0):
            yield _tried(analyzer)
    if config.vision_key and not config.vision_endpoint:
        yield True, "VISION_KEY is not used, since VISION_ENDPOINT is not set."


def _tried(analyzer: Analyzer) -> tuple[bool, str]:
    words = Words()
    name = words.analyzer(analyzer.name)
    began = time.monotonic()
    try:
        description = Describer(Chain([analyzer])).describe(_test_picture(), Ask("en"))
    except BotError as error:
        return False, f"{name} does not answer: {words.explain(error)}"
    took_ms = round((time.monotonic() - began) * 1000)
    if (trouble := description.analysis.impaired_by) is not None:
        return False, words.reason(trouble)
    told = f"A test picture was answered by {name} in {took_ms} ms."
    lacking = description.analysis.lacking
    return True, told if lacking is None else f"{told} {words.reason(lacking)}"


def _usage(config: Config) -> Iterator[tuple[bool, str]]:
    """This month's calls to the service; none left is a fault, but not yet anybody's outage."""
    with closing(open_database(config)) as database:
        month = month_of(database.now())
        used = UsageStore(database).usage_of(NOBODY, month)
    quota = config.vision_quota
    calls = f"{used.calls:,}" if quota is None else f"{used.calls:,} of {quota:,}"
    tokens = f", {used.tokens:,} tokens" if used.tokens else ""
    yield quota is None or used.calls < quota, f"{calls} calls to the service in {month}{tokens}."


def _test_picture() -> bytes:
    buffer = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").save(buffer, "JPEG")
    return buffer.getvalue()
