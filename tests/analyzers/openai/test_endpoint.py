"""VISION_ENDPOINT for VISION_API=openai."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.analyzers import azure_endpoint
from bot.analyzers.openai import endpoint
from bot.analyzers.openai.endpoint import openai_endpoint_of

AZURE = "https://name.openai.azure.com"
DEPLOYMENT = f"{AZURE}/openai/deployments/eyes"


@pytest.mark.parametrize(
    ("value", "url"),
    [
        ("https://api.openai.com", "https://api.openai.com/v1/chat/completions"),
        ("https://api.openai.com/v1/", "https://api.openai.com/v1/chat/completions"),
        (" https://api.openai.com/v1/responses\n", "https://api.openai.com/v1/responses"),
        ("http://127.0.0.1:11434/v1", "http://127.0.0.1:11434/v1/chat/completions"),
        ("http://localhost:8000", "http://localhost:8000/v1/chat/completions"),
        ("https://x.example/openai/v1", "https://x.example/openai/v1/chat/completions"),
        ("https://x.example/v1beta/openai", "https://x.example/v1beta/openai/chat/completions"),
    ],
)
def test_an_address_gives_where_to_post(value: str, url: str) -> None:
    """A base, a full address or a bare host; the key goes as a bearer token."""
    found = openai_endpoint_of(value)
    assert (found.url, found.query) == (url, {})
    assert found.is_responses == url.endswith("/responses")
    assert not found.takes_api_key
    assert not found.names_model


@pytest.mark.parametrize(
    ("value", "url", "version", "names_model"),
    [
        (AZURE, f"{AZURE}/openai/v1/chat/completions", None, False),
        (f"{AZURE}/openai/v1/", f"{AZURE}/openai/v1/chat/completions", None, False),
        (f"{AZURE}/openai/v1/responses", f"{AZURE}/openai/v1/responses", None, False),
        (
            f"{AZURE}/openai/v1/responses?api-version=preview",
            f"{AZURE}/openai/v1/responses",
            "preview",
            False,
        ),
        (
            f"{DEPLOYMENT}?api-version=2024-10-21",
            f"{DEPLOYMENT}/chat/completions",
            "2024-10-21",
            True,
        ),
        (
            f"{DEPLOYMENT}/chat/completions?api-version=2025-01-01-preview",
            f"{DEPLOYMENT}/chat/completions",
            "2025-01-01-preview",
            True,
        ),
        (
            "http://127.0.0.1:5000/openai/deployments/eyes?api-version=2024-10-21",
            "http://127.0.0.1:5000/openai/deployments/eyes/chat/completions",
            "2024-10-21",
            True,
        ),
    ],
)
def test_azure_s_addresses_take_another_header(
    value: str, url: str, version: str | None, names_model: bool
) -> None:
    """The resource's v1 address, or a deployment with its API version, which names the model."""
    found = openai_endpoint_of(value)
    assert (found.url, found.query.get("api-version")) == (url, version)
    assert (found.takes_api_key, found.names_model) == (True, names_model)


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("", azure_endpoint.NO_ADDRESS),
        ("api.openai.com", azure_endpoint.NO_ADDRESS),
        ("https://user:secret@api.openai.com", azure_endpoint.EXTRAS),
        ("https://api.openai.com/v1#secret", azure_endpoint.EXTRAS),
        ("http://192.168.0.7:11434/v1", azure_endpoint.CLEAR_TEXT),
        (f"{DEPLOYMENT}?api-key=secret", endpoint.WRONG_QUERY),
        (f"{DEPLOYMENT}?api-version=2024-10-21&api-key=secret", endpoint.WRONG_QUERY),
        ("https://api.openai.com/v1?", endpoint.WRONG_QUERY),
        (DEPLOYMENT, endpoint.NO_API_VERSION),
    ],
)
def test_what_cannot_be_posted_to_is_refused_with_its_sentence(value: str, sentence: str) -> None:
    """Each kind of wrong address has one sentence, which repeats no secret."""
    with pytest.raises(ValueError, match="VISION_ENDPOINT") as refused:
        openai_endpoint_of(value)
    assert str(refused.value) == sentence


@settings(deadline=None)
@given(value=st.text() | st.builds("https://x.example/{}".format, st.text()))
def test_any_text_gives_an_address_or_a_sentence(value: str) -> None:
    """No text, however wrong, ends in another error than ValueError."""
    with suppress(ValueError):
        assert openai_endpoint_of(value).url.endswith(("/chat/completions", "/responses"))
