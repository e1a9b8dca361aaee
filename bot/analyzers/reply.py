"""One HTTP answer of a service, and what every service's answer tells alike. Opens no socket."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parsedate_to_datetime

from bot.errors import AnalyzerFailed

LONGEST_WAIT_S = timedelta(days=31).total_seconds()
"""The longest plan is monthly: https://azure.microsoft.com/pricing/details/computer-vision/."""


@dataclass(frozen=True, slots=True)
class Reply:
    """One HTTP answer. The names of `headers` are compared without regard to case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def json_in(reply: Reply) -> object:
    """The decoded body. Raises AnalyzerFailed where it is no JSON."""
    try:
        return json.loads(reply.body)
    except (ValueError, RecursionError) as error:  # broken or cut; or a tower of brackets
        raise AnalyzerFailed("the answer is not JSON") from error


def error_layers_in(body: bytes) -> Iterator[Mapping[str, object]]:
    """The objects of an error, from the outermost in; none in a body that is no JSON object."""
    try:
        layer = json.loads(body)
    except (ValueError, RecursionError):  # a page of HTML, nothing, or a tower of brackets
        return
    while isinstance(layer, dict):
        yield layer
        layer = layer.get("error") or layer.get("innererror")


def wait_s_of(reply: Reply, in_message: Callable[[], float | None]) -> float | None:
    """For how long the service asks to be left alone, by its headers or else by its words.

    None where it does not say; at most `LONGEST_WAIT_S`.
    """
    wait_s = retry_after_s(reply.headers)
    if wait_s is None:
        wait_s = in_message()
    return None if wait_s is None else min(max(wait_s, 0.0), LONGEST_WAIT_S)


def retry_after_s(headers: Mapping[str, str]) -> float | None:
    """`Retry-After`, seconds or a date, which counts from the answer's own date: clocks differ."""
    wanted = headers.get("Retry-After", "").strip()
    if re.fullmatch(r"[0-9]{1,9}", wanted):
        return float(wanted)
    try:
        until = parsedate_to_datetime(wanted)
        return (until - parsedate_to_datetime(headers.get("Date", ""))).total_seconds()
    except (ValueError, TypeError):  # no date; or one with a time zone and one without
        return None
