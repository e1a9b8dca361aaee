"""What holds for every analyzer that asks a service, on the wire."""

from __future__ import annotations

import re
import socket
import threading
import traceback
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.analyzers import Analyzer
from bot.analyzers.transport import MAX_ANSWER_BYTES
from bot.errors import (
    AnalyzerAtRate,
    AnalyzerBusy,
    AnalyzerFailed,
    AnalyzerGone,
    AnalyzerOverQuota,
    AnalyzerRejectedKey,
    BotError,
    PersonOverQuota,
    Unavailable,
    Unexpected,
)
from bot.model import Analysis, Ask, Asker, Tag
from tests.analyzers.clock import Clock
from tests.analyzers.service import AnalyzeService, Answer, answer_of
from tests.analyzers.test_azure_errors import facts_of
from tests.analyzers.twins import KEY, TWINS, Twin, picture_of

each_twin = pytest.mark.parametrize("twin", TWINS, ids=lambda twin: twin.path)


ASKER = Asker("T1", "C1", "U1")


@pytest.fixture
def clock() -> Clock:
    return Clock()


def ask(twin: Twin, service: AnalyzeService, clock: Clock, **terms: Any) -> Analysis:
    analyzer = twin.at(service.url, clock.terms(**terms))
    return analyzer.analyze(picture_of(), Ask("en", ASKER))


def is_good(analysis: Analysis) -> bool:
    assert analysis.caption is not None
    assert (analysis.caption.text, analysis.caption.confidence) == ("a dog", 0.75)
    assert analysis.tags == (Tag("dog", 0.9), Tag("grass", 0.8))
    return True


# --- The right answer ---


@each_twin
def test_it_is_an_analyzer(twin: Twin, clock: Clock) -> None:
    """It fits the seam, has a name for words and logs, and wants bytes within limits."""
    analyzer: Analyzer = twin.at("https://name.example", clock.terms())
    assert analyzer.name == twin.name
    assert analyzer.upload_limits is not None


@each_twin
def test_the_right_answer_arrives(twin: Twin, service: AnalyzeService, clock: Clock) -> None:
    """Caption and tags, under the analyzer's name, from one request."""
    service.queue(twin.good)
    found = ask(twin, service, clock)
    assert is_good(found)
    assert (found.analyzer, found.language) == (twin.name, "en")
    assert len(service.requests) == 1


@each_twin
def test_the_request_on_the_wire(twin: Twin, service: AnalyzeService, clock: Clock) -> None:
    """One POST with the key and nothing else of ours; nothing packed is asked for."""
    service.queue(twin.good)
    ask(twin, service, clock)
    (request,) = service.requests
    assert (request.method, request.path) == ("POST", twin.path)
    name, value = twin.key_header
    assert request.headers[name] == value
    assert request.headers["content-type"] == twin.media_type
    assert request.headers["accept-encoding"] == "identity"
    assert request.headers["content-length"] == str(len(request.body))
    assert "cookie" not in request.headers
    assert ("authorization" in request.headers) == (name == "authorization")


@each_twin
def test_without_a_key_none_is_sent(twin: Twin, service: AnalyzeService, clock: Clock) -> None:
    """A server of one's own may ask for none."""
    service.queue(twin.good)
    twin.at(service.url, clock.terms(), key="").analyze(picture_of(), Ask("en"))
    assert twin.key_header[0] not in service.requests[0].headers


@each_twin
@pytest.mark.parametrize("language", ["", "english", "EN"])
def test_a_language_it_does_not_know_is_answered_in_english(
    twin: Twin, service: AnalyzeService, clock: Clock, language: str
) -> None:
    """And the answer says so."""
    service.queue(twin.good)
    found = twin.at(service.url, clock.terms()).analyze(picture_of(), Ask(language))
    assert found.language == "en"


# --- Errors ---


@pytest.mark.parametrize(
    ("twin", "name"),
    [pytest.param(twin, name, id=f"{twin.path}-{name}") for twin in TWINS for name in twin.errors],
)
def test_each_error_is_raised(twin: Twin, name: str, service: AnalyzeService, clock: Clock) -> None:
    """Every error shape arrives as its own leaf; only a busy service is asked again."""
    answer, expected = twin.errors[name]
    service.always(answer)
    with pytest.raises(BotError) as raised:
        ask(twin, service, clock)
    assert type(raised.value) is type(expected)
    assert facts_of(raised.value)[2] == facts_of(expected)[2]
    is_retried = isinstance(expected, AnalyzerBusy) and expected.retry_after_s is None
    is_asked_differently = len({(r.body, tuple(r.query.items())) for r in service.requests}) == 2
    assert len(service.requests) == (3 if is_retried else 2 if is_asked_differently else 1)


