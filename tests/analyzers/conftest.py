"""What tests of analyzers share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.analyzers.service import AnalyzeService


@pytest.fixture
def service() -> Iterator[AnalyzeService]:
    with AnalyzeService() as service:
        yield service
