"""HTTP mode, over real connections."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

import pytest
import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from slack_bolt import Ack, App
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.signature import SignatureVerifier

from bot import web
from bot.demo.workspace import Faults, Workspace
from bot.errors import Misconfigured
from bot.web import HttpServer, web_app
from tests.listener import Listener
from tests.waiting import wait_until

SECRET = "a signing secret"
FILE_SHARED = json.dumps(
    {
        "type": "event_callback",
        "team_id": "T1",
        "event": {"type": "file_shared", "file_id": "F1", "channel_id": "C1", "user_id": "U1"},
    }
)


@pytest.fixture
def listener() -> Listener:
    return Listener()


@pytest.fixture
def server(listener: Listener) -> Iterator[HttpServer]:
    with serving(listener) as started:
        yield started


def app_with(listener: Listener, secret: str = SECRET) -> App:
    app = App(
        signing_secret=secret,
        process_before_response=True,
        authorize=lambda **_: AuthorizeResult(
            enterprise_id=None, team_id="T1", bot_user_id="U0", bot_token="xoxb-test"
        ),
    )

    def file_shared(event: dict[str, Any]) -> None:
        listener(event)

    def describe(ack: Ack) -> None:
        ack(text="One moment.", response_type="ephemeral")

    app.event("file_shared")(file_shared)
    app.command("/describe")(describe)
    return app


@contextmanager
def serving(
    listener: Listener, *, is_ready: bool = True, secret: str = SECRET
) -> Iterator[HttpServer]:
    asgi = web_app(app_with(listener, secret), is_ready=lambda: is_ready)
    started = HttpServer(asgi, host="127.0.0.1", port=0)
    started.start()
    try:
        yield started
    finally:
        listener.may_end.set()
        started.stop(1)


def signed(body: str, *, secret: str = SECRET, age_s: int = 0) -> dict[str, str]:
    timestamp = str(int(time.time()) - age_s)
    signature = SignatureVerifier(secret).generate_signature(timestamp=timestamp, body=body)
    return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": str(signature)}


def post(server: HttpServer, body: str, headers: dict[str, str]) -> requests.Response:
    kind = "application/json" if body.startswith("{") else "application/x-www-form-urlencoded"
    address = f"http://127.0.0.1:{server.port}/slack/events"
    headers = {"Content-Type": kind, **headers}
    return requests.post(address, data=body.encode(), headers=headers, timeout=20)


def get(server: HttpServer, path: str) -> requests.Response:
    return requests.get(f"http://127.0.0.1:{server.port}{path}", timeout=20)


def test_a_signed_event_is_acknowledged_with_its_listener_done(
    server: HttpServer, listener: Listener
) -> None:
    """200 means that the listener has run to its end."""
    assert post(server, FILE_SHARED, signed(FILE_SHARED)).status_code == 200
    assert listener.heard == ["F1"]


def test_an_event_is_not_acknowledged_before_its_listener_ends(
    server: HttpServer, listener: Listener
) -> None:
    """As long as the listener works, Slack has no answer."""
    listener.may_end.clear()
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(post, server, FILE_SHARED, signed(FILE_SHARED))
        assert listener.entered.acquire(timeout=10)
        assert not answer.done()
        listener.may_end.set()
        assert answer.result(10).status_code == 200


def test_a_failing_listener_is_no_acknowledgment(server: HttpServer, listener: Listener) -> None:
    """What could not be stored is answered 500, so that Slack sends it again."""
    listener.failures_left = 1
    assert post(server, FILE_SHARED, signed(FILE_SHARED)).status_code == 500


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({}, id="none"),
        pytest.param(signed(FILE_SHARED, secret="another"), id="wrong secret"),
        pytest.param(signed(FILE_SHARED + " "), id="other body"),
        pytest.param(signed(FILE_SHARED, age_s=600), id="ten minutes old"),
        pytest.param({**signed(FILE_SHARED), "X-Slack-Signature": "v0=é"}, id="not ASCII"),
        pytest.param({**signed(FILE_SHARED), "X-Slack-Request-Timestamp": "x"}, id="no number"),
        pytest.param({**signed(FILE_SHARED), "X-Slack-Request-Timestamp": "9" * 5000}, id="huge"),
    ],
)
def test_only_slack_is_heard(
    server: HttpServer, listener: Listener, headers: dict[str, str]
) -> None:
    """Without a fresh signature over this very body the answer is 401 and nothing runs."""
    assert post(server, FILE_SHARED, headers).status_code == 401
    assert not listener.heard


def test_the_workspaces_events_all_arrive(listener: Listener) -> None:
    """Events of a workspace in HTTP mode are heard, those too whose listener failed at first."""
    faults = Faults(http_retry_delays_s=(0.0, 0.0, 0.0))
    with (
        Workspace(faults=faults) as workspace,
        serving(listener, secret=workspace.signing_secret) as server,
    ):
        workspace.send_events_to(f"http://127.0.0.1:{server.port}/slack/events")
        listener.failures_left = 1
        shares = [workspace.share((f"{number}.png", b"png")) for number in range(20)]
        assert workspace.wait_until(lambda: len(workspace.acknowledged) == len(shares))
    assert sorted(listener.heard) == sorted(shared.file_ids[0] for shared in shares)


def test_the_challenge_is_echoed(server: HttpServer) -> None:
    """Slack's url_verification gets its challenge back."""
    body = json.dumps({"type": "url_verification", "token": "t", "challenge": "3eZbrw1a"})
    assert post(server, body, signed(body)).json() == {"challenge": "3eZbrw1a"}


