"""Each unpleasant part can be switched on while the workspace runs, and off again."""

from __future__ import annotations

import time

import pytest
import requests
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.demo.faults import Faults
from bot.demo.workspace import GENERAL, PHOTOS, Shared, Workspace
from tests.demo.expecting import slack_error
from tests.demo.listeners import Socket


@pytest.fixture
def shared(workspace: Workspace, jpeg: bytes) -> Shared:
    return workspace.share(("cat.jpg", jpeg))


def download(
    workspace: Workspace, client: WebClient, shared: Shared, *, follow: bool = True
) -> requests.Response:
    address = client.files_info(file=shared.file_ids[0])["file"]["url_private"]
    headers = {"Authorization": f"Bearer {workspace.bot_token}"}
    return requests.get(address, headers=headers, timeout=5, allow_redirects=follow)


def test_late_shares(workspace: Workspace, client: WebClient, shared: Shared) -> None:
    """While shares are late, files.info has the file and no share of it."""
    workspace.faults.late_shares_s = 60
    file = client.files_info(file=shared.file_ids[0])["file"]
    assert file["name"] == "cat.jpg"
    assert (file["shares"], file["channels"]) == ({}, [])
    workspace.faults.late_shares_s = 0
    assert client.files_info(file=shared.file_ids[0])["file"]["channels"] == [GENERAL]


def test_sign_in_page(workspace: Workspace, client: WebClient, shared: Shared) -> None:
    """Instead of bytes comes an HTML page, with status 200."""
    workspace.faults.download_sign_in_page = True
    answer = download(workspace, client, shared)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")


def test_download_status(workspace: Workspace, client: WebClient, shared: Shared) -> None:
    """Instead of bytes comes any status."""
    workspace.faults.download_status = 503
    assert download(workspace, client, shared).status_code == 503


def test_redirect_to_another_host_name(
    workspace: Workspace, client: WebClient, shared: Shared
) -> None:
    """A redirect to another name loses the token in requests, and ends at the sign-in page."""
    workspace.faults.download_redirect_to = workspace.url.replace("127.0.0.1", "localhost")
    answer = download(workspace, client, shared)
    assert answer.url.startswith("http://localhost:")
    assert b"Sign in" in answer.content
    assert [each.had_token for each in workspace.downloads] == [True, False]
    again = requests.get(
        answer.url, headers={"Authorization": f"Bearer {workspace.bot_token}"}, timeout=5
    )
    assert again.headers["content-type"] == "image/jpeg"


def test_redirects_in_a_row(
    workspace: Workspace, client: WebClient, shared: Shared, jpeg: bytes
) -> None:
    """As many redirects as wanted come before the bytes."""
    workspace.faults.download_redirect_to = workspace.url
    workspace.faults.download_redirects = 3
    answer = download(workspace, client, shared)
    assert len(answer.history) == 3
    assert answer.content == jpeg


def test_redirect_to_an_address(workspace: Workspace, client: WebClient, shared: Shared) -> None:
    """A redirect leads to just the address that is set when it has a path."""
    workspace.faults.download_redirect_to = "http://169.254.169.254/latest"
    answer = download(workspace, client, shared, follow=False)
    assert answer.headers["location"] == "http://169.254.169.254/latest"


def test_truncated_download(workspace: Workspace, client: WebClient, shared: Shared) -> None:
    """Half of the promised bytes come, then the connection ends."""
    workspace.faults.download_truncated = True
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        download(workspace, client, shared)


def test_slow_download(
    workspace: Workspace, client: WebClient, shared: Shared, jpeg: bytes
) -> None:
    """The bytes trickle in over the time that is set, and all arrive."""
    workspace.faults.download_slow_s = 0.05
    assert download(workspace, client, shared).content == jpeg


def test_a_slow_download_does_not_hold_up_the_end(client: WebClient, jpeg: bytes) -> None:
    """Stopping the workspace ends a download that would take an hour."""
    with Workspace(faults=Faults(download_slow_s=3600)) as workspace:
        shared = workspace.share(("cat.jpg", jpeg))
        address = f"{workspace.url}/files-pri/{workspace.team_id}-{shared.file_ids[0]}/cat.jpg"
        headers = {"Authorization": f"Bearer {workspace.bot_token}"}
        answer = requests.get(address, headers=headers, stream=True, timeout=5)
    with pytest.raises(requests.RequestException):
        assert answer.content == b"never"
    answer.close()


