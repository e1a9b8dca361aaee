"""What a person does on the page: as whom, to what, and what the app hears of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
import requests
from slack_sdk import WebClient

from bot.demo.manifest import TRIAL
from bot.demo.model import Json
from bot.demo.workspace import (
    DIRECT,
    GENERAL,
    OTHER_PERSON_ID,
    PERSON_ID,
    PRIVATE,
    Workspace,
)
from tests.demo.listeners import Socket

EVENTS = frozenset(
    {
        "app_home_opened",
        "file_change",
        "file_deleted",
        "member_joined_channel",
        "message.channels",
        "message.im",
        "reaction_added",
        "reaction_removed",
    }
)
Act = Callable[..., Json]


@contextmanager
def playing() -> Iterator[tuple[Workspace, Socket, Act]]:
    """A workspace whose app hears everything, and the page's way to act in it."""
    with (
        Workspace(subscriptions=EVENTS) as workspace,
        Socket(workspace) as socket,
        requests.Session() as session,
    ):
        session.trust_env = False
        yield workspace, socket, acting(workspace, session)


def acting(workspace: Workspace, session: requests.Session) -> Act:
    def act(name: str, /, **body: object) -> Json:
        answer: Json = session.post(f"{workspace.url}/page/api/{name}", json=body, timeout=5).json()
        return answer

    return act


@pytest.fixture
def act(workspace: Workspace, browser: requests.Session) -> Act:
    return acting(workspace, browser)


def heard(socket: Socket, count: int) -> list[Json]:
    return [each["payload"]["event"] for each in socket.wait_for_envelopes(count)]


def view_as(workspace: Workspace, browser: requests.Session, user: str) -> Json:
    answer = browser.get(f"{workspace.url}/page/api/state", params={"as": user}, timeout=5)
    found: Json = answer.json()
    return found


def test_each_person_sees_their_own(workspace: Workspace, browser: requests.Session) -> None:
    """Channels, and direct messages, are those of whoever looks."""
    workspace.say("For Alex and the bot", channel=DIRECT)
    alex = view_as(workspace, browser, PERSON_ID)
    sam = view_as(workspace, browser, OTHER_PERSON_ID)
    assert sam["me"]["id"] == OTHER_PERSON_ID
    assert DIRECT in alex["messages"]
    assert DIRECT not in sam["messages"]
    assert alex["people"] == [PERSON_ID, OTHER_PERSON_ID]
    assert [alex["users"][each]["is_admin"] for each in alex["people"]] == [False, True]
    assert view_as(workspace, browser, "UNOBODY") == {"ok": False}


def test_posting_as_the_other(workspace: Workspace, act: Act) -> None:
    """A message is from whoever the page acts as; nobody else is let in."""
    act("messages", channel=GENERAL, text="Hallo", **{"as": OTHER_PERSON_ID})
    assert workspace.messages(GENERAL)[0]["user"] == OTHER_PERSON_ID
    assert (
        act("messages", channel=GENERAL, text="x", **{"as": workspace.bot_user_id})["ok"] is False
    )
    assert act("messages", channel=DIRECT, text="x", **{"as": OTHER_PERSON_ID})["ok"] is False


def test_editing(workspace: Workspace) -> None:
    """An edit is marked, and the app hears what the message was; only one's own can be edited."""
    with playing() as (running, socket, act):
        ts = running.say("one")
        assert act("edit", channel=GENERAL, ts=ts, text="two & three") == {"ok": True}
        changed = heard(socket, 2)[1]
        assert changed["subtype"] == "message_changed"
        assert changed["previous_message"]["text"] == "one"
        assert changed["message"]["text"] == "two &amp; three"
        assert changed["message"]["edited"]["user"] == PERSON_ID
        refused = act("edit", channel=GENERAL, ts=ts, text="x", **{"as": OTHER_PERSON_ID})
        assert refused["ok"] is False
        assert act("edit", channel=GENERAL, ts=ts, text=" ")["ok"] is False


def test_removing_one_picture(jpeg: bytes) -> None:
    """The message is left with the others, the file is deleted, and the app hears both."""
    with playing() as (workspace, socket, act):
        shared = workspace.share(("a.jpg", jpeg), ("b.jpg", jpeg), text="Look")
        gone, kept = shared.file_ids
        removal = {"channel": GENERAL, "ts": shared.message_ts}
        assert act("file-removal", file=gone, **removal) == {"ok": True}
        changed, deleted = heard(socket, 3)[1:]
        assert [each["id"] for each in changed["message"]["files"]] == [kept]
        assert [each["id"] for each in changed["previous_message"]["files"]] == [gone, kept]
        assert (deleted["type"], deleted["file_id"]) == ("file_deleted", gone)
        assert act("file-removal", file=gone, **removal)["ok"] is False


def test_removing_the_last_picture(jpeg: bytes) -> None:
    """A message without words and files is gone."""
    with playing() as (workspace, socket, act):
        shared = workspace.share(("a.jpg", jpeg))
        act("file-removal", file=shared.file_ids[0], channel=GENERAL, ts=shared.message_ts)
        assert [each.get("subtype") for each in heard(socket, 3)[1:]] == ["message_deleted", None]
        assert workspace.messages(GENERAL) == []


