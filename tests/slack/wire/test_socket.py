"""The Socket Mode receiver, against the local workspace."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_bolt import Ack, App, BoltResponse
from slack_sdk import WebClient
from structlog.testing import capture_logs
from websockets.sync.server import Server, ServerConnection, serve

from bot.demo.socket_mode import HowToDrop
from bot.demo.workspace import Workspace
from bot.errors import Misconfigured
from bot.slack.wire.socket import PATIENCE, Backoff, SocketReceiver, acknowledgment
from bot.slack.wire.socket_link import FINAL_ERRORS, Dialer, Link, NotOpenedError, Patience
from tests.listener import Listener

IMPATIENT = Patience(
    open_timeout_s=2.0,
    ping_interval_s=0.2,
    ping_timeout_s=0.4,
    close_timeout_s=0.1,
    first_backoff_s=0.05,
    max_backoff_s=0.2,
)
DROPS: tuple[HowToDrop, ...] = ("reset", "fin", "half_open", "disconnect", "refresh")


@pytest.fixture
def listener() -> Listener:
    return Listener()


@pytest.fixture
def workspace() -> Iterator[Workspace]:
    with Workspace() as started:
        started.faults.ack_timeout_s = 0.5
        yield started


def app_in(workspace: Workspace, listener: Listener) -> App:
    app = App(
        client=WebClient(base_url=workspace.api_url, token=workspace.bot_token),
        signing_secret=workspace.signing_secret,
        process_before_response=True,
    )

    def file_shared(event: dict[str, Any]) -> None:
        listener(event)

    def describe(ack: Ack) -> None:
        ack("One moment.")

    app.event("file_shared")(file_shared)
    app.command("/describe")(describe)
    return app


@contextmanager
def receiving(
    workspace: Workspace,
    listener: Listener,
    *,
    patience: Patience = IMPATIENT,
    on_fatal: Callable[[Misconfigured], None] | None = None,
) -> Iterator[SocketReceiver]:
    receiver = SocketReceiver(
        app_in(workspace, listener), workspace.app_token, on_fatal=on_fatal, patience=patience
    )
    receiver.start()
    try:
        yield receiver
    finally:
        listener.may_end.set()
        receiver.close()


def share(workspace: Workspace, count: int) -> list[str]:
    """The ids of so many pictures, each in a message of its own."""
    shares = [workspace.share((f"{number}.png", b"png")) for number in range(count)]
    return [file_id for shared in shares for file_id in shared.file_ids]


def all_acknowledged(workspace: Workspace, count: int) -> Callable[[], bool]:
    return lambda: len(workspace.acknowledged) == count and not workspace.unacked


def has_opened(workspace: Workspace, count: int) -> Callable[[], bool]:
    return lambda: workspace.sockets_opened == count


@pytest.mark.parametrize("how", DROPS)
def test_no_event_is_lost_when_a_connection_breaks(
    workspace: Workspace, listener: Listener, how: HowToDrop
) -> None:
    """Events before, during and after each kind of break are all heard and acknowledged."""
    with receiving(workspace, listener) as receiver:
        assert receiver.wait_until_connected(10)
        before = share(workspace, 3)
        workspace.drop_sockets(how)
        during = share(workspace, 3)
        assert workspace.wait_until(lambda: workspace.sockets_opened >= 2)
        assert receiver.wait_until_connected(10)
        after = share(workspace, 3)
        assert workspace.wait_until(all_acknowledged(workspace, 9))
    assert set(listener.heard) == {*before, *during, *after}


@pytest.mark.parametrize("how", DROPS)
def test_it_survives_any_number_of_breaks(
    workspace: Workspace, listener: Listener, how: HowToDrop
) -> None:
    """Each break brings a new connection, and after it there is just one."""
    workspace.faults.disconnect_grace_s = 0.1
    with receiving(workspace, listener) as receiver:
        for opened in range(1, 5):
            assert workspace.wait_until(has_opened(workspace, opened))
            assert workspace.wait_until(lambda: workspace.open_sockets == 1)
            assert receiver.wait_until_connected(10)
            workspace.drop_sockets(how)
        share(workspace, 1)
        assert workspace.wait_until(all_acknowledged(workspace, 1))


def test_the_next_connection_opens_before_the_old_one_closes(
    workspace: Workspace, listener: Listener
) -> None:
    """After a warning two connections are open, and events on either are heard."""
    workspace.faults.disconnect_grace_s = 60
    with receiving(workspace, listener) as receiver:
        assert receiver.wait_until_connected(10)
        workspace.drop_sockets("disconnect")
        assert workspace.wait_until(lambda: workspace.open_sockets == 2)
        assert receiver.is_connected
        shared = share(workspace, 6)
        assert workspace.wait_until(all_acknowledged(workspace, 6))
    assert sorted(listener.heard) == sorted(shared)


def test_warnings_without_a_close_do_not_pile_up(workspace: Workspace, listener: Listener) -> None:
    """However often Slack warns, at most one old connection is kept beside the new one."""
    workspace.faults.disconnect_grace_s = 60
    with receiving(workspace, listener):
        for opened in range(1, 5):
            assert workspace.wait_until(has_opened(workspace, opened))
            assert workspace.wait_until(lambda: workspace.open_sockets <= 2)
            workspace.drop_sockets("disconnect")


def test_an_acknowledgment_goes_out_where_the_event_came_in(
    workspace: Workspace, listener: Listener
) -> None:
    """An event in hand while the connection is replaced is acknowledged on the old one."""
    workspace.faults.disconnect_grace_s = 60
    workspace.faults.ack_timeout_s = 60
    listener.may_end.clear()
    with receiving(workspace, listener) as receiver:
        assert receiver.wait_until_connected(10)
        share(workspace, 1)
        assert listener.entered.acquire(timeout=10)
        workspace.drop_sockets("disconnect")
        assert workspace.wait_until(lambda: workspace.open_sockets == 2)
        listener.may_end.set()
        assert workspace.wait_until(all_acknowledged(workspace, 1))
    assert len(listener.heard) == 1


def test_nothing_is_acknowledged_before_its_listener_ends(
    workspace: Workspace, listener: Listener
) -> None:
    """As long as the listener works, Slack has no acknowledgment."""
    workspace.faults.ack_timeout_s = 60
    listener.may_end.clear()
    with receiving(workspace, listener):
        share(workspace, 3)
        for _ in range(3):
            assert listener.entered.acquire(timeout=10)
        assert not workspace.acknowledged
        listener.may_end.set()
        assert workspace.wait_until(all_acknowledged(workspace, 3))


def test_an_event_whose_listener_fails_comes_again(
    workspace: Workspace, listener: Listener
) -> None:
    """What could not be stored is not acknowledged, and heard when Slack sends it again."""
    listener.failures_left = 2
    with receiving(workspace, listener):
        shared = share(workspace, 1)
        assert workspace.wait_until(all_acknowledged(workspace, 1))
    assert listener.heard == shared
    assert workspace.acknowledged[0].attempt == 2


def test_a_command_is_answered_in_its_acknowledgment(
    workspace: Workspace, listener: Listener
) -> None:
    """What a command's listener acknowledges with is shown to the one who typed it."""
    with receiving(workspace, listener) as receiver:
        assert receiver.wait_until_connected(10)
        workspace.command("/describe help")
        assert workspace.wait_until(lambda: bool(workspace.ephemerals()))
    assert workspace.ephemerals()[0]["text"] == "One moment."


