"""Modals and the Home tab: opened, stacked, changed, submitted, closed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from slack_sdk import WebClient

from bot.demo.api_views import TRIGGER_LIFE_S
from bot.demo.faults import Faults
from bot.demo.manifest import Manifest
from bot.demo.modal_ends import TROUBLE, InputRefusedError
from bot.demo.model import Json
from bot.demo.view_state import NotThereError
from bot.demo.workspace import ALL_SCOPES, OTHER_PERSON_ID, PERSON_ID, Workspace
from tests.demo.expecting import slack_error
from tests.demo.listeners import Socket


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


OPTIONS = [{"text": plain(name), "value": value} for name, value in (("On", "on"), ("Off", "off"))]


def field(action_id: str, **element: object) -> Json:
    return {
        "type": "input",
        "block_id": action_id,
        "label": plain(action_id),
        "optional": element.pop("optional", False),
        "element": {"action_id": action_id, **element},
    }


GO: Json = {
    "type": "actions",
    "block_id": "go",
    "elements": [{"type": "button", "action_id": "go", "value": "1", "text": plain("Go")}],
}
NAME = field("name", type="plain_text_input", max_length=10, optional=True)
MODAL: Json = {
    "type": "modal",
    "callback_id": "settings",
    "private_metadata": "C1",
    "title": plain("Settings"),
    "submit": plain("Save"),
    "blocks": [NAME, GO],
}


@pytest.fixture
def view(workspace: Workspace, client: WebClient, socket: Socket) -> Json:
    """An open modal of the first person, whose command was heard."""
    return opened(workspace, client, socket, MODAL)


def opened(workspace: Workspace, client: WebClient, socket: Socket, wanted: Json) -> Json:
    view: Json = client.views_open(trigger_id=new_trigger(workspace, socket), view=wanted)["view"]
    return view


def new_trigger(workspace: Workspace, socket: Socket) -> str:
    heard = len(socket.envelopes)
    workspace.command("/describe help")
    trigger_id: str = newest(socket, heard + 1)["trigger_id"]
    return trigger_id


def newest(socket: Socket, count: int) -> Json:
    payload: Json = socket.wait_for_envelopes(count)[count - 1]["payload"]
    return payload


def test_what_slack_adds(view: Json) -> None:
    """A view comes back with ids, a hash and the values of its fields."""
    assert view["id"] == view["root_view_id"]
    assert view["previous_view_id"] is None
    assert view["private_metadata"] == "C1"
    assert view["notify_on_close"] is False
    values = {"name": {"name": {"type": "plain_text_input", "value": None}}}
    assert view["state"] == {"values": values}


def test_a_submission(workspace: Workspace, socket: Socket, view: Json) -> None:
    """It carries the view with all values; an empty answer closes the modal."""
    workspace.submit(view["id"], {"name": {"name": {"value": "Rex"}}})
    payload = newest(socket, 2)
    assert payload["type"] == "view_submission"
    assert payload["view"]["state"]["values"]["name"]["name"]["value"] == "Rex"
    assert (payload["view"]["callback_id"], payload["response_urls"]) == ("settings", [])
    assert workspace.wait_until(lambda: workspace.views == {})


@pytest.mark.parametrize(
    ("element", "typed", "why"),
    [
        ({"type": "plain_text_input"}, "", "Please complete this required field."),
        ({"type": "plain_text_input", "min_length": 3}, "ab", "Write at least 3 characters."),
        ({"type": "plain_text_input", "max_length": 3}, "abcd", "Write no more than 3 characters."),
        ({"type": "number_input", "is_decimal_allowed": False}, "1.5", "Write a whole number."),
        ({"type": "number_input", "is_decimal_allowed": True}, "x", "Write a number."),
        (
            {"type": "number_input", "is_decimal_allowed": False, "min_value": "10"},
            "9",
            "Write a number of at least 10.",
        ),
        (
            {"type": "number_input", "is_decimal_allowed": True, "max_value": "0.9"},
            "1",
            "Write a number of no more than 0.9.",
        ),
    ],
)
def test_the_form_refuses_itself(
    workspace: Workspace, client: WebClient, socket: Socket, element: Json, typed: str, why: str
) -> None:
    """What Slack's own form would not send never reaches the app."""
    modal = {**MODAL, "blocks": [field("x", **element)]}
    view_id = opened(workspace, client, socket, modal)["id"]
    with pytest.raises(InputRefusedError) as caught:
        workspace.submit(view_id, {"x": {"x": {"value": typed}}})
    assert caught.value.faults == {"x": why}
    assert len(socket.envelopes) == 1


