"""The Azure analyzer against a real HTTP server that plays recorded answers."""

from __future__ import annotations

import re
import socket
import threading
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest

from bot.analyzers import Analyzer
from bot.analyzers.azure import LIMITS, MAX_ANSWER_BYTES, AzureAnalyzer
from bot.analyzers.azure_json import analysis_from_json
from bot.errors import (
    AnalyzerBusy,
    AnalyzerFailed,
    AnalyzerGone,
    AnalyzerOverQuota,
    AnalyzerRejectedKey,
    BotError,
    Unexpected,
)
from bot.model import Analysis, Ask, Picture, Upload
from tests.analyzers.service import (
    AnalyzeService,
    Answer,
    answer_of,
    recorded,
    recording,
    recording_names,
)
from tests.analyzers.test_azure_errors import EXPECTED, facts_of
from tests.analyzers.test_azure_json import DOG

KEY = "0123456789abcdef0123456789abcdef"
GOOD = recorded("v3_2_dog_sample16")
BUSY = recorded("v3_2_503")


@dataclass
class Clock:
    """Time that passes only when somebody sleeps, and by `tick_s` whenever somebody looks."""

    now_s: float = 0.0
    tick_s: float = 0.0
    slept_s: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        self.now_s += self.tick_s
        return self.now_s

    def sleep(self, duration_s: float) -> None:
        self.slept_s.append(duration_s)
        self.now_s += duration_s


@pytest.fixture
def service() -> Iterator[AnalyzeService]:
    with AnalyzeService() as service:
        yield service


@pytest.fixture
def clock() -> Clock:
    return Clock()


def picture_of(body: bytes = b"\xff\xd8 the very bytes \xff\xd9") -> Picture:
    return Picture(
        pixels=np.zeros((60, 60, 3), np.uint8),
        width_px=60,
        height_px=60,
        format="JPEG",
        size_bytes=len(body),
        is_animated=False,
        upload=Upload(body=body, media_type="image/jpeg", width_px=60, height_px=60),
    )


def analyzer_at(url: str, clock: Clock, **options: Any) -> AzureAnalyzer:
    return AzureAnalyzer(endpoint=url, key=KEY, clock=clock, sleep=clock.sleep, **options)


def ask(service: AnalyzeService, clock: Clock, **options: Any) -> Analysis:
    return analyzer_at(service.url, clock, **options).analyze(picture_of(), Ask("en"))


def test_it_is_an_analyzer() -> None:
    """It fits the seam, and names itself by the version it speaks."""
    analyzer: Analyzer = AzureAnalyzer(endpoint="https://name.example", key=KEY)
    assert analyzer.name == "azure-3.2"
    assert analyzer.upload_limits == LIMITS["3.2"]
    old: Analyzer = AzureAnalyzer(endpoint="https://name.example", key=KEY, version="2.0")
    assert old.name == "azure-2.0"
    assert old.upload_limits == LIMITS["2.0"]


@pytest.mark.parametrize("version", ["3.2", "2.0"])
def test_the_request_on_the_wire(service: AnalyzeService, clock: Clock, version: str) -> None:
    """One POST of exactly the upload's bytes, with the key, the features and the language."""
    service.queue(GOOD)
    analyzer_at(service.url, clock, version=version).analyze(picture_of(), Ask("ja"))
    (request,) = service.requests
    assert (request.method, request.path) == ("POST", f"/vision/v{version}/analyze")
    assert request.query == {
        "visualFeatures": "Categories,Description,Color,Tags,Adult",
        "details": "Landmarks",
        "language": "ja",
    }
    assert request.body == b"\xff\xd8 the very bytes \xff\xd9"
    assert request.headers["ocp-apim-subscription-key"] == KEY
    assert request.headers["content-type"] == "application/octet-stream"
    assert request.headers["accept-encoding"] == "identity"
    assert request.headers["content-length"] == str(len(request.body))
    assert "authorization" not in request.headers


def test_the_quickstart_s_address_speaks_v2_0(service: AnalyzeService, clock: Clock) -> None:
    """An address that ends in /vision/v2.0/ is asked there, and answers as that version."""
    service.queue(recorded("v2_0_kitchen"))
    analyzer = analyzer_at(f"{service.url}/vision/v2.0/", clock)
    assert analyzer.analyze(picture_of(), Ask("en")).analyzer == "azure-2.0"
    assert service.requests[0].path == "/vision/v2.0/analyze"


