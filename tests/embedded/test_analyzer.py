"""The analyzer as the rest of the bot meets it."""

from __future__ import annotations

import json
import shutil
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import structlog
from PIL import ImageDraw

from bot.analyzers import Analyzer
from bot.colors import measure_colors
from bot.embedded import EmbeddedAnalyzer
from bot.embedded.weights import CLASSIFIER, FOLDER, MANIFEST, verify
from bot.model import Analysis, Ask, Pixels
from tests.bench.fonts import font
from tests.bench.screens import screen
from tests.embedded.pictures import photo, picture_of, pixels_of


def gradient() -> Pixels:
    ramp = np.linspace(0, 255, 400).astype(np.uint8)
    return np.broadcast_to(ramp[None, :, None], (300, 400, 3)).copy()


def noise() -> Pixels:
    return np.random.default_rng(3).integers(0, 256, (300, 400, 3), np.uint8)


@pytest.mark.parametrize(
    ("name", "caption", "tag", "category"),
    [
        ("polar_bear.jpg", "a polar bear", "polar bear", "animal_"),
        ("parliament_hill.jpg", "a building", "building", "building_"),
        ("dog.jpg", "a dog", "dog", "animal_dog"),
        ("astronaut.jpg", "a person", "person", "people_"),
    ],
)
def test_photos_are_described(
    analyzer: EmbeddedAnalyzer, name: str, caption: str, tag: str, category: str
) -> None:
    """What is plainly there is said plainly."""
    analysis = analyzer.analyze(photo(name), Ask("en"))
    assert analysis.caption
    assert analysis.caption.text == caption
    assert tag in {found.name for found in analysis.tags}
    assert category in {found.name for found in analysis.categories}


def test_what_is_not_sure_is_hedged(analyzer: EmbeddedAnalyzer) -> None:
    """A house behind trees is probably one."""
    caption = analyzer.analyze(photo("house.jpg"), Ask("en")).caption
    assert caption
    assert caption.text.startswith("probably a building")


def test_people_are_objects_with_boxes(analyzer: EmbeddedAnalyzer) -> None:
    """Within the picture, in fractions of its sides."""
    objects = analyzer.analyze(photo("astronaut.jpg"), Ask("en")).objects
    assert "person" in {found.name for found in objects}
    for found in objects:
        assert 0 <= found.left <= found.left + found.width <= 1.001
        assert 0 <= found.top <= found.top + found.height <= 1.001


def test_a_screenshot_is_quoted_and_read(analyzer: EmbeddedAnalyzer) -> None:
    """Its title stands in the caption, all its lines in the answer, and nobody is seen in it."""
    drawn = screen("CI page", 1)
    analysis = analyzer.analyze(picture_of(drawn.pixels), Ask("en"))
    assert analysis.caption
    assert "screenshot with the text “" in analysis.caption.text
    assert any(title in analysis.caption.text for title in drawn.titles)
    assert len(analysis.text_lines) > 5
    assert analysis.objects == ()
    assert [found.name for found in analysis.categories] == ["text_"]


@pytest.mark.parametrize("kind", ["CI page", "terminal", "chat", "table", "chart", "scanned page"])
@pytest.mark.parametrize("turns", [1, 2, 3])
def test_what_is_written_is_quoted_whichever_way_it_lies(
    analyzer: EmbeddedAnalyzer, kind: str, turns: int
) -> None:
    """The same title is read from every side."""
    drawn = screen(kind, 2)
    turned = np.ascontiguousarray(np.rot90(drawn.pixels, turns))
    caption = analyzer.analyze(picture_of(turned), Ask("en")).caption
    assert caption
    assert any(" ".join(title.split()) in caption.text for title in drawn.titles)


