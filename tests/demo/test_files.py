"""Files: uploads, the file object, who sees it, its bytes and thumbnails, its end."""

from __future__ import annotations

import io

import pytest
import requests
from PIL import Image
from slack_sdk import WebClient

from bot.demo.pictures import media_type_of, sides_of, thumbnail
from bot.demo.workspace import GENERAL, PHOTOS, PRIVATE, NewFile, Workspace
from tests.demo.conftest import picture
from tests.demo.expecting import slack_error


def fetch(workspace: Workspace, address: str, token: str | None = None) -> requests.Response:
    headers = {"Authorization": f"Bearer {token or workspace.bot_token}"}
    return requests.get(address, headers=headers, timeout=5)


def test_upload_in_three_steps(workspace: Workspace, client: WebClient, jpeg: bytes) -> None:
    """The SDK's upload shares the file in one message, with comment, title and alt text."""
    answer = client.files_upload_v2(
        channel=GENERAL,
        initial_comment="Look",
        file_uploads=[
            {"content": jpeg, "filename": "a.jpg", "title": "A", "alt_txt": "A red wall"},
            {"content": jpeg, "filename": "b.jpg", "title": "B"},
        ],
    )
    message = workspace.messages(GENERAL)[-1]
    assert message["text"] == "Look"
    assert message["subtype"] == "file_share"
    assert [each["id"] for each in message["files"]] == [each["id"] for each in answer["files"]]
    assert [each["title"] for each in message["files"]] == ["A", "B"]
    assert message["files"][0]["alt_txt"] == "A red wall"


def test_multipart_upload(workspace: Workspace, client: WebClient, jpeg: bytes) -> None:
    """The upload address takes a multipart form as well as raw bytes."""
    made = client.files_getUploadURLExternal(filename="a.jpg", length=len(jpeg))
    sent = requests.post(made["upload_url"], files={"filename": ("a.jpg", jpeg)}, timeout=5)
    assert sent.text == f"OK - {len(jpeg)}"
    client.files_completeUploadExternal(files=[{"id": made["file_id"]}], channel_id=GENERAL)
    assert workspace.messages(GENERAL)[0]["files"][0]["size"] == len(jpeg)


def test_upload_refusals(workspace: Workspace, client: WebClient) -> None:
    """What was never uploaded, too long an alt text, and foreign channels are refused."""
    with slack_error("alt_txt_too_large"):
        client.files_getUploadURLExternal(filename="a", length=1, alt_txt="x" * 1001)
    with slack_error("invalid_arguments"):
        client.files_getUploadURLExternal(filename="a", length=0)
    made = client.files_getUploadURLExternal(filename="a", length=1)
    with slack_error("file_not_found"):
        client.files_completeUploadExternal(files=[{"id": made["file_id"]}])
    with slack_error("channel_not_found"):
        client.files_completeUploadExternal(files=[{"id": "F1"}], channel_id=PRIVATE)


def test_file_object(workspace: Workspace, client: WebClient, jpeg: bytes) -> None:
    """files.info has the fields Slack's file object has, with the share's message."""
    shared = workspace.share(NewFile("sea side.jpg", jpeg, title="Sea", alt_txt="The sea"))
    file = client.files_info(file=shared.file_ids[0])["file"]
    assert file["name"] == "sea side.jpg"
    assert (file["title"], file["alt_txt"]) == ("Sea", "The sea")
    assert (file["mimetype"], file["filetype"], file["pretty_type"]) == (
        "image/jpeg",
        "jpg",
        "JPEG",
    )
    assert (file["original_w"], file["original_h"]) == (300, 200)
    assert (file["mode"], file["file_access"]) == ("hosted", "visible")
    assert file["channels"] == [GENERAL]
    assert file["is_public"] is True
    share = file["shares"]["public"][GENERAL][0]
    assert share["ts"] == shared.message_ts
    assert "thread_ts" not in share


def test_shares_tell_the_thread(workspace: Workspace, client: WebClient, jpeg: bytes) -> None:
    """A file shared inside a thread names that thread; a second channel is a second share."""
    parent = workspace.say("Pictures here")
    shared = workspace.share(("a.jpg", jpeg), thread_ts=parent)
    workspace.share_again(shared.file_ids, channel=PHOTOS)
    shares = client.files_info(file=shared.file_ids[0])["file"]["shares"]["public"]
    assert shares[GENERAL][0]["thread_ts"] == parent
    assert PHOTOS in shares


def test_private_channels_share_privately(
    workspace: Workspace, client: WebClient, jpeg: bytes
) -> None:
    """In a private channel of the bot's the share is private, and groups names it."""
    channel = workspace.add_channel("club", is_private=True)
    shared = workspace.share(("a.jpg", jpeg), channel=channel)
    file = client.files_info(file=shared.file_ids[0])["file"]
    assert file["shares"]["private"][channel][0]["ts"] == shared.message_ts
    assert (file["groups"], file["is_public"]) == ([channel], False)


def test_foreign_private_files_do_not_exist(
    workspace: Workspace, client: WebClient, jpeg: bytes
) -> None:
    """A file in a private channel without the bot is file_not_found, and its bytes are 404."""
    shared = workspace.share(("a.jpg", jpeg), channel=PRIVATE)
    with slack_error("file_not_found"):
        client.files_info(file=shared.file_ids[0])
    address = f"{workspace.url}/files-pri/{workspace.team_id}-{shared.file_ids[0]}/a.jpg"
    assert fetch(workspace, address).status_code == 404


