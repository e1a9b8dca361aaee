"""Pictures we draw: a picture with its caption under it. Opens nothing but fonts."""

from __future__ import annotations

from PIL import Image, ImageDraw, ImageFont

from bot.color_names import color_name
from bot.model import Colors, Picture

_PAPER, _INK, _QUIET_INK, _HAIRLINE = "#FFFFFF", "#1D1C1D", "#616061", "#DDDDDD"
_MIN_WIDTH_PX = 480
_MISSING = "\U0010fffd"
"""A private-use character, drawn by any font as it draws what it lacks."""

_SYSTEM_FONTS = (
    *("NotoSans-Regular.ttf", "LiberationSans-Regular.ttf", "Arial.ttf", "DejaVuSans.ttf"),
    *("NotoSansCJK-Regular.ttc", "Hiragino Sans GB.ttc", "YuGothR.ttc", "msyh.ttc"),
    "Arial Unicode.ttf",
)
"""Looked for in this order when Pillow's own font, which is plain ASCII, lacks a letter."""

_Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


def captioned(picture: Picture, caption: str, colors: Colors | None = None) -> Image.Image:
    """The picture on white with `caption` centered beneath, as the quickstart plots it.

    With `colors`, the accent follows as a swatch with its name and hex. A letter that neither
    Pillow's font nor a common one of the system knows is drawn as an empty box.

    Returns:
        RGB; as wide as the picture, or 480 px if that is more, and a margin.
    """
    photo = picture.image
    width_px = max(_MIN_WIDTH_PX, photo.width)
    text_px = max(18, width_px // 32)
    font = _font_for(caption, text_px)
    lines = _wrapped(caption, font, width_px)
    line_px = text_px * 3 // 2
    rows = len(lines) + (1 if colors else 0)
    size = width_px + 2 * text_px, photo.height + rows * line_px + 3 * text_px
    figure = Image.new("RGB", size, _PAPER)
    figure.paste(photo, ((figure.width - photo.width) // 2, text_px))
    draw = ImageDraw.Draw(figure)
    middle_px = photo.height + 2 * text_px + line_px // 2
    for row, line in enumerate(lines):
        draw.text((size[0] / 2, middle_px + row * line_px), line, _INK, font, anchor="mm")
    if colors:
        _draw_swatch(draw, colors.accent, (size[0] // 2, middle_px + len(lines) * line_px), text_px)
    return figure


def _draw_swatch(
    draw: ImageDraw.ImageDraw, accent: str, center: tuple[int, int], text_px: int
) -> None:
    """A disk of the accent and "Blue #2D618C" beside it, both together around `center`."""
    words = f"{color_name(accent)} {accent}"
    font = ImageFont.load_default(text_px * 3 // 4)
    disk_px, gap_px = text_px, text_px // 2
    left = center[0] - (disk_px + gap_px + font.getlength(words)) / 2
    top = center[1] - disk_px / 2
    draw.ellipse((left, top, left + disk_px, top + disk_px), fill=accent, outline=_HAIRLINE)
    draw.text((left + disk_px + gap_px, center[1]), words, _QUIET_INK, font, anchor="lm")


def _font_for(text: str, size_px: int) -> _Font:
    """Pillow's font if it has every letter, else the first system font that has."""
    default = ImageFont.load_default(size_px)
    if _knows(default, text):
        return default
    for name in _SYSTEM_FONTS:
        try:
            font = ImageFont.truetype(name, size_px)
        except OSError:  # not on this system
            continue
        if _knows(font, text):
            return font
    return default


def _knows(font: _Font, text: str) -> bool:
    missing = bytes(font.getmask(_MISSING))
    return all(
        bytes(font.getmask(letter)) != missing for letter in set(text) if not letter.isspace()
    )


def _wrapped(text: str, font: _Font, width_px: int) -> list[str]:
    """Lines no wider than `width_px`, broken between words, within a word that alone is wider."""
    lines = [""]
    for word in text.split():
        line = f"{lines[-1]} {word}".strip()
        if font.getlength(line) <= width_px:
            lines[-1] = line
        else:
            lines += _broken(word, font, width_px)
    return [line for line in lines if line]


def _broken(word: str, font: _Font, width_px: int) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and font.getlength(pieces[-1] + letter) > width_px:
            pieces.append("")
        pieces[-1] += letter
    return pieces
