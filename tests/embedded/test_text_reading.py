"""One line's picture becomes its words."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from bot.embedded.text_boxes import Box
from bot.embedded.text_crops import cut_out
from bot.embedded.text_reading import LINE_HEIGHT_PX, LineReader, Reading
from bot.embedded.views import Views
from bot.embedded.weights import FOLDER, TEXT_RECOGNIZER, weight_file
from tests.embedded.reading import page


@pytest.fixture(scope="module")
def line_reader() -> LineReader:
    characters = (FOLDER / "text_characters.txt").read_text(encoding="utf-8")
    model = weight_file(TEXT_RECOGNIZER)
    return LineReader(model, characters.removesuffix("\n").split("\n"))


@pytest.mark.parametrize("text", ["Deploy failed", "Retry in 30 seconds", "A", "maria@acme.io"])
def test_a_line_is_read(line_reader: LineReader, text: str) -> None:
    """Case, punctuation and single spaces between words."""
    pixels = page([text], size_px=(60 + 13 * len(text), 84), font_px=24)[24:62, 24:]
    image = Image.fromarray(pixels)
    line = np.asarray(image.resize((48 * image.width // image.height, LINE_HEIGHT_PX)))
    reading = line_reader.read(line)
    assert reading.text == " ".join(text.split())
    assert reading.confidence > 0.8


@pytest.mark.parametrize("width_px", [16, 17, 100, 2400])
@pytest.mark.parametrize("shade", [0, 128, 255])
def test_nothing_is_read_as_nothing(line_reader: LineReader, width_px: int, shade: int) -> None:
    """A blank line of any width has no words and no confidence."""
    blank = np.full((LINE_HEIGHT_PX, width_px, 3), shade, np.uint8)
    assert line_reader.read(blank) == Reading("", 0.0)


@pytest.mark.parametrize("copies", [4, 7])
def test_a_long_line_is_read_whole(line_reader: LineReader, copies: int) -> None:
    """In pieces, cut between words: none is lost, and none cut in two."""
    text = " ".join(["Deploy of payments failed"] * copies)
    image = Image.fromarray(page([text], size_px=(60 + 290 * copies, 84), font_px=24)[24:62, 24:])
    line = np.asarray(image.resize((48 * image.width // image.height, LINE_HEIGHT_PX)))
    assert line.shape[1] > 1200
    assert line_reader.read(line).text == text


def test_what_has_no_gap_is_read_in_one_piece(line_reader: LineReader) -> None:
    """A line without spaces is not cut."""
    text = "0123456789" * 10
    image = Image.fromarray(page([text], size_px=(1480, 84), font_px=24)[24:62, 24:])
    line = np.asarray(image.resize((48 * image.width // image.height, LINE_HEIGHT_PX)))
    assert line.shape[1] > 1200
    assert " " not in line_reader.read(line).text


@pytest.mark.parametrize("turn", [0, 1, 2, 3])
@pytest.mark.parametrize("tilt", [0.0, 0.2])
@pytest.mark.parametrize("size", [(300, 20), (20, 300), (0.5, 4), (5000, 3)])
def test_every_cut_is_as_high_as_the_model_wants(
    turn: int, tilt: float, size: tuple[float, float]
) -> None:
    """48 px high, between 16 and 2400 px wide, from whatever box, inside the picture or not."""
    picture = Image.new("RGB", (400, 100))
    line = cut_out(Views(picture), Box(200, 50, *size, tilt, tilt, 1.0), turn)
    assert line.shape[0] == LINE_HEIGHT_PX
    assert 16 <= line.shape[1] <= 2400