def test_a_burst_is_acknowledged_whole(workspace: Workspace, listener: Listener) -> None:
    """Many events at once are each heard once and acknowledged."""
    workspace.faults.ack_timeout_s = 30
    with receiving(workspace, listener):
        shared = share(workspace, 100)
        assert workspace.wait_until(all_acknowledged(workspace, 100))
    assert sorted(listener.heard) == sorted(shared)


def test_closing_finishes_what_is_in_hand(workspace: Workspace, listener: Listener) -> None:
    """An event that came before the close is still acknowledged; then nothing is left open."""
    workspace.faults.ack_timeout_s = 60
    listener.may_end.clear()
    with receiving(workspace, listener) as receiver, ThreadPoolExecutor(1) as pool:
        share(workspace, 1)
        assert listener.entered.acquire(timeout=10)
        closed = pool.submit(receiver.close)
        listener.may_end.set()
        closed.result(10)
        assert workspace.wait_until(all_acknowledged(workspace, 1))
        assert workspace.wait_until(lambda: workspace.open_sockets == 0)
        assert not receiver.is_connected


@pytest.mark.parametrize("error", FINAL_ERRORS)
def test_an_error_that_no_retry_cures_is_final(
    workspace: Workspace, listener: Listener, error: str
) -> None:
    """It asks once, gives up, and says what to mend without showing the token."""
    workspace.faults.fail("apps.connections.open", error)
    faults: list[Misconfigured] = []
    with receiving(workspace, listener, on_fatal=faults.append) as receiver:
        assert not receiver.wait_until_connected(10)
    assert faults == [receiver.failed]
    assert "SLACK_APP_TOKEN" in str(receiver.failed)
    assert workspace.app_token not in str(receiver.failed)
    assert len(workspace.calls("apps.connections.open")) == 1


