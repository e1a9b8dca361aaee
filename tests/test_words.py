"""Sentences: every error has one, and every one is fit to be read by a person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import errors, words
from bot.errors import BotError, Misconfigured
from bot.words import Words

FTL = Path("bot/words/en.ftl").read_text(encoding="utf-8")
MAX_CHARS = 200
SAMPLES: dict[str, tuple[object, ...]] = {
    "UnsupportedFormat": ("SVG",),
    "TooLarge": (50_000_000,),
    "TooManyPixels": (30_000, 30_000),
    "TooSmall": (50,),
    "SlackDenied": ("files:read",),
    "SlackRefused": ("is_archived",),
}


def leaves(tree: type[BotError] = BotError) -> Iterator[type[BotError]]:
    for child in tree.__subclasses__():
        if child.__subclasses__():
            yield from leaves(child)
        else:
            yield child


def sample(leaf: type[BotError]) -> BotError:
    if issubclass(leaf, errors.SlackBusy):
        return leaf("x", may_have_happened=False)
    if issubclass(leaf, errors.OverShare):
        return leaf(until_s=1_796_083_200, retry_after_s=432_000)
    return leaf(*SAMPLES.get(leaf.__name__, ()))


SPOKEN = [leaf for leaf in leaves() if leaf is not Misconfigured]


def test_codes_are_unique() -> None:
    """A code in a log names one error."""
    codes = [leaf.code for leaf in leaves()]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("leaf", SPOKEN, ids=lambda leaf: leaf.code)
def test_every_error_has_a_sentence_with_a_next_step(leaf: type[BotError]) -> None:
    """Short, complete, without class names or addresses, and it says what to do next."""
    sentence = Words().explain(sample(leaf))
    assert len(sentence) <= MAX_CHARS
    assert sentence.endswith(".")
    assert leaf.__name__ not in sentence
    steps = r"\b(share|ask|give|check|export|invite|describe it)\b"
    assert re.search(steps, sentence, re.IGNORECASE)


def test_no_error_sentence_is_left_over() -> None:
    """A sentence for an error that no longer exists is deleted with it."""
    named = set(re.findall(r"^error-([a-z-]+?)(?:-until)? =", FTL, re.MULTILINE))
    assert named == {leaf.code.replace("_", "-") for leaf in SPOKEN}


def test_a_missing_fact_is_a_bug_not_a_strange_sentence() -> None:
    """A person never reads a placeholder."""
    with pytest.raises(ValueError, match="tags"):
        Words().say("tags")


@pytest.mark.parametrize("locale", [None, "en", "en-GB", "en_US", "xx", "", "../en"])
def test_a_locale_falls_back_to_the_nearest(locale: str | None) -> None:
    """To its language, and in the end to English."""
    assert Words(locale).locale == "en"
    assert Words(locale).say("working") == Words().say("working")


@pytest.fixture
def two_locales(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """English, and a German that lacks some sentences."""
    (tmp_path / "en.ftl").write_text(FTL, encoding="utf-8")
    german = 'working = Noch in Arbeit.\nsettings-floor = { NUMBER($share, style: "percent") }'
    (tmp_path / "de.ftl").write_text(german, encoding="utf-8")
    monkeypatch.setattr(words, "FOLDER", tmp_path)
    caches = (words.locales, words._bundle)
    for each in caches:
        each.cache_clear()
    yield
    for each in caches:
        each.cache_clear()


@pytest.mark.usefixtures("two_locales")
def test_sentences_are_those_of_the_nearest_locale() -> None:
    """Each by itself: what German lacks is said in English, numbers as the language has them."""
    austrian = Words("de-AT")
    assert (austrian.locale, austrian.language) == ("de", "de")
    assert austrian.say("working") == "Noch in Arbeit."
    assert austrian.say("tags", tags="x") == Words().say("tags", tags="x")
    assert austrian.say("settings-floor", share=0.5) == "50\xa0%"
    assert austrian.language_name("en") == "Englisch"
    assert words.locales() == ("de", "en")


def test_every_reason_belongs_to_an_error_of_an_analyzer() -> None:
    """Whatever kept the first analyzer from answering has its sentence."""
    words = Words()
    for leaf in SPOKEN:
        if leaf.code.startswith("analyzer_"):
            assert words.reason(leaf.code).endswith(".")


def test_color_names_are_all_there() -> None:
    """Azure's twelve names can be said."""
    names = [
        "Black",
        "Blue",
        "Brown",
        "Grey",
        "Green",
        "Orange",
        "Pink",
        "Purple",
        "Red",
        "Teal",
        "White",
        "Yellow",
    ]
    assert all(Words().color(name) for name in names)
