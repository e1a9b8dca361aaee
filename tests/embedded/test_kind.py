"""What kind of picture it is, from its pixels and from where its text stands."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from bot.embedded.kind import Kind, is_rendered, kind_of
from bot.embedded.layout import Sheet, has_axis, is_monospaced
from bot.embedded.surface import Surface
from bot.embedded.views import Views
from bot.model import Pixels, TextLine
from tests.bench.screens import screen
from tests.embedded.pictures import photo
from tests.embedded.reading import shared_reader


def written(text: str, x: float, y: float, *, letter: float = 0.01) -> TextLine:
    """A line of letters as wide as each other in a picture of 1000 x 1000 px, in fractions."""
    return TextLine(text, x, y, letter * len(text) + 0.009, 0.02, 0.99)


def sheet(*lines: TextLine) -> Sheet:
    return Sheet(lines, 1000, 1000)


def surface_of(pixels: Pixels) -> Surface:
    return Surface(Image.fromarray(pixels))


def kind_shown(pixels: Pixels, *lines: TextLine) -> Kind:
    height_px, width_px = pixels.shape[:2]
    return kind_of(Sheet(lines, width_px, height_px), surface_of(pixels))


def shapes() -> Pixels:
    image = Image.new("RGB", (600, 400), "white")
    draw = ImageDraw.Draw(image)
    draw.ellipse((60, 60, 260, 260), fill=(200, 30, 30))
    draw.rectangle((300, 120, 520, 330), fill=(30, 60, 200))
    return np.asarray(image)


def strokes() -> Pixels:
    image = Image.new("RGB", (600, 400), "white")
    draw = ImageDraw.Draw(image)
    draw.line([(40, 40), (500, 90), (300, 350), (80, 300)], fill="black", width=3)
    return np.asarray(image)


def gradient() -> Pixels:
    ramp = np.linspace(0, 255, 400).astype(np.uint8)
    return np.broadcast_to(ramp[None, :, None], (300, 400, 3)).copy()


def noise() -> Pixels:
    return np.random.default_rng(1).integers(0, 256, (90, 120, 3), np.uint8)


@pytest.mark.parametrize("name", ["polar_bear.jpg", "parliament_hill.jpg", "house.jpg"])
def test_a_photo_is_not_rendered(name: str) -> None:
    """A camera gives no two neighbors the same color."""
    surface = Surface(photo(name).image)
    assert not is_rendered(surface)
    assert kind_of(sheet(), surface) is Kind.PHOTO


def test_noise_is_not_rendered() -> None:
    """Where every pixel differs nothing was drawn."""
    assert not is_rendered(surface_of(noise()))


@pytest.mark.parametrize("shape", [(1, 1, 3), (9, 1, 3), (1, 9, 3)])
def test_the_smallest_pictures_are_answered(shape: tuple[int, int, int]) -> None:
    """One color is flat, however little there is of it."""
    surface = surface_of(np.zeros(shape, np.uint8))
    assert is_rendered(surface)
    assert surface.is_one_color


@pytest.mark.parametrize(
    ("pixels", "kind"),
    [(shapes(), Kind.GRAPHIC), (strokes(), Kind.LINE_DRAWING), (shapes()[::3, ::3], Kind.ICON)],
)
def test_drawings_are_told_by_their_areas_and_lines(pixels: Pixels, kind: Kind) -> None:
    """Large areas of few colors, thin lines, or small."""
    assert kind_shown(pixels) is kind


def shaded_ball() -> Pixels:
    """A gradient in a circle on white."""
    y, x = np.mgrid[0:400, 0:600]
    ball = (np.hypot(x - 300, y - 200) < 150)[:, :, None]
    shades = np.stack([90 + x // 40 * 6, 20 + y // 40 * 4, 60 + 0 * x], axis=2)
    return np.where(ball, shades, 255).astype(np.uint8)


def test_what_is_smooth_on_white_is_probably_drawn() -> None:
    """Shades that hardly change from one pixel to the next, of few colors."""
    pixels = shaded_ball()
    assert kind_shown(pixels) in {Kind.SHADED, Kind.GRAPHIC}
    rough = pixels + np.random.default_rng(2).integers(-9, 9, pixels.shape)
    photo_like = np.where(pixels == 255, 255, np.clip(rough, 0, 254)).astype(np.uint8)
    assert kind_shown(photo_like) is Kind.PHOTO


def test_charts_above_each_other_have_each_their_axis() -> None:
    """Numbers that begin again are another axis."""
    upper = [written(str(60 - 20 * index), 0.1, 0.1 + 0.1 * index) for index in range(4)]
    lower = [written(str(9 - 3 * index), 0.1, 0.6 + 0.1 * index) for index in range(4)]
    assert has_axis(sheet(*upper, *lower))


def test_numbers_alone_are_marks_in_a_diagram() -> None:
    """A screenshot has words."""
    marks = tuple(written(str(7 * n % 13), 0.1 * (n % 7), 0.08 * n) for n in range(1, 11))
    assert kind_shown(shapes(), *marks) is Kind.DIAGRAM


def test_a_gradient_shows_nothing() -> None:
    """It is flat, and neither drawn nor blank."""
    assert not surface_of(gradient()).is_one_color
    assert is_rendered(surface_of(gradient()))
    assert kind_shown(gradient()) is Kind.UNKNOWN


def test_one_dot_is_not_blank() -> None:
    """Blank means that nothing at all stands out."""
    pixels = np.full((300, 400, 3), 255, np.uint8)
    assert surface_of(pixels).is_one_color
    pixels[150, 200] = 0
    assert not surface_of(pixels).is_one_color


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("CI page", {Kind.SCREENSHOT}),
        ("chat", {Kind.SCREENSHOT}),
        ("table", {Kind.SCREENSHOT}),
        ("terminal", {Kind.CODE, Kind.SCREENSHOT, Kind.SLIDE}),
        ("chart", {Kind.CHART}),
        ("slide", {Kind.SLIDE}),
        ("scanned page", {Kind.PAGE}),
        ("receipt", {Kind.PAGE}),
    ],
)
@pytest.mark.parametrize("seed", [3, 4])
def test_screens_are_told_apart(name: str, kinds: set[Kind], seed: int) -> None:
    """By what was drawn."""
    image = Image.fromarray(screen(name, seed).pixels)
    lines = shared_reader().read(Views(image))
    assert kind_of(Sheet(lines, image.width, image.height), Surface(image)) in kinds


def test_numbers_that_grow_evenly_upward_are_an_axis() -> None:
    """A chart counts from below, a list of lines from above, and a table not at all."""
    upward = [written(str(60 - 20 * index), 0.1, 0.2 + 0.2 * index) for index in range(4)]
    downward = [written(str(1 + index), 0.1, 0.2 + 0.2 * index) for index in range(4)]
    table = [written(text, 0.1, 0.2 + 0.2 * index) for index, text in enumerate(("310", "47", "9"))]
    assert has_axis(sheet(*upward))
    assert not has_axis(sheet(*downward))
    assert not has_axis(sheet(*table))


def test_years_along_the_lower_edge_are_an_axis() -> None:
    """One row of even numbers, and low."""
    years = [written(str(2020 + index), 0.1 + 0.2 * index, 0.9) for index in range(4)]
    assert has_axis(sheet(*years))
    assert not has_axis(sheet(*(written(str(i), 0.1 + 0.1 * i, 0.05) for i in range(1, 6))))


def test_letters_of_one_width_are_code() -> None:
    """Whatever the lines say: the room for each letter tells."""
    texts = (
        "def main():",
        "return collections",
        "while waiting > 0:",
        "print(answers)",
        "raise ValueError",
    )
    even = [written(text, 0.1, 0.1 * index) for index, text in enumerate(texts)]
    uneven = [
        written(text, 0.1, 0.1 * index, letter=0.008 + 0.001 * index)
        for index, text in enumerate(texts)
    ]
    assert is_monospaced(sheet(*even))
    assert not is_monospaced(sheet(*uneven))


def test_a_chart_on_its_side_is_told_by_its_words() -> None:
    """Numbers are too short to tell how they stand."""
    turned = TextLine("Revenue by region", 0.05, 0.2, 0.03, 0.5, 0.99)
    numbers = tuple(written(str(20 * index), 0.2 + 0.1 * index, 0.9) for index in range(6))
    assert kind_shown(shapes(), turned, *numbers) is Kind.LYING