def test_socket_mode_switched_off_is_final(workspace: Workspace, listener: Listener) -> None:
    """After link_disabled it gives up: no other connection is asked for."""
    is_told = threading.Event()
    with receiving(workspace, listener, on_fatal=lambda _: is_told.set()) as receiver:
        assert receiver.wait_until_connected(10)
        workspace.drop_sockets("link_disabled")
        assert is_told.wait(10)
    assert "Socket Mode is off" in str(receiver.failed)
    assert len(workspace.calls("apps.connections.open")) == 1


def test_giving_up_may_close_the_receiver(workspace: Workspace, listener: Listener) -> None:
    """`on_fatal` may call `close` itself, from whatever thread it runs in."""
    is_closed = threading.Event()

    def close(_fault: Misconfigured) -> None:
        receiver.close()
        is_closed.set()

    app = app_in(workspace, listener)
    receiver = SocketReceiver(app, "xapp-nobody-knows-this-one", on_fatal=close)
    receiver.start()
    assert is_closed.wait(10)
    assert receiver.failed is not None


def test_slacks_wish_to_wait_is_honored(workspace: Workspace, listener: Listener) -> None:
    """After a 429 the next attempt waits at least as long as Retry-After says."""
    workspace.faults.rate_limit("apps.connections.open", retry_after_s=1)
    with capture_logs() as logs, receiving(workspace, listener) as receiver:
        assert receiver.wait_until_connected(10)
    waits = [entry["retry_s"] for entry in logs if entry["event"] == "socket.not_opened"]
    assert waits == [1.0]


@pytest.mark.parametrize("client_knows_it", [True, False])
def test_a_proxy_is_not_used_for_those_it_is_not_for(
    workspace: Workspace,
    listener: Listener,
    monkeypatch: pytest.MonkeyPatch,
    client_knows_it: bool,
) -> None:
    """A host in no_proxy is reached directly, whether or not the app's client has a proxy."""
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    app = app_in(workspace, listener)
    if not client_knows_it:
        app.client.proxy = None
    receiver = SocketReceiver(app, workspace.app_token, patience=IMPATIENT)
    receiver.start()
    is_connected = receiver.wait_until_connected(10)
    receiver.close()
    assert is_connected


@pytest.mark.parametrize("error", ["internal_error", "fatal_error", "service_unavailable"])
def test_an_error_of_slacks_is_tried_again(
    workspace: Workspace, listener: Listener, error: str
) -> None:
    """An error that may pass is retried until it has."""
    workspace.faults.fail("apps.connections.open", error, times=2)
    workspace.faults.answer_status("apps.connections.open", 503)
    workspace.faults.lose_response("apps.connections.open")
    with receiving(workspace, listener) as receiver:
        assert receiver.wait_until_connected(10)
    assert len(workspace.calls("apps.connections.open")) == 5


def test_logs_name_no_address_and_no_ticket(workspace: Workspace, listener: Listener) -> None:
    """Through breaks and errors, nothing logged has an address or a token in it."""
    workspace.faults.fail("apps.connections.open", "internal_error", times=1)
    listener.failures_left = 1
    with capture_logs() as logs, receiving(workspace, listener) as receiver:
        assert receiver.wait_until_connected(10)
        share(workspace, 1)
        assert workspace.wait_until(all_acknowledged(workspace, 1))
        workspace.drop_sockets("reset")
        assert workspace.wait_until(lambda: workspace.sockets_opened == 2)
    text = repr(logs)
    assert "socket.closed" in text
    assert all(secret not in text for secret in ("://", "ticket=", workspace.app_token))