@pytest.mark.parametrize(
    "name", [name for name in recording_names("analyze") if not name.startswith("v4")]
)
def test_each_recorded_answer_arrives_whole(
    service: AnalyzeService, clock: Clock, name: str
) -> None:
    """What was recorded, sent as it was on the wire, is the Analysis."""
    service.queue(recorded(name))
    facts = recording(name)
    language = cast("str", facts["language"])
    found = analyzer_at(service.url, clock).analyze(picture_of(), Ask(language))
    assert found == analysis_from_json(facts["body"], analyzer="azure-3.2", language=language)
    assert service.requests[0].query["language"] == language


def test_the_fullest_recorded_answer_arrives(service: AnalyzeService, clock: Clock) -> None:
    """From the wire to our types, against facts read by eye."""
    service.queue(GOOD)
    assert ask(service, clock) == DOG


@pytest.mark.parametrize("name", recording_names("errors"))
def test_each_recorded_error_is_raised(service: AnalyzeService, clock: Clock, name: str) -> None:
    """Every error shape arrives as its own leaf; only a busy service is asked again."""
    service.always(recorded(name))
    expected = EXPECTED[name]
    with pytest.raises(BotError) as raised:
        ask(service, clock)
    assert facts_of(raised.value) == facts_of(expected)
    is_retried = isinstance(expected, AnalyzerBusy) and expected.retry_after_s is None
    assert len(service.requests) == (3 if is_retried else 1)


@pytest.mark.parametrize("language", ["fr", "", "english", "EN"])
def test_a_language_it_does_not_know_is_answered_in_english(
    service: AnalyzeService, clock: Clock, language: str
) -> None:
    """An unknown language is not asked for, and the answer says that it is English."""
    service.queue(GOOD)
    found = analyzer_at(service.url, clock).analyze(picture_of(), Ask(language))
    assert (found.language, service.requests[0].query["language"]) == ("en", "en")


@pytest.mark.parametrize("refusal", ["v2_400_NotSupportedLanguage", "v4_400_language"])
def test_a_refused_language_is_answered_in_english(
    service: AnalyzeService, clock: Clock, refusal: str
) -> None:
    """Where one feature does not speak the language, all of it comes in English instead."""
    service.queue(recorded(refusal), GOOD)
    found = analyzer_at(service.url, clock).analyze(picture_of(), Ask("ja"))
    assert found == DOG
    assert [request.query["language"] for request in service.requests] == ["ja", "en"]


def test_english_refused_is_a_failure(service: AnalyzeService, clock: Clock) -> None:
    """The way out to English is taken once."""
    service.always(recorded("v2_400_NotSupportedLanguage"))
    with pytest.raises(AnalyzerFailed):
        analyzer_at(service.url, clock).analyze(picture_of(), Ask("ja"))
    assert len(service.requests) == 2


@pytest.mark.parametrize(
    "trouble",
    [
        BUSY,
        answer_of({"code": "InternalServerError"}, status=500),
        Answer(status=502, body=b"<html>Bad gateway</html>"),
        answer_of({"error": {"code": "429"}}, status=429),
        GOOD.delivered("hang up"),
        GOOD.delivered("half"),
    ],
)
def test_passing_trouble_is_asked_again(
    service: AnalyzeService, clock: Clock, trouble: Answer
) -> None:
    """Two failures that may pass are bridged, with growing pauses and the same bytes."""
    service.queue(trouble, trouble, GOOD)
    assert ask(service, clock) == DOG
    assert clock.slept_s == [0.5, 1.5]
    assert len({request.body for request in service.requests}) == 1


def test_retry_after_is_waited_for(service: AnalyzeService, clock: Clock) -> None:
    """A short wait that the service asks for is kept to, in the same call."""
    service.queue(answer_of({}, status=429, headers={"Retry-After": "4"}), GOOD)
    assert ask(service, clock) == DOG
    assert clock.slept_s == [4.0]


@pytest.mark.parametrize("retry_after_s", ["6", "57"])
def test_a_long_retry_after_is_handed_up(
    service: AnalyzeService, clock: Clock, retry_after_s: str
) -> None:
    """A worker does not sleep through a long wait, and does not ask before it is over."""
    service.queue(answer_of({}, status=429, headers={"Retry-After": retry_after_s}))
    with pytest.raises(AnalyzerBusy) as raised:
        ask(service, clock)
    assert raised.value.retry_after_s == float(retry_after_s)
    assert (clock.slept_s, len(service.requests)) == ([], 1)


def test_short_waits_add_up(service: AnalyzeService, clock: Clock) -> None:
    """All pauses of a call together stay within its patience."""
    service.always(answer_of({}, status=503, headers={"Retry-After": "3"}))
    with pytest.raises(AnalyzerBusy):
        ask(service, clock)
    assert (clock.slept_s, len(service.requests)) == ([3.0], 2)


