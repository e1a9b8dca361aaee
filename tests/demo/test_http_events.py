"""Delivery by HTTP: challenge, signature, retries, commands and clicks in forms."""

from __future__ import annotations

import json
from urllib.parse import parse_qs

import pytest
from slack_bolt import App
from slack_bolt.adapter.starlette import SlackRequestHandler
from slack_sdk import WebClient
from slack_sdk.signature import SignatureVerifier
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.demo.faults import HTTP_RETRY_DELAYS_S, Faults
from bot.demo.http_events import VerificationError
from bot.demo.model import Json
from bot.demo.server import Server
from bot.demo.workspace import GENERAL, Workspace
from tests.demo.listeners import Receiver


def test_a_bolt_app_answers_by_http(workspace: Workspace, jpeg: bytes) -> None:
    """An unchanged Bolt app with its signing secret takes challenge, event and command."""
    client = WebClient(token=workspace.bot_token, base_url=workspace.api_url)
    app = App(client=client, signing_secret=workspace.signing_secret, process_before_response=True)

    @app.event("file_shared")
    def answer(event: Json, client: WebClient) -> None:
        client.chat_postMessage(channel=event["channel_id"], text="A picture.")

    @app.command("/describe")
    def command(ack: object, body: Json) -> None:
        assert callable(ack)
        ack(f"You said {body['text']}.")

    handler = SlackRequestHandler(app)

    async def endpoint(request: Request) -> Response:
        return await handler.handle(request)

    server = Server(0)
    routes = [Route("/slack/events", endpoint, methods=["POST"])]
    server.start(lambda _loop: Starlette(routes=routes))
    try:
        workspace.send_events_to(f"http://127.0.0.1:{server.port}/slack/events")
        workspace.share(("cat.jpg", jpeg))
        assert workspace.wait_until(lambda: len(workspace.messages(GENERAL)) == 2)
        workspace.command("/describe help")
        assert workspace.wait_until(lambda: len(workspace.ephemerals()) == 1)
        assert workspace.ephemerals()[0]["text"] == "You said help."
        assert workspace.wait_until(lambda: workspace.unacked == 0)
    finally:
        server.stop()


def test_an_address_must_echo_the_challenge(workspace: Workspace) -> None:
    """Events go only to an address that answers the challenge."""
    with pytest.raises(VerificationError):
        workspace.send_events_to(workspace.url + "/slack/events")
    with pytest.raises(VerificationError):
        workspace.send_events_to("http://127.0.0.1:1/slack/events")


def test_requests_are_signed(workspace: Workspace, receiver: Receiver, jpeg: bytes) -> None:
    """Each request has a signature the SDK's verifier accepts, and only that one."""
    workspace.send_events_to(receiver.url)
    workspace.share(("cat.jpg", jpeg))
    headers, body = receiver.wait_for(1)[0]
    assert SignatureVerifier(workspace.signing_secret).is_valid_request(body, headers)
    assert not SignatureVerifier("another").is_valid_request(body, headers)
    assert headers["content-type"] == "application/json"
    assert "x-slack-retry-num" not in headers
    assert json.loads(body)["event"]["type"] == "file_shared"


def test_failures_are_tried_again(receiver: Receiver, jpeg: bytes) -> None:
    """After an error the same event comes again, with its number and reason."""
    with Workspace(faults=Faults(http_retry_delays_s=(0.0, 0.01, 0.02))) as workspace:
        receiver.statuses = [500, 404]
        workspace.send_events_to(receiver.url)
        workspace.share(("cat.jpg", jpeg))
        first, second, third = receiver.wait_for(3)
        assert workspace.wait_until(lambda: workspace.unacked == 0)
    assert first[1] == second[1] == third[1]
    assert second[0]["x-slack-retry-num"] == "1"
    assert third[0]["x-slack-retry-num"] == "2"
    assert third[0]["x-slack-retry-reason"] == "http_error"
    assert workspace.acknowledged[0].attempt == 2


