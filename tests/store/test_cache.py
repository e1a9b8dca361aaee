"""Answers that are remembered, and the right to ask for them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.model import Adult, Analysis, Caption, Colors, Tag, TextLine
from bot.store.cache import KEEP_S, LEASE_S, AnalysisCache, AnswerKey
from bot.store.database import Database
from tests.store.clock import Clock

KEY = AnswerKey("T1", "ab12")
ANSWER = Analysis(
    analyzer="azure-3.2",
    language="en",
    caption=Caption("a bär", 0.97),
    tags=(Tag("bear", 0.5), Tag("snow", 0.25)),
    text_lines=(TextLine("It's “cold”", 0.1, 0.2, 0.3, 0.4, 1.0),),
    colors=Colors("#68421E", "Brown", "White", ("Brown",), is_black_and_white=False),
    adult=Adult(False, False, None, 0.01, 0.02, None),
    model_version="2021-05-01",
)


@pytest.fixture
def cache(database: Database) -> AnalysisCache:
    return AnalysisCache(database)


def keep(cache: AnalysisCache, key: AnswerKey = KEY, answer: Analysis = ANSWER) -> None:
    claim = cache.claim(key)
    assert claim is not None
    cache.keep(claim, answer)


def test_an_answer_comes_out_as_it_went_in(cache: AnalysisCache) -> None:
    """Every field of it, and for its key alone."""
    keep(cache)
    assert cache.find(KEY) == ANSWER
    assert cache.find(AnswerKey("T1", "ab13")) is None


def test_a_workspace_does_not_see_what_another_asked(cache: AnalysisCache) -> None:
    """Nor can it learn, by an answer's speed, what is shared there."""
    keep(cache)
    assert cache.find(AnswerKey("T2", KEY.fingerprint)) is None
    assert cache.claim(AnswerKey("T2", KEY.fingerprint)) is not None


def test_one_at_a_time_may_ask(cache: AnalysisCache) -> None:
    """Of many who come at once, one gets the right; nobody does where the answer is known."""
    with ThreadPoolExecutor(8) as pool:
        claims = [claim for claim in pool.map(lambda _: cache.claim(KEY), range(24)) if claim]
    assert len(claims) == 1
    assert cache.find(KEY) is None
    cache.keep(claims[0], ANSWER)
    assert cache.claim(KEY) is None


def test_a_claim_given_back_is_the_next_one_s(cache: AnalysisCache) -> None:
    """A failure is not remembered."""
    first = cache.claim(KEY)
    assert first is not None
    cache.release(first)
    assert cache.claim(KEY) is not None


def test_the_claim_of_one_that_died_is_taken_over(cache: AnalysisCache, clock: Clock) -> None:
    """And it changes nothing any more if it was alive after all."""
    late = cache.claim(KEY)
    assert late is not None
    clock.now_s += LEASE_S
    heir = cache.claim(KEY)
    assert heir is not None
    cache.release(late)
    cache.renew(late)
    assert cache.claim(KEY) is None
    cache.keep(heir, ANSWER)
    assert cache.find(KEY) == ANSWER


def test_a_renewed_claim_outlives_its_lease(cache: AnalysisCache, clock: Clock) -> None:
    """A slow service is not asked twice."""
    claim = cache.claim(KEY)
    assert claim is not None
    for _ in range(5):
        clock.now_s += LEASE_S - 1
        cache.renew(claim)
        assert cache.claim(KEY) is None


def test_an_old_answer_is_asked_for_again(cache: AnalysisCache, clock: Clock) -> None:
    """And is not in the database any more after the next sweep."""
    keep(cache)
    clock.now_s += KEEP_S - 1
    assert cache.find(KEY) == ANSWER
    clock.now_s += 1
    assert cache.find(KEY) is None
    assert cache.claim(KEY) is not None


def test_a_sweep_forgets_what_is_too_old(
    cache: AnalysisCache, database: Database, clock: Clock
) -> None:
    """Old answers and dead claims, and nothing else."""
    keep(cache)
    clock.now_s += KEEP_S - LEASE_S
    other = AnswerKey("T1", "cd")
    keep(cache, other)
    assert cache.claim(AnswerKey("T1", "ef")) is not None
    clock.now_s += LEASE_S
    cache.sweep()
    with database.read() as db:
        kept = db.exec_driver_sql("SELECT fingerprint FROM analyses").scalars().all()
    assert kept == [other.fingerprint]
