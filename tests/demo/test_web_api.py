"""The Web API through the real WebClient: tokens, scopes, encodings, and the small methods."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
import requests
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.demo.workspace import (
    ALL_SCOPES,
    DIRECT,
    GENERAL,
    OTHER_PERSON_ID,
    PERSON_ID,
    PRIVATE,
    Workspace,
)
from tests.demo.expecting import slack_error


def test_auth_test_says_who_the_bot_is(workspace: Workspace, client: WebClient) -> None:
    """auth.test names the bot, its bot id and its team."""
    answer = client.auth_test()
    assert answer["user_id"] == workspace.bot_user_id
    assert answer["bot_id"] == workspace.bot_id
    assert answer["team_id"] == workspace.team_id


def test_every_answer_names_the_scopes(workspace: Workspace, client: WebClient) -> None:
    """Each response carries the granted scopes in its header."""
    scopes = client.auth_test().headers["x-oauth-scopes"]
    assert set(scopes.split(",")) == ALL_SCOPES


def test_tokens_are_checked(workspace: Workspace) -> None:
    """No token, a wrong token and the app's token each have their error."""

    def error_of(token: str | None) -> str:
        with pytest.raises(SlackApiError) as caught:
            WebClient(token=token, base_url=workspace.api_url).auth_test()
        error: str = caught.value.response["error"]
        return error

    assert error_of(None) == "not_authed"
    assert error_of("xoxb-wrong") == "invalid_auth"
    assert error_of(workspace.app_token) == "not_allowed_token_type"


def test_tokens_are_never_recorded(workspace: Workspace, client: WebClient) -> None:
    """The history of calls shows arguments without the token, wherever it was sent."""
    client.api_call("auth.test", params={"token": workspace.bot_token})
    requests.post(workspace.api_url + "auth.test", data={"token": workspace.bot_token}, timeout=5)
    assert [each["answer"] for each in workspace.calls("auth.test")] == ["ok", "ok"]
    assert workspace.bot_token not in str(workspace.calls())


def test_missing_scope_says_which(workspace: Workspace, client: WebClient) -> None:
    """Without the scope: missing_scope, what is needed, what is provided."""
    workspace.scopes.discard("files:read")
    with slack_error("missing_scope") as caught:
        client.files_info(file="F1")
    assert caught.value.response["needed"] == "files:read"
    assert "chat:write" in caught.value.response["provided"]


def test_unknown_methods_are_said_to_be(client: WebClient) -> None:
    """A method that does not exist is unknown_method."""
    with slack_error("unknown_method"):
        client.api_call("chat.postPoem")


def test_form_json_and_query_are_the_same(workspace: Workspace, client: WebClient) -> None:
    """Arguments count alike in a form, a JSON body and the address."""
    address, headers = workspace.api_url, {"Authorization": f"Bearer {workspace.bot_token}"}
    arguments = {"user": PERSON_ID}
    answers = [
        requests.post(address + "users.info", data=arguments, headers=headers, timeout=5),
        requests.post(address + "users.info", json=arguments, headers=headers, timeout=5),
        requests.get(address + "users.info", params=arguments, headers=headers, timeout=5),
    ]
    assert {each.json()["user"]["name"] for each in answers} == {"alex"}


def test_api_test_echoes(client: WebClient) -> None:
    """api.test gives back what it got, and any error asked for."""
    assert client.api_test(foo="bar")["args"]["foo"] == "bar"
    with slack_error("my_error"):
        client.api_test(error="my_error")


def test_people_and_team(client: WebClient) -> None:
    """Two people, the bot and Slackbot are there, and the team has a name."""
    members = {each["id"]: each for each in client.users_list()["members"]}
    assert members[PERSON_ID]["is_bot"] is False
    assert client.users_info(user=OTHER_PERSON_ID)["user"]["profile"]["display_name"] == "sam"
    assert client.team_info()["team"]["name"] == "Demo workspace"
    with slack_error("user_not_found"):
        client.users_info(user="UNOBODY")


def test_reactions(workspace: Workspace, client: WebClient) -> None:
    """A reaction is given once, seen, and taken back once."""
    ts = workspace.say("hello")
    client.reactions_add(channel=GENERAL, timestamp=ts, name="eyes")
    with slack_error("already_reacted"):
        client.reactions_add(channel=GENERAL, timestamp=ts, name="eyes")
    shown = client.reactions_get(channel=GENERAL, timestamp=ts)["message"]["reactions"]
    assert shown == [{"name": "eyes", "users": [workspace.bot_user_id], "count": 1}]
    client.reactions_remove(channel=GENERAL, timestamp=ts, name="eyes")
    with slack_error("no_reaction"):
        client.reactions_remove(channel=GENERAL, timestamp=ts, name="eyes")
    with slack_error("message_not_found"):
        client.reactions_add(channel=GENERAL, timestamp="1.1", name="eyes")


