"""Where the token goes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.demo.workspace import Workspace
from bot.errors import DownloadFailed, DownloadRefused
from bot.slack.pictures.downloads import Downloads
from bot.slack.pictures.files import File
from bot.slack.pictures.lookup import Files
from bot.slack.wire.api import web_client
from tests.room import picture

TOKEN = "xoxb-secret"


def downloads(api_host: str | None = None) -> Downloads:
    return Downloads(TOKEN, api_host=api_host)


def file_at(address: str) -> File:
    return File(
        file_id="F1",
        name="a.png",
        alt_text="",
        owner="U1",
        media_type="image/png",
        file_type="png",
        size_bytes=10,
        created_s=1,
        address=address,
        is_external=False,
        shares=(),
    )


@pytest.mark.parametrize(
    "address",
    [
        "https://slack.com/a.png",
        "https://files.slack.com/files-pri/T1-F1/a.png",
        "https://files-origin.slack.com/a.png",
        "https://slack-files.com/T1-F1",
        "https://FILES.SLACK.COM/a.png",
    ],
)
def test_slacks_own_hosts_get_the_token(address: str) -> None:
    """Over https, whatever the case."""
    assert downloads()._may_have_token(address)


@pytest.mark.parametrize(
    "address",
    [
        "http://files.slack.com/a.png",
        "https://files.slack.com.example.org/a.png",
        "https://notslack.com/a.png",
        "https://slack.com@example.org/a.png",
        "https://example.org\\@files.slack.com/a.png",
        "https://example.org#@files.slack.com/a.png",
        "https://user:word@files.slack.com/a.png",
        "https://example.org/files.slack.com",
        "ftp://files.slack.com/a.png",
        "//files.slack.com/a.png",
        "",
    ],
)
def test_no_other_address_is_asked_at_all(address: str) -> None:
    """Judged as it will be sent: parsers disagree about the strange ones."""
    with pytest.raises((DownloadRefused, DownloadFailed)) as caught:
        downloads().download(file_at(address))
    # An address that is none at all fails before it is judged, and before any connection.
    cause = caught.value.__cause__
    assert cause is None or isinstance(cause, ValueError)


@given(st.text(st.characters(exclude_characters="\\/?#@:[]"), max_size=60))
def test_no_host_but_slacks_passes(host: str) -> None:
    """Whatever stands before or after the name."""
    for address in (f"https://{host}.example.org/", f"https://slack.com{host}.example.org/x"):
        try:
            allowed = downloads()._may_have_token(address)
        except ValueError:
            continue
        assert not allowed or ".example.org" not in address.split("/")[2]


def test_an_emulators_host_gets_the_token_and_its_neighbors_do_not() -> None:
    """Host and port of SLACK_API_URL, nothing beside them."""
    emulated = downloads(api_host="localhost:4003")
    assert emulated._may_have_token("http://localhost:4003/files-pri/F1/a.png")
    assert not emulated._may_have_token("http://localhost:4004/files-pri/F1/a.png")
    assert not emulated._may_have_token("http://127.0.0.1:4003/a.png")


def test_redirects_carry_the_token_within_slack_alone() -> None:
    """Asked with it on each hop that is Slack's; a hop outside ends the download."""
    with Workspace() as workspace:
        shared = workspace.share(("a.png", picture()))
        files = Files(web_client(workspace.bot_token, base_url=workspace.api_url))
        file = files.look_up(shared.file_ids[0])
        host = workspace.url.removeprefix("http://")
        reader = Downloads(workspace.bot_token, api_host=host)
        workspace.faults.download_redirect_to = workspace.url
        workspace.faults.download_redirects = 2
        assert reader.download(file) == picture()
        assert all(each.had_token for each in workspace.downloads)
        workspace.faults.download_redirect_to = workspace.url.replace("127.0.0.1", "localhost")
        with pytest.raises(DownloadRefused):
            reader.download(file)