def test_a_sign_in_a_photo_is_quoted(analyzer: EmbeddedAnalyzer) -> None:
    """Large letters that somebody put up are what the photo is about."""
    image = photo("house.jpg").image
    board = ImageDraw.Draw(image)
    left, top = image.width * 0.3, image.height * 0.4
    board.rectangle((left, top, left + 360, top + 70), fill=(20, 80, 40))
    sign = font("FiraGO", 48, bold=True)
    board.text((left + 15, top + 8), "HARBOR CAFE", font=sign, fill=(240, 240, 230))
    analysis = analyzer.analyze(picture_of(np.asarray(image)), Ask("en"))
    assert analysis.caption
    assert "with the text “HARBOR CAFE”" in analysis.caption.text
    assert "HARBOR CAFE" in {line.text for line in analysis.text_lines}


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_photo_on_its_side_is_not_mistaken(analyzer: EmbeddedAnalyzer, turns: int) -> None:
    """It is still what it is, or it is not told."""
    for name, words in (("polar_bear.jpg", "bear animal"), ("parliament_hill.jpg", "building")):
        turned = np.ascontiguousarray(np.rot90(pixels_of(name), turns))
        caption = analyzer.analyze(picture_of(turned), Ask("en")).caption
        assert caption is None or any(word in caption.text for word in words.split())


@pytest.mark.parametrize("pixels", [gradient(), noise()], ids=["gradient", "noise"])
def test_where_nothing_is_to_be_seen_nothing_is_told(
    analyzer: EmbeddedAnalyzer, pixels: Pixels
) -> None:
    """Gradients and noise have no caption and no category."""
    analysis = analyzer.analyze(picture_of(pixels), Ask("en"))
    assert analysis.caption is None
    assert analysis.categories == ()


@pytest.mark.parametrize(
    ("color", "name"), [((0, 0, 0), "black"), ((255, 255, 255), "white"), ((200, 30, 60), "red")]
)
def test_a_blank_picture_is_said_to_be_blank(
    analyzer: EmbeddedAnalyzer, color: tuple[int, int, int], name: str
) -> None:
    """With its color, and nothing else."""
    caption = analyzer.analyze(picture_of(np.full((64, 80, 3), color, np.uint8)), Ask("en")).caption
    assert caption
    assert caption.text == f"a blank picture, all {name}"


def test_it_says_who_answered_and_nothing_it_did_not_look_for(analyzer: EmbeddedAnalyzer) -> None:
    """No adult verdict, no request id; English, whatever was asked."""
    analysis = analyzer.analyze(photo("polar_bear.jpg"), Ask("de"))
    assert (analysis.analyzer, analysis.language) == ("embedded", "en")
    assert analysis.model_version == verify()
    assert (analysis.adult, analysis.request_id) == (None, None)
    assert analysis.colors == measure_colors(photo("polar_bear.jpg").image)


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


def test_warming_up_changes_no_answer() -> None:
    """It may be called, or not, or twice."""
    warm = EmbeddedAnalyzer()
    warm.warm_up()
    warm.warm_up()
    bear = photo("polar_bear.jpg")
    assert warm.analyze(bear, Ask("en")) == EmbeddedAnalyzer().analyze(bear, Ask("en"))


def _copy(tmp_path: Path) -> Path:
    folder = tmp_path / "weights"
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    return folder


@pytest.mark.parametrize("name", [MANIFEST, *json.loads((FOLDER / MANIFEST).read_bytes())])
@pytest.mark.parametrize("damage", ["missing", "damaged"])
def test_without_one_of_its_files_it_looks_at_nothing(
    tmp_path: Path, name: str, damage: str
) -> None:
    """A picture half looked at would be described wrongly: the answer says so, the log which."""
    folder = _copy(tmp_path)
    if damage == "missing":
        (folder / name).unlink()
    else:
        (folder / name).write_bytes(b"not a model")
    blind = EmbeddedAnalyzer(weights=folder)
    with structlog.testing.capture_logs() as logs:
        blind.warm_up()
        answer = blind.analyze(photo("dog.jpg"), Ask("en"))
    assert answer == Analysis(analyzer="embedded", language="en", impaired_by="weights_damaged")
    assert logs == 2 * [
        {
            "event": "embedded.weights_damaged",
            "log_level": "error",
            "reason": f"{name} is {damage}: install the package again",
        }
    ]


def test_once_its_files_are_back_it_sees(tmp_path: Path) -> None:
    """An operator who repairs the folder need not start the bot again."""
    folder = _copy(tmp_path)
    (folder / CLASSIFIER).rename(folder / "elsewhere")
    analyzer = EmbeddedAnalyzer(weights=folder)
    assert analyzer.analyze(photo("dog.jpg"), Ask("en")).caption is None
    (folder / "elsewhere").rename(folder / CLASSIFIER)
    assert analyzer.analyze(photo("dog.jpg"), Ask("en")).caption
