"""VISION_ENDPOINT: what is understood, and what is refused with which sentence."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.analyzers import azure_endpoint
from bot.analyzers.azure_endpoint import endpoint_of

RESOURCE = "https://my-name.cognitiveservices.azure.com"
REGION = "https://westus.api.cognitive.microsoft.com"
FOUR = f"{RESOURCE}/computervision/imageanalysis:analyze"
QUICKSTART = "https://westcentralus.api.cognitive.microsoft.com/vision/v2.0/"


@pytest.mark.parametrize(
    ("value", "version", "url", "spoken"),
    [
        (RESOURCE, None, f"{RESOURCE}/vision/v3.2/analyze", "3.2"),
        (f"  {RESOURCE}/\n", "", f"{RESOURCE}/vision/v3.2/analyze", "3.2"),
        (REGION, "2.0", f"{REGION}/vision/v2.0/analyze", "2.0"),
        (QUICKSTART, None, f"{QUICKSTART}analyze", "2.0"),
        (QUICKSTART, "2.0", f"{QUICKSTART}analyze", "2.0"),
        (f"{QUICKSTART}analyze", None, f"{QUICKSTART}analyze", "2.0"),
        (f"{RESOURCE}/Vision/V3.2", None, f"{RESOURCE}/vision/v3.2/analyze", "3.2"),
        (RESOURCE, "4.0", FOUR, "4.0"),
        (FOUR, None, FOUR, "4.0"),
        (f"{RESOURCE}/computervision/", "4.0", FOUR, "4.0"),
        ("http://127.0.0.1:5000", None, "http://127.0.0.1:5000/vision/v3.2/analyze", "3.2"),
        ("http://[::1]:5000/", None, "http://[::1]:5000/vision/v3.2/analyze", "3.2"),
        ("http://localhost", "2.0", "http://localhost/vision/v2.0/analyze", "2.0"),
    ],
)
def test_an_address_gives_where_to_post_and_the_version(
    value: str, version: str | None, url: str, spoken: str
) -> None:
    """A resource, a region and the quickstart's own base all lead to analyze."""
    assert endpoint_of(value, version) == (url, spoken)


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("", azure_endpoint.NO_ADDRESS),
        ("my-name", azure_endpoint.NO_ADDRESS),
        ("my-name.cognitiveservices.azure.com", azure_endpoint.NO_ADDRESS),
        ("ftp://my-name.cognitiveservices.azure.com", azure_endpoint.NO_ADDRESS),
        ("https://", azure_endpoint.NO_ADDRESS),
        ("https://[", azure_endpoint.NO_ADDRESS),
        ("https://<your name>.azure.com", azure_endpoint.NO_ADDRESS),
        ("https://name:secret", azure_endpoint.NO_ADDRESS),
        ("https://user:secret@name.azure.com", azure_endpoint.EXTRAS),
        (f"{RESOURCE}?subscription-key=secret", azure_endpoint.EXTRAS),
        (f"{RESOURCE}/#secret", azure_endpoint.EXTRAS),
        ("http://my-name.cognitiveservices.azure.com", azure_endpoint.CLEAR_TEXT),
        ("http://192.168.0.7:5000", azure_endpoint.CLEAR_TEXT),
        ("http://localhost.evil.example", azure_endpoint.CLEAR_TEXT),
        (f"{RESOURCE}/vision/v3.2/describe", azure_endpoint.OTHER_PATH),
        (f"{RESOURCE}/computervision/retrieval:vectorizeImage", azure_endpoint.OTHER_PATH),
        (f"{RESOURCE}/v1/chat/completions", azure_endpoint.OTHER_PATH),
    ],
)
def test_what_cannot_be_posted_to_is_refused_with_its_sentence(value: str, sentence: str) -> None:
    """Each kind of wrong address has one sentence, which repeats no secret."""
    with pytest.raises(ValueError, match="VISION_ENDPOINT") as refused:
        endpoint_of(value, None)
    assert str(refused.value) == sentence
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__ or refused.value.__context__ is None


def test_the_address_and_the_version_must_not_contradict() -> None:
    """A version in the address and another in VISION_API are named, both of them."""
    with pytest.raises(ValueError, match=r"says version 2\.0, but VISION_API says 3\.2"):
        endpoint_of(QUICKSTART, "3.2")


@pytest.mark.parametrize("version", ["1.0", "2.1", "3.1", "4.1"])
def test_only_versions_that_we_speak_are_taken(version: str) -> None:
    """Another version is refused, wherever it is named."""
    with pytest.raises(ValueError, match=f"Version {version} .* use 4.0 or 3.2"):
        endpoint_of(f"{RESOURCE}/vision/v{version}/", None)
    with pytest.raises(ValueError, match=f"Version {version} .* use 4.0 or 3.2"):
        endpoint_of(RESOURCE, version)


@settings(deadline=None)
@given(value=st.text() | st.builds("https://{}".format, st.text()))
def test_any_text_gives_an_address_or_a_sentence(value: str) -> None:
    """No text, however wrong, ends in another error than ValueError."""
    with suppress(ValueError):
        url, version = endpoint_of(value, None)
        assert url.endswith(("analyze", f"/vision/v{version}/analyze"))