@each_twin
@pytest.mark.parametrize(
    ("status", "leaf"),
    [
        (301, AnalyzerFailed),
        (401, AnalyzerRejectedKey),
        (403, AnalyzerRejectedKey),
        (404, AnalyzerGone),
        (410, AnalyzerGone),
        (429, AnalyzerBusy),
        (500, AnalyzerBusy),
        (502, AnalyzerBusy),
        (503, AnalyzerBusy),
        (504, AnalyzerBusy),
    ],
)
def test_a_status_is_enough(
    twin: Twin, service: AnalyzeService, clock: Clock, status: int, leaf: type[BotError]
) -> None:
    """A proxy's page in place of the service's own words is judged by its status."""
    service.always(Answer(status=status, body=b"<html>no JSON</html>"))
    with pytest.raises(leaf):
        ask(twin, service, clock)


@each_twin
def test_over_quota_is_told_from_a_wrong_key(
    twin: Twin, service: AnalyzeService, clock: Clock
) -> None:
    """What only time mends is not blamed on the operator, nor the other way round."""
    wrong = [a for a, e in twin.errors.values() if isinstance(e, AnalyzerRejectedKey)]
    spent = [a for a, e in twin.errors.values() if isinstance(e, AnalyzerOverQuota)]
    assert wrong
    assert spent
    for answer, leaf in ((spent[0], AnalyzerOverQuota), (wrong[0], AnalyzerRejectedKey)):
        service.queue(answer)
        with pytest.raises(leaf):
            ask(twin, service, clock)


TROUBLE: dict[str, Callable[[Twin], Answer]] = {
    "busy": lambda twin: twin.busy,
    "500": lambda _: answer_of({"code": "InternalServerError"}, status=500),
    "a proxy's page": lambda _: Answer(status=502, body=b"<html>Bad gateway</html>"),
    "429": lambda _: answer_of({"error": {"code": "429"}}, status=429),
    "hang up": lambda twin: twin.good.delivered("hang up"),
    "half": lambda twin: twin.good.delivered("half"),
}


@each_twin
@pytest.mark.parametrize("trouble", sorted(TROUBLE))
def test_passing_trouble_is_asked_again(
    twin: Twin, service: AnalyzeService, clock: Clock, trouble: str
) -> None:
    """Two failures that may pass are bridged, with growing pauses and the same bytes."""
    answer = TROUBLE[trouble](twin)
    service.queue(answer, answer, twin.good)
    assert is_good(ask(twin, service, clock))
    assert clock.slept_s == [0.5, 1.5]
    assert len({request.body for request in service.requests}) == 1


@each_twin
def test_retry_after_is_waited_for(twin: Twin, service: AnalyzeService, clock: Clock) -> None:
    """A short wait that the service asks for is kept to, in the same call."""
    service.queue(answer_of({}, status=429, headers={"Retry-After": "4"}), twin.good)
    assert is_good(ask(twin, service, clock))
    assert clock.slept_s == [4.0]


@each_twin
@pytest.mark.parametrize("retry_after_s", ["6", "57"])
def test_a_long_retry_after_is_handed_up(
    twin: Twin, service: AnalyzeService, clock: Clock, retry_after_s: str
) -> None:
    """A worker does not sleep through a long wait, and does not ask before it is over."""
    service.queue(answer_of({}, status=429, headers={"Retry-After": retry_after_s}))
    with pytest.raises(AnalyzerBusy) as raised:
        ask(twin, service, clock)
    assert raised.value.retry_after_s == float(retry_after_s)
    assert (clock.slept_s, len(service.requests)) == ([], 1)


@each_twin
def test_short_waits_add_up(twin: Twin, service: AnalyzeService, clock: Clock) -> None:
    """All pauses of a call together stay within its patience."""
    service.always(answer_of({}, status=503, headers={"Retry-After": "3"}))
    with pytest.raises(AnalyzerBusy):
        ask(twin, service, clock)
    assert (clock.slept_s, len(service.requests)) == ([3.0], 2)


@each_twin
def test_a_slow_failure_is_not_asked_again(twin: Twin, service: AnalyzeService) -> None:
    """Whoever has waited long already is not made to wait for as long again."""
    service.always(twin.busy)
    with pytest.raises(AnalyzerBusy):
        ask(twin, service, Clock(tick_s=3.0))
    assert len(service.requests) == 1