def test_nobody_fills_in_what_is_not_there(workspace: Workspace, view: Json) -> None:
    """Fields, options and views that are not there, or are another's, are refused."""
    with pytest.raises(NotThereError):
        workspace.submit(view["id"], {"other": {"name": {"value": "x"}}})
    with pytest.raises(NotThereError):
        workspace.submit("V1", {})
    with pytest.raises(NotThereError):
        workspace.submit(view["id"], {}, user=OTHER_PERSON_ID)


@pytest.fixture
def answering(workspace: Workspace) -> Iterator[Socket]:
    """An app whose answer to the next submission a test sets."""
    with Socket(workspace) as socket:
        yield socket


def submitted(
    workspace: Workspace, client: WebClient, socket: Socket, answer: Json
) -> tuple[str, list[Json]]:
    """The id of a modal, and the stack after the app's answer to its submission."""
    view_id = opened(workspace, client, socket, MODAL)["id"]
    before = workspace._state.last_change_id
    socket.answer = answer
    workspace.submit(view_id, {})
    assert workspace.wait_until(lambda: workspace._state.last_change_id > before)
    return view_id, workspace._backend.modals.stack(PERSON_ID)


def last_told(workspace: Workspace) -> Json:
    return next(each.extra for each in reversed(workspace._state.changes) if each.kind == "modal")


def test_errors_keep_the_modal(workspace: Workspace, client: WebClient, answering: Socket) -> None:
    """`errors` names fields by their block; the modal stays with them."""
    answer = {"response_action": "errors", "errors": {"name": "Not that one."}}
    view_id, stack = submitted(workspace, client, answering, answer)
    assert [each["id"] for each in stack] == [view_id]
    assert last_told(workspace)["errors"] == {"name": "Not that one."}


def test_an_update_changes_the_modal(
    workspace: Workspace, client: WebClient, answering: Socket
) -> None:
    """`update` shows another view under the same id."""
    answer = {"response_action": "update", "view": {**MODAL, "title": plain("Saved")}}
    view_id, (top,) = submitted(workspace, client, answering, answer)
    assert (top["id"], top["title"]["text"]) == (view_id, "Saved")


def test_a_push_covers_the_modal(
    workspace: Workspace, client: WebClient, answering: Socket
) -> None:
    """`push` puts one on top, linked to the one below."""
    view_id, stack = submitted(
        workspace, client, answering, {"response_action": "push", "view": MODAL}
    )
    assert [each["previous_view_id"] for each in stack] == [None, view_id]
    assert stack[1]["root_view_id"] == view_id


def test_clear_closes_all(workspace: Workspace, client: WebClient, answering: Socket) -> None:
    """`clear` ends the whole stack."""
    _, stack = submitted(workspace, client, answering, {"response_action": "clear"})
    assert stack == []


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"nowhere": "No."}},
        {"response_action": "errors", "errors": {}},
        {"response_action": "update", "view": {"type": "modal", "blocks": []}},
        {"response_action": "push", "view": {"type": "home", "blocks": []}},
        {"response_action": "dance"},
    ],
)
def test_a_faulty_answer_is_trouble(
    workspace: Workspace, client: WebClient, answering: Socket, answer: Json
) -> None:
    """The modal stays and says that something went wrong."""
    view_id, stack = submitted(workspace, client, answering, answer)
    assert [each["id"] for each in stack] == [view_id]
    assert last_told(workspace)["trouble"] == TROUBLE


def test_silence_is_trouble() -> None:
    """A submission that nobody acknowledges keeps the modal and says so."""
    with Workspace(faults=Faults(ack_timeout_s=0.2)) as workspace, Socket(workspace) as socket:
        client = WebClient(token=workspace.bot_token, base_url=workspace.api_url)
        view = opened(workspace, client, socket, MODAL)
        socket.acknowledges = False
        workspace.submit(view["id"], {})
        assert workspace.wait_until(lambda: last_told(workspace)["trouble"] == TROUBLE)
        assert view["id"] in workspace.views


# Opening


