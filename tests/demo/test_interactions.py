"""Clicks on messages, and shortcuts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from slack_sdk import WebClient
from slack_sdk.webhook import WebhookClient

from bot.demo.interactions import NOT_INTERACTIVE
from bot.demo.manifest import TRIAL
from bot.demo.view_state import NotThereError
from bot.demo.workspace import GENERAL, OTHER_PERSON_ID, PERSON_ID, PRIVATE, Workspace
from tests.demo.listeners import Socket

BUTTON = {
    "type": "button",
    "action_id": "again",
    "value": "F1",
    "text": {"type": "plain_text", "text": "Again"},
}
BLOCKS = [{"type": "actions", "block_id": "answer", "elements": [BUTTON]}]


def test_a_click(workspace: Workspace, client: WebClient, socket: Socket) -> None:
    """block_actions has the control, the message, a trigger and a response_url that works."""
    attachment = {"color": "#1F6F8B", "blocks": BLOCKS}
    ts = client.chat_postMessage(channel=GENERAL, text="x", attachments=[attachment])["ts"]
    workspace.press("again", message_ts=str(ts))
    envelope = socket.wait_for_envelopes(1)[0]
    payload = envelope["payload"]
    assert envelope["type"] == "interactive"
    assert payload["type"] == "block_actions"
    action = payload["actions"][0]
    assert (action["block_id"], action["value"], action["type"]) == ("answer", "F1", "button")
    assert payload["message"]["ts"] == payload["container"]["message_ts"] == ts
    assert payload["container"]["type"] == "message_attachment"
    assert payload["container"]["attachment_id"] == 1
    assert payload["user"]["id"] == PERSON_ID
    WebhookClient(payload["response_url"]).send(text="Changed", replace_original=True)
    assert workspace.messages(GENERAL)[0]["text"] == "Changed"


def test_a_click_on_what_is_gone(workspace: Workspace, client: WebClient) -> None:
    """A control or message that is not there cannot be used."""
    ts = client.chat_postMessage(channel=GENERAL, text="x", blocks=BLOCKS)["ts"]
    with pytest.raises(NotThereError):
        workspace.press("other", message_ts=str(ts))
    with pytest.raises(NotThereError):
        workspace.press("again", message_ts="1.1")


def test_a_choice(workspace: Workspace, client: WebClient, socket: Socket) -> None:
    """A menu's choice travels with the action."""
    option = {"text": {"type": "plain_text", "text": "German"}, "value": "de"}
    menu = {"type": "overflow", "action_id": "more", "options": [option]}
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "x"}, "accessory": menu}]
    ts = client.chat_postMessage(channel=GENERAL, text="x", blocks=blocks)["ts"]
    workspace.press("more", message_ts=str(ts), chosen={"selected_option": option})
    action = socket.wait_for_envelopes(1)[0]["payload"]["actions"][0]
    assert action["selected_option"] == option


def test_a_message_shortcut(workspace: Workspace, socket: Socket, jpeg: bytes) -> None:
    """A shortcut carries the message it was chosen from, files included."""
    shared = workspace.share(("cat.jpg", jpeg))
    socket.wait_for_envelopes(1)
    workspace.message_shortcut("describe_picture", message_ts=shared.message_ts)
    payload = socket.wait_for_envelopes(2)[1]["payload"]
    assert payload["type"] == "message_action"
    assert payload["callback_id"] == "describe_picture"
    assert payload["message"]["files"][0]["id"] == shared.file_ids[0]


def test_a_click_in_a_message_block(
    workspace: Workspace, client: WebClient, socket: Socket
) -> None:
    """Outside attachments the container is the message, with its thread."""
    parent = workspace.say("Look")
    ts = client.chat_postMessage(channel=GENERAL, thread_ts=parent, text="x", blocks=BLOCKS)["ts"]
    workspace.press("again", message_ts=str(ts))
    container = socket.wait_for_envelopes(1)[0]["payload"]["container"]
    assert (container["type"], container["thread_ts"]) == ("message", parent)


def test_a_click_on_an_ephemeral_message(
    workspace: Workspace, client: WebClient, socket: Socket
) -> None:
    """Slack leaves the message out; others cannot click what they cannot see."""
    answer = client.chat_postEphemeral(channel=GENERAL, user=PERSON_ID, text="x", blocks=BLOCKS)
    with pytest.raises(NotThereError):
        workspace.press("again", message_ts=answer["message_ts"], user=OTHER_PERSON_ID)
    workspace.press("again", message_ts=answer["message_ts"])
    payload = socket.wait_for_envelopes(1)[0]["payload"]
    assert payload["container"]["is_ephemeral"] is True
    assert "message" not in payload
    WebhookClient(payload["response_url"]).send(delete_original=True)
    assert workspace.ephemerals() == []


def test_all_that_was_chosen_travels_with_a_click(
    workspace: Workspace, client: WebClient, socket: Socket
) -> None:
    """`state.values` has every control that keeps a value, the one just used included."""
    options = [
        {"text": {"type": "plain_text", "text": name}, "value": name} for name in ("de", "fr")
    ]
    select = {"type": "static_select", "action_id": "language", "options": options}
    blocks = [{"type": "actions", "block_id": "b", "elements": [select, BUTTON]}]
    ts = str(client.chat_postMessage(channel=GENERAL, text="x", blocks=blocks)["ts"])
    workspace.press("language", message_ts=ts, chosen={"selected_option": {"value": "fr"}})
    workspace.press("again", message_ts=ts)
    chosen, untouched = (
        each["payload"]["state"]["values"] for each in socket.wait_for_envelopes(2)
    )
    assert chosen == {"b": {"language": {"type": "static_select", "selected_option": options[1]}}}
    assert untouched == {"b": {"language": {"type": "static_select", "selected_option": None}}}
    with pytest.raises(NotThereError):
        workspace.press("language", message_ts=ts, chosen={"selected_option": {"value": "ja"}})


def test_a_shortcut_needs_no_membership(workspace: Workspace, socket: Socket) -> None:
    """In a channel without the bot the payload has all, and the answer is seen there."""
    ts = workspace.say("Look", channel=PRIVATE)
    workspace.message_shortcut("describe_picture", message_ts=ts, channel=PRIVATE)
    payload = socket.wait_for_envelopes(1)[0]["payload"]
    assert payload["channel"] == {"id": PRIVATE, "name": "privategroup"}
    assert payload["message"]["text"] == "Look"
    WebhookClient(payload["response_url"]).send(text="Invite me first.")
    assert [each["text"] for each in workspace.ephemerals(PRIVATE)] == ["Invite me first."]


def test_a_silent_app_is_noticed() -> None:
    """A click that nobody acknowledges is told to the person who clicked."""
    with Workspace() as workspace:
        workspace.message_shortcut("describe_picture", message_ts=workspace.say("Look"))
        assert workspace.wait_until(
            lambda: any(each.kind == "notice" for each in workspace._state.changes)
        )


def test_an_app_without_interactivity() -> None:
    """Its shortcuts and buttons reach nobody, and the person is told why."""
    manifest = replace(TRIAL, is_interactive=False)
    with Workspace(manifest=manifest) as workspace, Socket(workspace) as socket:
        workspace.message_shortcut("describe_picture", message_ts=workspace.say("Look"))
        notices = [each.extra["text"] for each in workspace._state.changes if each.kind == "notice"]
        assert notices == [NOT_INTERACTIVE]
        assert socket.envelopes == []