@pytest.mark.parametrize("how", ["half_open", "fin", "reset"])
def test_an_outage_costs_next_to_no_cpu(
    workspace: Workspace, listener: Listener, how: HowToDrop
) -> None:
    """From a break, through a second of refusals, to the next connection: mere waiting."""
    with receiving(workspace, listener, patience=PATIENCE) as receiver:
        assert receiver.wait_until_connected(10)
        workspace.faults.rate_limit("apps.connections.open", retry_after_s=1)
        used_s = time.process_time()
        workspace.drop_sockets(how)
        assert workspace.wait_until(lambda: workspace.sockets_opened == 2)
        assert time.process_time() - used_s < 0.5


@given(
    lasted_s=st.lists(st.floats(0, PATIENCE.lasting_s, exclude_max=True), max_size=2000),
    jitter=st.floats(0, 1),
)
def test_waits_grow_to_a_bound(lasted_s: list[float], jitter: float) -> None:
    """However many connections fail, a wait is never below the one before nor above the cap."""
    backoff = Backoff(PATIENCE, jitter=lambda: jitter)
    waits = [backoff.after(each) for each in lasted_s]
    assert waits == sorted(waits)
    assert all(PATIENCE.first_backoff_s / 2 <= wait <= PATIENCE.max_backoff_s for wait in waits)


def test_a_lasting_connection_forgives() -> None:
    """After a connection that lasted, the next is opened at once, and the waits begin anew."""
    backoff = Backoff(PATIENCE, jitter=lambda: 1.0)
    first = [backoff.after(0) for _ in range(3)]
    assert backoff.after(PATIENCE.lasting_s) == 0
    assert [backoff.after(0) for _ in range(3)] == first


@pytest.mark.parametrize(
    ("response", "payload"),
    [
        (BoltResponse(status=200), None),
        (BoltResponse(status=200, body={"text": "Hi"}), {"text": "Hi"}),
        (BoltResponse(status=200, body="Hi"), {"text": "Hi"}),
    ],
)
def test_an_acknowledgment_carries_the_answer(
    response: BoltResponse, payload: dict[str, str] | None
) -> None:
    """A listener's answer travels as the payload; without one there is none."""
    expected = {"envelope_id": "E1"} | ({"payload": payload} if payload else {})
    assert json.loads(acknowledgment("E1", response)) == expected


# What the workspace cannot do: a server that misbehaves below Slack's protocol.


class RawDialer(Dialer):
    """Dials a bare WebSocket server, without a ticket."""

    def __init__(self, server: Server) -> None:
        port = server.socket.getsockname()[1]
        super().__init__(WebClient(), "", Patience(open_timeout_s=0.3))
        self._url = f"ws://127.0.0.1:{port}/"

    def _ticket(self) -> str:
        return self._url


@contextmanager
def raw_server(handler: Callable[[ServerConnection], None]) -> Iterator[Server]:
    with serve(handler, "127.0.0.1", 0) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def test_a_connection_without_a_greeting_does_not_count() -> None:
    """Accepted but never greeted, a connection is given up and closed."""
    was_closed = threading.Event()

    def stay_silent(connection: ServerConnection) -> None:
        for _ in connection:
            pass
        was_closed.set()

    with raw_server(stay_silent) as server:
        link = Link(RawDialer(server), receive=lambda _link, _message: None)
        with pytest.raises(NotOpenedError, match="no greeting"):
            link.open()
        assert was_closed.wait(10)
    assert link.is_leaving.is_set()


def test_what_is_no_message_of_slacks_is_passed_over() -> None:
    """Broken JSON, lists and bytes neither end a connection nor reach a listener."""
    received: list[Any] = []
    all_sent = threading.Event()

    def babble(connection: ServerConnection) -> None:
        for text in ("{", "[1]", b"\xff\x00", '"hello"', '{"type": "hello"}', '{"type": "x"}'):
            connection.send(text)
        all_sent.wait(10)

    def receive(_link: Link, message: Any) -> None:
        received.append(message)
        if message:
            all_sent.set()

    with raw_server(babble) as server:
        link = Link(RawDialer(server), receive=receive)
        link.open()
        assert link.is_leaving.wait(10)
    assert [message for message in received if message] == [{"type": "x"}]
