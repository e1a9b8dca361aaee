"""Says which error of Slack's is expected."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from slack_sdk.errors import SlackApiError


@contextmanager
def slack_error(name: str) -> Iterator[pytest.ExceptionInfo[SlackApiError]]:
    """Passes when the body ends in this error, and gives it."""
    with pytest.raises(SlackApiError) as caught:
        yield caught
    assert caught.value.response["error"] == name
