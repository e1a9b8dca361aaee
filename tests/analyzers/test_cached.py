"""The same picture is asked about once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin

from bot.analyzers.cached import PATIENCE_S, Cached
from bot.analyzers.fallback import Chain
from bot.errors import AnalyzerBusy, BotError, Withheld
from bot.images import prepare
from bot.model import TEXT_NOT_READ, Analysis, Ask, Asker, Caption, Picture, UploadLimits
from bot.store.cache import HALF_KEEP_S, LEASE_S, AnalysisCache, AnswerClaim
from bot.store.database import Database
from tests.drawings import quarters, saved
from tests.store.clock import Clock

ASK = Ask("en", Asker("T1", "C1", "U1"))
LIMITS = UploadLimits(max_bytes=4_000_000, min_side_px=50, max_side_px=16_000)


class Counting:
    """An analyzer that counts its calls, and holds its answers back while it is told to."""

    def __init__(self, name: str = "service", *errors: BotError) -> None:
        self.name = name
        self.upload_limits = LIMITS
        self.calls = 0
        self.lacking: str | None = None
        self.is_asked = threading.Event()
        self.may_answer = threading.Event()
        self.may_answer.set()
        self._errors = list(errors)

    def analyze(self, picture: Picture, ask: Ask) -> Analysis:
        self.calls += 1
        self.is_asked.set()
        assert self.may_answer.wait(20)
        if self._errors:
            raise self._errors.pop(0)
        text = f"answer {self.calls} about {picture.width_px} pixels"
        return Analysis(self.name, ask.language, caption=Caption(text, 0.9), lacking=self.lacking)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def open_cache(tmp_path: Path, clock: Clock) -> Iterator[Callable[[], AnalysisCache]]:
    """Opens the same file once more, as another process does."""
    databases: list[Database] = []

    def _open() -> AnalysisCache:
        databases.append(Database(f"sqlite:///{tmp_path}/store.sqlite3", now=clock))
        return AnalysisCache(databases[-1])

    yield _open
    for database in databases:
        database.close()


@pytest.fixture
def cache(open_cache: Callable[[], AnalysisCache]) -> AnalysisCache:
    return open_cache()


def never(_: float) -> None:
    raise AssertionError("there is nobody to wait for")


def cached(analyzer: Counting, cache: AnalysisCache, version: str = "1") -> Cached:
    return Cached(analyzer, cache, version=version, sleep=never)


def picture(data: bytes | None = None) -> Picture:
    return prepare(data or saved(quarters(), "PNG"), limits=LIMITS)


def with_metadata() -> bytes:
    """The same pixels in a file with a place, an author and another compression."""
    exif = Image.Exif()
    exif[0x010E] = "the whole family"
    exif[0x8825] = {1: "N", 2: (48.0, 51.0, 29.0)}
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", "Somebody")
    return saved(quarters(), "PNG", exif=exif, pnginfo=texts, compress_level=1)


def test_the_same_picture_is_asked_about_once(cache: AnalysisCache) -> None:
    """In ten channels, by ten people: one call, one answer."""
    service = Counting()
    asked = cached(service, cache)
    askers = [Asker("T1", f"C{n}", f"U{n}") for n in range(10)]
    answers = [asked.analyze(picture(), Ask("en", asker)) for asker in askers]
    assert service.calls == 1
    assert answers == [answers[0]] * 10


def test_metadata_does_not_matter(cache: AnalysisCache) -> None:
    """A picture is its pixels, as they are sent."""
    service = Counting()
    asked = cached(service, cache)
    assert with_metadata() != saved(quarters(), "PNG")
    first = asked.analyze(picture(), ASK)
    assert asked.analyze(picture(with_metadata()), ASK) == first
    assert service.calls == 1


def test_what_makes_another_answer_makes_another_call(cache: AnalysisCache) -> None:
    """Other pixels, the same turned on their side, another language, analyzer or model."""
    service, other = Counting(), Counting("other")
    asked = cached(service, cache)
    asked.analyze(picture(), ASK)
    other_pixels = quarters()
    other_pixels.putpixel((3, 3), (1, 2, 3))
    asked.analyze(picture(saved(other_pixels, "PNG")), ASK)
    red = [Image.new("RGB", size, "#B7471D") for size in ((100, 60), (60, 100))]
    for each in red:
        asked.analyze(picture(saved(each, "PNG")), ASK)
    asked.analyze(picture(), Ask("ja", ASK.asker))
    cached(service, cache, version="2").analyze(picture(), ASK)
    assert service.calls == 6
    cached(other, cache).analyze(picture(), ASK)
    assert other.calls == 1


@pytest.mark.parametrize("error", [AnalyzerBusy("503"), Withheld()])
def test_a_failure_is_not_remembered(cache: AnalysisCache, error: BotError) -> None:
    """Nor a refusal: the next who asks is answered."""
    service = Counting("service", error)
    asked = cached(service, cache)
    with pytest.raises(type(error)):
        asked.analyze(picture(), ASK)
    assert asked.analyze(picture(), ASK).caption is not None
    assert service.calls == 2


def test_half_an_answer_is_not_remembered_for_long(cache: AnalysisCache, clock: Clock) -> None:
    """Those who ask at the same time share it; a little later the text is read after all."""
    service = Counting()
    service.lacking = TEXT_NOT_READ
    asked = cached(service, cache)
    assert asked.analyze(picture(), ASK) == asked.analyze(picture(), ASK)
    assert service.calls == 1
    clock.now_s += HALF_KEEP_S
    service.lacking = None
    assert asked.analyze(picture(), ASK).lacking is None
    clock.now_s += HALF_KEEP_S
    asked.analyze(picture(), ASK)
    assert service.calls == 2


def test_what_another_answered_is_not_taken_for_the_first_one_s(cache: AnalysisCache) -> None:
    """When the service is back it is asked, and from then on its answer is given."""
    service, stand_in = Counting("service", AnalyzerBusy("503")), Counting("stand-in")
    chain = Chain([cached(service, cache), cached(stand_in, cache)])
    names = [chain.analyze(picture(), ASK)[0].analyzer for _ in range(3)]
    assert names == ["stand-in", "service", "service"]
    assert (service.calls, stand_in.calls) == (2, 1)


def test_who_comes_while_another_asks_waits_for_its_answer(
    open_cache: Callable[[], AnalysisCache],
) -> None:
    """Also in another process: one call, made by the first."""
    first, second = Counting(), Counting()
    first.may_answer.clear()
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(cached(first, open_cache()).analyze, picture(), ASK)
        assert first.is_asked.wait(20)

        def sleep(_: float) -> None:
            first.may_answer.set()
            answer.result(20)

        waiting = Cached(second, open_cache(), version="1", sleep=sleep)
        assert waiting.analyze(picture(), ASK) == answer.result()
    assert (first.calls, second.calls) == (1, 0)


def test_many_at_once_make_one_call(cache: AnalysisCache) -> None:
    """Threads of one process, whoever comes first."""
    service = Counting()
    asked = Cached(service, cache, version="1")
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: asked.analyze(picture(), ASK), range(16)))
    assert service.calls == 1
    assert answers == [answers[0]] * 16


def test_when_the_first_fails_the_next_asks(open_cache: Callable[[], AnalysisCache]) -> None:
    """Who waits gets its own chance, not another's failure."""
    first, second = Counting("service", AnalyzerBusy("503")), Counting()
    first.may_answer.clear()
    with ThreadPoolExecutor(1) as pool:
        failing = pool.submit(cached(first, open_cache()).analyze, picture(), ASK)
        assert first.is_asked.wait(20)

        def sleep(_: float) -> None:
            first.may_answer.set()
            assert isinstance(failing.exception(20), AnalyzerBusy)

        waiting = Cached(second, open_cache(), version="1", sleep=sleep)
        assert waiting.analyze(picture(), ASK).caption is not None
    assert (first.calls, second.calls) == (1, 1)


