"""Draws screenshots, charts, slides and papers whose every line is known: `screen(kind, seed)`.

The same seed gives the same picture wherever the same fonts are. Nothing here was photographed.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np
from PIL import Image, ImageDraw

from tests.bench.screen_sheet import MONO, SANS, SERIF, Line, Screen, Sheet
from tests.bench.screen_words import CODE, LOG, MENU, NAMES, TROUBLES

_SIZES_PX = ((640, 360), (1024, 768), (1280, 720), (1440, 900), (1920, 1080), (2560, 1440))


def _menu(sheet: Sheet, width_px: float, top_px: float) -> None:
    u = sheet.unit_px
    sheet.bar((0, top_px, width_px, sheet.size_px[1]), sheet.mix(0.07))
    sheet.block += 1
    for index, word in enumerate(sheet.rng.sample(MENU, 7)):
        sheet.write((u * 1.2, top_px + u * (1.5 + index * 2.4)), word)


def _top_bar(sheet: Sheet) -> float:
    u = sheet.unit_px
    sheet.block += 1
    sheet.bar((0, 0, sheet.size_px[0], u * 3), (32, 36, 48))
    right = sheet.write((u, u * 0.8), sheet.rng.choice(NAMES), bold=True, ink=(255, 255, 255))
    for word in sheet.rng.sample(MENU, 3):
        right = sheet.write((right + u * 2, u * 0.9), word, ink=(205, 208, 216)) or right
    return u * 3


def _ci(sheet: Sheet) -> None:
    u, (width_px, _) = sheet.unit_px, sheet.size_px
    top = _top_bar(sheet)
    _menu(sheet, u * 13, top)
    sheet.block += 1
    sheet.title((u * 15, top + u * 1.5), sheet.rng.choice(TROUBLES), sheet.rng.uniform(1.7, 2.4))
    sheet.write((u * 15, top + u * 5), sheet.sentence(5, 9), ink=sheet.mix(0.75))
    sheet.block += 1
    for index in range(sheet.rng.randint(3, 6)):
        y = top + u * (8 + index * 2.8)
        sheet.draw.rectangle((u * 15, y, width_px - u * 2, y + u * 2.3), outline=sheet.mix(0.2))
        sheet.write((u * 16, y + u * 0.5), sheet.sentence(1, 3))
        sheet.write((width_px * 0.62, y + u * 0.5), sheet.rng.choice(("passed", "failed")))
        sheet.write((width_px * 0.85, y + u * 0.5), f"{sheet.rng.randint(2, 59)}s")


def _dashboard(sheet: Sheet) -> None:
    u, (width_px, _) = sheet.unit_px, sheet.size_px
    top = _top_bar(sheet)
    sheet.block += 1
    sheet.title((u * 2, top + u * 1.5), sheet.heading(), sheet.rng.uniform(1.7, 2.5))
    step = (width_px - u * 4) / 3
    for index in range(3):
        x, y = u * 2 + index * step, top + u * 6
        sheet.draw.rectangle((x, y, x + step - u, y + u * 6), outline=sheet.mix(0.25))
        sheet.block += 1
        sheet.write((x + u, y + u * 0.8), sheet.sentence(1, 2), ink=sheet.mix(0.7))
        sheet.write((x + u, y + u * 2.6), sheet.number(), scale=1.9, bold=True)
    for index in range(24):
        bar_px = sheet.rng.uniform(u, u * 7)
        x, y = u * 2 + index * (width_px - u * 4) / 24, top + u * 22
        sheet.bar((x, y - bar_px, x + width_px / 40, y), sheet.accent())


def _terminal(sheet: Sheet) -> None:
    sheet.block += 1
    text = sheet.rng.choice(LOG).splitlines()
    for index, line in enumerate(text):
        x = sheet.unit_px * (0.8 + 0.6 * (len(line) - len(line.lstrip())))
        is_trouble = line.lstrip().startswith(("E ", "Error", "FAILED", "fatal", "error", "npm E"))
        ink = ((235, 110, 110) if sheet.dark else (190, 30, 40)) if is_trouble else None
        at = (x, sheet.unit_px * (0.8 + index * 1.6))
        if sheet.write(at, line.strip(), ink=ink) and (is_trouble or line.startswith("$")):
            sheet.titles.append(line.strip())


def _editor(sheet: Sheet) -> None:
    u = sheet.unit_px
    name, text = sheet.rng.choice(CODE)
    sheet.bar((0, 0, sheet.size_px[0], u * 2.4), sheet.mix(0.1))
    sheet.block += 1
    sheet.write((u * 2, u * 0.5), name)
    sheet.titles.append(name)
    sheet.block += 1
    inks = ((130, 170, 255), (200, 220, 140)) if sheet.dark else ((30, 60, 170), (20, 110, 60))
    for index, line in enumerate(text.splitlines()):
        y = u * (3.2 + index * 1.55)
        if not line.strip():
            continue
        sheet.write((u * 0.6, y), str(index + 1), ink=sheet.mix(0.45), is_known=False)
        x = u * (3 + 0.6 * (len(line) - len(line.lstrip())))
        is_definition = line.lstrip().startswith(("def ", "class ", "function ", "func ", "SELECT"))
        ink = sheet.rng.choice((None, *inks))
        if sheet.write((x, y), line.strip(), ink=ink) and is_definition:
            sheet.titles.append(line.strip())


def _chat(sheet: Sheet) -> None:
    u = sheet.unit_px
    sheet.bar((0, 0, u * 13, sheet.size_px[1]), (63, 14, 64))
    sheet.block += 1
    for index, word in enumerate(sheet.rng.sample(MENU, 6)):
        sheet.write((u, u * (4 + index * 2)), f"# {word.lower()}", ink=(220, 205, 220))
    sheet.block += 1
    sheet.title((u * 15, u), f"# {sheet.rng.choice(MENU).lower()}", sheet.rng.uniform(1.3, 1.6))
    y = u * 5
    for _ in range(sheet.rng.randint(3, 7)):
        sheet.block += 1
        sheet.draw.ellipse((u * 15, y, u * 17.4, y + u * 2.4), fill=sheet.accent())
        right = sheet.write((u * 18.4, y), sheet.rng.choice(NAMES), bold=True)
        time = f"{sheet.rng.randint(1, 12)}:{sheet.rng.randint(10, 59)} AM"
        sheet.write((right + u, y + u * 0.1), time, scale=0.85, ink=sheet.mix(0.6))
        message = sheet.sentence(3, 9)
        sheet.write((u * 18.4, y + u * 1.5), message)
        sheet.titles.append(message)
        y += u * 4.2


def _table(sheet: Sheet) -> None:
    u, (width_px, _) = sheet.unit_px, sheet.size_px
    sheet.block += 1
    sheet.title((u * 2, u * 1.5), sheet.heading(), sheet.rng.uniform(1.5, 2.2))
    sheet.block += 1
    columns = sheet.rng.randint(3, 5)
    step = (width_px - u * 4) / columns
    rows = [sheet.rng.sample(MENU, columns)]
    rows += [
        [sheet.sentence(1, 2), *(sheet.number() for _ in range(columns - 1))]
        for _ in range(sheet.rng.randint(4, 10))
    ]
    for number, row in enumerate(rows):
        y = u * (6 + number * 2.1)
        sheet.draw.line((u * 2, y + u * 1.75, width_px - u * 2, y + u * 1.75), sheet.mix(0.25))
        for column, cell in enumerate(row):
            sheet.write((u * 2.4 + column * step, y), cell, bold=number == 0)


def _web_page(sheet: Sheet) -> None:
    u, (width_px, _) = sheet.unit_px, sheet.size_px
    sheet.block += 1
    sheet.bar((0, 0, width_px, u * 2.6), sheet.mix(0.14))
    address = f"https://www.{sheet.rng.choice(NAMES).split()[0].lower()}.com/docs/page?id=27"
    sheet.write((u * 6, u * 0.6), address, ink=sheet.mix(0.7))
    sheet.block += 1
    right = u * 2
    for word in sheet.rng.sample(MENU, 4):
        right = sheet.write((right, u * 3.6), word) + u * 2 or right
    sheet.block += 1
    sheet.title((u * 2, u * 7), sheet.heading(), sheet.rng.uniform(2.0, 3.2))
    columns = sheet.rng.choice((1, 2))
    for column in range(columns):
        sheet.block += 1
        _paragraph(sheet, u * 2 + column * width_px / 2, u * 13, width_px / columns - u * 5)


def _paragraph(sheet: Sheet, left_px: float, top_px: float, width_px: float) -> None:
    u = sheet.unit_px
    words = [*sheet.sentence(40, 80).split()]
    line, y = "", top_px
    for word in [*words, ""]:
        longer = f"{line} {word}".strip()
        if word and sheet.draw.textlength(longer, sheet.font(1)) < width_px:
            line = longer
            continue
        sheet.write((left_px, y), line)
        line, y = word, y + u * 1.6


def _dialog(sheet: Sheet) -> None:
    u, (width_px, height_px) = sheet.unit_px, sheet.size_px
    sheet.draw.rectangle((0, 0, width_px, height_px), fill=sheet.mix(0.25))
    left, top = width_px / 2 - u * 15, height_px / 2 - u * 6
    sheet.bar((left, top, left + u * 30, top + u * 12), sheet.paper)
    sheet.block += 1
    sheet.title((left + u * 1.5, top + u * 1.2), sheet.rng.choice(TROUBLES), 1.4)
    sheet.write((left + u * 1.5, top + u * 4), sheet.sentence(3, 5))
    sheet.write((left + u * 1.5, top + u * 5.6), sheet.sentence(3, 5))
    sheet.block += 1
    sheet.write((left + u * 17, top + u * 9), "Cancel")
    color = sheet.accent()
    sheet.bar((left + u * 22, top + u * 8.5, left + u * 28.5, top + u * 10.6), color)
    sheet.write((left + u * 23, top + u * 9), "Try again", ink=(255, 255, 255))


def _chart(sheet: Sheet) -> None:
    u, (width_px, height_px) = sheet.unit_px, sheet.size_px
    title = sheet.heading()
    sheet.block += 1
    x = (width_px - sheet.draw.textlength(title, sheet.font(1.5))) / 2
    sheet.title((max(u, x), u * 0.8), title, 1.5, bold=sheet.rng.random() < 0.5)
    left, bottom = u * 7, height_px - u * 5
    sheet.draw.rectangle((left, u * 4, width_px - u * 2, bottom), outline=sheet.ink)
    sheet.block += 1
    step = (width_px - left - u * 3) / 6
    for index in range(5):
        y = bottom - (index + 0.3) * (bottom - u * 4) / 5
        sheet.write((u * 3.6, y), str(index * 20), is_known=False)
        bar_px = sheet.rng.uniform(u, bottom - u * 5)
        x = left + (index + 0.5) * step
        sheet.bar((x, bottom - bar_px, x + step * 0.7, bottom), sheet.accent())
        sheet.write((x, bottom + u * 0.6), ("Jan", "Feb", "Mar", "Apr", "May")[index])
    sheet.block += 1
    sheet.write((width_px / 2, height_px - u * 2), sheet.sentence(1, 2))
    _axis_label(sheet, f"{sheet.rng.choice(MENU)} (thousands)")


def _axis_label(sheet: Sheet, text: str) -> None:
    """Bottom to top, at the left edge."""
    u, font = sheet.unit_px, sheet.font(1)
    width_px = round(sheet.draw.textlength(text, font)) + 4
    label = Image.new("RGB", (width_px, round(u * 1.5)), sheet.paper)
    ImageDraw.Draw(label).text((2, 0), text, font=font, fill=sheet.ink)
    turned = label.transpose(Image.Transpose.ROTATE_90)
    if turned.height < sheet.size_px[1] - u * 4:
        sheet.image.paste(turned, (round(u), (sheet.size_px[1] - turned.height) // 2))
        sheet.block += 1
        sheet.lines.append(Line(text, sheet.block))


def _slide(sheet: Sheet) -> None:
    u, (_, height_px) = sheet.unit_px, sheet.size_px
    sheet.block += 1
    sheet.title((u * 3, height_px * 0.1), sheet.heading(), sheet.rng.uniform(3, 4.5))
    sheet.block += 1
    for index in range(sheet.rng.randint(2, 5)):
        text = f"• {sheet.sentence(2, 5)}"
        sheet.write((u * 4, height_px * 0.32 + index * u * 3.4), text, scale=1.8)
    sheet.block += 1
    sheet.write((u * 3, height_px - u * 2), str(sheet.rng.randint(2, 40)), is_known=False)


def _paper(sheet: Sheet) -> None:
    u, (width_px, height_px) = sheet.unit_px, sheet.size_px
    sheet.block += 1
    sheet.title((u * 4, u * 4), sheet.heading(), sheet.rng.uniform(1.6, 2.2))
    y = u * 9
    while y < height_px - u * 12:
        sheet.block += 1
        _paragraph(sheet, u * 4, y, width_px - u * 8)
        y += u * 19
    _scan(sheet)


def _receipt(sheet: Sheet) -> None:
    u, (width_px, _) = sheet.unit_px, sheet.size_px
    sheet.block += 1
    sheet.title((u * 4, u * 2), f"{sheet.rng.choice(NAMES)} Market", 1.8)
    sheet.write((u * 4, u * 5), sheet.sentence(2, 3))
    sheet.block += 1
    for index in range(sheet.rng.randint(4, 9)):
        y = u * (8 + index * 1.8)
        sheet.write((u * 2, y), sheet.sentence(1, 2))
        sheet.write((width_px - u * 7, y), f"{sheet.rng.randrange(1, 90)}.{index}9")
    sheet.write((u * 2, u * 26), "TOTAL", bold=True)
    sheet.write((width_px - u * 8, u * 26), f"{sheet.rng.randrange(90, 300)}.40", bold=True)
    _scan(sheet)


def _scan(sheet: Sheet) -> None:
    """Slightly askew, with grain and uneven light."""
    angle = sheet.rng.uniform(-1.5, 1.5)
    turned = sheet.image.rotate(angle, Image.Resampling.BICUBIC, fillcolor=sheet.paper)
    numbers = np.random.default_rng(sheet.rng.randrange(1 << 30))
    pixels = np.asarray(turned, np.float32)
    light = np.linspace(1, sheet.rng.uniform(0.75, 1), pixels.shape[1])[np.newaxis, :, np.newaxis]
    grain = numbers.normal(0, sheet.rng.uniform(2, 9), pixels.shape)
    sheet.image = Image.fromarray(np.clip(pixels * light + grain, 0, 255).astype(np.uint8))


_Painter: TypeAlias = Callable[[Sheet], None]

_SCREENS: dict[str, tuple[_Painter, Sequence[str]]] = {
    "CI page": (_ci, SANS),
    "dashboard": (_dashboard, SANS),
    "terminal": (_terminal, MONO),
    "code": (_editor, MONO),
    "chat": (_chat, SANS),
    "table": (_table, SANS + SERIF),
    "web page": (_web_page, SANS + SERIF),
    "dialog": (_dialog, SANS),
    "chart": (_chart, SANS + SERIF),
    "slide": (_slide, SANS + SERIF),
    "scanned page": (_paper, SERIF + SANS),
    "receipt": (_receipt, MONO),
}
_PAPERS = {"scanned page": (1000, 1300), "receipt": (560, 1000)}

KINDS = tuple(_SCREENS)


def screen(kind: str, seed: int) -> Screen:
    """One picture of that kind, and what stands in it."""
    rng = random.Random(f"{kind} {seed}")
    paint, families = _SCREENS[kind]
    size_px = _PAPERS.get(kind) or rng.choice(_SIZES_PX)
    body_px = rng.uniform(13, 17) * max(1.0, size_px[0] / 1440)
    if kind == "slide":
        body_px = size_px[0] / rng.uniform(60, 80)
    is_dark = kind not in _PAPERS and rng.random() < 0.45
    sheet = Sheet(rng, size_px, is_dark, body_px, families)
    paint(sheet)
    return Screen(
        kind=kind,
        pixels=np.asarray(sheet.image),
        lines=tuple(sheet.lines),
        titles=tuple(sheet.titles),
        asides=tuple(sheet.asides),
    )
