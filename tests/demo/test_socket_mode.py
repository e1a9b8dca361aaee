"""Socket Mode as Slack does it: hello, envelopes, acknowledgments, retries, disconnects."""

from __future__ import annotations

import json

import pytest
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from bot.demo.faults import Faults
from bot.demo.model import Json
from bot.demo.workspace import GENERAL, PRIVATE, Workspace
from tests.demo.listeners import Socket


def test_hello_comes_first(workspace: Workspace, socket: Socket) -> None:
    """The first word on a connection is a hello that counts the connections."""
    hello = socket.heard[0]
    assert hello["type"] == "hello"
    assert hello["num_connections"] == 1
    assert hello["connection_info"]["app_id"]
    assert hello["debug_info"]["approximate_connection_time"] > 0


def test_a_bolt_app_answers_in_the_thread(workspace: Workspace, jpeg: bytes) -> None:
    """An unchanged Bolt app over the SDK's own Socket Mode client works against it."""
    client = WebClient(token=workspace.bot_token, base_url=workspace.api_url)
    app = App(client=client, process_before_response=True)

    @app.event("file_shared")
    def answer(event: Json, client: WebClient) -> None:
        file = client.files_info(file=event["file_id"])["file"]
        share = file["shares"]["public"][event["channel_id"]][0]
        client.chat_postMessage(channel=GENERAL, thread_ts=share["ts"], text="A picture.")

    handler = SocketModeHandler(app, workspace.app_token, ping_interval=0.2)
    handler.connect()
    try:
        shared = workspace.share(("cat.jpg", jpeg))
        assert workspace.wait_until(lambda: len(workspace.replies(shared)) == 1)
        assert workspace.replies(shared)[0]["text"] == "A picture."
        assert workspace.wait_until(lambda: workspace.unacked == 0)
    finally:
        handler.close()


def test_event_payload(workspace: Workspace, socket: Socket, jpeg: bytes) -> None:
    """file_shared has the fields of Slack's, in Slack's envelope."""
    shared = workspace.share(("cat.jpg", jpeg))
    envelope = socket.wait_for_envelopes(1)[0]
    assert envelope["type"] == "events_api"
    assert envelope["accepts_response_payload"] is False
    assert (envelope["retry_attempt"], envelope["retry_reason"]) == (0, "")
    payload = envelope["payload"]
    assert payload["type"] == "event_callback"
    assert payload["team_id"] == workspace.team_id
    assert payload["authorizations"][0]["user_id"] == workspace.bot_user_id
    event = payload["event"]
    assert event["file"] == {"id": event["file_id"]} == {"id": shared.file_ids[0]}
    assert (event["user_id"], event["channel_id"]) == (workspace.person_id, GENERAL)
    assert event["event_ts"] > shared.message_ts


def test_one_event_for_each_file(workspace: Workspace, socket: Socket, jpeg: bytes) -> None:
    """A message with three files makes three events with rising event_ts."""
    workspace.share(("1.jpg", jpeg), ("2.jpg", jpeg), ("3.jpg", jpeg))
    events = [each["payload"]["event"] for each in socket.wait_for_envelopes(3)]
    times = [each["event_ts"] for each in events]
    assert times == sorted(set(times))
    assert len({each["payload"]["event_id"] for each in socket.envelopes}) == 3


def test_the_bots_own_uploads_fire_too(
    workspace: Workspace, client: WebClient, socket: Socket
) -> None:
    """file_shared comes for files of the bot as well."""
    client.files_upload_v2(content="words", filename="a.txt", channel=GENERAL)
    event = socket.wait_for_envelopes(1)[0]["payload"]["event"]
    assert event["user_id"] == workspace.bot_user_id


def test_private_channels_are_silent_without_the_bot(
    workspace: Workspace, socket: Socket, jpeg: bytes
) -> None:
    """Nothing is heard of a channel the bot is not in."""
    workspace.share(("secret.jpg", jpeg), channel=PRIVATE)
    workspace.share(("open.jpg", jpeg))
    assert socket.wait_for_envelopes(1)[0]["payload"]["event"]["channel_id"] == GENERAL