@each_twin
def test_where_somebody_stands_by_patience_is_short(twin: Twin, service: AnalyzeService) -> None:
    """All attempts about one picture together end with the call's time."""
    service.always(twin.busy)
    clock = Clock()
    with pytest.raises(AnalyzerBusy):
        ask(twin, service, clock, call_s=1.0)
    assert (clock.slept_s, len(service.requests)) == ([0.5], 2)


@each_twin
@pytest.mark.parametrize(
    "limit", [AnalyzerAtRate(), PersonOverQuota(until_s=1e9, retry_after_s=1e6)]
)
def test_every_attempt_takes_a_turn(
    twin: Twin, service: AnalyzeService, clock: Clock, limit: Unavailable
) -> None:
    """And a failure that found no turn to be tried again stays that failure."""
    turns: list[float] = []

    def wait_for_turn(asker: Asker, at_most_s: float) -> None:
        assert asker == ASKER
        if len(turns) == 2:
            raise limit
        turns.append(at_most_s)

    service.always(twin.busy)
    with pytest.raises(AnalyzerBusy):
        ask(twin, service, clock, wait_for_turn=wait_for_turn, call_s=8.0)
    assert turns == [float("inf"), 7.5]
    assert len(service.requests) == 2
    with pytest.raises(type(limit)):
        ask(twin, service, clock, wait_for_turn=wait_for_turn)


@each_twin
def test_a_wait_that_a_service_asks_for_is_told_to_all(
    twin: Twin, service: AnalyzeService, clock: Clock
) -> None:
    """Not only the caller who heard it keeps away; a failure without a wait is nobody else's."""
    heard_s: list[float] = []
    service.queue(replace(twin.busy, status=429, headers={"Retry-After": "57"}))
    with pytest.raises(AnalyzerBusy):
        ask(twin, service, clock, heard_to_wait=heard_s.append)
    assert heard_s == [57.0]
    service.always(replace(twin.busy, headers={}))
    with pytest.raises(AnalyzerBusy):
        ask(twin, service, clock, heard_to_wait=heard_s.append)
    assert heard_s == [57.0]


@each_twin
def test_a_used_up_quota_pauses_nobody(twin: Twin, service: AnalyzeService, clock: Clock) -> None:
    """Else who asks at the same time would be told of our own rate instead of the quota."""
    heard_s: list[float] = []
    spent = next(a for a, e in twin.errors.values() if isinstance(e, AnalyzerOverQuota))
    service.always(replace(spent, headers={**spent.headers, "Retry-After": "86400"}))
    with pytest.raises(AnalyzerOverQuota):
        ask(twin, service, clock, heard_to_wait=heard_s.append)
    assert heard_s == []


# --- Silence, drips and floods ---


@each_twin
def test_silence_is_busy(twin: Twin, service: AnalyzeService, clock: Clock) -> None:
    """A service that takes the picture and says nothing is not waited for without end."""
    service.always(twin.good.delivered("silent"))
    with pytest.raises(AnalyzerBusy, match="ReadTimeout"):
        ask(twin, service, clock, read_timeout_s=0.05)


@each_twin
def test_a_service_that_does_not_take_the_connection_is_busy(twin: Twin, clock: Clock) -> None:
    """Nor is one whose machine does not answer at all."""
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        url = f"http://127.0.0.1:{full.getsockname()[1]}"
        analyzer = twin.at(url, clock.terms(connect_timeout_s=0.05, read_timeout_s=0.05))
        with socket.create_connection(full.getsockname()), pytest.raises(AnalyzerBusy):
            analyzer.analyze(picture_of(), Ask("en"))


@each_twin
def test_a_closed_port_is_busy(twin: Twin, clock: Clock) -> None:
    """Where nobody listens, somebody may listen again later."""
    with socket.socket() as unheard:
        unheard.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unheard.getsockname()[1]}"
        with pytest.raises(AnalyzerBusy):
            twin.at(url, clock.terms()).analyze(picture_of(), Ask("en"))
    assert clock.slept_s == [0.5, 1.5]


@each_twin
@pytest.mark.parametrize("delivery", ["dripping head", "dripping"])
@pytest.mark.parametrize("bound", ["answer_timeout_s", "call_s"])
def test_an_answer_that_never_ends_meets_the_deadline(
    twin: Twin, service: AnalyzeService, clock: Clock, delivery: Any, bound: str
) -> None:
    """An answer that keeps coming is cut off in time, however little comes at once."""
    service.always(twin.good.delivered(delivery))
    with pytest.raises(AnalyzerBusy):
        ask(twin, service, clock, **{bound: 0.2})
    assert len(service.requests) <= 3


