"""Which analyzers a configuration names, and what they lack in it. Opens no socket."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from bot.analyzers.azure_endpoint import VERSIONS, endpoint_of
from bot.analyzers.openai.endpoint import AZURE_DOMAINS, openai_endpoint_of
from bot.config import Config

EMBEDDED = "embedded"
OPENAI = "openai"
FOUR = "4.0"

KEYED_DOMAINS = (*AZURE_DOMAINS, ".api.cognitive.microsoft.com", "api.openai.com")
"""Whoever asks there without a key is refused."""


def names_of(config: Config) -> list[str]:
    """Those of VISION_API and VISION_FALLBACK, each once, the first to be asked first."""
    return list(dict.fromkeys([_first(config), *config.vision_fallback]))


def _first(config: Config) -> str:
    """VISION_API, or else what the address speaks; where it cannot be read, a check tells why."""
    if config.vision_api or not config.vision_endpoint:
        return config.vision_api or EMBEDDED
    try:
        return endpoint_of(config.vision_endpoint, None)[1]
    except ValueError:
        return VERSIONS[0]


def vision_is_configured(config: Config) -> Iterator[str]:
    """A check: every analyzer that will be asked has what it needs."""
    services = [name for name in names_of(config) if name != EMBEDDED]
    if not services:
        return
    if not config.vision_endpoint:
        yield f"VISION_ENDPOINT is missing: analyzer {services[0]} needs the service's address."
        return
    if OPENAI in services and len(services) > 1:
        yield (
            "VISION_API and VISION_FALLBACK share VISION_ENDPOINT, so openai cannot stand beside"
            f" {next(name for name in services if name != OPENAI)}: leave one of them out."
        )
        return
    yield from _address_faults(config, services)
    yield from _key_faults(config)
    if OPENAI in services and not config.vision_model and not _address_names_model(config):
        yield "VISION_MODEL is missing: name the model that shall look at the pictures."


def _address_faults(config: Config, services: list[str]) -> Iterator[str]:
    """The first fault alone: with a wrong address every service would repeat it."""
    for name in services:
        try:
            if name == OPENAI:
                openai_endpoint_of(config.vision_endpoint)
            else:
                endpoint_of(config.vision_endpoint, name)
        except ValueError as error:
            yield str(error)
            return


def _key_faults(config: Config) -> Iterator[str]:
    if not (config.vision_key.isascii() and config.vision_key.isprintable()):
        yield "VISION_KEY has characters that no key has: copy it again."
    try:
        host = urlsplit(config.vision_endpoint).hostname or ""
    except ValueError:  # told already
        return
    if not config.vision_key and host.endswith(KEYED_DOMAINS):
        yield "VISION_KEY is missing: copy it from the resource's page, Keys and Endpoint."


def _address_names_model(config: Config) -> bool:
    try:
        return openai_endpoint_of(config.vision_endpoint).names_model
    except ValueError:  # told already
        return True
