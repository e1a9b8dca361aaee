"""Ten thousand hostile messages and views: Slack would take each of them."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import pytest

from bot.blocks import Message, compose
from bot.demo.limits import check_message, check_view
from bot.manner import Manner
from bot.model import Answer, Caption, Failure, Landmark, Outcome, Shared, StandIn, Tag, TextLine
from bot.settings import ChannelSettings, QuietHours, When, WhichAnalyzer
from bot.slack.home.view import ChannelState, HomeFacts, MonthlyUse, home_view
from bot.slack.settings.form import tags_in
from bot.slack.settings.view import TAGS_MAX_CHARS, settings_view
from bot.slack.wire.scopes import OPTIONAL
from bot.words import Words, locales
from tests.test_blocks import described

T = TypeVar("T")

CASES = 10_000
HOSTILE = (
    *("<!channel>", "<@U00000ALEX>", "<https://x.example|Slack>", "&lt;!here&gt;", "&", "<", ">"),
    *("*bold*", "`code`", "```", "~", "_", ":eyes:", "{ $text }", "%s", "\\", '"', "'", "”"),
    *("\u202e", "\u200d", "\ufeff", "\0", "\r\n", "\n", "\t", "\u2028", "a\u0301" * 40),
    *("👩\u200d👩\u200d👧", "🇩🇪", "漢字", "مرحبا", "שלום", "ﷺ", "𒐫"),
    *("a," * 500, "x" * 300, "&" * 1200, "<" * 1200, "word " * 200),
)
"""Mentions, links, marks, placeholders, controls, other scripts, sheer length."""


def words_of(rng: random.Random) -> str:
    """From nothing to thousands of characters."""
    return rng.choice(("", " ")).join(rng.choices(HOSTILE, k=rng.choice((0, 1, 1, 1, 2, 2, 3, 8))))


def several(rng: random.Random, make: Callable[[], T]) -> tuple[T, ...]:
    return tuple(make() for _ in range(rng.choice((0, 0, 1, 1, 2, 3, 10))))


def outcome_of(rng: random.Random) -> Outcome | None:
    if rng.random() < 0.15:
        return rng.choice((None, Outcome(failure=Failure("damaged", {}))))
    return described(
        rng.choice((None, Caption(words_of(rng), rng.random()))),
        tags=several(rng, lambda: Tag(words_of(rng), rng.random())),
        landmarks=several(rng, lambda: Landmark(words_of(rng), rng.random())),
        lines=several(rng, lambda: TextLine(words_of(rng), 0, 0, 1, 1, rng.random())),
        analyzer=rng.choice(("embedded", "azure-3.2", "azure-2.0")),
        is_animated=rng.random() < 0.2,
        stand_in_for=rng.choice((None, StandIn("analyzer_busy"))),
    )


def answer_of(rng: random.Random) -> Answer:
    return Answer(Shared(words_of(rng), words_of(rng)), outcome_of(rng))


def manner_of(rng: random.Random) -> Manner:
    return Manner(
        confidence_floor=rng.choice((0.0, 0.5, 0.9)),
        hidden_tags=several(rng, lambda: words_of(rng)),
        tags_only=rng.random() < 0.2,
        show_text=rng.random() < 0.8,
        has_switch_off_line=rng.random() < 0.5,
    )


def message_of(rng: random.Random, words: Words) -> Message:
    answers = [answer_of(rng) for _ in range(rng.choice((1,) * 12 + (2, 2, 2, 3, 3, 10, 25)))]
    about = rng.choice((None, "C123456789 1.000001"))
    return compose(answers, words, manner_of(rng), about=about)


@pytest.mark.parametrize("part", range(4))
def test_slack_takes_every_message(part: int) -> None:
    """Within its limits, and no foreign word becomes a mention, a link or markup of ours."""
    rng = random.Random(part)
    for number in range(CASES // 4):
        message = message_of(rng, Words(locales()[number % len(locales())]))
        check_message(list(message.blocks), list(message.attachments))
        assert 0 < len(message.text) <= 4000
        assert "<" not in message.text
        assert "<" not in str([message.blocks, message.attachments])


def settings_of(rng: random.Random) -> ChannelSettings:
    return ChannelSettings(
        when=rng.choice(list(When)),
        analyzer=rng.choice(list(WhichAnalyzer)),
        language=rng.choice((None, *locales(), "xx")),
        confidence_floor=rng.choice((0.0, 0.3, 0.333, 1.0, rng.random())),
        hidden_tags=tags_in(words_of(rng)[:TAGS_MAX_CHARS]),
        tags_only=rng.random() < 0.5,
        show_text=rng.random() < 0.5,
        eyes=rng.random() < 0.5,
        quiet_with_alt_text=rng.random() < 0.5,
        quiet_hours=rng.choice((None, QuietHours(0, 1439, "UTC"), QuietHours(601, 59, "UTC"))),
        reaction=rng.choice((None, "eye", "x" * 100)),
    )


def facts_of(rng: random.Random) -> HomeFacts:
    channels = tuple(
        ChannelState(f"C{number}", words_of(rng), rng.choice(list(When)))
        for number in range(rng.choice((0, 1, 3, 300)))
    )
    return HomeFacts(
        is_first_visit=rng.random() < 0.5,
        is_admin=rng.choice((None, False, True)),
        opted_out=rng.random() < 0.5,
        channels=channels,
        service_host=rng.choice((None, "vision.example.com", words_of(rng))),
        use=rng.choice((None, MonthlyUse(0, None), MonthlyUse(10**9, 10**9), MonthlyUse(1, 2))),
        missing_scopes=rng.choice(((), tuple(OPTIONAL))),
    )


@pytest.mark.parametrize("locale", locales())
def test_slack_takes_every_view(locale: str) -> None:
    """The form for settings whatever was filled into it, and the Home tab whatever it tells."""
    rng, words = random.Random(locale), Words(locale)
    for _ in range(300):
        check_view(home_view(facts_of(rng), words))
        check_view(
            settings_view(
                settings_of(rng),
                words,
                channel=rng.choice(("", "C123456789", "D123456789")),
                timezone=rng.choice((None, "Europe/Berlin")),
                missing_scopes=rng.choice(((), tuple(OPTIONAL))),
            )
        )


def test_what_is_checked_can_fail() -> None:
    """The check of these tests refuses what Slack would refuse."""
    rng = random.Random(0)
    message = replace(message_of(rng, Words()), blocks=({"type": "section"},))
    with pytest.raises(Exception, match="invalid_blocks"):
        check_message(list(message.blocks), list(message.attachments))
