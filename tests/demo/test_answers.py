"""Commands: how they reach the app, and the ways of answering them."""

from __future__ import annotations

import pytest
import requests
from slack_sdk.webhook import WebhookClient

from bot.demo.answers import LIFE_S
from bot.demo.backend import ResponseUrl
from bot.demo.faults import Faults
from bot.demo.people import UnknownCommandError
from bot.demo.workspace import DIRECT, GENERAL, Workspace
from tests.demo.listeners import Socket


def response_url(workspace: Workspace, socket: Socket) -> str:
    workspace.command("/describe help")
    address: str = socket.wait_for_envelopes(1)[0]["payload"]["response_url"]
    return address


def test_a_command_is_an_envelope_that_takes_an_answer(workspace: Workspace) -> None:
    """The answer inside the acknowledgment is seen by the one who asked."""
    with Socket(workspace, answer={"text": "Help."}) as socket:
        workspace.command("/describe help", channel=DIRECT)
        envelope = socket.wait_for_envelopes(1)[0]
        assert envelope["type"] == "slash_commands"
        assert envelope["accepts_response_payload"] is True
        assert "retry_attempt" not in envelope
        assert envelope["payload"]["channel_name"] == "directmessage"
        assert workspace.wait_until(lambda: len(workspace.ephemerals(DIRECT)) == 1)
    assert workspace.ephemerals(DIRECT)[0]["text"] == "Help."


def test_an_answer_can_be_for_everybody(workspace: Workspace) -> None:
    """`response_type: in_channel` makes it a message."""
    with Socket(workspace, answer={"text": "Hi.", "response_type": "in_channel"}):
        workspace.command("/describe help")
        assert workspace.wait_until(lambda: len(workspace.messages(GENERAL)) == 1)


def test_without_an_app_the_person_is_told(workspace: Workspace) -> None:
    """With no connection open Slackbot says dispatch_failed."""
    workspace.command("/describe help")
    assert workspace.wait_until(lambda: len(workspace.ephemerals()) == 1)
    assert "dispatch_failed" in workspace.ephemerals()[0]["text"]


def test_without_an_acknowledgment_the_person_is_told() -> None:
    """An app that stays silent gives operation_timeout, and the command does not come again."""
    with (
        Workspace(faults=Faults(ack_timeout_s=0.05)) as workspace,
        Socket(workspace, acknowledges=False) as socket,
    ):
        workspace.command("/describe help")
        assert workspace.wait_until(lambda: len(workspace.ephemerals()) == 1)
        assert "operation_timeout" in workspace.ephemerals()[0]["text"]
        assert len(socket.envelopes) == 1


def test_a_command_in_a_thread_is_answered_there(workspace: Workspace) -> None:
    """Beyond what Slack allows: the payload names the thread, and the answer is in it."""
    parent = workspace.say("hello")
    with Socket(workspace, answer={"text": "Help."}) as socket:
        workspace.command("/describe help", thread_ts=parent)
        assert socket.wait_for_envelopes(1)[0]["payload"]["thread_ts"] == parent
        assert workspace.wait_until(lambda: len(workspace.ephemerals()) == 1)
    assert workspace.ephemerals()[0]["thread_ts"] == parent


def test_unknown_commands(workspace: Workspace) -> None:
    """A command of no app is refused at once."""
    with pytest.raises(UnknownCommandError):
        workspace.command("/dance")


def test_response_url_is_good_five_times(workspace: Workspace, socket: Socket) -> None:
    """Five answers by response_url, then used_url."""
    hook = WebhookClient(response_url(workspace, socket))
    for number in range(5):
        assert hook.send(text=str(number)).status_code == 200
    refused = hook.send(text="6")
    assert refused.status_code == 404
    assert "used_url" in refused.body
    assert [each["text"] for each in workspace.ephemerals()] == ["0", "1", "2", "3", "4"]


def test_a_commands_response_url_replaces_nothing(workspace: Workspace, socket: Socket) -> None:
    """There is no message that it belongs to: `replace_original` shows a second one."""
    hook = WebhookClient(response_url(workspace, socket))
    hook.send(text="Working")
    hook.send(text="Done", replace_original=True)
    hook.send(delete_original=True)
    assert [each["text"] for each in workspace.ephemerals()] == ["Working", "Done"]


def test_response_url_refuses_nonsense(workspace: Workspace, socket: Socket) -> None:
    """What is no message is refused with a 4xx, and does not count as a use."""
    address = response_url(workspace, socket)
    for body in (b"{", b"[]", b"{}", b'{"text": "x", "blocks": [{"type": "poem"}]}'):
        assert requests.post(address, data=body, timeout=5).status_code == 400
    assert requests.post(address + "x", json={"text": "x"}, timeout=5).status_code == 404
    assert WebhookClient(address).send(text="fine").status_code == 200


def test_response_url_expires(workspace: Workspace, socket: Socket) -> None:
    """After thirty minutes it is no longer taken."""
    address = response_url(workspace, socket)
    where: ResponseUrl = workspace._backend.response_urls[address.rpartition("/")[2]]
    where.made_at -= LIFE_S + 1
    refused = WebhookClient(address).send(text="late")
    assert (refused.status_code, "expired_url" in refused.body) == (404, True)