def test_triggers_end(workspace: Workspace, client: WebClient, socket: Socket) -> None:
    """Unknown, used and old triggers open nothing, and a faulty view is refused with reasons."""
    with slack_error("invalid_trigger_id"):
        client.views_open(trigger_id="1.2.3", view=MODAL)
    trigger = new_trigger(workspace, socket)
    with slack_error("invalid_arguments") as caught:
        client.views_open(trigger_id=trigger, view={"type": "modal", "blocks": []})
    messages = caught.value.response["response_metadata"]["messages"]
    assert messages == ["[ERROR] missing required field: title [json-pointer:/view]"]
    client.views_open(trigger_id=trigger, view=MODAL)
    with slack_error("exchanged_trigger_id"):
        client.views_open(trigger_id=trigger, view=MODAL)
    trigger = new_trigger(workspace, socket)
    workspace._backend.triggers[trigger].made_at -= TRIGGER_LIFE_S + 1
    with slack_error("expired_trigger_id"):
        client.views_open(trigger_id=trigger, view=MODAL)


def test_a_stack_has_three_views(
    workspace: Workspace, client: WebClient, socket: Socket, view: Json
) -> None:
    """views.push takes a trigger from inside the modal, twice; closing goes back one."""
    top = view
    for number in (2, 3):
        workspace.press_view("go", view_id=top["id"])
        top = client.views_push(trigger_id=newest(socket, number)["trigger_id"], view=MODAL)["view"]
        assert top["root_view_id"] == view["id"]
    workspace.press_view("go", view_id=top["id"])
    with slack_error("push_limit_reached"):
        client.views_push(trigger_id=newest(socket, 4)["trigger_id"], view=MODAL)
    workspace.close(top["id"])
    assert len(workspace.views) == 2
    with slack_error("not_found"):
        client.views_push(trigger_id=new_trigger(workspace, socket), view=MODAL)


def test_updating_a_modal(workspace: Workspace, client: WebClient, view: Json) -> None:
    """views.update changes an open view; an old hash is a conflict."""
    changed = {**MODAL, "title": plain("Changed"), "external_id": "one"}
    client.views_update(view_id=view["id"], hash=view["hash"], view=changed)
    assert workspace.views[view["id"]]["title"]["text"] == "Changed"
    with slack_error("hash_conflict"):
        client.views_update(view_id=view["id"], hash=view["hash"], view=MODAL)
    client.views_update(external_id="one", view=MODAL)
    with slack_error("not_found"):
        client.views_update(external_id="one", view=MODAL)
    with slack_error("not_found"):
        client.views_update(view_id="V1", view=MODAL)


def test_external_ids_are_unique(
    workspace: Workspace, client: WebClient, socket: Socket, view: Json
) -> None:
    """No two open views share one."""
    client.views_update(view_id=view["id"], view={**MODAL, "external_id": "one"})
    workspace.press_view("go", view_id=view["id"])
    with slack_error("duplicate_external_id"):
        client.views_push(
            trigger_id=newest(socket, 2)["trigger_id"], view={**MODAL, "external_id": "one"}
        )


# Closing


@pytest.mark.parametrize("notifies", [True, False])
def test_closing_is_told_when_asked_for(
    workspace: Workspace, client: WebClient, socket: Socket, *, notifies: bool
) -> None:
    """view_closed comes only with notify_on_close, has no trigger, and says what was closed."""
    view = opened(workspace, client, socket, {**MODAL, "notify_on_close": notifies})
    workspace.close(view["id"])
    assert workspace.views == {}
    workspace.command("/describe last")
    payloads = [each["payload"] for each in socket.wait_for_envelopes(2 + notifies)]
    closed = [each for each in payloads if each.get("type") == "view_closed"]
    assert len(closed) == notifies
    for payload in closed:
        assert (payload["view"]["id"], payload["is_cleared"]) == (view["id"], False)
        assert "trigger_id" not in payload


def test_clearing_closes_the_stack(workspace: Workspace, client: WebClient, socket: Socket) -> None:
    """The cross, or clear_on_close, ends all; each view that asked is told, the top one first."""
    root = opened(workspace, client, socket, {**MODAL, "notify_on_close": True})
    workspace.press_view("go", view_id=root["id"])
    pushed = {**MODAL, "notify_on_close": True, "clear_on_close": True}
    top = client.views_push(trigger_id=newest(socket, 2)["trigger_id"], view=pushed)["view"]
    workspace.close(top["id"])
    closed = [each["payload"] for each in socket.wait_for_envelopes(4)[2:]]
    assert [each["view"]["id"] for each in closed] == [top["id"], root["id"]]
    assert all(each["is_cleared"] for each in closed)


# Controls in views


