"""Errors of OpenAI-compatible servers as ours."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.analyzers.openai.errors import openai_error_of
from bot.analyzers.reply import LONGEST_WAIT_S, Reply
from bot.errors import Refused, Unavailable
from tests.analyzers.openai_errors import ERRORS
from tests.analyzers.test_azure_errors import facts_of


def reply_of(status: int, body: object, headers: dict[str, str] | None = None) -> Reply:
    return Reply(status, headers or {}, json.dumps(body).encode())


@pytest.mark.parametrize("name", sorted(ERRORS))
def test_each_shape_becomes_ours(name: str) -> None:
    """With status, code and wait, and nothing else of the answer."""
    answer, expected = ERRORS[name]
    error = openai_error_of(Reply(answer.status, answer.headers, answer.body))
    assert facts_of(error) == facts_of(expected)


@pytest.mark.parametrize(
    ("message", "wait_s"),
    [
        ("Please try again in 20s.", 20.0),
        ("Please try again in 500ms.", 0.5),
        ("Please try again in 6m0s.", 360.0),
        ("Please retry after 1.5 seconds.", 1.5),
        ("Please try again in 2 minutes.", 120.0),
        ("Please try again later.", None),
        ("Please try again in 999999 minutes.", LONGEST_WAIT_S),
    ],
)
def test_a_wait_in_words_is_understood(message: str, wait_s: float | None) -> None:
    """Where no header says it."""
    error = openai_error_of(reply_of(429, {"error": {"message": message}}))
    assert isinstance(error, Unavailable)
    assert error.retry_after_s == wait_s


def test_a_header_comes_before_words() -> None:
    """It is meant for programs."""
    body = {"error": {"message": "Please try again in 20s."}}
    error = openai_error_of(reply_of(429, body, {"Retry-After": "7"}))
    assert isinstance(error, Unavailable)
    assert error.retry_after_s == 7.0


@settings(deadline=None)
@given(
    status=st.integers(100, 999),
    body=st.binary()
    | st.recursive(
        st.none() | st.text() | st.integers(),
        lambda inner: (
            st.dictionaries(
                st.sampled_from(["error", "innererror", "code", "message", "type"]), inner
            )
            | st.lists(inner)
        ),
    ).map(lambda found: json.dumps(found).encode()),
)
def test_any_answer_becomes_an_error(status: int, body: bytes) -> None:
    """Whatever comes back is one of our errors."""
    assert isinstance(openai_error_of(Reply(status, {}, body)), Refused | Unavailable)
