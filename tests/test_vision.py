"""Which analyzers a configuration means."""

from __future__ import annotations

import math
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.config import Config, read_config
from bot.errors import Misconfigured
from bot.store.database import Database
from bot.vision import build_analyzers
from bot.vision_config import vision_is_configured

RESOURCE = "https://name.cognitiveservices.azure.com"
MODEL = "http://127.0.0.1:11434/v1"
DEPLOYMENT = "https://name.openai.azure.com/openai/deployments/eyes?api-version=2024-10-21"


def config_of(**environ: str) -> Config:
    return read_config({f"VISION_{name}": value for name, value in environ.items()})


def faults_of(**environ: str) -> list[str]:
    return list(vision_is_configured(config_of(**environ)))


def names_of(folder: Path, **environ: str) -> list[str]:
    config = config_of(**environ)
    with closing(Database(f"sqlite:///{folder}/test.sqlite3")) as database:
        analyzers = build_analyzers(config, lambda: database, patience_s=1.0)
        return [analyzer.name for analyzer in analyzers]


@pytest.mark.parametrize(
    ("environ", "names"),
    [
        ({}, ["embedded"]),
        ({"FALLBACK": ""}, ["embedded"]),
        ({"ENDPOINT": RESOURCE}, ["azure-3.2", "embedded"]),
        ({"ENDPOINT": RESOURCE, "FALLBACK": ""}, ["azure-3.2"]),
        ({"ENDPOINT": RESOURCE, "FALLBACK": "3.2,embedded"}, ["azure-3.2", "embedded"]),
        ({"ENDPOINT": f"{RESOURCE}/vision/v2.0/"}, ["azure-2.0", "embedded"]),
        ({"ENDPOINT": f"{RESOURCE}/computervision/"}, ["azure-4.0", "embedded"]),
        (
            {"ENDPOINT": RESOURCE, "API": "4.0", "FALLBACK": "3.2, embedded"},
            ["azure-4.0", "azure-3.2", "embedded"],
        ),
        ({"ENDPOINT": MODEL, "API": "openai", "MODEL": "llava"}, ["openai", "embedded"]),
        ({"ENDPOINT": RESOURCE, "API": "embedded"}, ["embedded"]),
    ],
)
def test_a_configuration_names_its_analyzers(
    tmp_path: Path, environ: dict[str, str], names: list[str]
) -> None:
    """In the order in which they are asked, each once; the built-in one stands by."""
    assert faults_of(KEY="k", **environ) == []
    assert names_of(tmp_path, KEY="k", **environ) == names


@pytest.mark.parametrize(
    ("environ", "call_s", "read_s"),
    [
        ({"ENDPOINT": RESOURCE}, [6.0], 30.0),
        ({"ENDPOINT": RESOURCE, "FALLBACK": ""}, [math.inf], 30.0),
        ({"ENDPOINT": RESOURCE, "API": "4.0", "FALLBACK": "3.2,embedded"}, [3.0, 3.0], 30.0),
        ({"ENDPOINT": RESOURCE, "API": "4.0", "FALLBACK": "3.2"}, [6.0, math.inf], 30.0),
        ({"ENDPOINT": MODEL, "API": "openai", "MODEL": "m"}, [60.0], 120.0),
        ({"ENDPOINT": MODEL, "API": "openai", "MODEL": "m", "FALLBACK": ""}, [math.inf], 120.0),
    ],
)
def test_patience_is_short_where_somebody_stands_by(
    tmp_path: Path, environ: dict[str, str], call_s: list[float], read_s: float
) -> None:
    """All services together leave the embedded analyzer time within ten seconds; alone, a service
    may be silent for thirty."""
    config = config_of(KEY="k", **environ)
    with closing(Database(f"sqlite:///{tmp_path}/test.sqlite3")) as database:
        analyzers = build_analyzers(config, lambda: database, patience_s=1.0)
    services: list[Any] = [each for each in analyzers if each.name != "embedded"]
    terms = [service._transport._terms for service in services]
    assert [each.call_s for each in terms] == call_s
    assert {(each.connect_timeout_s, each.read_timeout_s) for each in terms} == {(3.0, read_s)}


@pytest.mark.parametrize(
    ("environ", "word"),
    [
        ({"API": "3.2"}, "VISION_ENDPOINT is missing"),
        ({"FALLBACK": "4.0"}, "VISION_ENDPOINT is missing"),
        ({"ENDPOINT": "name"}, "VISION_ENDPOINT must be an address"),
        ({"ENDPOINT": RESOURCE}, "VISION_KEY is missing"),
        ({"ENDPOINT": "https://api.openai.com", "API": "openai", "MODEL": "m"}, "VISION_KEY is"),
        ({"ENDPOINT": DEPLOYMENT, "API": "openai"}, "VISION_KEY is missing"),
        ({"ENDPOINT": RESOURCE, "KEY": "kéy"}, "VISION_KEY has characters"),
        ({"ENDPOINT": MODEL, "API": "openai"}, "VISION_MODEL is missing"),
        ({"ENDPOINT": MODEL, "KEY": "k"}, "VISION_API=openai"),
        (
            {"ENDPOINT": RESOURCE, "KEY": "k", "FALLBACK": "openai"},
            "openai cannot stand beside 3.2",
        ),
        (
            {"ENDPOINT": f"{RESOURCE}/vision/v3.2/", "KEY": "k", "FALLBACK": "2.0"},
            "VISION_ENDPOINT says version 3.2",
        ),
    ],
)
def test_what_is_missing_is_told(environ: dict[str, str], word: str) -> None:
    """One sentence, which names the setting and repeats no value that may be secret."""
    (fault,) = faults_of(**environ)
    assert word in fault
    assert fault.endswith(".")
    assert "kéy" not in fault


def test_a_deployment_s_address_names_the_model() -> None:
    """VISION_MODEL would say it twice."""
    assert faults_of(ENDPOINT=DEPLOYMENT, KEY="k", API="openai") == []


def test_what_is_no_analyzer_is_refused() -> None:
    """VISION_API and VISION_FALLBACK know the same names."""
    with pytest.raises(Misconfigured) as caught:
        config_of(API="gemini", FALLBACK="gemini")
    assert [fault.split()[0] for fault in caught.value.faults] == ["VISION_API", "VISION_FALLBACK"]
