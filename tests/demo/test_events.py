"""Which events an installed app hears, and what is in them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml
from slack_sdk import WebClient

from bot.demo.model import Json
from bot.demo.people import UnknownCommandError
from bot.demo.workspace import (
    ALL_SCOPES,
    DIRECT,
    GENERAL,
    OTHER_PERSON_ID,
    PERSON_ID,
    PRIVATE,
    Workspace,
    read_manifest,
)
from tests.demo.listeners import Socket


@contextmanager
def hearing(
    *events: str, scopes: frozenset[str] = ALL_SCOPES
) -> Iterator[tuple[Workspace, Socket]]:
    with (
        Workspace(subscriptions=frozenset(events), scopes=scopes) as workspace,
        Socket(workspace) as socket,
    ):
        yield workspace, socket


def events(socket: Socket, count: int) -> list[Json]:
    return [each["payload"]["event"] for each in socket.wait_for_envelopes(count)]


def test_the_shipped_manifest_is_what_is_installed() -> None:
    """Scopes, events and commands are those of manifest.yml; a Home tab only when it asks."""
    asked = yaml.safe_load(Path("manifest.yml").read_text(encoding="utf-8"))
    manifest = read_manifest()
    assert set(manifest.scopes) == set(asked["oauth_config"]["scopes"]["bot"])
    assert set(manifest.events) == set(asked["settings"]["event_subscriptions"]["bot_events"])
    assert manifest.commands[0].command == "/describe"
    with Workspace(manifest=manifest) as workspace:
        assert workspace.scopes == set(manifest.scopes)
        assert workspace.subscriptions == set(manifest.events)


def test_a_manifest_with_everything(tmp_path: Path) -> None:
    """Message shortcuts are read, global ones left out; the Home tab is on when it says so."""
    path = tmp_path / "manifest.yml"
    shortcut = {"name": "Describe this picture", "callback_id": "describe_picture"}
    path.write_text(
        yaml.safe_dump(
            {
                "oauth_config": {"scopes": {"bot": ["commands"]}},
                "settings": {"interactivity": {"is_enabled": True}},
                "features": {
                    "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
                    "shortcuts": [{**shortcut, "type": "message"}, {**shortcut, "type": "global"}],
                },
            }
        )
    )
    manifest = read_manifest(path)
    assert [each.callback_id for each in manifest.shortcuts] == ["describe_picture"]
    assert (manifest.has_home, manifest.is_interactive, manifest.takes_messages) == (True,) * 3
    assert manifest.events == frozenset()


def test_what_a_manifest_leaves_out_is_off(tmp_path: Path) -> None:
    """No Home tab, no interactivity, and nobody can write to the app."""
    path = tmp_path / "manifest.yml"
    path.write_text("oauth_config: {scopes: {bot: [commands]}}")
    manifest = read_manifest(path)
    assert (manifest.has_home, manifest.is_interactive, manifest.takes_messages) == (False,) * 3


SCOPE_OF = {
    "file_shared": "files:read",
    "message.channels": "channels:history",
    "message.im": "im:history",
    "app_mention": "app_mentions:read",
    "reaction_added": "reactions:read",
    "member_joined_channel": "channels:read",
    "user_change": "users:read",
}


def do_everything(workspace: Workspace) -> None:
    workspace.share(("a.txt", b"words"))
    ts = workspace.say(f"<@{workspace.bot_user_id}> look")
    workspace.say("hello", channel=DIRECT)
    workspace.react("eyes", ts=ts)
    workspace.change_locale("fr-FR")
    workspace.invite_bot(workspace.add_channel("new", bot_is_member=False))


@pytest.mark.parametrize("missing", SCOPE_OF)
def test_an_event_needs_its_scope(missing: str) -> None:
    """With a scope taken away, exactly its event is not sent."""
    scopes = ALL_SCOPES - {SCOPE_OF[missing]}
    with hearing(*SCOPE_OF, scopes=scopes) as (workspace, socket):
        do_everything(workspace)
        expected = set(SCOPE_OF) - {missing}
        assert workspace.wait_until(lambda: not workspace.unacked and not workspace.waiting)
        kinds = {each["payload"]["event"]["type"] for each in socket.envelopes}
    names = {name.partition(".")[0] for name in expected}
    assert kinds == names


def test_scopes_may_be_taken_away_while_it_runs() -> None:
    """A scope removed from a running workspace silences its events at once."""
    with hearing("reaction_added", "app_mention") as (workspace, socket):
        workspace.scopes = workspace.scopes - {"reactions:read"}
        workspace.react("eyes", ts=workspace.say("hello"))
        workspace.say(f"<@{workspace.bot_user_id}>")
        assert [each["type"] for each in events(socket, 1)] == ["app_mention"]


def test_a_mention_with_files_comes_twice(jpeg: bytes) -> None:
    """The mention carries no files; the message event of the same ts has them."""
    with hearing("app_mention", "message.channels") as (workspace, socket):
        shared = workspace.share(("a.jpg", jpeg), text=f"<@{workspace.bot_user_id}> what is this?")
        by_type = {each["type"]: each for each in events(socket, 2)}
    assert "files" not in by_type["app_mention"]
    assert by_type["app_mention"]["ts"] == by_type["message"]["ts"] == shared.message_ts
    assert by_type["message"]["subtype"] == "file_share"
    assert by_type["message"]["files"][0]["id"] == shared.file_ids[0]


def test_a_mention_in_a_direct_message_is_none() -> None:
    """There the message event is all that comes."""
    with hearing("app_mention", "message.im") as (workspace, socket):
        workspace.say(f"<@{workspace.bot_user_id}>", channel=DIRECT)
        assert [each["type"] for each in events(socket, 1)] == ["message"]


def test_a_deleted_message_is_told() -> None:
    """Without replies: message_deleted, with what it was."""
    with hearing("message.channels") as (workspace, socket):
        ts = workspace.say("Look")
        workspace.delete_message(ts)
        deleted = events(socket, 2)[1]
    assert (deleted["subtype"], deleted["deleted_ts"]) == ("message_deleted", ts)
    assert deleted["previous_message"]["text"] == "Look"


def test_a_deleted_parent_is_told_as_a_change() -> None:
    """With replies: message_changed into a tombstone; it is deleted with the last reply."""
    with hearing("message.channels") as (workspace, socket):
        parent = workspace.say("Look")
        replies = [workspace.say(text, thread_ts=parent) for text in ("one", "two")]
        workspace.delete_message(parent)
        changed = events(socket, 4)[3]
        assert changed["subtype"] == "message_changed"
        assert changed["message"]["subtype"] == "tombstone"
        assert changed["message"]["ts"] == parent
        assert changed["previous_message"]["text"] == "Look"
        for reply in replies:
            workspace.delete_message(reply)
        gone = events(socket, 7)[4:]
        assert [each["deleted_ts"] for each in gone] == [*replies, parent]
        assert {each["subtype"] for each in gone} == {"message_deleted"}
        assert workspace.messages() == []


def test_without_its_scope_there_are_no_commands(workspace: Workspace) -> None:
    """An app installed without `commands` has neither commands nor shortcuts."""
    workspace.scopes.discard("commands")
    with pytest.raises(UnknownCommandError):
        workspace.command("/describe help")
    assert workspace._backend.shortcuts == ()


def test_the_bot_hears_that_it_was_invited() -> None:
    """member_joined_channel names who joined, who invited and where."""
    with hearing("member_joined_channel", "channel_left") as (workspace, socket):
        channel = workspace.add_channel("new", bot_is_member=False)
        workspace.invite_bot(channel, user=OTHER_PERSON_ID)
        workspace.invite_bot(channel)  # already there: nothing happens
        workspace.remove_bot(channel)
        joined, left = events(socket, 2)
    assert joined["user"] == workspace.bot_user_id
    assert (joined["channel"], joined["channel_type"]) == (channel, "C")
    assert joined["inviter"] == OTHER_PERSON_ID
    assert (left["type"], left["channel"]) == ("channel_left", channel)


def test_the_channel_shows_who_came(workspace: Workspace) -> None:
    """A line in the channel says that the bot joined, or was removed."""
    workspace.invite_bot(PRIVATE)
    workspace.remove_bot(PRIVATE)
    lines = workspace.messages(PRIVATE)
    assert [each["subtype"] for each in lines] == ["group_join", "group_leave"]


def test_people_differ(client: WebClient) -> None:
    """One is an admin; each has a zone, and a locale only for those who ask for it."""
    alex = client.users_info(user=PERSON_ID, include_locale=True)["user"]
    sam = client.users_info(user=OTHER_PERSON_ID, include_locale=True)["user"]
    assert (alex["is_admin"], sam["is_admin"]) == (False, True)
    assert (alex["locale"], sam["locale"]) == ("en-US", "de-DE")
    assert sam["tz"] == "Europe/Berlin"
    assert sam["tz_offset"] in {3600, 7200}
    assert "locale" not in client.users_info(user=PERSON_ID)["user"]


def test_channels_the_bot_is_in(workspace: Workspace, client: WebClient) -> None:
    """users.conversations lists only its own; a channel's creator is told."""
    workspace.add_channel("foreign", bot_is_member=False)
    mine = client.users_conversations(types="public_channel,private_channel")["channels"]
    assert [each["name"] for each in mine] == ["general", "photos"]
    assert client.conversations_info(channel=GENERAL)["channel"]["creator"] == OTHER_PERSON_ID
    theirs = client.users_conversations(user=PERSON_ID, types="private_channel")["channels"]
    assert theirs == []