def test_bytes_need_the_token(workspace: Workspace, client: WebClient, jpeg: bytes) -> None:
    """With the token the very bytes; without it, or without the scope, a sign-in page with 200."""
    shared = workspace.share(("a b?.jpg", jpeg))
    file = client.files_info(file=shared.file_ids[0])["file"]
    assert fetch(workspace, file["url_private"]).content == jpeg
    assert fetch(workspace, file["url_private_download"]).content == jpeg
    stranger = fetch(workspace, file["url_private"], token="xoxb-wrong")
    assert (stranger.status_code, stranger.headers["content-type"][:9]) == (200, "text/html")
    workspace.scopes.discard("files:read")
    assert b"Sign in" in fetch(workspace, file["url_private"]).content
    assert [each.had_token for each in workspace.downloads] == [True] * 4


def test_thumbnails_are_upright(workspace: Workspace, client: WebClient) -> None:
    """Thumbnails are turned as a person sees the picture, as are original_w and original_h."""
    exif = Image.Exif()
    exif[0x0112] = 6
    turned = picture("JPEG", (1600, 800), exif=exif)
    shared = workspace.share(("turned.jpg", turned))
    file = client.files_info(file=shared.file_ids[0])["file"]
    assert (file["original_w"], file["original_h"]) == (800, 1600)
    assert (file["thumb_720_w"], file["thumb_720_h"]) == (360, 720)
    small = fetch(workspace, file["thumb_720"])
    assert Image.open(io.BytesIO(small.content)).size == (360, 720)
    cropped = fetch(workspace, file["thumb_64"])
    assert Image.open(io.BytesIO(cropped.content)).size == (64, 64)


@pytest.mark.parametrize(
    ("format_name", "media_type"),
    [
        ("PNG", "image/png"),
        ("GIF", "image/gif"),
        ("BMP", "image/bmp"),
        ("WEBP", "image/webp"),
        ("TIFF", "image/tiff"),
        ("AVIF", "image/avif"),
    ],
)
def test_pictures_are_known_by_their_bytes(format_name: str, media_type: str) -> None:
    """The bytes decide, not the name; every format has sides and a thumbnail."""
    content = picture(format_name)
    assert media_type_of("lie.txt", content) == media_type
    assert sides_of(content, media_type) == (300, 200)
    assert thumbnail(content, media_type, 64) is not None


def test_broken_pictures_have_no_thumbnails(workspace: Workspace, client: WebClient) -> None:
    """A broken JPEG is still called a JPEG, without sides and thumbnails."""
    shared = workspace.share(("broken.jpg", b"\xff\xd8\xff and then nothing"))
    file = client.files_info(file=shared.file_ids[0])["file"]
    assert file["mimetype"] == "image/jpeg"
    assert "original_w" not in file
    assert "thumb_360" not in file


def test_other_files(workspace: Workspace, client: WebClient) -> None:
    """A text is a text, and bytes without a known name are binary."""
    shared = workspace.share(("notes.txt", b"words"), ("thing", b"\x00\x01"))
    kinds = [client.files_info(file=each)["file"]["filetype"] for each in shared.file_ids]
    assert kinds == ["text", "binary"]


def test_listing(workspace: Workspace, client: WebClient, jpeg: bytes) -> None:
    """files.list finds pictures of a channel, newest first, page by page."""
    shared = workspace.share(("1.jpg", jpeg), ("n.txt", b"words"), ("2.jpg", jpeg))
    workspace.share(("3.jpg", jpeg), channel=PHOTOS)
    found = client.files_list(channel=GENERAL, types="images")
    assert [each["id"] for each in found["files"]] == [shared.file_ids[2], shared.file_ids[0]]
    assert found["paging"]["total"] == 2
    one = client.files_list(channel=GENERAL, types="images", count=1, page=2)
    assert len(one["files"]) == 1
    assert one["paging"]["pages"] == 2


def test_deleted_files(workspace: Workspace, client: WebClient, jpeg: bytes) -> None:
    """A deleted file is file_deleted, a tombstone in its message, and 404 as bytes."""
    shared = workspace.share(("a.jpg", jpeg))
    address = client.files_info(file=shared.file_ids[0])["file"]["url_private"]
    workspace.delete_file(shared.file_ids[0])
    with slack_error("file_deleted"):
        client.files_info(file=shared.file_ids[0])
    assert workspace.messages(GENERAL)[0]["files"][0]["mode"] == "tombstone"
    assert fetch(workspace, address).status_code == 404


def test_the_bot_deletes_only_its_own(workspace: Workspace, client: WebClient, jpeg: bytes) -> None:
    """files.delete works for the bot's files and refuses others'."""
    shared = workspace.share(("a.jpg", jpeg))
    with slack_error("cant_delete_file"):
        client.files_delete(file=shared.file_ids[0])
    own = client.files_upload_v2(content="words", filename="a.txt", channel=GENERAL)
    client.files_delete(file=own["file"]["id"])
    with slack_error("file_deleted"):
        client.files_info(file=own["file"]["id"])


def test_hidden_files(workspace: Workspace, client: WebClient, jpeg: bytes) -> None:
    """A file over the free limit keeps its id and loses everything else."""
    shared = workspace.share(("a.jpg", jpeg))
    workspace.hide_file_by_limit(shared.file_ids[0])
    file = client.files_info(file=shared.file_ids[0])["file"]
    assert file["mode"] == "hidden_by_limit"
    assert "url_private" not in file
