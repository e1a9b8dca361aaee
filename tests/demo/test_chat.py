"""chat.*: posting, threads, updates, deletions, ephemerals, metadata, links."""

from __future__ import annotations

import pytest
from slack_sdk import WebClient

from bot.demo.workspace import DIRECT, GENERAL, OTHER_PERSON_ID, PERSON_ID, PRIVATE, Workspace
from tests.demo.expecting import slack_error

SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "*A cat*"}}


def test_a_reply_lands_in_the_thread(workspace: Workspace, client: WebClient) -> None:
    """thread_ts puts it under the parent, and the answer says so."""
    parent = workspace.say("hello")
    answer = client.chat_postMessage(channel=GENERAL, thread_ts=parent, text="Hi.")
    assert answer["message"]["thread_ts"] == parent
    assert answer["message"]["bot_id"] == workspace.bot_id
    assert [each["text"] for each in workspace.replies(parent)] == ["Hi."]


def test_a_reply_to_a_reply_joins_its_thread(workspace: Workspace, client: WebClient) -> None:
    """A reply's ts leads to the same thread."""
    parent = workspace.say("hello")
    reply = workspace.say("me too", thread_ts=parent)
    answer = client.chat_postMessage(channel=GENERAL, thread_ts=reply, text="Hi.")
    assert answer["message"]["thread_ts"] == parent


def test_a_reply_to_nothing_is_posted_at_the_top(workspace: Workspace, client: WebClient) -> None:
    """When the parent is gone the reply goes silently to the channel, without thread_ts."""
    parent = workspace.say("hello")
    workspace.delete_message(parent)
    answer = client.chat_postMessage(channel=GENERAL, thread_ts=parent, text="Hi.")
    assert "thread_ts" not in answer["message"]
    assert workspace.messages(GENERAL)[0]["text"] == "Hi."


def test_a_deleted_parent_with_replies_leaves_a_tombstone(
    workspace: Workspace, client: WebClient
) -> None:
    """A thread outlives its parent: the parent becomes a tombstone."""
    parent = workspace.say("hello")
    workspace.say("me too", thread_ts=parent)
    workspace.delete_message(parent)
    assert workspace.messages(GENERAL)[0]["subtype"] == "tombstone"
    assert len(client.conversations_replies(channel=GENERAL, ts=parent)["messages"]) == 2


def test_where_the_bot_may_post(workspace: Workspace, client: WebClient) -> None:
    """Not in a channel, not in a private one, not in an archive, and nowhere unknown."""
    foreign = workspace.add_channel("foreign", bot_is_member=False)
    archived = workspace.add_channel("old")
    workspace.archive_channel(archived)
    for channel, error in [
        (foreign, "not_in_channel"),
        (PRIVATE, "channel_not_found"),
        (archived, "is_archived"),
        ("C1", "channel_not_found"),
    ]:
        with slack_error(error):
            client.chat_postMessage(channel=channel, text="Hi.")
    workspace.scopes.add("chat:write.public")
    client.chat_postMessage(channel=foreign, text="Hi.")


def test_names_and_people_are_addresses(workspace: Workspace, client: WebClient) -> None:
    """A message goes to #name, or to a person's direct message."""
    client.chat_postMessage(channel="#general", text="Hi.")
    client.chat_postMessage(channel=PERSON_ID, text="Psst.")
    assert workspace.messages(GENERAL)[0]["text"] == "Hi."
    assert workspace.messages(DIRECT)[0]["text"] == "Psst."


def test_empty_messages_are_refused(client: WebClient) -> None:
    """Without text, blocks and attachments: no_text."""
    with slack_error("no_text"):
        client.api_call("chat.postMessage", params={"channel": GENERAL, "text": ""})


def test_long_text_is_cut(workspace: Workspace, client: WebClient) -> None:
    """chat.postMessage cuts at 40,000 characters; chat.update refuses over 4,000."""
    ts = client.chat_postMessage(channel=GENERAL, text="x" * 40_001)["ts"]
    assert len(workspace.messages(GENERAL)[0]["text"]) == 40_000
    client.chat_update(channel=GENERAL, ts=ts, text="x" * 4000)
    with slack_error("msg_too_long"):
        client.chat_update(channel=GENERAL, ts=ts, text="x" * 4001)


