"""Clicks, modals, the Home tab and shortcuts."""

from __future__ import annotations

import pytest
from slack_sdk import WebClient
from slack_sdk.webhook import WebhookClient

from bot.demo.api_views import TRIGGER_LIFE_S
from bot.demo.interactions import NotThereError
from bot.demo.model import Json
from bot.demo.workspace import GENERAL, PERSON_ID, Workspace
from tests.demo.expecting import slack_error
from tests.demo.listeners import Socket

BUTTON = {
    "type": "button",
    "action_id": "again",
    "value": "F1",
    "text": {"type": "plain_text", "text": "Again"},
}
BLOCKS = [{"type": "actions", "block_id": "answer", "elements": [BUTTON]}]
MODAL: Json = {
    "type": "modal",
    "callback_id": "settings",
    "title": {"type": "plain_text", "text": "Settings"},
    "blocks": [{"type": "divider"}],
}


def trigger_id(workspace: Workspace, socket: Socket) -> str:
    workspace.command("/describe help")
    trigger: str = socket.wait_for_envelopes(1)[0]["payload"]["trigger_id"]
    return trigger


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


def test_a_modal_and_its_submission(
    workspace: Workspace, client: WebClient, socket: Socket
) -> None:
    """A trigger opens one modal; submitting sends its values, an empty answer closes it."""
    trigger = trigger_id(workspace, socket)
    view = client.views_open(trigger_id=trigger, view=MODAL)["view"]
    with slack_error("exchanged_trigger_id"):
        client.views_open(trigger_id=trigger, view=MODAL)
    values = {"language": {"choice": {"type": "plain_text_input", "value": "de"}}}
    workspace.submit(view["id"], values)
    payload = socket.wait_for_envelopes(2)[1]["payload"]
    assert payload["type"] == "view_submission"
    assert payload["view"]["state"]["values"] == values
    assert payload["view"]["callback_id"] == "settings"
    assert workspace.wait_until(lambda: workspace.views == {})


def test_a_refused_submission_stays_open(workspace: Workspace, client: WebClient) -> None:
    """An answer with errors keeps the modal."""
    answer = {"response_action": "errors", "errors": {"language": "Not that one."}}
    with Socket(workspace, answer=answer) as socket:
        view_id = client.views_open(trigger_id=trigger_id(workspace, socket), view=MODAL)["view"][
            "id"
        ]
        workspace.submit(view_id, {})
        socket.wait_for_envelopes(2)
        assert view_id in workspace.views


def test_triggers_end(workspace: Workspace, client: WebClient, socket: Socket) -> None:
    """Unknown and old triggers open nothing, and a faulty view is refused with reasons."""
    with slack_error("invalid_trigger_id"):
        client.views_open(trigger_id="1.2.3", view=MODAL)
    trigger = trigger_id(workspace, socket)
    with slack_error("invalid_arguments") as caught:
        client.views_open(trigger_id=trigger, view={"type": "modal", "blocks": []})
    messages = caught.value.response["response_metadata"]["messages"]
    assert messages == ["[ERROR] missing required field: title [json-pointer:/view]"]
    workspace._backend.triggers[trigger].made_at -= TRIGGER_LIFE_S + 1
    with slack_error("expired_trigger_id"):
        client.views_open(trigger_id=trigger, view=MODAL)


def test_updating_a_modal(workspace: Workspace, client: WebClient, socket: Socket) -> None:
    """views.update changes an open view; an old hash is a conflict."""
    view = client.views_open(trigger_id=trigger_id(workspace, socket), view=MODAL)["view"]
    changed = {**MODAL, "title": {"type": "plain_text", "text": "Changed"}}
    client.views_update(view_id=view["id"], hash=view["hash"], view=changed)
    assert workspace.views[view["id"]]["title"]["text"] == "Changed"
    with slack_error("hash_conflict"):
        client.views_update(view_id=view["id"], hash=view["hash"], view=MODAL)
    with slack_error("not_found"):
        client.views_update(view_id="V1", view=MODAL)


def test_the_home_tab(client: WebClient) -> None:
    """Opening Home tells the app; what it publishes is shown, and told the next time."""
    with (
        Workspace(subscriptions=frozenset({"app_home_opened"})) as workspace,
        Socket(workspace) as socket,
    ):
        client = WebClient(token=workspace.bot_token, base_url=workspace.api_url)
        workspace.open_home()
        event = socket.wait_for_envelopes(1)[0]["payload"]["event"]
        assert (event["type"], event["tab"], "view" in event) == ("app_home_opened", "home", False)
        home = {"type": "home", "blocks": [{"type": "divider"}]}
        client.views_publish(user_id=PERSON_ID, view=home)
        assert workspace.homes[PERSON_ID]["blocks"] == home["blocks"]
        workspace.open_home()
        assert "view" in socket.wait_for_envelopes(2)[1]["payload"]["event"]
        with slack_error("invalid_arguments"):
            client.views_publish(user_id=PERSON_ID, view=MODAL)


def test_a_message_shortcut(workspace: Workspace, socket: Socket, jpeg: bytes) -> None:
    """A shortcut carries the message it was chosen from, files included."""
    shared = workspace.share(("cat.jpg", jpeg))
    socket.wait_for_envelopes(1)
    workspace.message_shortcut("describe_message", message_ts=shared.message_ts)
    payload = socket.wait_for_envelopes(2)[1]["payload"]
    assert payload["type"] == "message_action"
    assert payload["callback_id"] == "describe_message"
    assert payload["message"]["files"][0]["id"] == shared.file_ids[0]