def test_a_slow_failure_is_not_asked_again(service: AnalyzeService) -> None:
    """Whoever has waited long already is not made to wait for as long again."""
    clock = Clock(tick_s=3.0)
    service.always(BUSY)
    with pytest.raises(AnalyzerBusy):
        ask(service, clock)
    assert len(service.requests) == 1


def test_silence_is_busy(service: AnalyzeService, clock: Clock) -> None:
    """A service that takes the picture and says nothing is not waited for without end."""
    service.always(GOOD.delivered("silent"))
    with pytest.raises(AnalyzerBusy) as raised:
        ask(service, clock, read_timeout_s=0.05)
    assert str(raised.value) == "ReadTimeout"


def test_a_closed_port_is_busy(clock: Clock) -> None:
    """Where nobody listens, somebody may listen again later."""
    with socket.socket() as unheard:
        unheard.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unheard.getsockname()[1]}"
        with pytest.raises(AnalyzerBusy):
            analyzer_at(url, clock).analyze(picture_of(), Ask("en"))
    assert clock.slept_s == [0.5, 1.5]


def test_an_untrusted_connection_fails(
    service: AnalyzeService, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server without a certificate gets neither key nor picture, and no second attempt."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    url = service.url.replace("http:", "https:")
    with pytest.raises(AnalyzerFailed):
        analyzer_at(url, clock).analyze(picture_of(), Ask("en"))
    assert service.requests == []
    assert clock.slept_s == []


def test_a_slow_line_is_no_failure(clock: Clock) -> None:
    """An upload may take longer than the connect timeout, as long as it goes on."""
    body = bytes(12_000_000)
    with AnalyzeService(uplink_pause_s=0.02) as service:
        service.queue(GOOD)
        analyzer = analyzer_at(service.url, clock, connect_timeout_s=0.4)
        assert analyzer.analyze(picture_of(body), Ask("en")) == DOG
        assert service.requests[0].body == body
    assert clock.slept_s == []


def test_an_endless_answer_meets_the_deadline(service: AnalyzeService) -> None:
    """An answer that keeps coming is cut off in time, however little comes at once."""
    service.queue(GOOD.delivered("endless"))
    with pytest.raises(AnalyzerBusy, match="took too long"):
        ask(service, Clock(tick_s=10.0))


def test_an_endless_answer_is_bounded_in_memory(service: AnalyzeService, clock: Clock) -> None:
    """An answer is read to its limit and no further; an error is judged by its status even so."""
    half = Answer(body=b'{"tags": [', delivery="endless")
    gone = Answer(body=b"<html>", status=404, delivery="endless")
    service.queue(half, gone)
    with pytest.raises(AnalyzerFailed):
        ask(service, clock)
    with pytest.raises(AnalyzerGone):
        ask(service, clock)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>Sign in</html>",
        GOOD.body[:-1],
        b"\xff\xfe\xff",
        b"[" * 100_000,
        b'"' + b"x" * MAX_ANSWER_BYTES + b'"',
        b"[]",
        b"{}",
        *(recorded(name).body for name in ("any_401_invalid_key", "v2_403_quota", "v3_2_503")),
        *(recorded(name).body for name in recording_names("analyze") if name.startswith("v4")),
    ],
)
def test_200_without_an_analysis_fails(service: AnalyzeService, clock: Clock, body: bytes) -> None:
    """A page, cut or empty JSON, an error or another API's answer is never an empty picture."""
    service.queue(Answer(body=body))
    with pytest.raises(AnalyzerFailed):
        ask(service, clock)
    assert len(service.requests) == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("target", ["{other}/vision/v3.2/analyze", "/elsewhere", "http://["])
def test_a_redirect_is_not_followed(
    service: AnalyzeService, clock: Clock, status: int, target: str
) -> None:
    """Wherever a redirect points, neither key nor picture goes there."""
    with AnalyzeService() as other:
        other.always(GOOD)
        location = {"Location": target.format(other=other.url)}
        service.queue(Answer(b"", status, location, "endless"))
        with pytest.raises(AnalyzerFailed) as raised:
            ask(service, clock)
        assert str(raised.value) == str(status)
        assert other.requests == []
    assert len(service.requests) == 1