def test_describing_a_picture_later(jpeg: bytes) -> None:
    """The author's description changes in the message; the app hears file_change."""
    with playing() as (workspace, socket, act):
        (file_id,) = workspace.share(("a.jpg", jpeg)).file_ids
        assert act("file", file=file_id, alt_txt=" My dog ") == {"ok": True}
        assert heard(socket, 2)[1]["file_id"] == file_id
        assert workspace.messages(GENERAL)[0]["files"][0]["alt_txt"] == "My dog"
        act("file", file=file_id, alt_txt="")
        assert "alt_txt" not in workspace.messages(GENERAL)[0]["files"][0]
        assert act("file", file=file_id, alt_txt="x" * 1001)["ok"] is False
        assert act("file", file=file_id, alt_txt="x", **{"as": OTHER_PERSON_ID})["ok"] is False


def test_an_admin_deletes_anybodys_message(
    workspace: Workspace, client: WebClient, act: Act
) -> None:
    """Others delete only their own."""
    mine, sams = workspace.say("mine"), workspace.say("Sam's", user=OTHER_PERSON_ID)
    bots = str(client.chat_postMessage(channel=GENERAL, text="Hi.")["ts"])
    assert act("delete", channel=GENERAL, ts=sams)["ok"] is False
    assert act("delete", channel=GENERAL, ts=bots)["ok"] is False
    for ts in (mine, bots):
        assert act("delete", channel=GENERAL, ts=ts, **{"as": OTHER_PERSON_ID}) == {"ok": True}
    assert [each["ts"] for each in workspace.messages(GENERAL)] == [sams]


def test_reacting_as_a_person() -> None:
    """The second press takes it back, and the app hears both."""
    with playing() as (workspace, socket, act):
        ts = workspace.say("Look")
        for _ in range(2):
            act("reactions", channel=GENERAL, ts=ts, name="frame_with_picture")
        added, removed = heard(socket, 3)[1:]
        assert (added["type"], removed["type"]) == ("reaction_added", "reaction_removed")
        assert added["reaction"] == "frame_with_picture"
        assert added["item"] == {"type": "message", "channel": GENERAL, "ts": ts}


def test_inviting_and_removing_the_bot(workspace: Workspace, act: Act) -> None:
    """A member of a channel lets the bot in and puts it out."""
    assert act("members", channel=PRIVATE, is_member=True) == {"ok": True}
    assert workspace.bot_user_id in workspace._state.channels[PRIVATE].members
    act("members", channel=PRIVATE, is_member=False)
    assert workspace.bot_user_id not in workspace._state.channels[PRIVATE].members
    assert act("members", channel=DIRECT, is_member=False)["ok"] is False


def test_opening_the_apps_tabs() -> None:
    """Each tab is told by its name, for whoever opened it."""
    with playing() as (_, socket, act):
        act("tab", tab="home")
        act("tab", tab="messages", **{"as": OTHER_PERSON_ID})
        home, messages = heard(socket, 2)
        assert (home["tab"], home["user"], home["channel"]) == ("home", PERSON_ID, DIRECT)
        assert (messages["tab"], messages["user"]) == ("messages", OTHER_PERSON_ID)
        assert act("tab", tab="about")["ok"] is False


def test_a_persons_language(workspace: Workspace, client: WebClient, act: Act) -> None:
    """It is what users.info tells, and only one of those offered."""
    assert act("locale", locale="ja-JP") == {"ok": True}
    user = client.users_info(user=PERSON_ID, include_locale=True)["user"]
    assert user["locale"] == "ja-JP"
    assert act("locale", locale="tlh")["ok"] is False


def test_a_shortcut_from_the_page(workspace: Workspace, socket: Socket, act: Act) -> None:
    """It reaches the app with its message; one that is gone is refused with a sentence."""
    ts = workspace.say("Look")
    shortcut = {"callback_id": "describe_picture", "channel": GENERAL}
    assert act("shortcuts", message_ts=ts, **shortcut) == {"ok": True}
    assert socket.wait_for_envelopes(1)[0]["payload"]["message_ts"] == ts
    assert act("shortcuts", message_ts="1.1", **shortcut)["ok"] is False


def test_a_modal_from_the_page(
    workspace: Workspace, client: WebClient, socket: Socket, act: Act
) -> None:
    """Fields left empty are named, a full form goes out, and closing closes."""
    workspace.command("/describe")
    element = {"type": "plain_text_input", "action_id": "a"}
    label = {"type": "plain_text", "text": "Name"}
    block = {"type": "input", "block_id": "b", "label": label, "element": element}
    view = {"type": "modal", "title": label, "submit": label, "blocks": [block]}

    def opened() -> str:
        trigger = socket.wait_for_envelopes(1)[-1]["payload"]["trigger_id"]
        return str(client.views_open(trigger_id=trigger, view=view)["view"]["id"])

    view_id = opened()
    faults = act("submissions", view_id=view_id, values={})["faults"]
    assert faults == {"b": "Please complete this required field."}
    assert act("submissions", view_id=view_id, values={"b": {"a": {"value": "Rex"}}})["ok"]
    assert workspace.wait_until(lambda: workspace.views == {})
    assert act("closings", view_id=view_id)["ok"] is False
    assert act("submissions", view_id=view_id)["ok"] is False


def test_an_app_that_takes_no_messages(browser: requests.Session) -> None:
    """Where the manifest leaves the Messages tab off, nobody writes to the app."""
    with Workspace(manifest=replace(TRIAL, takes_messages=False)) as workspace:
        answer = acting(workspace, browser)("messages", channel=DIRECT, text="Hi")
        assert answer["error"] == "Sending messages to this app has been turned off."
