"""The rooms, held by reading the imports: data flows one way."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

FILES = sorted(path for path in Path("bot").rglob("*.py"))
CORE = (
    "bot/model.py",
    "bot/formats.py",
    "bot/decoders.py",
    "bot/headers.py",
    "bot/images.py",
    "bot/settings.py",
    "bot/manner.py",
    "bot/color_names.py",
    "bot/colors.py",
    "bot/speech.py",
    "bot/block_kit.py",
    "bot/buttons.py",
    "bot/blocks.py",
    "bot/alt_text.py",
    "bot/reply_views.py",
    "bot/found.py",
    "bot/progress.py",
)
MAY_OPEN_SOCKETS = (
    "bot/analyzers/transport.py",
    "bot/slack/",
    "bot/web.py",
    "bot/web_pictures.py",
    "bot/deadline.py",
    "bot/analyze_server/",
    "bot/demo/",
)
SOCKET_LIBRARIES = {"socket", "requests", "urllib3", "http", "websockets", "uvicorn", "starlette"}
SLACK_LIBRARIES = {"slack_bolt", "slack_sdk"}
OUTER = ("bot.slack", "bot.app", "bot.service", "bot.web", "bot.demo", "bot.__main__")


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def is_in(path: Path, *places: str) -> bool:
    return any(path.as_posix() == place or path.as_posix().startswith(place) for place in places)


def roots_of(path: Path) -> set[str]:
    return {name.split(".")[0] for name in imports_of(path)}


@pytest.mark.parametrize("path", FILES, ids=str)
def test_only_config_reads_the_environment(path: Path) -> None:
    """A setting has one place where it is read."""
    if is_in(path, "bot/embedded/runtime.py"):
        return  # it sets one, for a library that reads it while it is loaded
    source = path.read_text(encoding="utf-8")
    assert path.name == "config.py" or not re.search(r"os\.environ|getenv", source)


@pytest.mark.parametrize("path", FILES, ids=str)
def test_slack_libraries_stay_at_the_edge(path: Path) -> None:
    """The use case knows no Slack."""
    edge = is_in(path, "bot/slack/", "bot/app.py", "bot/web.py", "bot/demo/", "bot/doctor.py")
    assert edge or not roots_of(path) & SLACK_LIBRARIES


@pytest.mark.parametrize("path", FILES, ids=str)
def test_sockets_are_opened_in_few_places(path: Path) -> None:
    """What leaves the machine leaves here."""
    assert is_in(path, *MAY_OPEN_SOCKETS) or not roots_of(path) & SOCKET_LIBRARIES


@pytest.mark.parametrize("path", FILES, ids=str)
def test_the_inside_does_not_know_the_outside(path: Path) -> None:
    """model, images, colors, blocks, analyzers and embedded never import what uses them."""
    if is_in(path, *CORE, "bot/analyzers/", "bot/embedded/", "bot/jobs/"):
        known = [name for name in imports_of(path) if name.startswith((*OUTER, "bot.describe"))]
        assert known == []


@pytest.mark.parametrize("path", FILES, ids=str)
def test_the_bot_does_not_know_its_demo(path: Path) -> None:
    """Only the command line starts it, when asked to."""
    if not is_in(path, "bot/demo/", "bot/__main__.py"):
        assert not [name for name in imports_of(path) if name.startswith("bot.demo")]


def test_the_model_knows_nothing_of_ours() -> None:
    """Everything else builds on it."""
    assert not [name for name in imports_of(Path("bot/model.py")) if name.startswith("bot")]


@pytest.mark.parametrize("path", FILES, ids=str)
def test_onnxruntime_is_imported_in_one_place(path: Path) -> None:
    """Where it is told to keep silent before it is loaded."""
    assert is_in(path, "bot/embedded/runtime.py") or "onnxruntime" not in roots_of(path)