CONTROLS: list[tuple[Json, Json]] = [
    ({"type": "static_select", "options": OPTIONS}, {"selected_option": OPTIONS[1]}),
    ({"type": "radio_buttons", "options": OPTIONS}, {"selected_option": OPTIONS[1]}),
    ({"type": "checkboxes", "options": OPTIONS}, {"selected_options": OPTIONS}),
    ({"type": "multi_static_select", "options": OPTIONS}, {"selected_options": OPTIONS[:1]}),
    ({"type": "timepicker", "initial_time": "22:00"}, {"selected_time": "23:30"}),
    ({"type": "datepicker"}, {"selected_date": "2026-11-26"}),
    ({"type": "channels_select"}, {"selected_channel": "C000GENERA"}),
    ({"type": "multi_users_select"}, {"selected_users": [PERSON_ID]}),
]


@pytest.mark.parametrize(("element", "chosen"), CONTROLS, ids=lambda each: each.get("type"))
def test_a_choice_in_a_view(
    workspace: Workspace, client: WebClient, socket: Socket, element: Json, chosen: Json
) -> None:
    """The action and the view's state both have what was chosen; no message, no response_url."""
    block = {"type": "actions", "block_id": "b", "elements": [{"action_id": "x", **element}]}
    view_id = opened(workspace, client, socket, {**MODAL, "blocks": [block]})["id"]
    workspace.press_view("x", view_id=view_id, chosen=chosen)
    payload = newest(socket, 2)
    (action,) = payload["actions"]
    assert {name: action[name] for name in chosen} == chosen
    kept = {"type": element["type"], **chosen}
    assert payload["view"]["state"]["values"] == {"b": {"x": kept}}
    assert payload["container"] == {"type": "view", "view_id": view_id}
    assert not payload.keys() & {"channel", "message", "response_url"}


def test_what_was_typed_travels_with_a_click(
    workspace: Workspace, socket: Socket, view: Json
) -> None:
    """A button in a modal sends the fields as they are."""
    workspace.press_view("go", view_id=view["id"], values={"name": {"name": {"value": "Rex"}}})
    payload = newest(socket, 2)
    assert payload["view"]["state"]["values"]["name"]["name"]["value"] == "Rex"
    assert payload["actions"][0]["value"] == "1"


# The Home tab


HOME: Json = {"type": "home", "private_metadata": "x", "blocks": [GO]}


def test_the_home_tab(client: WebClient) -> None:
    """Opening Home tells the app; what it publishes is shown, and told the next time."""
    with (
        Workspace(subscriptions=frozenset({"app_home_opened"})) as workspace,
        Socket(workspace) as socket,
    ):
        client = WebClient(token=workspace.bot_token, base_url=workspace.api_url)
        workspace.open_home()
        event = newest(socket, 1)["event"]
        assert (event["type"], event["tab"], "view" in event) == ("app_home_opened", "home", False)
        published = client.views_publish(user_id=PERSON_ID, view=HOME)["view"]
        assert workspace.homes[PERSON_ID]["blocks"] == HOME["blocks"]
        workspace.open_home()
        assert newest(socket, 2)["event"]["view"]["id"] == published["id"]
        workspace.open_home(tab="messages")
        event = newest(socket, 3)["event"]
        assert (event["tab"], "view" in event) == ("messages", False)
        again = client.views_publish(user_id=PERSON_ID, hash=published["hash"], view=HOME)["view"]
        assert again["id"] == published["id"]
        with slack_error("hash_conflict"):
            client.views_publish(user_id=PERSON_ID, hash=published["hash"], view=HOME)
        with slack_error("invalid_arguments"):
            client.views_publish(user_id=PERSON_ID, view=MODAL)


def test_a_button_at_home_opens_a_modal(
    workspace: Workspace, client: WebClient, socket: Socket
) -> None:
    """Its trigger opens a modal for whoever pressed; nobody presses at another's home."""
    home = client.views_publish(user_id=OTHER_PERSON_ID, view=HOME)["view"]
    with pytest.raises(NotThereError):
        workspace.press_view("go", view_id=home["id"])
    workspace.press_view("go", view_id=home["id"], user=OTHER_PERSON_ID)
    payload = newest(socket, 1)
    assert payload["view"]["type"] == "home"
    view = client.views_open(trigger_id=payload["trigger_id"], view=MODAL)["view"]
    assert workspace._backend.modals.owner_of(view["id"]) == OTHER_PERSON_ID


def test_an_app_without_a_home_tab() -> None:
    """What the manifest does not enable cannot be published."""
    with Workspace(manifest=Manifest(scopes=ALL_SCOPES)) as workspace:
        client = WebClient(token=workspace.bot_token, base_url=workspace.api_url)
        with slack_error("not_enabled"):
            client.views_publish(user_id=PERSON_ID, view=HOME)