def test_rate_limit(workspace: Workspace, client: WebClient) -> None:
    """The next calls are 429 with Retry-After; the one after them is done."""
    workspace.faults.rate_limit("chat.postMessage", times=2, retry_after_s=7)
    for _ in range(2):
        with slack_error("ratelimited") as caught:
            client.chat_postMessage(channel=GENERAL, text="Hi.")
        assert caught.value.response.status_code == 429
        assert caught.value.response.headers["retry-after"] == "7"
    client.chat_postMessage(channel=GENERAL, text="Hi.")
    assert len(workspace.messages(GENERAL)) == 1


def test_natural_rate_limit(workspace: Workspace, client: WebClient) -> None:
    """With the switch on, a second message at once in one channel is limited, not in another."""
    workspace.faults.seconds_per_message = 60
    client.chat_postMessage(channel=GENERAL, text="Hi.")
    with slack_error("ratelimited"):
        client.chat_postMessage(channel=GENERAL, text="Hi again.")
    client.chat_postMessage(channel=PHOTOS, text="Hi.")


@pytest.mark.parametrize(
    "error", ["restricted_action_read_only_channel", "cannot_reply_to_message", "token_revoked"]
)
def test_any_error(workspace: Workspace, client: WebClient, error: str) -> None:
    """A method can end in any error until it is healed; others are not touched."""
    workspace.faults.fail("chat.postMessage", error)
    for _ in range(3):
        with slack_error(error):
            client.chat_postMessage(channel=GENERAL, text="Hi.")
    client.auth_test()
    workspace.faults.heal("chat.postMessage")
    client.chat_postMessage(channel=GENERAL, text="Hi.")


def test_http_status(workspace: Workspace, client: WebClient) -> None:
    """A method can answer an error page."""
    workspace.faults.answer_status("auth.test", 503)
    with pytest.raises(SlackApiError) as caught:
        client.auth_test()
    assert caught.value.response.status_code == 503
    client.auth_test()


def test_lost_response(workspace: Workspace, client: WebClient) -> None:
    """The work is done, then the connection breaks: the caller sees only the break."""
    workspace.faults.lose_response("chat.postMessage")
    with pytest.raises(OSError):  # noqa: PT011 - any broken connection
        client.chat_postMessage(channel=GENERAL, text="Hi.")
    assert [each["text"] for each in workspace.messages(GENERAL)] == ["Hi."]
    client.chat_postMessage(channel=GENERAL, text="Hi again.")


def test_faults_take_turns(workspace: Workspace, client: WebClient) -> None:
    """Planned faults are met in the order they were planned."""
    workspace.faults.fail("auth.test", "fatal_error", times=1)
    workspace.faults.rate_limit("auth.test")
    with slack_error("fatal_error"):
        client.auth_test()
    with slack_error("ratelimited"):
        client.auth_test()
    client.auth_test()


def test_slow_calls_end_with_the_workspace(jpeg: bytes) -> None:
    """A call that would take an hour does not hold up the end."""
    started = time.monotonic()
    with Workspace(faults=Faults(slow_api_s={"api.test": 3600})) as workspace:
        with pytest.raises(TimeoutError):
            WebClient(base_url=workspace.api_url, timeout=1).api_test()
        with pytest.raises(requests.Timeout):
            requests.post(workspace.api_url + "api.test", timeout=0.1)
    assert time.monotonic() - started < 60


def test_missing_scopes(workspace: Workspace, client: WebClient, shared: Shared) -> None:
    """A scope can be taken away and given back while running."""
    workspace.scopes.remove("reactions:write")
    with slack_error("missing_scope"):
        client.reactions_add(channel=GENERAL, timestamp=shared.message_ts, name="eyes")
    workspace.scopes.add("reactions:write")
    client.reactions_add(channel=GENERAL, timestamp=shared.message_ts, name="eyes")


def test_events_from_channels_without_the_bot(workspace: Workspace, socket: Socket) -> None:
    """With the switch on, file events of public channels come though the bot is not in them."""
    channel = workspace.add_channel("elsewhere", bot_is_member=False)
    workspace.faults.events_from_other_channels = True
    workspace.share(("a.txt", b"words"), channel=channel)
    assert socket.wait_for_envelopes(1)[0]["payload"]["event"]["channel_id"] == channel
