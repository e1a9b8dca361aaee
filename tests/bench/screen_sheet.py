"""A sheet to draw screens on, which remembers every line that was written on it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from PIL import Image, ImageDraw, ImageFont

from bot.model import Pixels
from tests.bench.fonts import font
from tests.bench.screen_words import HEADINGS, NAMES, WORDS

Color: TypeAlias = tuple[int, int, int]

SANS = ("FiraGO", "Noto Sans", "Ubuntu")
SERIF = ("Caladea", "Source Serif Pro")
MONO = ("Cascadia Mono", "Fira Mono", "Space Mono", "Ubuntu Mono")


@dataclass(frozen=True, slots=True)
class Line:
    """What was drawn in one piece. Lines of one block are read one after the other."""

    text: str
    block: int


@dataclass(frozen=True, slots=True)
class Screen:
    kind: str
    pixels: Pixels
    lines: tuple[Line, ...]
    titles: tuple[str, ...]
    """Any of these is the line a caption may quote; empty where none stands out."""
    asides: tuple[str, ...]
    """Line numbers and the like: read or not, it does not matter."""


@dataclass
class Sheet:
    """A picture being drawn. Painters measure in `unit_px`, the height of body text."""

    rng: random.Random
    size_px: tuple[int, int]
    dark: bool
    unit_px: float
    families: Sequence[str] = SANS
    lines: list[Line] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    asides: list[str] = field(default_factory=list)
    block: int = 0

    def __post_init__(self) -> None:
        tint = self.rng.randrange(12)
        shade = self.rng.randrange(12, 44) if self.dark else self.rng.randrange(236, 256)
        self.paper: Color = (shade, shade, min(255, shade + tint))
        self.ink: Color = (222, 224, 228) if self.dark else (30, 32, 38)
        self.image = Image.new("RGB", self.size_px, self.paper)
        self.draw = ImageDraw.Draw(self.image)
        self.family = self.rng.choice(self.families)

    def font(self, scale: float, *, bold: bool = False) -> ImageFont.FreeTypeFont:
        return font(self.family, max(9, round(self.unit_px * scale)), bold=bold)

    def write(
        self,
        at: tuple[float, float],
        text: str,
        *,
        scale: float = 1.0,
        bold: bool = False,
        ink: Color | None = None,
        is_known: bool = True,
    ) -> float:
        """Draws one line unless it would leave the picture; its right end in px, or 0."""
        font = self.font(scale, bold=bold)
        right = at[0] + self.draw.textlength(text, font)
        if right > self.size_px[0] - 2 or at[1] + font.size * 1.25 > self.size_px[1]:
            return 0.0
        self.draw.text(at, text, font=font, fill=ink or self.ink)
        if is_known:
            self.lines.append(Line(text, self.block))
        else:
            self.asides.append(text)
        return float(right)

    def bar(self, box: tuple[float, float, float, float], color: Color) -> None:
        self.draw.rectangle(box, fill=color)

    def mix(self, share: float) -> Color:
        """A color between paper and ink."""
        red, green, blue = (
            round(a + (b - a) * share) for a, b in zip(self.paper, self.ink, strict=True)
        )
        return red, green, blue

    def sentence(self, fewest: int, most: int) -> str:
        words = self.rng.choices(WORDS, k=self.rng.randint(fewest, most))
        if self.rng.random() < 0.3:
            words[self.rng.randrange(len(words))] = self.number()
        return " ".join(words).capitalize()

    def number(self) -> str:
        forms = ("{}", "{}%", "${}.00", "#{}", "{} ms", "v{}.2")
        return self.rng.choice(forms).format(self.rng.randrange(2, 9000))

    def heading(self) -> str:
        return self.rng.choice(HEADINGS).format(
            name=self.rng.choice(NAMES), n=self.rng.randrange(2, 999)
        )

    def title(self, at: tuple[float, float], text: str, scale: float, *, bold: bool = True) -> None:
        while scale > 1.2 and not self.write(at, text, scale=scale, bold=bold):
            scale *= 0.85
        self.titles.append(text)

    def accent(self) -> Color:
        return self.rng.choice(((37, 99, 205), (190, 40, 50), (30, 130, 80), (120, 60, 170)))
