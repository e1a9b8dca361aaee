"""Text is read verbatim, where it stands, however the picture lies; where there is none, none."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from bot.embedded.views import Views
from bot.model import Pixels, TextLine
from tests.embedded.pictures import PICTURES, views_of
from tests.embedded.reading import BLACK, WHITE, Color, page, shared_reader

LINES = [
    "Deploy failed",
    "payments-service #4829 by Jonas",
    "Total: $12.50 (incl. VAT)",
    "Next attempt in 30 seconds",
]


def texts(lines: tuple[TextLine, ...]) -> list[str]:
    return [line.text for line in lines]


@pytest.mark.parametrize(("ink", "paper"), [(BLACK, WHITE), (WHITE, BLACK), ((255, 90, 90), BLACK)])
def test_lines_are_read_verbatim(ink: Color, paper: Color) -> None:
    """Every character, case and space, dark on light and light on dark."""
    assert texts(shared_reader().read(views_of(page(LINES, ink=ink, paper=paper)))) == LINES


@pytest.mark.parametrize("turn", [0, 1, 2, 3])
@pytest.mark.parametrize("ink", [BLACK, WHITE])
def test_a_turned_picture_is_read_like_an_upright_one(turn: int, ink: Color) -> None:
    """By any quarter: the same lines in the same order, their boxes where the words are."""
    paper = WHITE if ink == BLACK else BLACK
    upright = page(LINES, ink=ink, paper=paper)
    turned = np.ascontiguousarray(np.rot90(upright, turn))
    lines = shared_reader().read(views_of(turned))
    assert texts(lines) == LINES
    for line in lines:
        assert_encloses_ink(turned, line, paper)


def test_boxes_enclose_the_words_and_nothing_else() -> None:
    """Outside of all boxes the picture is blank."""
    pixels = page(LINES).copy()
    height_px, width_px = pixels.shape[:2]
    for line in shared_reader().read(views_of(pixels)):
        top, left = round(line.top * height_px), round(line.left * width_px)
        bottom = round((line.top + line.height) * height_px)
        pixels[top:bottom, left : round((line.left + line.width) * width_px)] = 255
    assert (pixels == 255).mean() > 0.999


def test_a_label_on_its_side_is_read_beside_upright_text() -> None:
    """As at the axis of a chart."""
    pixels = page(["Monthly signups 2026", "January and February"]).copy()
    label = page(["Users (thousands)"], size_px=(260, 60), font_px=18)
    pixels[120:380, 560:620] = np.rot90(label)
    assert sorted(texts(shared_reader().read(views_of(pixels)))) == [
        "January and February",
        "Monthly signups 2026",
        "Users (thousands)",
    ]


def test_a_slightly_tilted_page_is_read() -> None:
    """As a scanner delivers it."""
    image = Image.fromarray(page(LINES)).rotate(3, Image.Resampling.BICUBIC, fillcolor=WHITE)
    assert texts(shared_reader().read(Views(image))) == LINES


def test_columns_are_read_one_after_the_other() -> None:
    """A menu beside the content is not mixed into it."""
    menu = page(["Overview", "Builds", "Runners", "Audit log"], size_px=(240, 400), font_px=20)
    content = page(["Deploy failed", "Image was not found", "Exit code 1"], font_px=26)
    lines = texts(shared_reader().read(views_of(np.concatenate([menu, content], axis=1))))
    assert lines == [
        *["Overview", "Builds", "Runners", "Audit log"],
        *["Deploy failed", "Image was not found", "Exit code 1"],
    ]


@pytest.mark.parametrize("path", sorted(PICTURES.glob("*.jpg")), ids=lambda path: path.stem)
def test_a_photo_without_text_has_none(path: Path) -> None:
    """Fur, windows and leaves are not quoted."""
    assert shared_reader().read(Views(Image.open(path).convert("RGB"))) == ()


@pytest.mark.parametrize("size_px", [(1, 1), (2, 1600), (1600, 2), (7, 9), (31, 33), (40, 4000)])
@pytest.mark.parametrize("shade", [0, 255])
def test_every_size_of_blank_picture_has_none(size_px: tuple[int, int], shade: int) -> None:
    """Too small, too long or too thin: no error and no text."""
    assert shared_reader().read(views_of(np.full((*size_px, 3), shade, np.uint8))) == ()


@pytest.mark.parametrize("size_px", [(3, 5), (60, 1600), (1600, 60), (300, 300)])
def test_noise_has_none(size_px: tuple[int, int]) -> None:
    """What looks like nothing is read as nothing."""
    noise = np.random.default_rng(7).integers(0, 256, (*size_px, 3), dtype=np.uint8)
    assert shared_reader().read(views_of(noise)) == ()


def test_boxes_and_confidences_are_fractions() -> None:
    """Even where text touches the picture's edges."""
    pixels = page(LINES, font_px=30)[25:, 25:]
    lines = shared_reader().read(views_of(np.ascontiguousarray(pixels)))
    assert lines
    for line in lines:
        assert 0 <= line.left <= line.left + line.width <= 1 + 1e-9
        assert 0 <= line.top <= line.top + line.height <= 1 + 1e-9
        assert 0.5 < line.confidence <= 1


def test_threads_agree() -> None:
    """Eight threads at once get exactly what one gets."""
    pictures = [page(LINES[:count]) for count in (1, 2, 3, 4)] * 4
    alone = [shared_reader().read(views_of(pixels)) for pixels in pictures[:4]]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda each: shared_reader().read(views_of(each)), pictures))
    assert together == alone * 4


def assert_encloses_ink(pixels: Pixels, line: TextLine, paper: Color) -> None:
    height_px, width_px = pixels.shape[:2]
    rows = slice(round(line.top * height_px), round((line.top + line.height) * height_px))
    columns = slice(round(line.left * width_px), round((line.left + line.width) * width_px))
    assert (pixels[rows, columns] != np.array(paper)).any(axis=2).mean() > 0.05
