"""Azure's error answers, v1.0 to 4.0 and both gateways, as our errors. Opens no socket.

Four shapes are on the wire, from Microsoft's docs and from recorded answers (tests/recordings):

    {"code": "InvalidImageSize", "message": ..., "requestId": ...}                  v2.0
    {"error": {"code": ..., "message": ..., "innererror": {"code": ..., ...}}}      v3.2, 4.0
    {"error": {"code": "401", "message": ...}}                                      gateway today
    {"statusCode": 403, "message": ...}, sometimes inside "error"                   gateway, 2016-19
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import timedelta

from bot.analyzers.reply import Reply, error_layers_in, wait_s_of
from bot.errors import (
    AnalyzerBusy,
    AnalyzerFailed,
    AnalyzerGone,
    AnalyzerOverQuota,
    AnalyzerRejectedKey,
    BotError,
    TooLarge,
    TooSmall,
    Withheld,
)
from bot.model import UploadLimits

LANGUAGE_REFUSED = "NotSupportedLanguage"
REGION_REFUSED = "NotInRegion"
"""Our own code: the service says only in words that a feature is not there in its region."""

_REFUSALS: Mapping[str, Callable[[UploadLimits], BotError]] = {
    "InvalidImageSize": lambda limits: TooLarge(limits.max_bytes),
    "InvalidImageDimension": lambda limits: TooSmall(limits.min_side_px),
    "NotSupportedImage": lambda _: Withheld(),
}
"""What a person can do something about. Not InvalidImageFormat: we encoded the picture ourselves,
so that is between us and the service, and an analyzer that reads pixels may still answer."""

_CODE = re.compile(r"[A-Za-z]{1,40}")
_CLOCK = re.compile(
    r"(?:(\d{1,3})\.)?(\d{1,2}):(\d\d):(\d\d)"
)  # .NET's [days.]hours:minutes:seconds
_SPAN = re.compile(r"(\d{1,9}(?:\.\d{1,9})?) (second|minute|hour|day)s?\b")
_UNIT_S = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}


def error_of(reply: Reply, limits: UploadLimits) -> BotError:
    """The error that an answer other than 200 stands for.

    An `Unavailable` says the status and the service's code ("400 NotSupportedLanguage") and
    nothing else of the answer. `retry_after_s` is at most `LONGEST_WAIT_S`.
    """
    status, (code, message) = reply.status, _fault_in(reply.body)
    if status == 400 and "not supported in this region" in message:
        code = REGION_REFUSED
    detail = f"{status} {code}".rstrip()
    wait_s = wait_s_of(reply, lambda: _seconds_in_message(message))
    if status in (403, 429) and "quota" in message.lower():
        return AnalyzerOverQuota(detail, retry_after_s=wait_s)
    if status in (401, 403):
        return AnalyzerRejectedKey(detail)
    if status in (404, 410):
        return AnalyzerGone(detail)
    if status in (408, 429) or status >= 500:
        return AnalyzerBusy(detail, retry_after_s=wait_s)
    if code in _REFUSALS:
        return _REFUSALS[code](limits)
    return AnalyzerFailed(detail)


def _fault_in(body: bytes) -> tuple[str, str]:
    """The most precise code, and all messages in one; "" where the answer has none."""
    codes, messages = [""], [""]
    for layer in error_layers_in(body):
        code, message = layer.get("code"), layer.get("message")
        if isinstance(code, str) and _CODE.fullmatch(code):
            codes.append(code)
        if isinstance(message, str):
            messages.append(message)
    return codes[-1], " ".join(messages)


def _seconds_in_message(message: str) -> float | None:
    """What the gateway writes: "2.12 days", "57 seconds", "07:01:20", "20.09:58:55"."""
    if clock := _CLOCK.search(message):
        days, hours, minutes, seconds = (int(part or 0) for part in clock.groups())
        return timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds).total_seconds()
    if span := _SPAN.search(message):
        return float(span[1]) * _UNIT_S[span[2]]
    return None
