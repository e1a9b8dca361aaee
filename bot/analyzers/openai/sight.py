"""Finds out whether a model sees pictures at all, or makes up what they show. Opens no socket.

Many servers drop a picture that their model has no eyes for, and the model describes one all the
same. So it is shown a word that nobody can guess.
"""

from __future__ import annotations

import difflib
import io
import re
import secrets
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFont

_CONSONANTS = "BDFGHKMNPRSTVZ"
_VOWELS = "AEU"
_SYLLABLES = 4
_NEARLY = 0.8
"""How alike what was read may be: a small model may see a letter wrong. By chance: never."""


@dataclass(frozen=True, slots=True)
class Probe:
    """A picture of one word, JPEG."""

    word: str
    body: bytes

    def is_read_in(self, text: str) -> bool:
        """Whether the word, or nearly it, stands anywhere in an answer of any form."""
        words = re.findall(r"[A-Z]+", text.upper())
        return any(_likeness(self.word, word) >= _NEARLY for word in words)


def draw_probe(word: str | None = None) -> Probe:
    """A word in large black letters on white; by default a new one, of no language."""
    word = word or "".join(
        secrets.choice(_CONSONANTS) + secrets.choice(_VOWELS) for _ in range(_SYLLABLES)
    )
    image = Image.new("RGB", (768, 256), "white")
    draw = ImageDraw.Draw(image)
    draw.text((384, 128), word, "black", font=ImageFont.load_default(120), anchor="mm")
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=90)
    return Probe(word, buffer.getvalue())


def _likeness(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, one, other).ratio()
