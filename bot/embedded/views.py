"""One picture at several sizes, shared by all who look at it, so that it is shrunk once. Pure."""

from __future__ import annotations

from functools import cached_property

from PIL import Image

_LONG_PX, _SHORT_PX = 1280, 512
"""What has fewer is left as it is at a glance: halved, letters would be too small."""


class Views:
    """A picture, and the same halved again and again, each made when first asked for.

    For one thread. Costs 4 ms for all smaller ones of an image of 1600 px together.
    """

    def __init__(self, image: Image.Image) -> None:
        self.image = image
        self._halved: list[Image.Image] = []

    @cached_property
    def glance(self) -> Image.Image:
        """The picture with half of its sides if it is large, else itself."""
        sides_px = self.image.size
        is_small = max(sides_px) < _LONG_PX or min(sides_px) < _SHORT_PX
        return self._at(0 if is_small else 1)

    def at_least(self, width_px: float, height_px: float) -> Image.Image:
        """The smallest that is no smaller than this; the picture itself where all are."""
        level = 0
        width, height = self.image.size
        while width >= 2 * width_px and height >= 2 * height_px and min(width, height) > 1:
            width, height, level = (width + 1) // 2, (height + 1) // 2, level + 1
        return self._at(level)

    def _at(self, level: int) -> Image.Image:
        """Halved so many times; an odd last row or column counts as a whole one."""
        if level == 0:
            return self.image
        while len(self._halved) < level:
            self._halved.append((self._halved[-1] if self._halved else self.image).reduce(2))
        return self._halved[level - 1]
