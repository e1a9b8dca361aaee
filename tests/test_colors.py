from __future__ import annotations

import colorsys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst
from PIL import Image

from bot.color_names import NAMES, color_name, hex_of
from bot.colors import MAX_ACCENT_LIGHTNESS, measure_colors
from bot.model import Colors, Pixels

PICTURES = Path(__file__).parent / "pictures"

CHANNEL = st.integers(0, 255)
COLOR = st.tuples(CHANNEL, CHANNEL, CHANNEL)
PIXELS = npst.arrays(
    np.uint8, st.tuples(st.integers(1, 40), st.integers(1, 40), st.just(3)), elements=CHANNEL
)


def channels(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def hue_and_saturation(color: str) -> tuple[float, float]:
    hue, _, saturation = colorsys.rgb_to_hls(*(channel / 255 for channel in channels(color)))
    return hue * 360, saturation


def colors_of(pixels: Pixels) -> Colors:
    return measure_colors(Image.fromarray(pixels))


def filled(*colors: tuple[int, int, int], side: int = 40) -> Pixels:
    """Equal horizontal bands of the colors."""
    bands = [np.full((side, side * len(colors), 3), color, dtype=np.uint8) for color in colors]
    return np.concatenate(bands)


def assert_lawful(colors: Colors) -> None:
    assert sum((max(channels(colors.accent)), min(channels(colors.accent)))) <= 204
    assert colors.accent == hex_of(*channels(colors.accent))
    assert colors.background in colors.dominant
    assert 1 <= len(set(colors.dominant)) == len(colors.dominant) <= 3
    assert {colors.foreground, *colors.dominant} <= set(NAMES)


# --- Laws for every picture ---


@given(pixels=PIXELS)
@settings(deadline=None)
def test_laws_hold_for_every_picture(pixels: Pixels) -> None:
    """The accent is never light, the background is dominant, names are Azure's; twice the same."""
    colors = colors_of(pixels)
    assert_lawful(colors)
    assert colors_of(pixels) == colors


@pytest.mark.parametrize("shape", [(1, 1), (1, 5000), (5000, 1), (2, 1600), (1200, 1600)])
def test_laws_hold_for_every_shape(shape: tuple[int, int]) -> None:
    """Points, strips and big pictures are measured alike."""
    noise = np.random.default_rng(3).integers(0, 256, (*shape, 3), dtype=np.uint8)
    assert_lawful(colors_of(noise))


@given(pixels=PIXELS)
@settings(deadline=None)
def test_black_and_white_has_no_color(pixels: Pixels) -> None:
    """A picture is black and white only if all of it is near grey."""
    if colors_of(pixels).is_black_and_white:
        assert np.ptp(pixels.astype(int), axis=2).max() <= 24


@given(greys=npst.arrays(np.uint8, (8, 8), elements=CHANNEL))
@settings(deadline=None)
def test_greys_are_black_and_white(greys: Pixels) -> None:
    """A picture of nothing but greys is black and white, and its accent is a grey."""
    colors = colors_of(np.repeat(greys[..., None], 3, axis=2))
    assert colors.is_black_and_white
    assert len(set(channels(colors.accent))) == 1


@given(color=COLOR)
@settings(deadline=None)
def test_one_color_gives_itself(color: tuple[int, int, int]) -> None:
    """A picture of one color has that accent, darkened if it must be, and that one name."""
    colors = colors_of(filled(color))
    name = color_name(hex_of(*color))
    assert (colors.foreground, colors.background, colors.dominant) == (name, name, (name,))
    if max(color) + min(color) <= 204:
        assert colors.accent == hex_of(*color)
        return
    lightness = sum((max(channels(colors.accent)), min(channels(colors.accent)))) / 510
    assert lightness == pytest.approx(MAX_ACCENT_LIGHTNESS, abs=0.005)
    if colors.is_black_and_white:
        return
    ours, theirs = hue_and_saturation(colors.accent), hue_and_saturation(hex_of(*color))
    assert ours[1] == pytest.approx(theirs[1], abs=0.02)
    if theirs[1] > 0.2:
        assert abs((ours[0] - theirs[0] + 180) % 360 - 180) < 6


# --- What people expect ---


def test_a_black_and_white_photo_has_azures_grey() -> None:
    """White, darkened, is the accent Azure recorded for a black-and-white street: 666666."""
    colors = colors_of(filled((0, 0, 0), (70, 70, 70), (255, 255, 255)))
    assert colors.accent == "#666666"
    assert colors.is_black_and_white


def test_noise_does_not_stain_black_and_white() -> None:
    """What JPEG leaves of color in a black-and-white picture does not become the accent."""
    colors = colors_of(filled((3, 2, 0), (252, 252, 248), (60, 58, 66)))
    assert np.ptp(channels(colors.accent)) <= 2
    assert color_name(colors.accent) == "Grey"


def test_a_small_vivid_thing_gives_the_accent() -> None:
    """A red tie on a dark suit is the accent, as it was for Azure; black stays dominant."""
    suit = filled((20, 20, 22))
    suit = np.repeat(np.repeat(suit, 4, axis=0), 4, axis=1)
    suit[40:90, 70:90] = (200, 10, 60)
    colors = colors_of(suit)
    assert color_name(colors.accent) == "Red"
    assert colors.dominant == ("Black",)


def test_hues_are_not_mixed() -> None:
    """Red and blue side by side do not make a purple accent."""
    assert color_name(colors_of(filled((220, 0, 0), (0, 0, 210))).accent) in {"Red", "Blue"}


def test_reds_on_both_sides_of_zero_are_one_hue() -> None:
    """The hues 355 and 5 degrees lie ten apart, and the accent lies between them."""
    picture = np.zeros((100, 100, 3), dtype=np.uint8)
    picture[:10, :10], picture[50:60, 50:60] = (204, 0, 17), (204, 17, 0)
    red, green, blue = channels(colors_of(picture).accent)
    assert color_name(hex_of(red, green, blue)) == "Red"
    assert green == blue


def test_the_background_is_one_of_the_dominant_names() -> None:
    """Of many colors along the border one that fills the picture, however little it is there."""
    picture = np.full((160, 160, 3), (20, 40, 200), dtype=np.uint8)
    stripes = ((200, 20, 20), (240, 140, 20), (230, 220, 30), (30, 160, 40), (120, 70, 30))
    for place in range(0, 160, 10):
        color = stripes[place // 10 % len(stripes)]
        for side in (picture[:20], picture[-20:]):
            side[:, place : place + 10] = color
        for side in (picture[:, :20], picture[:, -20:]):
            side[place : place + 10] = color
    picture[:20, :20] = (20, 40, 200)
    colors = colors_of(picture)
    assert colors.dominant == ("Blue",)
    assert colors.background == "Blue"


def test_foreground_and_background_are_told_apart() -> None:
    """A red card on a white table: red before white."""
    table = np.full((100, 100, 3), 250, dtype=np.uint8)
    table[25:75, 25:75] = (190, 20, 20)
    colors = colors_of(table)
    assert (colors.foreground, colors.background) == ("Red", "White")
    assert set(colors.dominant) == {"Red", "White"}


def test_tints_speak_when_nothing_else_does() -> None:
    """A sky gives way to what stands under it, but a picture of sky alone is blue."""
    sky, wood = (150, 200, 250), (30, 40, 25)
    assert colors_of(filled(sky, wood)).dominant == ("Black",)
    assert colors_of(filled(sky)).dominant == ("Blue",)


def test_size_hardly_matters() -> None:
    """A picture and its reduction by two have nearly the same accent and the same names."""
    photo = Image.open(PICTURES / "parliament_hill.jpg").convert("RGB")
    full, half = (measure_colors(image) for image in (photo, photo.reduce(2)))
    assert np.abs(np.subtract(channels(full.accent), channels(half.accent))).max() <= 12
    assert full.dominant == half.dominant


AZURES = {
    "polar_bear": Colors("#595144", "White", "White", ("White",), is_black_and_white=False),
    "parliament_hill": Colors("#0361C8", "Grey", "Black", ("Black",), is_black_and_white=False),
    "house": Colors("#448318", "Green", "Green", ("Green", "White"), is_black_and_white=False),
}


@pytest.mark.parametrize("name", AZURES)
def test_azures_own_answers(name: str) -> None:
    """Against Azure's recorded answers: the hue within 8 degrees, the dominant names the same."""
    theirs = AZURES[name]
    ours = measure_colors(Image.open(PICTURES / f"{name}.jpg").convert("RGB"))
    hues = hue_and_saturation(ours.accent)[0] - hue_and_saturation(theirs.accent)[0]
    assert abs((hues + 180) % 360 - 180) <= 8
    assert (ours.background, ours.dominant) == (theirs.background, theirs.dominant)
    assert ours.is_black_and_white == theirs.is_black_and_white
