"""The analyze server's description of itself, and requests made up from it."""

from __future__ import annotations

import io
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from bot.analyze_server import APIS, Api
from bot.analyze_server.openapi import describe_api
from tests.analyze_server.room import serving
from tests.room import picture

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


def _pictures() -> list[bytes]:
    whole = [picture(name) for name in ("PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF")]
    huge = io.BytesIO()
    Image.new("1", (20_000, 60)).save(huge, "PNG")
    return [*whole, picture(size=50), picture(size=1), huge.getvalue(), whole[0][:60], b""]


schemathesis.openapi.media_type(
    "application/octet-stream", st.sampled_from(_pictures()) | st.binary(max_size=200)
)


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("api", APIS, ids=lambda api: api.version)
def test_no_request_brings_the_server_down(api: Api, mode: GenerationMode) -> None:
    """Whatever is asked, as described or not, is answered as described, and never with 5xx."""
    with serving(fetch=None) as url:  # no addresses: they are made up, too
        described = schemathesis.openapi.from_url(f"{url}/openapi.json")[api.path]["POST"]

        @settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
        @given(case=described.as_strategy(generation_mode=mode))
        def ask(case: Case[Any]) -> None:
            case.call_and_validate(checks=CHECKS)

        ask()


def test_every_version_is_described() -> None:
    """What is not described is not tried."""
    paths = describe_api()["paths"]
    assert isinstance(paths, dict)
    assert set(paths) == {api.path for api in APIS}


def test_the_description_needs_no_key() -> None:
    """It tells which header the key goes in."""
    with serving(key="k") as url:
        response = requests.get(f"{url}/openapi.json", timeout=10)
    assert response.json() == describe_api()
