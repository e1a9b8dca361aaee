"""How likely each of ImageNet's 1000 classes is, for one picture. Opens no socket."""

from __future__ import annotations

from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from PIL import Image

from bot.embedded.runtime import open_session
from bot.embedded.views import Views
from bot.model import Pixels

Probabilities: TypeAlias = npt.NDArray[np.float32]
"""Shape (1000,), each 0..1, summing to 1."""

SIDE_PX = 224
"""Side of the square the model looks at. Source: EfficientNet-Lite's README, lite0."""
_CROP_PX = 256
"""The short side before the center is cut out: an eighth is lost at each edge, as in training."""


class Classifier:
    """One loaded model. Threads may share it."""

    def __init__(self, model: Path) -> None:
        """Loads the model; costs about 50 ms and 20 MB."""
        self._session = open_session(model)

    def probabilities(self, views: Views) -> tuple[Probabilities, Probabilities]:
        """What the whole picture looks like, squeezed into a square, and what its center does.

        Costs two runs of the model, about 10 ms each; both at once take as long, and more memory.
        """
        whole, center = (self._run(square) for square in squares(views))
        return whole, center

    def _run(self, square: Pixels) -> Probabilities:
        (found,) = self._session.run(["probabilities"], {"image": square[np.newaxis]})
        probabilities: Probabilities = found[0]
        return probabilities


def squares(views: Views) -> tuple[Pixels, Pixels]:
    """The picture as the model wants it, 224 x 224 px: all of it squeezed, and its center."""
    width_px, height_px = views.image.size
    scale = _CROP_PX / min(width_px, height_px)
    picture = views.at_least(width_px * scale, height_px * scale)
    width_px, height_px = picture.size
    side_px = min(width_px, height_px) * SIDE_PX / _CROP_PX
    left_px, top_px = (width_px - side_px) / 2, (height_px - side_px) / 2
    center = (left_px, top_px, left_px + side_px, top_px + side_px)
    return _square(picture, (0, 0, width_px, height_px)), _square(picture, center)


def _square(picture: Image.Image, box: tuple[float, float, float, float]) -> Pixels:
    size_px = (SIDE_PX, SIDE_PX)
    return np.asarray(picture.resize(size_px, Image.Resampling.BICUBIC, box=box))