@each_twin
def test_an_endless_answer_is_bounded_in_memory(
    twin: Twin, service: AnalyzeService, clock: Clock
) -> None:
    """An answer is read to its limit and no further; an error is judged by its status even so."""
    half = Answer(body=b'{"tags": [', delivery="endless")
    gone = Answer(body=b"<html>", status=404, delivery="endless")
    service.queue(half, gone)
    with pytest.raises(AnalyzerFailed):
        ask(twin, service, clock)
    with pytest.raises(AnalyzerGone):
        ask(twin, service, clock)


@each_twin
def test_a_slow_line_is_no_failure(twin: Twin, clock: Clock) -> None:
    """An upload may take longer than the connect timeout, as long as it goes on."""
    with AnalyzeService(uplink_pause_s=0.02) as service:
        service.queue(twin.good)
        analyzer = twin.at(service.url, clock.terms(connect_timeout_s=0.4))
        assert is_good(analyzer.analyze(picture_of(bytes(12_000_000)), Ask("en")))
        assert len(service.requests[0].body) >= 12_000_000
    assert clock.slept_s == []


# --- What is no answer ---


@each_twin
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>Sign in</html>",
        b"\xff\xfe\xff",
        b"[" * 100_000,
        b'"' + b"x" * MAX_ANSWER_BYTES + b'"',
        b"[]",
        b"{}",
        b"null",
    ],
    ids=["empty", "page", "bytes", "tower", "huge", "list", "object", "null"],
)
def test_200_without_an_analysis_fails(
    twin: Twin, service: AnalyzeService, clock: Clock, body: bytes
) -> None:
    """A page, or JSON that says nothing, is never an empty picture."""
    service.queue(Answer(body=body))
    with pytest.raises(AnalyzerFailed):
        ask(twin, service, clock)
    assert len(service.requests) == 1


@each_twin
def test_200_with_another_body_fails(twin: Twin, service: AnalyzeService, clock: Clock) -> None:
    """Cut JSON, an error, or another API's answer is never an empty picture either."""
    errors = [answer.body for answer, _ in twin.errors.values()]
    bodies = [twin.good.body[:-1], *errors, *twin.no_analyses]
    service.queue(*(Answer(body=body) for body in bodies))
    for _ in bodies:
        with pytest.raises(AnalyzerFailed):
            ask(twin, service, clock)
    assert len(service.requests) == len(bodies)


# --- Where the key and the picture go ---


@each_twin
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("target", ["{other}/vision/v3.2/analyze", "/elsewhere", "http://["])
def test_a_redirect_is_not_followed(
    twin: Twin, service: AnalyzeService, clock: Clock, status: int, target: str
) -> None:
    """Wherever a redirect points, neither key nor picture goes there."""
    with AnalyzeService() as other:
        other.always(twin.good)
        location = {"Location": target.format(other=other.url)}
        service.queue(Answer(b"", status, location, "endless"))
        with pytest.raises(AnalyzerFailed) as raised:
            ask(twin, service, clock)
        assert str(raised.value) == str(status)
        assert other.requests == []
    assert len(service.requests) == 1


