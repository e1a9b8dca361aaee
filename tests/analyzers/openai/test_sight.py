"""The word that a model must read."""

from __future__ import annotations

import pytest

from bot.analyzers.openai.sight import draw_probe
from bot.embedded.views import Views
from bot.images import prepare
from tests.embedded.reading import shared_reader


def test_whoever_can_read_reads_it() -> None:
    """Our own small reader does, every word that is drawn."""
    for _ in range(5):
        probe = draw_probe()
        lines = shared_reader().read(Views(prepare(probe.body, limits=None).image))
        assert probe.is_read_in(" ".join(line.text for line in lines))


def test_no_two_probes_have_the_same_word() -> None:
    """Nobody can know it beforehand."""
    assert len({draw_probe().word for _ in range(50)}) > 45


@pytest.mark.parametrize(
    "text",
    [
        '{"text_lines": ["KAMUZETA"]}',
        "The sign says “Kamuzeta”.",
        "KAMUZELA",  # one letter wrong
        "kamuzeta!",
    ],
)
def test_it_counts_however_it_is_told(text: str) -> None:
    """In any form and case, nearly right."""
    assert draw_probe("KAMUZETA").is_read_in(text)


@pytest.mark.parametrize(
    "text", ["", "a cat asleep on a sofa", "HELLO WELCOME STOP", "KAMU", "K A M U Z E T A", "ZETA"]
)
def test_nothing_else_counts(text: str) -> None:
    """Not what models make up, nor a part of it."""
    assert not draw_probe("KAMUZETA").is_read_in(text)
