"""Logs: one line an event, on stderr. What people said, named or showed never gets here."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from collections.abc import MutableMapping
from types import TracebackType
from typing import Any, TypeAlias

import structlog

_ExcInfo: TypeAlias = tuple[type[BaseException], BaseException, TracebackType | None]


def configure_logs(level: str) -> None:
    """Sends our events and other libraries' warnings to stderr, from `level` on."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            without_messages,
            structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=lambda *_: _StandardError(),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(handlers=[_LibraryHandler()], level=logging.WARNING, force=True)


def log_crashes() -> None:
    """Has what nobody caught, in any thread, end in one line of the log: no traceback, no value.

    The text of an error may be a token (http.client, of a header) or what somebody said.
    """

    def log_it(error: BaseException | None) -> None:
        structlog.get_logger().critical("crashed", exception=describe_exception(error))

    sys.excepthook = lambda _type, error, _traceback: log_it(error)
    threading.excepthook = lambda crash: log_it(crash.exc_value)


def without_messages(
    _logger: object, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Replaces an exception by its types and places.

    Its message may hold an address with a file name in it (requests), a whole payload (Bolt) or
    an answer (slack_sdk).
    """
    exc_info = event.pop("exc_info", None)
    if exc_info:
        event["exception"] = describe_exception(_exc_info(exc_info)[1])
    return event


def describe_exception(error: BaseException | None) -> str:
    """Types and places of `error` and what caused it, outermost first: no message, no value."""
    chain: list[str] = []
    while error is not None:
        frames = traceback.extract_tb(error.__traceback__)
        where = " < ".join(f"{_module(f.filename)}:{f.lineno}" for f in reversed(frames[-6:]))
        chain.append(f"{type(error).__name__} at {where or 'nowhere'}")
        error = error.__cause__ or error.__context__
    return "; from ".join(chain)


def _exc_info(value: Any) -> _ExcInfo | tuple[None, None, None]:
    if isinstance(value, BaseException):
        return type(value), value, value.__traceback__
    return value if isinstance(value, tuple) else sys.exc_info()


def _module(filename: str) -> str:
    return "/".join(filename.split("/")[-2:])


class _StandardError:
    """Writes to stderr as it is when the line is written; under a supervisor it may be replaced."""

    def msg(self, line: str) -> None:
        print(line, file=sys.stderr, flush=True)  # noqa: T201 - this is the log

    debug = info = warning = error = critical = log = msg


class _LibraryHandler(logging.Handler):
    """Says that a library warned, and where; its message may hold anything, so it is left out."""

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        structlog.get_logger().log(
            record.levelno,
            "library.warned",
            library=record.name,
            where=f"{record.module}:{record.lineno}",
            **({"exception": describe_exception(error)} if error else {}),
        )