def test_a_command_is_answered_in_its_response(server: HttpServer) -> None:
    """What a command's listener acknowledges with is the body of the response."""
    body = urlencode({"command": "/describe", "text": "help", "team_id": "T1", "user_id": "U1"})
    answer = post(server, body, signed(body))
    assert answer.json() == {"text": "One moment.", "response_type": "ephemeral"}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    body=st.binary(max_size=200)
    | st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["event", "authorizations", "team", "user", "payload", "type"]),
                inner,
                max_size=4,
            )
        ),
        max_leaves=8,
    ).map(lambda value: json.dumps(value).encode()),
    kind=st.sampled_from(["application/json", "application/x-www-form-urlencoded", "text/plain"]),
)
def test_no_stranger_can_make_it_fail(server: HttpServer, body: bytes, kind: str) -> None:
    """Whatever arrives without a signature is answered 400 or 401, never 200 or 500."""
    address = f"http://127.0.0.1:{server.port}/slack/events"
    answer = requests.post(address, data=body, headers={"Content-Type": kind}, timeout=20)
    assert answer.status_code in {400, 401}


def test_deeply_nested_json_is_refused(server: HttpServer) -> None:
    """JSON nested beyond the interpreter's depth is a bad request, not a fault of ours."""
    assert post(server, '{"a":' * 100_000, {}).status_code == 400


def test_a_body_declared_too_large_is_refused(server: HttpServer) -> None:
    """More than the limit is answered 413."""
    assert post(server, "x" * (web.MAX_BODY_BYTES + 1), {}).status_code == 413


def test_a_body_of_undeclared_size_is_refused_at_the_limit(server: HttpServer) -> None:
    """A chunked body is cut off at the limit: the rest is never asked for."""

    def chunks() -> Iterator[bytes]:
        for _ in range(web.MAX_BODY_BYTES // 10_000 + 1):
            yield b"x" * 10_000

    address = f"http://127.0.0.1:{server.port}/slack/events"
    assert requests.post(address, data=chunks(), timeout=20).status_code == 413


def test_a_waiting_listener_does_not_stop_the_server(
    server: HttpServer, listener: Listener
) -> None:
    """The event loop answers others while every Bolt thread is busy."""
    listener.may_end.clear()
    with ThreadPoolExecutor(web.THREADS) as pool:
        answers = [
            pool.submit(post, server, FILE_SHARED, signed(FILE_SHARED)) for _ in range(web.THREADS)
        ]
        for _ in range(web.THREADS):
            assert listener.entered.acquire(timeout=10)
        assert get(server, "/healthz").json() == {"ok": True}
        listener.may_end.set()
        assert [answer.result(10).status_code for answer in answers] == [200] * web.THREADS


def test_health_says_when_it_is_not_ready(listener: Listener) -> None:
    """/healthz is 503 as long as the bot cannot take events."""
    with serving(listener, is_ready=False) as server:
        answer = get(server, "/healthz")
    assert (answer.status_code, answer.json()) == (503, {"ok": False})


@pytest.mark.parametrize(
    ("path", "status"), [("/", 404), ("/slack", 404), ("/slack/events", 405), ("/metrics", 404)]
)
def test_there_is_nothing_else(server: HttpServer, path: str, status: int) -> None:
    """Other paths are 404, other methods 405, and the server does not say what it is made of."""
    answer = get(server, path)
    assert answer.status_code == status
    assert "server" not in answer.headers


def takes_connections(server: HttpServer) -> bool:
    try:
        socket.create_connection(("127.0.0.1", server.port), timeout=1).close()
    except OSError:
        return False
    return True


def test_stopping_answers_what_is_in_hand(listener: Listener) -> None:
    """A request that came before the stop still gets its acknowledgment."""
    listener.may_end.clear()
    with serving(listener) as server, ThreadPoolExecutor(2) as pool:
        answer = pool.submit(post, server, FILE_SHARED, signed(FILE_SHARED))
        assert listener.entered.acquire(timeout=10)
        stopped = pool.submit(server.stop, 10)
        assert wait_until(lambda: not takes_connections(server))
        listener.may_end.set()
        assert answer.result(10).status_code == 200
        stopped.result(15)
        with pytest.raises(requests.ConnectionError):
            get(server, "/healthz")


def test_a_taken_port_is_the_operators_to_mend(listener: Listener) -> None:
    """Starting on a port that somebody else has names PORT and the reason."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        asgi = web_app(app_with(listener), is_ready=lambda: True)
        server = HttpServer(asgi, host="127.0.0.1", port=taken.getsockname()[1])
        with pytest.raises(
            Misconfigured, match=r"Port \d+ of .+ cannot be used: Address already in use\. Name"
        ):
            server.start()
