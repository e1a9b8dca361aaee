"""Where an OpenAI-compatible model is asked, from what the operator wrote. Opens no socket."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import SplitResult

from bot.analyzers.azure_endpoint import address_in

AZURE_DOMAINS = (".openai.azure.com", ".cognitiveservices.azure.com", ".services.ai.azure.com")
"""Their keys go in `api-key`; everybody else's in `Authorization: Bearer`.
Source: learn.microsoft.com/azure/foundry/openai/api-version-lifecycle, November 2026."""

CHAT = "/chat/completions"
RESPONSES = "/responses"

WRONG_QUERY = (
    "VISION_ENDPOINT may have ?api-version=… after it and nothing else;"
    " the key belongs in VISION_KEY."
)
NO_API_VERSION = (
    "VISION_ENDPOINT names an Azure deployment: it needs ?api-version=2024-10-21 after it."
)

_API_VERSION = re.compile(r"api-version=([0-9]{4}-[0-9]{2}-[0-9]{2}(?:-preview)?|preview|latest)")
_DEPLOYMENT = "/openai/deployments/"


@dataclass(frozen=True, slots=True)
class OpenAiEndpoint:
    """Where to post, and how. `names_model`: the path has the model, so the body needs none."""

    url: str
    is_responses: bool
    takes_api_key: bool
    names_model: bool
    query: Mapping[str, str] = field(default_factory=dict)


def openai_endpoint_of(value: str) -> OpenAiEndpoint:
    """What an address means, as vendors write theirs (November 2026):

        https://api.openai.com/v1                               OpenAI
        https://NAME.openai.azure.com/openai/v1                 Azure OpenAI
        https://NAME.openai.azure.com/openai/deployments/NAME?api-version=2024-10-21
        http://127.0.0.1:11434/v1                               Ollama
        http://127.0.0.1:8080/v1, :8000/v1                      llama.cpp, vLLM

    `/chat/completions` is added where the address does not end in it or in `/responses`, and
    `/v1` before it where there is no path at all.

    Sources: platform.openai.com/docs/api-reference, learn.microsoft.com/azure/foundry/openai,
    docs.ollama.com/api/openai-compatibility, llama.cpp tools/server, docs.vllm.ai.

    Raises:
        ValueError: with a sentence for the operator, which repeats nothing that could be secret.
    """
    written, mark, asked = value.strip().partition("?")
    address = address_in(written)
    version = _API_VERSION.fullmatch(asked)
    if mark and version is None:
        raise ValueError(WRONG_QUERY)
    path = _path_of(address)
    names_model = _DEPLOYMENT in path
    if names_model and version is None:
        raise ValueError(NO_API_VERSION)
    return OpenAiEndpoint(
        url=f"{address.scheme}://{address.netloc}{path}",
        is_responses=path.endswith(RESPONSES),
        takes_api_key=names_model or _is_azure(address),
        names_model=names_model,
        query={"api-version": version[1]} if version else {},
    )


def _path_of(address: SplitResult) -> str:
    path = address.path.rstrip("/")
    if path.endswith((CHAT, RESPONSES)):
        return path
    if not path:
        path = "/openai/v1" if _is_azure(address) else "/v1"
    return path + CHAT


def _is_azure(address: SplitResult) -> bool:
    return (address.hostname or "").endswith(AZURE_DOMAINS)
