"""The rooms, held by reading the imports: data flows one way."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from graphlib import TopologicalSorter
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
    "bot/bodies.py",
    "bot/slack/wire/",
    "bot/slack/pictures/downloads.py",
    "bot/web.py",
    "bot/web_pictures.py",
    "bot/deadline.py",
    "bot/analyze_server/",
    "bot/demo/",
)
SOCKET_LIBRARIES = {"socket", "requests", "urllib3", "http", "websockets", "uvicorn", "starlette"}
SLACK_LIBRARIES = {"slack_bolt", "slack_sdk"}
REACHING_OUT = {"os", "random", "sqlalchemy", "structlog", "threading", "time"}
OUTER = ("bot.slack", "bot.app", "bot.service", "bot.web", "bot.demo", "bot.command_line")

SLACK_ROOMS: dict[str, set[str]] = {
    "wire": set(),
    "pictures": {"wire"},
    "audience": {"wire", "pictures"},
    "replies": {"wire", "pictures", "audience"},
    "buttons": {"wire", "audience", "replies"},
    "asking": {"wire", "pictures", "audience", "replies"},
    "settings": {"wire", "audience"},
    "home": {"wire", "audience", "settings"},
    "commands": {"wire", "pictures", "audience", "replies", "settings", "home"},
}
"""The rooms in bot/slack/, and which others each of them imports."""


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            # What is imported may be a module itself.
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def is_in(path: Path, *places: str) -> bool:
    return any(path.as_posix() == place or path.as_posix().startswith(place) for place in places)


def calls_itself_pure(path: Path) -> bool:
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return bool(re.search(r"\bPure\.", docstring))


def roots_of(path: Path) -> set[str]:
    return {name.split(".")[0] for name in imports_of(path)}


@pytest.mark.parametrize("path", FILES, ids=str)
def test_only_config_reads_the_environment(path: Path) -> None:
    """A setting has one place where it is read."""
    if is_in(path, "bot/embedded/runtime.py", "bot/__init__.py"):
        return  # they set one, for a library that reads it while it is loaded
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
    if not is_in(path, "bot/demo/", "bot/command_line.py"):
        assert not [name for name in imports_of(path) if name.startswith("bot.demo")]


def test_the_model_knows_nothing_of_ours() -> None:
    """Everything else builds on it."""
    assert not [name for name in imports_of(Path("bot/model.py")) if name.startswith("bot")]


@pytest.mark.parametrize("path", FILES, ids=str)
def test_onnxruntime_is_imported_in_one_place(path: Path) -> None:
    """Where it is told to keep silent before it is loaded."""
    assert is_in(path, "bot/embedded/runtime.py") or "onnxruntime" not in roots_of(path)


def slack_rooms_known_to(room: str) -> set[str]:
    """The other rooms that files of `room` import; a file beside the rooms by its own name."""
    imported = (imports_of(path) for path in Path("bot/slack", room).rglob("*.py"))
    names = (name for each in imported for name in each if name.startswith("bot.slack."))
    return {name.split(".")[2] for name in names} - {room}


@pytest.mark.parametrize("room", SLACK_ROOMS)
def test_a_room_in_slack_knows_only_those_it_builds_on(room: str) -> None:
    """What another room may be asked for is decided here, and nothing is allowed in vain."""
    assert slack_rooms_known_to(room) == SLACK_ROOMS[room]


def test_the_rooms_in_slack_build_on_each_other_in_one_direction() -> None:
    """Each room imports only rooms that come before it."""
    order = list(SLACK_ROOMS)
    for room, known in SLACK_ROOMS.items():
        assert known <= set(order[: order.index(room)])


def test_every_room_in_slack_is_drawn() -> None:
    """No room escapes the laws, and each says in one line what it is for."""
    rooms = {path.parent for path in Path("bot/slack").glob("*/*.py")}
    assert {room.name for room in rooms} == set(SLACK_ROOMS)
    for room in rooms:
        docstring = ast.get_docstring(ast.parse((room / "__init__.py").read_text("utf-8")))
        assert docstring
        assert "\n" not in docstring


def test_no_files_import_each_other_in_a_circle() -> None:
    """Any file can be read once those that it builds on were read."""
    names = {module_of(path): path for path in FILES}
    graph = {name: names.keys() & set(imports_of(path)) for name, path in names.items()}
    TopologicalSorter(graph).prepare()


def module_of(path: Path) -> str:
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


@pytest.mark.parametrize("path", [path for path in FILES if calls_itself_pure(path)], ids=str)
def test_what_calls_itself_pure_reaches_for_nothing(path: Path) -> None:
    """No network, no database, no log, no clock, no chance."""
    assert not roots_of(path) & (SLACK_LIBRARIES | SOCKET_LIBRARIES | REACHING_OUT)
    assert not [name for name in imports_of(path) if name.startswith(("bot.store", "bot.jobs"))]