def test_subscriptions_decide() -> None:
    """Message and mention events come only to an app that subscribes to them."""
    wanted = frozenset({"message.channels", "app_mention", "file_deleted", "reaction_added"})
    with Workspace(subscriptions=wanted) as workspace, Socket(workspace) as socket:
        shared = workspace.share(("a.txt", b"words"), text="<@U000000BOT> look")
        workspace.react("eyes", ts=shared.message_ts)
        workspace.delete_file(shared.file_ids[0])
        workspace.delete_message(shared.message_ts)
        events = [each["payload"]["event"] for each in socket.wait_for_envelopes(5)]
    kinds = [(each["type"], each.get("subtype")) for each in events]
    assert kinds == [
        ("message", "file_share"),
        ("app_mention", None),
        ("reaction_added", None),
        ("file_deleted", None),
        ("message", "message_deleted"),
    ]
    assert events[0]["files"][0]["id"] == shared.file_ids[0]
    assert "files" not in events[1]


def test_events_wait_for_a_connection(workspace: Workspace, jpeg: bytes) -> None:
    """What happens while no socket is open is delivered when one opens."""
    workspace.share(("early.jpg", jpeg))
    assert workspace.wait_until(lambda: workspace.waiting == 1)
    with Socket(workspace) as socket:
        socket.wait_for_envelopes(1)
        assert workspace.wait_until(lambda: len(workspace.acknowledged) == 1)
    assert workspace.waiting == workspace.unacked == 0


def test_unacknowledged_events_come_again(jpeg: bytes) -> None:
    """Without an acknowledgment in time the same event comes again, counted, up to the limit."""
    faults = Faults(ack_timeout_s=0.05, socket_retries=2)
    with Workspace(faults=faults) as workspace, Socket(workspace, acknowledges=False) as socket:
        workspace.share(("cat.jpg", jpeg))
        first, second, third = socket.wait_for_envelopes(3)
        assert [each["retry_attempt"] for each in (first, second, third)] == [0, 1, 2]
        assert second["retry_reason"] == "timeout"
        assert first["payload"]["event_id"] == third["payload"]["event_id"]
        assert workspace.unacked == 1
        socket.acknowledge(third)
        assert workspace.wait_until(lambda: workspace.unacked == 0)


def test_each_event_goes_to_one_connection(workspace: Workspace, jpeg: bytes) -> None:
    """Two connections share the events; none is delivered twice."""
    with Socket(workspace) as one, Socket(workspace) as two:
        for number in range(6):
            workspace.share((f"{number}.jpg", jpeg))
        assert workspace.wait_until(lambda: len(workspace.acknowledged) == 6)
        assert one.wait(lambda: len(one.envelopes) == 3)
        assert two.wait(lambda: len(two.envelopes) == 3)


def test_an_acknowledgment_counts_only_where_it_was_delivered(
    workspace: Workspace, jpeg: bytes
) -> None:
    """Acknowledging on another connection has no effect."""
    with (
        Socket(workspace, acknowledges=False) as one,
        Socket(workspace, acknowledges=False) as two,
    ):
        workspace.share(("cat.jpg", jpeg))
        assert workspace.wait_until(lambda: workspace.unacked == 1)
        hearer, other = (one, two) if one.wait(lambda: bool(one.envelopes), 0.2) else (two, one)
        envelope = hearer.wait_for_envelopes(1)[0]
        other.acknowledge(envelope)
        workspace.share(("dog.jpg", jpeg))
        other.wait_for_envelopes(1)
        assert workspace.acknowledged == []
        hearer.acknowledge(envelope)
        assert workspace.wait_until(lambda: len(workspace.acknowledged) == 1)


@pytest.mark.parametrize("how", ["reset", "fin"])
def test_a_broken_connection_gives_its_events_back(
    workspace: Workspace, jpeg: bytes, how: str
) -> None:
    """Events in flight on a connection that breaks are delivered on the next one."""
    with Socket(workspace, acknowledges=False) as socket:
        workspace.share(("cat.jpg", jpeg))
        event_id = socket.wait_for_envelopes(1)[0]["payload"]["event_id"]
        workspace.drop_sockets("reset" if how == "reset" else "fin")
        socket.wait_for_end()
        assert socket.error is not None or how == "fin"
    assert workspace.wait_until(lambda: workspace.open_sockets == 0)
    with Socket(workspace) as again:
        envelope = again.wait_for_envelopes(1)[0]
        assert envelope["payload"]["event_id"] == event_id
        assert envelope["retry_attempt"] == 1
        assert workspace.wait_until(lambda: workspace.unacked == 0)