def test_updates(workspace: Workspace, client: WebClient) -> None:
    """Text alone takes blocks away and marks it edited; attachments and metadata stay."""
    ts = client.chat_postMessage(
        channel=GENERAL,
        text="one",
        blocks=[SECTION],
        attachments=[{"color": "#1F6F8B", "text": "blue"}],
        metadata={"event_type": "reply", "event_payload": {"file": "F1"}},
    )["ts"]
    client.chat_update(channel=GENERAL, ts=ts, text="two", blocks=[SECTION])
    assert "edited" not in workspace.messages(GENERAL)[0]
    client.chat_update(channel=GENERAL, ts=ts, text="three")
    message = workspace.messages(GENERAL)[0]
    assert message["text"] == "three"
    assert "blocks" not in message
    assert "edited" in message
    assert message["attachments"][0]["color"] == "1F6F8B"
    assert message["metadata"]["event_type"] == "reply"
    client.chat_update(channel=GENERAL, ts=ts, text="four", attachments=[], metadata={})
    message = workspace.messages(GENERAL)[0]
    assert "attachments" not in message
    assert "metadata" not in message


def test_only_own_messages_change(workspace: Workspace, client: WebClient) -> None:
    """Others' messages are neither updated nor deleted; absent ones are not found."""
    ts = workspace.say("mine")
    with slack_error("cant_update_message"):
        client.chat_update(channel=GENERAL, ts=ts, text="yours")
    with slack_error("cant_delete_message"):
        client.chat_delete(channel=GENERAL, ts=ts)
    with slack_error("message_not_found"):
        client.chat_update(channel=GENERAL, ts="1.1", text="yours")
    own = client.chat_postMessage(channel=GENERAL, text="Hi.")["ts"]
    client.chat_delete(channel=GENERAL, ts=own)
    assert [each["ts"] for each in workspace.messages(GENERAL)] == [ts]


def test_metadata_comes_back_when_asked_for(workspace: Workspace, client: WebClient) -> None:
    """Metadata is returned with include_all_metadata, and never without."""
    parent = workspace.say("hello")
    metadata = {"event_type": "described", "event_payload": {"files": ["F1", "F2"]}}
    client.chat_postMessage(channel=GENERAL, thread_ts=parent, text="Hi.", metadata=metadata)
    plain = client.conversations_replies(channel=GENERAL, ts=parent)["messages"][1]
    full = client.conversations_replies(channel=GENERAL, ts=parent, include_all_metadata=True)
    assert "metadata" not in plain
    assert full["messages"][1]["metadata"] == metadata


@pytest.mark.parametrize(
    ("metadata", "error"),
    [
        ("{", "invalid_metadata_format"),
        ('{"event_type": 1}', "invalid_metadata_schema"),
        (
            '{"event_type": "a", "event_payload": {"x": "%s"}}' % ("y" * 17_000),
            "metadata_too_large",
        ),
    ],
)
def test_bad_metadata(client: WebClient, metadata: str, error: str) -> None:
    """Metadata has a form, a schema and a size."""
    with slack_error(error):
        client.api_call(
            "chat.postMessage", json={"channel": GENERAL, "text": "Hi.", "metadata": metadata}
        )


def test_ephemerals(workspace: Workspace, client: WebClient) -> None:
    """Only its person sees an ephemeral message; history does not know it."""
    client.chat_postEphemeral(channel=GENERAL, user=PERSON_ID, text="Only you.")
    assert [each["text"] for each in workspace.ephemerals(user=PERSON_ID)] == ["Only you."]
    assert workspace.ephemerals(user=OTHER_PERSON_ID) == []
    assert client.conversations_history(channel=GENERAL)["messages"] == []
    with slack_error("user_not_in_channel"):
        client.chat_postEphemeral(channel=DIRECT, user=OTHER_PERSON_ID, text="Only you.")


def test_permalinks(workspace: Workspace, client: WebClient) -> None:
    """A permalink names channel and message, and the thread of a reply."""
    parent = workspace.say("hello")
    reply = workspace.say("me too", thread_ts=parent)
    link = client.chat_getPermalink(channel=GENERAL, message_ts=parent)["permalink"]
    assert link == f"{workspace.url}/archives/{GENERAL}/p{parent.replace('.', '')}"
    link = client.chat_getPermalink(channel=GENERAL, message_ts=reply)["permalink"]
    assert f"thread_ts={parent}" in link


def test_replies_after_a_share_in_a_thread(workspace: Workspace, client: WebClient) -> None:
    """For files shared inside a thread, replies() gives what came after them there."""
    parent = workspace.say("Pictures here")
    workspace.say("before", thread_ts=parent)
    shared = workspace.share(("a.txt", b"words"), thread_ts=parent)
    client.chat_postMessage(channel=GENERAL, thread_ts=parent, text="after")
    assert [each["text"] for each in workspace.replies(shared)] == ["after"]
