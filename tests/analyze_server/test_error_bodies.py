"""What the service refuses with, held against recorded and documented answers."""

from __future__ import annotations

from typing import Literal, get_args

import pytest

from bot.analyze_server.error_bodies import (
    SENTENCES,
    Fault,
    Version,
    body_of,
    gateway_body,
    status_of,
)
from bot.analyzers.azure_errors import error_of
from bot.analyzers.reply import Reply
from bot.errors import AnalyzerBusy, Refused, Unavailable
from bot.model import UploadLimits
from tests.analyzers.service import answer_of, recording, recording_names

VERSIONS: tuple[Version, ...] = get_args(Version)
OTHERS = {
    "v2_400_invalid_image_format": "the same as v2_400_InvalidImageFormat, with another id",
    "v2_403_quota": "the gateway's; there is no quota here",
    "v2_429_rate_limit": "the gateway's; there is no rate here",
    "v2_500_Timeout": "an analysis here has no time limit of its own",
    "v3_2_celebrities_restricted": "was recorded without its outer message",
    "v4_400_caption_region": "there are no regions here",
    "v4_404": "the gateway's",
    "v4_429_f0": "the gateway's",
}
IN_FOUR = {
    "v4_400_content_type": ("UnsupportedMediaType", "..."),
    "v4_400_invalid_image_format": ("InvalidImageFormat", ""),
    "v4_400_language": ("NotSupportedLanguage", ""),
    "v4_400_not_supported_visual_feature": ("NotSupportedVisualFeature", ""),
    "v4_400_size": ("InvalidImageSize", ""),
}
PLAYED = [
    name
    for name in recording_names("errors")
    if name.startswith(("v2_", "v3_2_", "v4_")) and name not in OTHERS
]


def fault_in(name: str) -> tuple[Fault, Version]:
    """The fault that a recording is named after, and its version."""
    versions: dict[str, Version] = {"v2": "2.0", "v3": "3.2", "v4": "4.0"}
    code = name.split("_")[-1]
    code = {"415": "UnsupportedMediaType", "503": "ServiceUnavailable"}.get(code, code)
    return Fault(*IN_FOUR.get(name, (code, ""))), versions[name[:2]]


@pytest.mark.parametrize("name", PLAYED)
def test_a_refusal_reads_as_recorded(name: str) -> None:
    """Status and body, to the letter."""
    recorded = recording(name)
    fault, version = fault_in(name)
    body = recorded["body"]
    assert isinstance(body, dict)
    request_id = str(body.get("requestId"))
    assert body_of(fault, version, request_id=request_id) == body
    assert status_of(fault, version) == recorded["status"]


def test_celebrities_are_refused_with_the_service_s_own_words() -> None:
    """The inner error is what clients show."""
    recorded = recording("v3_2_celebrities_restricted")["body"]
    told = body_of(Fault("UnsupportedFeature"), "3.2", request_id="")
    assert isinstance(recorded, dict)
    assert isinstance(told["error"], dict)
    assert told["error"]["innererror"] == recorded["error"]["innererror"]


@pytest.mark.parametrize(
    ("status", "name"), [(401, "any_401_invalid_key"), (404, "v4_404")], ids=str
)
def test_the_gateway_speaks_as_recorded(
    status: int, name: Literal["any_401_invalid_key", "v4_404"]
) -> None:
    """Its code is the status, as a text."""
    assert gateway_body(status) == recording(name)["body"]


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("code", SENTENCES)
def test_every_fault_is_an_error_to_our_own_client(code: str, version: Version) -> None:
    """Of the kind that it would be from the service: busy, refused, or failed."""
    fault = Fault(code, "a detail")
    answer = answer_of(body_of(fault, version, request_id="id"), status_of(fault, version))
    limits = UploadLimits(max_bytes=1, min_side_px=1, max_side_px=1)
    error = error_of(Reply(answer.status, answer.headers, answer.body), limits)
    assert isinstance(error, Refused | Unavailable)
    assert isinstance(error, AnalyzerBusy) == (answer.status >= 500)


@pytest.mark.parametrize("version", ["3.2", "2.0"])
def test_a_detail_stands_where_the_service_gives_details(version: Version) -> None:
    """For a bad argument alone; other messages are always the same."""
    told = str(body_of(Fault("BadArgument", "this is wrong"), version, request_id=""))
    assert "this is wrong" in told
    told = str(body_of(Fault("UnsupportedMediaType", "image/png"), version, request_id=""))
    assert "image/png" not in told
