"""Every error shape that Azure puts on the wire, as one of ours."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.analyzers.azure import LIMITS
from bot.analyzers.azure_errors import error_of
from bot.analyzers.reply import LONGEST_WAIT_S, Reply
from bot.errors import (
    AnalyzerBusy,
    AnalyzerFailed,
    AnalyzerGone,
    AnalyzerOverQuota,
    AnalyzerRejectedKey,
    BotError,
    Refused,
    TooLarge,
    TooSmall,
    Unavailable,
    Withheld,
)
from tests.analyzers.service import recorded, recording_names

DAY_S = 86_400.0

EXPECTED: dict[str, BotError] = {
    "any_401_invalid_key": AnalyzerRejectedKey("401"),
    "any_401_missing_key_old_gateway": AnalyzerRejectedKey("401"),
    "face_403_quota_wrapped": AnalyzerOverQuota("403", retry_after_s=2.12 * DAY_S),
    "v2_400_BadArgument": AnalyzerFailed("400 BadArgument"),
    "v2_400_InvalidDetails": AnalyzerFailed("400 InvalidDetails"),
    "v2_400_InvalidImageFormat": AnalyzerFailed("400 InvalidImageFormat"),
    "v2_400_InvalidImageSize": TooLarge(4_000_000),
    "v2_400_NotSupportedImage": Withheld(),
    "v2_400_NotSupportedLanguage": AnalyzerFailed("400 NotSupportedLanguage"),
    "v2_400_invalid_image_format": AnalyzerFailed("400 InvalidImageFormat"),
    "v2_403_quota": AnalyzerOverQuota("403", retry_after_s=2.12 * DAY_S),
    "v2_429_rate_limit": AnalyzerBusy("429", retry_after_s=57.0),
    "v2_500_FailedToProcess": AnalyzerBusy("500 FailedToProcess"),
    "v2_500_Timeout": AnalyzerBusy("500 Timeout"),
    "v3_2_400_BadArgument": AnalyzerFailed("400 BadArgument"),
    "v3_2_400_InvalidImageDimension": TooSmall(51),
    "v3_2_400_InvalidImageFormat": AnalyzerFailed("400 InvalidImageFormat"),
    "v3_2_400_InvalidImageUrl": AnalyzerFailed("400 InvalidImageUrl"),
    "v3_2_400_NotSupportedImage": Withheld(),
    "v3_2_400_NotSupportedVisualFeature": AnalyzerFailed("400 NotSupportedVisualFeature"),
    "v3_2_415": AnalyzerFailed("415 UnsupportedMediaType"),
    "v3_2_500_FailedToProcess": AnalyzerBusy("500 FailedToProcess"),
    "v3_2_500_InternalServerError": AnalyzerBusy("500 InternalServerError"),
    "v3_2_503": AnalyzerBusy("503 ServiceUnavailable"),
    "v3_2_celebrities_restricted": AnalyzerFailed("400 UnsupportedFeature"),
    "v4_400_caption_region": AnalyzerFailed("400 NotInRegion"),
    "v4_400_content_type": AnalyzerFailed("400 InvalidRequest"),
    "v4_400_invalid_image_format": AnalyzerFailed("400 InvalidImageFormat"),
    "v4_400_language": AnalyzerFailed("400 NotSupportedLanguage"),
    "v4_400_not_supported_visual_feature": AnalyzerFailed("400 NotSupportedVisualFeature"),
    "v4_400_size": AnalyzerFailed("400 InvalidRequest"),
    "v4_404": AnalyzerGone("404"),
    "v4_429_f0": AnalyzerBusy("429", retry_after_s=40.0),
}
"""What each recorded error must become."""


def facts_of(error: BotError) -> tuple[object, ...]:
    """What tells two errors apart: kind, arguments, wait."""
    return type(error), error.args, getattr(error, "retry_after_s", None)


def error_for(status: int, body: object = None, headers: dict[str, str] | None = None) -> BotError:
    return error_of(Reply(status, headers or {}, json.dumps(body).encode()), LIMITS["3.2"])


def wait_of(error: BotError) -> float | None:
    assert isinstance(error, Unavailable)
    return error.retry_after_s


def test_every_recorded_error_is_judged() -> None:
    """No recording of an error lies about without an expectation."""
    assert recording_names("errors") == sorted(EXPECTED)


@pytest.mark.parametrize("name", recording_names("errors"))
def test_a_recorded_error_becomes_ours(name: str) -> None:
    """Each shape ends in the leaf, with the code and the wait, that it stands for."""
    answer = recorded(name)
    error = error_of(Reply(answer.status, answer.headers, answer.body), LIMITS["3.2"])
    assert facts_of(error) == facts_of(EXPECTED[name])


@pytest.mark.parametrize(
    ("status", "leaf"),
    [
        (204, AnalyzerFailed),
        (302, AnalyzerFailed),
        (400, AnalyzerFailed),
        (401, AnalyzerRejectedKey),
        (403, AnalyzerRejectedKey),
        (404, AnalyzerGone),
        (408, AnalyzerBusy),
        (410, AnalyzerGone),
        (422, AnalyzerFailed),
        (429, AnalyzerBusy),
        (502, AnalyzerBusy),
        (504, AnalyzerBusy),
    ],
)
def test_a_status_is_enough(status: int, leaf: type[BotError]) -> None:
    """An answer whose body says nothing is judged by its status."""
    for body in (b"", b"<html>no JSON</html>", b"[" * 100_000, b"[]", b'{"error": 1}'):
        assert type(error_of(Reply(status, {}, body), LIMITS["3.2"])) is leaf


@pytest.mark.parametrize(
    ("message", "wait_s"),
    [
        ("Out of call volume quota. Quota will be replenished in 2.12 days.", 2.12 * DAY_S),
        ("Out of call volume quota. Quota will be replenished in 07:01:20.", 25_280.0),
        (
            "Out of call volume quota. Quota will be replenished in 20.09:58:55.",
            20 * DAY_S + 35_935,
        ),
        ("Out of call volume quota for ComputerVision F0. Please retry after 1 day.", DAY_S),
        ("Out of call volume quota. Come back in 999999999 days.", LONGEST_WAIT_S),
        ("Out of call volume quota.", None),
    ],
)
def test_a_used_up_quota_says_when_it_is_filled(message: str, wait_s: float | None) -> None:
    """All the ways the gateway writes a time are understood, and bounded by a month."""
    for body in ({"statusCode": 403, "message": message}, {"error": {"message": message}}):
        error = error_for(403, body)
        assert type(error) is AnalyzerOverQuota
        assert wait_of(error) == wait_s


def test_a_quota_under_429_is_still_a_quota() -> None:
    """What no retry in this hour can help is not called busy."""
    body = {"error": {"code": "429", "message": "Out of call volume quota for F0 pricing tier."}}
    assert type(error_for(429, body)) is AnalyzerOverQuota


@pytest.mark.parametrize(
    ("headers", "wait_s"),
    [
        ({"Retry-After": "3"}, 3.0),
        ({"Retry-After": "0"}, 0.0),
        ({"Retry-After": "999999999"}, LONGEST_WAIT_S),
        (
            {
                "Retry-After": "Thu, 22 Aug 2019 04:06:57 GMT",
                "Date": "Thu, 22 Aug 2019 04:06:27 GMT",
            },
            30.0,
        ),
        (
            {
                "Retry-After": "Thu, 22 Aug 2019 04:06:00 GMT",
                "Date": "Thu, 22 Aug 2019 04:06:27 GMT",
            },
            0.0,
        ),
        ({"Retry-After": "Thu, 22 Aug 2019 04:06:57 GMT"}, 55.0),
        ({"Retry-After": "-1"}, 55.0),
        ({"Retry-After": "soon"}, 55.0),
        ({}, 55.0),
    ],
)
def test_retry_after_comes_before_the_message(headers: dict[str, str], wait_s: float) -> None:
    """Seconds or a date in the header count; without them, the message's number."""
    body = {"error": {"code": "429", "message": "Please retry after 55 seconds."}}
    assert wait_of(error_for(429, body, headers)) == wait_s


@settings(deadline=None)
@given(
    status=st.integers(100, 999).filter(lambda status: status != 200),
    body=st.binary()
    | st.recursive(
        st.none() | st.text() | st.integers(),
        lambda inner: (
            st.dictionaries(
                st.sampled_from(["error", "innererror", "code", "message", "statusCode"]), inner
            )
            | st.lists(inner)
        ),
    ).map(lambda found: json.dumps(found).encode()),
    header=st.text(),
    date=st.text() | st.just("Thu, 22 Aug 2019 04:06:27 -0000"),
)
def test_any_answer_becomes_an_error(status: int, body: bytes, header: str, date: str) -> None:
    """Whatever comes back is one of our errors, with a wait that makes sense."""
    error = error_of(Reply(status, {"Retry-After": header, "Date": date}, body), LIMITS["3.2"])
    assert isinstance(error, Refused | Unavailable)
    if isinstance(error, Unavailable) and error.retry_after_s is not None:
        assert 0.0 <= error.retry_after_s <= LONGEST_WAIT_S
