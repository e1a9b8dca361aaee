"""The analyzer as the rest of the bot meets it."""

from __future__ import annotations

import shutil
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import structlog

from bot.analyzers import Analyzer
from bot.embedded import EmbeddedAnalyzer
from bot.embedded.weights import CLASSIFIER, FOLDER
from bot.model import Analysis, Ask, Pixels
from tests.embedded.pictures import photo, picture_of


def gradient() -> Pixels:
    ramp = np.linspace(0, 255, 400).astype(np.uint8)
    return np.broadcast_to(ramp[None, :, None], (300, 400, 3)).copy()


def noise() -> Pixels:
    return np.random.default_rng(3).integers(0, 256, (300, 400, 3), np.uint8)


@pytest.mark.parametrize(
    ("name", "caption", "category"),
    [
        ("polar_bear.jpg", "a polar bear", "animal_"),
        ("parliament_hill.jpg", "a building", "building_"),
    ],
)
def test_photos_are_described(
    analyzer: EmbeddedAnalyzer, name: str, caption: str, category: str
) -> None:
    """What is plainly there is said plainly."""
    analysis = analyzer.analyze(photo(name), Ask("en"))
    assert analysis.caption
    assert analysis.caption.text == caption
    assert [found.name for found in analysis.categories] == [category]


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_photo_on_its_side_is_not_mistaken(analyzer: EmbeddedAnalyzer, turns: int) -> None:
    """It is still what it is, or it is not told."""
    for name, words in (("polar_bear.jpg", "bear animal"), ("parliament_hill.jpg", "building")):
        turned = np.ascontiguousarray(np.rot90(photo(name).pixels, turns))
        caption = analyzer.analyze(picture_of(turned), Ask("en")).caption
        assert caption is None or any(word in caption.text for word in words.split())


@pytest.mark.parametrize(
    "pixels",
    [
        np.zeros((200, 300, 3), np.uint8),
        np.full((200, 300, 3), 255, np.uint8),
        np.full((64, 64, 3), (200, 30, 60), np.uint8),
        gradient(),
        noise(),
    ],
    ids=["black", "white", "red", "gradient", "noise"],
)
def test_where_nothing_is_to_be_seen_nothing_is_told(
    analyzer: EmbeddedAnalyzer, pixels: Pixels
) -> None:
    """Blank pictures, gradients and noise have no caption and no category."""
    analysis = analyzer.analyze(picture_of(pixels), Ask("en"))
    assert analysis.caption is None
    assert analysis.categories == ()


def test_it_says_who_answered_and_nothing_it_did_not_look_for(analyzer: EmbeddedAnalyzer) -> None:
    """No colors, no adult verdict, no request id; English, whatever was asked."""
    analysis = analyzer.analyze(photo("polar_bear.jpg"), Ask("de"))
    assert (analysis.analyzer, analysis.language) == ("embedded", "en")
    assert analysis.model_version
    assert analysis.model_version.startswith("efficientnet-lite0-")
    assert (analysis.colors, analysis.adult, analysis.request_id) == (None, None, None)


def test_it_stands_behind_the_seam(analyzer: EmbeddedAnalyzer) -> None:
    """Whoever knows an Analyzer can use it, and needs to send it no bytes."""
    seam: Analyzer = analyzer
    assert seam.name == "embedded"
    assert seam.upload_limits is None


def test_it_opens_no_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    """With sockets refused it loads and answers all the same."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    for name in ("socket", "create_connection", "getaddrinfo", "socketpair"):
        monkeypatch.setattr(socket, name, refuse)
    assert EmbeddedAnalyzer().analyze(photo("polar_bear.jpg"), Ask("en")).caption


def _ask_eight_at_once(analyzer: EmbeddedAnalyzer) -> set[Analysis]:
    start = threading.Barrier(8)
    bear = photo("polar_bear.jpg")

    def ask(_: int) -> Analysis:
        start.wait()
        return analyzer.analyze(bear, Ask("en"))

    with ThreadPoolExecutor(8) as pool:
        return set(pool.map(ask, range(8)))


def test_threads_that_come_at_once_agree() -> None:
    """Eight first callers get one answer."""
    answers = _ask_eight_at_once(EmbeddedAnalyzer())
    assert [answer.caption.text for answer in answers if answer.caption] == ["a polar bear"]


def test_threads_that_come_at_once_load_once(tmp_path: Path) -> None:
    """Eight first callers, one look at the files: what is missing is reported once."""
    with structlog.testing.capture_logs() as logs:
        _ask_eight_at_once(EmbeddedAnalyzer(weights=tmp_path))
    assert [entry["event"] for entry in logs] == ["embedded.weights_damaged"]


def test_warming_up_changes_no_answer() -> None:
    """It may be called, or not, or twice."""
    warm = EmbeddedAnalyzer()
    warm.warm_up()
    warm.warm_up()
    bear = photo("polar_bear.jpg")
    assert warm.analyze(bear, Ask("en")) == EmbeddedAnalyzer().analyze(bear, Ask("en"))


@pytest.mark.parametrize("damage", ["missing", "damaged"])
def test_without_its_weights_it_says_so_once_and_nothing_else(tmp_path: Path, damage: str) -> None:
    """The log names the file; the answer has no caption and no tags; the colors are not its job."""
    folder = tmp_path / "weights"
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    if damage == "missing":
        (folder / CLASSIFIER).unlink()
    else:
        (folder / CLASSIFIER).write_bytes(b"not a model")
    blind = EmbeddedAnalyzer(weights=folder)
    with structlog.testing.capture_logs() as logs:
        blind.warm_up()
        answers = [blind.analyze(photo("polar_bear.jpg"), Ask("en")) for _ in range(2)]
    assert answers == [Analysis(analyzer="embedded", language="en")] * 2
    assert logs == [
        {
            "event": "embedded.weights_damaged",
            "log_level": "warning",
            "reason": f"{CLASSIFIER} is {damage}: install the package again",
        }
    ]
