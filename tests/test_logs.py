"""Logs: what happened, to whom it happened by id, and nothing that people said, named or showed."""

from __future__ import annotations

import json
import logging
import sys
import threading
from collections.abc import Callable, Iterator

import pytest
import structlog

from bot.demo.workspace import NewFile
from bot.logs import configure_logs, describe_exception, log_crashes
from tests.analyzers.service import answer_of
from tests.room import Start, picture


@pytest.fixture
def logged(capfd: pytest.CaptureFixture[str]) -> Iterator[Callable[[], str]]:
    """What the program wrote to stderr; its logs are configured as in production."""
    configure_logs("DEBUG")
    yield lambda: capfd.readouterr().err
    structlog.reset_defaults()
    logging.getLogger().handlers.clear()


SECRETS = ("holiday-in-rome", "my own words", "a very private caption", "a private tag")


def test_a_whole_flow_logs_nothing_private(logged: Callable[[], str], start: Start) -> None:
    """With every fault on the way: no file name, caption, tag, alt text, token, key or address."""
    room = start()
    captions = [{"text": SECRETS[2], "confidence": 0.9}]
    analysis = {"description": {"captions": captions, "tags": []}}
    room.service.always(answer_of({**analysis, "tags": [{"name": SECRETS[3], "confidence": 0.9}]}))
    faults = room.workspace.faults
    faults.answer_status("files.info", 500)
    faults.fail("chat.postMessage", "invalid_blocks", times=1)
    faults.lose_response("chat.postMessage")
    room.the_reply(
        room.workspace.share(NewFile(f"{SECRETS[0]}.png", picture(), alt_txt=SECRETS[1]))
    )
    faults.download_sign_in_page = True
    room.the_reply(room.workspace.share((f"{SECRETS[0]}.png", picture())))
    lines = logged()
    assert "jobs.retry" in lines
    private = (*SECRETS, room.workspace.bot_token, room.workspace.app_token, room.config.vision_key)
    for secret in (*private, room.workspace.url, room.service.url, "xoxb", "xapp"):
        assert secret not in lines


def test_an_exception_is_its_types_and_places() -> None:
    """Its message may hold anything."""
    with pytest.raises(ValueError, match="secret") as caught:
        _fail()
    described = describe_exception(caught.value)
    assert "ValueError at tests/test_logs.py" in described
    assert "JSONDecodeError" in described
    assert "secret" not in described


def test_a_librarys_warning_says_who_and_where_alone(logged: Callable[[], str]) -> None:
    """Bolt may put a whole payload into one."""
    logging.getLogger("slack_sdk.web").warning("Unhandled request: %s", json.dumps({"t": "x1y"}))
    lines = logged()
    assert "library=slack_sdk.web" in lines
    assert "x1y" not in lines


def test_an_events_own_fields_are_kept(logged: Callable[[], str]) -> None:
    """Ids, durations and codes are what an operator needs."""
    structlog.get_logger().info("jobs.retry", attempt=2, reason="analyzer_busy")
    lines = logged()
    assert "event=jobs.retry" in lines
    assert "attempt=2 reason=analyzer_busy" in lines


def _fail() -> None:
    try:
        json.loads("secret")
    except ValueError as error:
        raise ValueError("another secret") from error


def test_a_crash_shows_no_value(monkeypatch: pytest.MonkeyPatch, logged: Callable[[], str]) -> None:
    """In whatever thread: types and places alone, since an error's text may be a token."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    log_crashes()

    def crash() -> None:
        raise ValueError("Invalid header value b'Bearer xoxb-secret'")

    thread = threading.Thread(target=crash)
    thread.start()
    thread.join()
    try:
        crash()
    except ValueError as error:
        sys.excepthook(ValueError, error, error.__traceback__)
    lines = logged()
    assert lines.count("event=crashed") == 2
    assert lines.count("ValueError at tests/test_logs.py") == 2
    assert "xoxb" not in lines
