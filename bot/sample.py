"""A picture that we draw, for people who want to try the bot without sharing one."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw, ImageFont

SIDES_PX = (960, 640)
SKY, SUN, ROCK, MEADOW = "#8CC4EE", "#F7C948", "#7A8FA6", "#4C8C4A"
WOOD, BOARD, INK = "#6B4226", "#F4E9D8", "#222222"
WORDS = ("HELLO", "TEAM")


def sample_picture() -> bytes:
    """A PNG: a sign that says HELLO TEAM, in a meadow before two mountains, under the sun."""
    picture = Image.new("RGB", SIDES_PX, SKY)
    draw = ImageDraw.Draw(picture)
    draw.ellipse((740, 60, 860, 180), fill=SUN)
    draw.polygon([(0, 430), (220, 220), (400, 400), (560, 200), (800, 430)], fill=ROCK)
    draw.polygon([(0, 640), (0, 420), (960, 400), (960, 640)], fill=MEADOW)
    draw.rectangle((455, 470, 475, 600), fill=WOOD)
    draw.rectangle((285, 330, 645, 480), fill=BOARD, outline=WOOD, width=8)
    font = ImageFont.load_default(54)
    for number, word in enumerate(WORDS):
        draw.text((465, 375 + 60 * number), word, font=font, fill=INK, anchor="mm")
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()
