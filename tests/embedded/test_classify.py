"""The model's answers are probabilities, the same from every thread."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from bot.embedded.classify import SIDE_PX, Classifier, squares
from bot.embedded.views import Views
from bot.embedded.weights import CLASSIFIER, weight_file
from bot.model import Pixels
from tests.embedded.pictures import photo, pixels_of, views_of


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return Classifier(weight_file(CLASSIFIER))


@pytest.mark.parametrize("size_px", [(1, 1), (3, 900), (900, 3), (224, 224), (255, 257), (1600, 1)])
def test_every_size_becomes_two_squares(size_px: tuple[int, int]) -> None:
    """No picture is too small, too long or too thin to be looked at."""
    pixels = np.full((*size_px, 3), 77, np.uint8)
    for view in squares(views_of(pixels)):
        assert view.shape == (SIDE_PX, SIDE_PX, 3)
        assert (view == 77).all()


def test_the_second_square_is_the_center() -> None:
    """What lies at the ends of a wide picture is not in it."""
    pixels: Pixels = np.zeros((300, 900, 3), np.uint8)
    pixels[:, :200] = pixels[:, 700:] = 255
    whole, center = squares(views_of(pixels))
    assert whole.mean() > 100
    assert center.max() == 0


def test_answers_are_probabilities(classifier: Classifier) -> None:
    """A thousand numbers between 0 and 1 that sum to 1, for each view."""
    for view in classifier.probabilities(Views(photo("house.jpg").image)):
        assert view.shape == (1000,)
        assert view.min() >= 0
        assert view.sum() == pytest.approx(1, abs=1e-4)


def test_the_model_knows_a_polar_bear(classifier: Classifier, class_names: tuple[str, ...]) -> None:
    """The right class comes first, in the whole picture and in its center."""
    for view in classifier.probabilities(Views(photo("polar_bear.jpg").image)):
        assert class_names[int(view.argmax())] == "polar bear"


def test_threads_share_one_model(classifier: Classifier) -> None:
    """Eight threads at once get, bit for bit, what one gets."""
    pictures = [pixels_of(name) for name in ("polar_bear.jpg", "parliament_hill.jpg")] * 8
    alone = [np.stack(classifier.probabilities(views_of(pixels))) for pixels in pictures[:2]]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda each: classifier.probabilities(views_of(each)), pictures))
    for index, answer in enumerate(together):
        assert np.array_equal(np.stack(answer), alone[index % 2])
