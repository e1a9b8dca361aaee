"""One HTTP answer of a service, and what every service's answer tells alike. Opens no socket."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

from bot.errors import AnalyzerFailed


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