def test_channels(workspace: Workspace, client: WebClient) -> None:
    """Public channels are listed, private ones only with the bot in them."""
    closed = workspace.add_channel("club", is_private=True)
    kinds = "public_channel,private_channel,im"
    found = {each["id"]: each for each in client.conversations_list(types=kinds)["channels"]}
    assert found[GENERAL]["is_member"]
    assert closed in found
    assert PRIVATE not in found
    assert found[DIRECT]["user"] == PERSON_ID
    with slack_error("channel_not_found"):
        client.conversations_info(channel=PRIVATE)
    assert client.conversations_info(channel=closed)["channel"]["is_private"]
    assert PERSON_ID in client.conversations_members(channel=GENERAL)["members"]


def test_pages_of_channels(workspace: Workspace, client: WebClient) -> None:
    """A cursor leads through all pages, none twice."""
    for number in range(5):
        workspace.add_channel(f"c{number}")
    pages = client.conversations_list(limit=3)
    names = [each["name"] for page in pages for each in page["channels"]]
    assert len(names) == len(set(names)) == 7
    with slack_error("invalid_cursor"):
        client.conversations_list(cursor="nonsense")


def test_joining(workspace: Workspace, client: WebClient) -> None:
    """The bot may join a public channel, not a private one."""
    channel = workspace.add_channel("open", bot_is_member=False)
    with slack_error("not_in_channel"):
        client.conversations_history(channel=channel)
    assert client.conversations_join(channel=channel)["channel"]["is_member"]
    client.conversations_history(channel=channel)
    closed = workspace.add_channel("closed", is_private=True)
    with slack_error("method_not_supported_for_channel_type"):
        client.conversations_join(channel=closed)


def test_direct_messages(workspace: Workspace, client: WebClient) -> None:
    """A direct message is found, or made when there is none."""
    assert client.conversations_open(users=PERSON_ID)["channel"]["id"] == DIRECT
    made = client.conversations_open(users=OTHER_PERSON_ID)["channel"]["id"]
    assert client.conversations_open(users=OTHER_PERSON_ID)["channel"]["id"] == made
    client.chat_postMessage(channel=made, text="Hello, Sam.")
    assert workspace.messages(made)[0]["text"] == "Hello, Sam."


def test_history_and_replies(workspace: Workspace, client: WebClient) -> None:
    """History is newest first without replies; a thread is oldest first with its parent."""
    first = workspace.say("one")
    second = workspace.say("two")
    reply = workspace.say("to one", thread_ts=first)
    history = client.conversations_history(channel=GENERAL)["messages"]
    assert [each["ts"] for each in history] == [second, first]
    assert history[1]["reply_count"] == 1
    thread = client.conversations_replies(channel=GENERAL, ts=first)["messages"]
    assert [each["ts"] for each in thread] == [first, reply]
    assert thread[1]["parent_user_id"] == PERSON_ID
    alone = client.conversations_replies(channel=GENERAL, ts=second)["messages"]
    assert [each["ts"] for each in alone] == [second]
    with slack_error("thread_not_found"):
        client.conversations_replies(channel=GENERAL, ts="1.1")


def test_history_ranges(workspace: Workspace, client: WebClient) -> None:
    """`oldest` and `latest` bound history; `inclusive` takes in the ends."""
    times = [workspace.say(str(number)) for number in range(4)]

    def texts(**bounds: Any) -> str:
        answer = client.conversations_history(channel=GENERAL, **bounds)
        return "".join(each["text"] for each in answer["messages"])

    assert texts(oldest=times[0], latest=times[3]) == "21"
    assert texts(oldest=times[0], latest=times[3], inclusive=True) == "3210"
    assert texts(limit=1) == "3"


def test_history_needs_the_scope_of_its_kind(workspace: Workspace, client: WebClient) -> None:
    """channels:history opens public channels only."""
    workspace.scopes.difference_update({"im:history", "groups:history"})
    client.conversations_history(channel=GENERAL)
    with slack_error("missing_scope"):
        client.conversations_history(channel=DIRECT)


@pytest.mark.parametrize("path", ["/api/chat.postMessage", "/page/api/messages"])
def test_a_caller_that_goes_in_the_middle_is_no_fault(workspace: Workspace, path: str) -> None:
    """Nothing is raised, so no traceback stands in the terminal of the demo."""
    host = workspace.url.removeprefix("http://").encode()
    scope = {
        "type": "http",
        "method": "POST",
        "path": path,
        "query_string": b"",
        "headers": [(b"host", host), (b"content-type", b"application/json")],
    }

    async def call() -> None:
        app = workspace._make_app(asyncio.get_running_loop())
        await app(scope, gone, ignore)

    async def gone() -> dict[str, str]:
        return {"type": "http.disconnect"}

    async def ignore(_message: object) -> None:
        """Nobody listens."""

    asyncio.run(call())