def test_only_the_key_speaks_for_us(
    service: AnalyzeService, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A .netrc entry for the host adds no header beside the key."""
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password secret\n")
    monkeypatch.setenv("NETRC", str(netrc))
    service.queue(GOOD)
    analyzer = analyzer_at(service.url, clock)
    analyzer._session().trust_env = True  # as it is for https
    analyzer.analyze(picture_of(), Ask("en"))
    assert "authorization" not in service.requests[0].headers


def test_no_proxy_sees_the_key_in_clear_text(
    service: AnalyzeService, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Plain http goes straight to this machine, whatever proxy the environment names."""
    with AnalyzeService() as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        monkeypatch.setenv("http_proxy", proxy.url)
        monkeypatch.delenv("NO_PROXY", raising=False)
        monkeypatch.delenv("no_proxy", raising=False)
        service.queue(GOOD)
        assert ask(service, clock) == DOG
        assert proxy.requests == []


def test_each_thread_keeps_its_own_connection(service: AnalyzeService, clock: Clock) -> None:
    """Calls of one thread share a connection; two threads never do."""
    service.always(GOOD)
    analyzer = analyzer_at(service.url, clock)

    def ask_twice() -> None:
        analyzer.analyze(picture_of(), Ask("en"))
        analyzer.analyze(picture_of(), Ask("en"))

    ask_twice()
    thread = threading.Thread(target=ask_twice)
    thread.start()
    thread.join()
    first, second, third, fourth = (request.port for request in service.requests)
    assert first == second != third == fourth


def test_a_connection_survives_an_error(service: AnalyzeService, clock: Clock) -> None:
    """An error's answer is read to its end, so that the next call needs no new connection."""
    service.queue(BUSY, recorded("any_401_invalid_key"), GOOD)
    analyzer = analyzer_at(service.url, clock)
    with pytest.raises(AnalyzerRejectedKey):
        analyzer.analyze(picture_of(), Ask("en"))
    analyzer.analyze(picture_of(), Ask("en"))
    assert len({request.port for request in service.requests}) == 1


def test_a_picture_without_an_upload_is_our_own_fault(clock: Clock) -> None:
    """It is never the person's or the service's."""
    picture = picture_of()
    bare = Picture(
        pixels=picture.pixels,
        width_px=60,
        height_px=60,
        format="JPEG",
        size_bytes=9,
        is_animated=False,
        upload=None,
    )
    with pytest.raises(Unexpected):
        analyzer_at("https://name.example", clock).analyze(bare, Ask("en"))


@pytest.mark.parametrize("key", [" ", f"{KEY}\n", f"{KEY}\r\nHost: evil", f"{KEY[:9]}é", "a b"])
def test_a_key_that_is_none_is_refused_without_repeating_it(key: str) -> None:
    """What cannot stand in a header is found at start-up, in a sentence without the key."""
    with pytest.raises(ValueError, match="VISION_KEY") as refused:
        AzureAnalyzer(endpoint="https://name.example", key=key)
    assert not key.strip() or key[:9] not in str(refused.value)


FAILURES: dict[str, Callable[[AnalyzeService], None]] = {
    "rejected": lambda service: service.always(
        answer_of({"error": {"code": KEY, "message": f"key {KEY} is wrong"}}, status=401)
    ),
    "failed": lambda service: service.always(answer_of({"code": KEY, "message": KEY}, status=400)),
    "quota": lambda service: service.always(
        answer_of({"message": f"{KEY}: out of quota"}, status=403)
    ),
    "not an analysis": lambda service: service.always(answer_of({"tags": KEY})),
    "not JSON": lambda service: service.always(Answer(body=KEY.encode())),
    "redirect": lambda service: service.always(Answer(status=302, headers={"Location": KEY})),
    "broken": lambda service: service.always(GOOD.delivered("hang up")),
    "half": lambda service: service.always(GOOD.delivered("half")),
    "silent": lambda service: service.always(GOOD.delivered("silent")),
}


@pytest.mark.parametrize("failure", sorted(FAILURES))
def test_no_error_tells_the_key(service: AnalyzeService, clock: Clock, failure: str) -> None:
    """Neither message, repr nor traceback has the key, even where the service repeats it."""
    FAILURES[failure](service)
    analyzer = analyzer_at(service.url, clock, read_timeout_s=0.05)
    with pytest.raises(BotError) as raised:
        analyzer.analyze(picture_of(), Ask("en"))
    error = raised.value
    told = "\n".join([*traceback.format_exception(error), str(error), repr(error), repr(analyzer)])
    assert KEY not in told
    assert not re.search("[0-9a-f]{32}", told)


def test_over_quota_is_told_from_a_wrong_key(service: AnalyzeService, clock: Clock) -> None:
    """403 with a quota names the time it is filled; any other 403 is about the key."""
    service.queue(
        recorded("v2_403_quota"),
        answer_of({"error": {"code": "403", "message": "Access denied by firewall."}}, status=403),
    )
    with pytest.raises(AnalyzerOverQuota):
        ask(service, clock)
    with pytest.raises(AnalyzerRejectedKey):
        ask(service, clock)