def test_three_retries_and_no_more(receiver: Receiver, jpeg: bytes) -> None:
    """After three retries an event is lost; by default they wait 0, 1 and 5 minutes."""
    assert HTTP_RETRY_DELAYS_S == (0.0, 60.0, 300.0)
    with Workspace(faults=Faults(http_retry_delays_s=(0.0, 0.0, 0.0))) as workspace:
        receiver.statuses = [500] * 5
        workspace.send_events_to(receiver.url)
        workspace.share(("cat.jpg", jpeg))
        receiver.wait_for(4)
        workspace.share(("dog.jpg", jpeg))
        bodies = [json.loads(body)["event_id"] for _, body in receiver.wait_for(6)]
    assert bodies.count(bodies[0]) == 4


def test_slow_answers_count_as_failures(receiver: Receiver, jpeg: bytes) -> None:
    """No answer in time is http_timeout, and the retry may come before the answer."""
    faults = Faults(ack_timeout_s=0.2, http_retry_delays_s=(0.0, 60.0, 300.0))
    with Workspace(faults=faults) as workspace:
        workspace.send_events_to(receiver.url)
        receiver.stall.clear()
        workspace.share(("cat.jpg", jpeg))
        second = receiver.wait_for(2)[1]
        receiver.stall.set()
    assert second[0]["x-slack-retry-reason"] == "http_timeout"


def test_no_retry_is_honored(receiver: Receiver, jpeg: bytes) -> None:
    """An error with X-Slack-No-Retry is not tried again."""
    with Workspace(faults=Faults(http_retry_delays_s=(0.0,))) as workspace:
        receiver.statuses, receiver.headers = [500], {"X-Slack-No-Retry": "1"}
        workspace.send_events_to(receiver.url)
        workspace.share(("cat.jpg", jpeg))
        receiver.wait_for(1)
        workspace.share(("dog.jpg", jpeg))
        ids = [json.loads(body)["event_id"] for _, body in receiver.wait_for(2)]
    assert len(set(ids)) == 2


def test_commands_come_as_forms(workspace: Workspace, receiver: Receiver) -> None:
    """A command is a signed form with Slack's fields."""
    workspace.send_events_to(receiver.url)
    workspace.command("/describe  https://example.org/a.png ")
    headers, body = receiver.wait_for(1)[0]
    assert SignatureVerifier(workspace.signing_secret).is_valid_request(body, headers)
    fields = {name: values[0] for name, values in parse_qs(body.decode()).items()}
    assert fields["command"] == "/describe"
    assert fields["text"] == "https://example.org/a.png"
    assert fields["channel_id"] == GENERAL
    assert fields["channel_name"] == "general"
    assert fields["user_id"] == workspace.person_id
    assert fields["trigger_id"].count(".") == 2
    assert fields["response_url"].startswith(workspace.url + "/commands/")


def test_failed_commands_are_told(receiver: Receiver) -> None:
    """A command that gets no answer is not tried again: Slackbot tells the person."""
    with Workspace() as workspace:
        workspace.send_events_to(receiver.url)
        receiver.statuses = [500]
        workspace.command("/describe help")
        assert workspace.wait_until(lambda: len(workspace.ephemerals()) == 1)
        assert "dispatch_failed" in workspace.ephemerals()[0]["text"]
        assert workspace.ephemerals()[0]["user"] == "USLACKBOT"
    assert len(receiver.requests) == 1


def test_clicks_come_as_payload(
    workspace: Workspace, client: WebClient, receiver: Receiver
) -> None:
    """A click is a form with JSON in its field `payload`."""
    workspace.send_events_to(receiver.url)
    button = {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}
    blocks = [{"type": "actions", "elements": [button]}]
    ts = client.chat_postMessage(channel=GENERAL, text="x", blocks=blocks)["ts"]
    workspace.press("go", message_ts=str(ts))
    _, body = receiver.wait_for(1)[0]
    payload = json.loads(parse_qs(body.decode())["payload"][0])
    assert payload["type"] == "block_actions"
    assert payload["actions"][0]["action_id"] == "go"
