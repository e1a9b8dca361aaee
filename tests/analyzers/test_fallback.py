"""The chain of analyzers."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from PIL import Image

from bot.analyzers.fallback import Chain
from bot.errors import (
    AnalyzerBusy,
    AnalyzerGone,
    AnalyzerOverQuota,
    BotError,
    PersonOverQuota,
    Unavailable,
    Withheld,
)
from bot.model import Analysis, Ask, Picture, StandIn, UploadLimits

PICTURE = Picture(
    image=Image.new("RGB", (2, 2)),
    width_px=2,
    height_px=2,
    format="PNG",
    size_bytes=99,
    is_animated=False,
    upload=None,
)
LIMITS = UploadLimits(max_bytes=1, min_side_px=1, max_side_px=2, long_side_px=9)
OTHER_LIMITS = UploadLimits(max_bytes=2, min_side_px=2, max_side_px=1, long_side_px=3)


@dataclass
class Scripted:
    """An analyzer with its answer in and the languages asked for out."""

    name: str
    error: BotError | None = None
    upload_limits: UploadLimits | None = None
    asked: list[str] = field(default_factory=list)

    def analyze(self, picture: Picture, ask: Ask) -> Analysis:
        assert picture is PICTURE
        self.asked.append(ask.language)
        if self.error:
            raise self.error
        return Analysis(analyzer=self.name, language=ask.language)


def test_the_first_that_answers_is_the_only_one_asked() -> None:
    """While the first answers, nobody stands in and nobody else sees the picture."""
    first, second = Scripted("first"), Scripted("second")
    assert Chain([first, second]).analyze(PICTURE, Ask("ja")) == (
        Analysis(analyzer="first", language="ja"),
        None,
    )
    assert (first.asked, second.asked) == (["ja"], [])


def test_an_unavailable_one_is_stood_in_for() -> None:
    """The next answers, and the first one's error says why, whoever failed in between."""
    chain = Chain(
        [
            Scripted("first", AnalyzerOverQuota()),
            Scripted("second", AnalyzerBusy()),
            Scripted("third"),
        ]
    )
    analysis, stand_in_for = chain.analyze(PICTURE, Ask("en"))
    assert (analysis.analyzer, stand_in_for) == ("third", StandIn(AnalyzerOverQuota.code))


@pytest.mark.parametrize(
    ("error", "until_s"),
    [
        (AnalyzerOverQuota(retry_after_s=500.0), 1500.0),
        (AnalyzerOverQuota(), None),
        (PersonOverQuota(until_s=1700.0, retry_after_s=700.0), 1700.0),
        (AnalyzerBusy(retry_after_s=57.0), None),
    ],
)
def test_a_quota_s_end_is_handed_on(error: Unavailable, until_s: float | None) -> None:
    """As a moment, since it is read later."""
    chain = Chain([Scripted("first", error), Scripted("second")], now=lambda: 1000.0)
    _, stand_in_for = chain.analyze(PICTURE, Ask("en"))
    assert stand_in_for == StandIn(error.code, until_s)
    with pytest.raises(type(error)) as raised:
        Chain([Scripted("alone", error)], now=lambda: 1000.0).analyze(PICTURE, Ask("en"))
    assert raised.value.facts.get("until_s") == until_s


@pytest.mark.parametrize("failures", [[], [AnalyzerBusy()]])
def test_a_refusal_is_final(failures: list[AnalyzerBusy]) -> None:
    """What one analyzer refused, no other describes."""
    last = Scripted("last")
    before = [Scripted("before", failure) for failure in failures]
    with pytest.raises(Withheld):
        Chain([*before, Scripted("refuses", Withheld()), last]).analyze(PICTURE, Ask("en"))
    assert last.asked == []


def test_when_all_fail_the_first_error_counts() -> None:
    """It alone tells when to come back; its cause is kept, and the others are noted on it."""
    cause = TimeoutError()
    busy = AnalyzerBusy("429", retry_after_s=57.0)
    busy.__cause__ = cause
    chain = Chain([Scripted("first", busy), Scripted("second", AnalyzerGone("404"))])
    with pytest.raises(AnalyzerBusy) as failed:
        chain.analyze(PICTURE, Ask("en"))
    assert failed.value is busy
    assert failed.value.__cause__ is cause
    assert failed.value.__notes__ == ["then analyzer_gone: 404"]


def test_a_fault_of_our_own_is_not_covered_up() -> None:
    """Only our errors lead to the next analyzer; a bug is seen as one."""

    class Broken(Scripted):
        def analyze(self, picture: Picture, ask: Ask) -> Analysis:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        Chain([Broken("broken"), Scripted("second")]).analyze(PICTURE, Ask("en"))


def test_limits_suit_all_that_want_bytes() -> None:
    """One upload serves them all. One that reads pixels has no say; such need no upload."""
    pixels = Scripted("pixels")
    one = Scripted("one", upload_limits=LIMITS)
    other = Scripted("other", upload_limits=OTHER_LIMITS)
    assert Chain([pixels, one]).upload_limits == LIMITS
    assert Chain([pixels, one, other]).upload_limits == UploadLimits(
        max_bytes=1, min_side_px=2, max_side_px=1, long_side_px=3
    )
    assert Chain([pixels]).upload_limits is None


def test_an_empty_chain_is_a_mistake() -> None:
    """A chain that could never answer is not made."""
    with pytest.raises(ValueError, match="at least one"):
        Chain([])