def test_half_open_connections_swallow_and_stay(jpeg: bytes) -> None:
    """A half-open connection answers no ping and eats events, which then come elsewhere."""
    with Workspace(faults=Faults(ack_timeout_s=0.1)) as workspace, Socket(workspace) as dead:
        workspace.drop_sockets("half_open")
        assert workspace.open_sockets == 0
        pong = dead.connection.ping()
        workspace.share(("cat.jpg", jpeg))
        assert workspace.wait_until(lambda: workspace.unacked == 1)
        with Socket(workspace) as alive:
            envelope = alive.wait_for_envelopes(1)[0]
            assert envelope["retry_attempt"] >= 1
            assert workspace.wait_until(lambda: workspace.unacked == 0)
        assert not pong.wait(0)
        assert dead.envelopes == []


def test_a_warning_leaves_the_connection_open() -> None:
    """After a warning the old connection still works until its grace is over."""
    with (
        Workspace(faults=Faults(disconnect_grace_s=0.2)) as workspace,
        Socket(workspace) as socket,
    ):
        workspace.drop_sockets("disconnect")
        assert socket.wait(lambda: socket.heard[-1]["type"] == "disconnect")
        assert socket.heard[-1]["reason"] == "warning"
        workspace.share(("a.txt", b"words"))
        socket.wait_for_envelopes(1)
        socket.wait_for_end()
        assert workspace.wait_until(lambda: workspace.open_sockets == 0)


@pytest.mark.parametrize(
    ("how", "reason"), [("refresh", "refresh_requested"), ("link_disabled", "link_disabled")]
)
def test_other_disconnects_close_at_once(workspace: Workspace, how: str, reason: str) -> None:
    """A refresh or a disabled link is said, then the connection is closed."""
    with Socket(workspace) as socket:
        workspace.drop_sockets("refresh" if how == "refresh" else "link_disabled")
        socket.wait_for_end()
        assert socket.heard[-1]["reason"] == reason


def test_a_ticket_opens_one_connection(workspace: Workspace) -> None:
    """A WebSocket address is good once; an unknown ticket is refused."""
    client = WebClient(base_url=workspace.api_url)
    address = client.apps_connections_open(app_token=workspace.app_token)["url"]
    with connect(address) as first:
        assert json.loads(first.recv())["type"] == "hello"
        with pytest.raises(InvalidStatus):
            connect(address)


def test_ten_connections_at_most(workspace: Workspace) -> None:
    """The eleventh connection is told that there are too many."""
    sockets = [Socket(workspace) for _ in range(10)]
    eleventh = Socket(workspace)
    try:
        assert eleventh.heard[0] == {
            "type": "disconnect",
            "reason": "too_many_websockets",
            "debug_info": {"host": "applink-demo"},
        }
        assert workspace.open_sockets == 10
    finally:
        for each in [*sockets, eleventh]:
            each.close()


def test_only_the_app_token_opens_connections(workspace: Workspace, client: WebClient) -> None:
    """apps.connections.open refuses the bot's token."""
    with pytest.raises(SlackApiError) as caught:
        client.apps_connections_open(app_token=workspace.bot_token)
    assert caught.value.response["error"] == "not_allowed_token_type"


def test_duplicates_have_one_event_id(jpeg: bytes) -> None:
    """Copies of an event are told apart by nothing but their envelope."""
    with Workspace(faults=Faults(duplicate_events=2)) as workspace, Socket(workspace) as socket:
        workspace.share(("cat.jpg", jpeg))
        envelopes = socket.wait_for_envelopes(3)
    assert len({each["payload"]["event_id"] for each in envelopes}) == 1
    assert len({each["envelope_id"] for each in envelopes}) == 3