class Dying(AnalysisCache):
    """A process that dies while it asks gives nothing back."""

    def release(self, claim: AnswerClaim) -> None:
        pass


def test_one_that_died_is_not_waited_for_long(
    open_cache: Callable[[], AnalysisCache], tmp_path: Path, clock: Clock
) -> None:
    """Its claim ends by itself, and the next who waits asks."""
    database = Database(f"sqlite:///{tmp_path}/store.sqlite3", now=clock)
    with pytest.raises(AnalyzerBusy):
        cached(Counting("service", AnalyzerBusy()), Dying(database)).analyze(picture(), ASK)
    database.close()

    def sleep(_: float) -> None:
        clock.now_s += LEASE_S

    heir = Counting()
    Cached(heir, open_cache(), version="1", sleep=sleep).analyze(picture(), ASK)
    assert heir.calls == 1


def test_patience_has_an_end(open_cache: Callable[[], AnalysisCache]) -> None:
    """A reply is worth more than a call: who has waited for long asks beside the first."""
    first, second, elapsed = Counting(), Counting(), Clock()
    first.may_answer.clear()

    def sleep(_: float) -> None:
        elapsed.now_s += PATIENCE_S / 2

    impatient = Cached(second, open_cache(), version="1", sleep=sleep, clock=elapsed)
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(cached(first, open_cache()).analyze, picture(), ASK)
        assert first.is_asked.wait(20)
        assert impatient.analyze(picture(), ASK).caption is not None
        first.may_answer.set()
        answer.result(20)
    assert (first.calls, second.calls) == (1, 1)