@each_twin
def test_an_untrusted_connection_fails(
    twin: Twin, service: AnalyzeService, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server without a certificate gets neither key nor picture, and no second attempt."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    url = service.url.replace("http:", "https:")
    with pytest.raises(AnalyzerFailed):
        twin.at(url, clock.terms()).analyze(picture_of(), Ask("en"))
    assert service.requests == []
    assert clock.slept_s == []


@each_twin
def test_only_the_key_speaks_for_us(
    twin: Twin,
    service: AnalyzeService,
    clock: Clock,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A .netrc entry for the host adds no header beside the key."""
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password secret\n")
    monkeypatch.setenv("NETRC", str(netrc))
    service.queue(twin.good)
    analyzer: Any = twin.at(service.url, clock.terms())
    analyzer._transport._line(service.url).session.trust_env = True  # as it is for https
    analyzer.analyze(picture_of(), Ask("en"))
    assert "Basic" not in service.requests[0].headers.get("authorization", "")


@each_twin
def test_no_proxy_sees_the_key_in_clear_text(
    twin: Twin, service: AnalyzeService, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Plain http goes straight to this machine, whatever proxy the environment names."""
    with AnalyzeService() as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        monkeypatch.setenv("http_proxy", proxy.url)
        monkeypatch.delenv("NO_PROXY", raising=False)
        monkeypatch.delenv("no_proxy", raising=False)
        service.queue(twin.good)
        assert is_good(ask(twin, service, clock))
        assert proxy.requests == []


@each_twin
@pytest.mark.parametrize("key", [" ", f"{KEY}\n", f"{KEY}\r\nHost: evil", f"{KEY[:9]}é", "a b"])
def test_a_key_that_is_none_is_refused_without_repeating_it(
    twin: Twin, clock: Clock, key: str
) -> None:
    """What cannot stand in a header is found at start-up, in a sentence without the key."""
    with pytest.raises(ValueError, match="VISION_KEY") as refused:
        twin.at("https://name.example", clock.terms(), key=key)
    assert not key.strip() or key[:9] not in str(refused.value)


FAILURES: dict[str, Callable[[Twin], Answer]] = {
    "rejected": lambda _: answer_of({"error": {"code": KEY, "message": f"key {KEY}"}}, status=401),
    "failed": lambda _: answer_of({"code": KEY, "message": KEY}, status=400),
    "failed within": lambda _: answer_of({"error": {"code": KEY, "message": KEY}}, status=400),
    "quota": lambda _: answer_of({"message": f"{KEY}: out of quota"}, status=403),
    "not an analysis": lambda _: answer_of({"tags": KEY, "choices": KEY}),
    "not JSON": lambda _: Answer(body=KEY.encode()),
    "redirect": lambda _: Answer(status=302, headers={"Location": KEY}),
    "broken": lambda twin: twin.good.delivered("hang up"),
    "half": lambda twin: twin.good.delivered("half"),
    "silent": lambda twin: twin.good.delivered("silent"),
}


@each_twin
@pytest.mark.parametrize("failure", sorted(FAILURES))
def test_no_error_tells_the_key(
    twin: Twin, service: AnalyzeService, clock: Clock, failure: str
) -> None:
    """Neither message, repr nor traceback has the key, even where the service repeats it."""
    service.always(FAILURES[failure](twin))
    analyzer = twin.at(service.url, clock.terms(read_timeout_s=0.05))
    with pytest.raises(BotError) as raised:
        analyzer.analyze(picture_of(), Ask("en"))
    error = raised.value
    told = "\n".join([*traceback.format_exception(error), str(error), repr(error), repr(analyzer)])
    assert KEY not in told
    assert not re.search("[0-9a-f]{32}", told)


# --- Connections ---


@each_twin
def test_each_thread_keeps_its_own_connection(
    twin: Twin, service: AnalyzeService, clock: Clock
) -> None:
    """Calls of one thread share a connection; two threads never do."""
    service.always(twin.good)
    analyzer = twin.at(service.url, clock.terms())

    def ask_twice() -> None:
        analyzer.analyze(picture_of(), Ask("en"))
        analyzer.analyze(picture_of(), Ask("en"))

    ask_twice()
    thread = threading.Thread(target=ask_twice)
    thread.start()
    thread.join()
    first, second, third, fourth = (request.port for request in service.requests)
    assert first == second != third == fourth


@each_twin
def test_a_connection_survives_an_error(twin: Twin, service: AnalyzeService, clock: Clock) -> None:
    """An error's answer is read to its end, so that the next call needs no new connection."""
    wrong = next(a for a, e in twin.errors.values() if isinstance(e, AnalyzerRejectedKey))
    service.queue(twin.busy, wrong, twin.good)
    analyzer = twin.at(service.url, clock.terms())
    with pytest.raises(AnalyzerRejectedKey):
        analyzer.analyze(picture_of(), Ask("en"))
    analyzer.analyze(picture_of(), Ask("en"))
    assert len({request.port for request in service.requests}) == 1


@each_twin
def test_a_call_after_one_that_was_cut_off_succeeds(
    twin: Twin, service: AnalyzeService, clock: Clock
) -> None:
    """A deadline that has passed harms no later call of the same thread."""
    service.queue(twin.good.delivered("dripping"), twin.good)
    analyzer = twin.at(service.url, clock.terms(answer_timeout_s=0.3))
    assert is_good(analyzer.analyze(picture_of(), Ask("en")))
    assert len(service.requests) == 2


@each_twin
def test_a_picture_without_an_upload_is_our_own_fault(twin: Twin, clock: Clock) -> None:
    """It is never the person's or the service's."""
    with pytest.raises(Unexpected):
        twin.at("https://name.example", clock.terms()).analyze(picture_of(None), Ask("en"))
