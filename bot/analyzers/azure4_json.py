"""Image Analysis 4.0's answers, from our types. Opens no socket.

With `azure4_answer` the only module that knows 4.0's field names. Source:
specification/ai/ImageAnalysis of Azure/azure-rest-api-specs, and recorded answers
(tests/recordings).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from bot.analyzers.azure_boxes import Box, pixel_box
from bot.analyzers.neutral import neutral
from bot.model import Analysis, Caption, Description, RegionCaption, TextLine

FEATURES = ("caption", "denseCaptions", "tags", "read", "objects", "people", "smartCrops")
"""What can be asked for, as Microsoft's clients spell it."""

PERSON = "person"

_OWN_RATIOS = (0.5, 2.0)
"""Within these the service chooses a crop's aspect ratio when it is told none. Source: the docs of
`smartcrops-aspect-ratios`."""

_MOST_CAPTIONS = 10
"""Of one picture. Source: concept-describe-images-40.md of MicrosoftDocs/azure-ai-docs."""


@dataclass(frozen=True, slots=True)
class _Area:
    """A `Box`."""

    left: float
    top: float
    width: float
    height: float


def imageanalysis_json(
    description: Description,
    features: Collection[str],
    *,
    aspect_ratios: Sequence[float] = (),
    is_gender_neutral: bool = False,
) -> dict[str, object]:
    """The description as a 4.0 answer with a result for each of `features`, and no others.

    Args:
        features: of `FEATURES`.
        aspect_ratios: of the crops, width by height; none lets us choose one.
        is_gender_neutral: "person" in captions where they say "man".

    Returns:
        What the analyzer cannot do, or did not find, is an empty list. A caption it does not have
        is an empty text of confidence 0: the service always has a caption, so its clients read
        one without asking, and any words here would claim something about the picture.
    """
    found = _Answer(description, tuple(aspect_ratios), is_gender_neutral=is_gender_neutral)
    makers = {
        "caption": found.caption,
        "denseCaptions": found.dense_captions,
        "tags": found.tags,
        "read": found.read,
        "objects": found.objects,
        "people": found.people,
        "smartCrops": found.smart_crops,
    }
    answer: dict[str, object] = {"modelVersion": model_version_of(description.analysis)}
    answer |= {f"{name}Result": makers[name]() for name in FEATURES if name in features}
    size = {"width": description.width_px, "height": description.height_px}
    return {**answer, "metadata": size}


def model_version_of(analysis: Analysis) -> str:
    """The analyzer's name where its model has no version of its own: the field is required."""
    return analysis.model_version or analysis.analyzer


class _Answer:
    """The results about one description, each from its own method."""

    def __init__(
        self, description: Description, aspect_ratios: tuple[float, ...], *, is_gender_neutral: bool
    ) -> None:
        self._analysis = description.analysis
        self._size_px = (description.width_px, description.height_px)
        self._aspect_ratios = aspect_ratios
        self._is_gender_neutral = is_gender_neutral

    def caption(self) -> dict[str, object]:
        caption = self._analysis.caption
        if caption is None:
            return {"text": "", "confidence": 0.0}
        return {"text": self._said(caption.text), "confidence": caption.confidence}

    def dense_captions(self) -> dict[str, object]:
        """The whole picture's caption first, then those of its parts, if there are any."""
        captions: list[Caption | RegionCaption] = [*self._analysis.region_captions]
        if self._analysis.caption is not None:
            captions.insert(0, self._analysis.caption)
        return {"values": [self._dense_caption(each) for each in captions[:_MOST_CAPTIONS]]}

    def _dense_caption(self, caption: Caption | RegionCaption) -> dict[str, object]:
        place = caption if isinstance(caption, RegionCaption) else _Area(0, 0, 1, 1)
        return {
            "text": self._said(caption.text),
            "confidence": caption.confidence,
            "boundingBox": pixel_box(place, *self._size_px),
        }

    def _said(self, text: str) -> str:
        return neutral(text) if self._is_gender_neutral else text

    def tags(self) -> dict[str, object]:
        tags = self._analysis.tags
        return {"values": [{"name": tag.name, "confidence": tag.confidence} for tag in tags]}

    def read(self) -> dict[str, object]:
        lines = [self._line(line) for line in self._analysis.text_lines]
        return {"blocks": [{"lines": lines}] if lines else []}

    def objects(self) -> dict[str, object]:
        return {
            "values": [
                {
                    "boundingBox": pixel_box(found, *self._size_px),
                    "tags": [{"name": found.name, "confidence": found.confidence}],
                }
                for found in self._analysis.objects
            ]
        }

    def people(self) -> dict[str, object]:
        return {
            "values": [
                {"boundingBox": pixel_box(found, *self._size_px), "confidence": found.confidence}
                for found in self._analysis.objects
                if found.name == PERSON
            ]
        }

    def smart_crops(self) -> dict[str, object]:
        """The largest crop of each ratio, as near as can be to the middle of what was found."""
        ratios = self._aspect_ratios or (self._own_ratio(),)
        middle = _middle([*self._analysis.objects, *self._analysis.text_lines])
        return {
            "values": [
                {"aspectRatio": ratio, "boundingBox": _crop(ratio, middle, *self._size_px)}
                for ratio in ratios
            ]
        }

    def _own_ratio(self) -> float:
        width_px, height_px = self._size_px
        lowest, highest = _OWN_RATIOS
        return round(min(max(width_px / height_px, lowest), highest), 2)

    def _line(self, line: TextLine) -> dict[str, object]:
        words = [
            {
                "text": text,
                "boundingPolygon": self._polygon(area),
                "confidence": line.confidence,
            }
            for text, area in _words_in(line)
        ]
        return {"text": line.text, "boundingPolygon": self._polygon(line), "words": words}

    def _polygon(self, box: Box) -> list[dict[str, int]]:
        """Four corners, clockwise from the top left."""
        edges = pixel_box(box, *self._size_px)
        left, top = edges["x"], edges["y"]
        right, bottom = left + edges["w"], top + edges["h"]
        corners = ((left, top), (right, top), (right, bottom), (left, bottom))
        return [{"x": x, "y": y} for x, y in corners]


def _words_in(line: TextLine) -> Iterator[tuple[str, _Area]]:
    """Each word and where it should be: analyzers tell of lines, clients read words.

    A word gets the part of the line that its letters are of the line's letters.
    """
    share = line.width / len(line.text) if line.text else 0.0
    for word in re.finditer(r"\S+", line.text):
        left, width = line.left + share * word.start(), share * len(word[0])
        yield word[0], _Area(left, line.top, width, line.height)


def _middle(boxes: Sequence[Box]) -> tuple[float, float]:
    """Of the rectangle around all `boxes`, in fractions; of the picture where there are none."""
    if not boxes:
        return 0.5, 0.5
    left, right = min(b.left for b in boxes), max(b.left + b.width for b in boxes)
    top, bottom = min(b.top for b in boxes), max(b.top + b.height for b in boxes)
    return (left + right) / 2, (top + bottom) / 2


def _crop(
    ratio: float, middle: tuple[float, float], width_px: int, height_px: int
) -> dict[str, int]:
    crop_px = min(width_px, round(height_px * ratio)), min(height_px, round(width_px / ratio))
    x, y = (
        min(max(round(at * side - part / 2), 0), side - part)
        for at, side, part in zip(middle, (width_px, height_px), crop_px, strict=True)
    )
    return {"x": x, "y": y, "w": crop_px[0], "h": crop_px[1]}
