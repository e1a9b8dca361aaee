"""Which bytes are fetched of a shared picture, and what is said of it either way."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from bot.analyzers.fallback import Chain
from bot.demo.workspace import Workspace
from bot.describe import ChannelDescriber, Describer
from bot.errors import DownloadFailed, TooLarge, UnsupportedFormat
from bot.model import NOBODY, Analysis, Ask, Picture
from bot.settings import ChannelSettings
from bot.slack.pictures.downloads import Downloads
from bot.slack.pictures.files import Copy, File
from bot.slack.pictures.lookup import Files
from bot.slack.pictures.shared_pictures import (
    COPY_WAIT_S,
    LARGE_BYTES,
    SMALL_BYTES,
    SharedPictures,
    is_copy_enough,
)
from bot.slack.wire.api import web_client

ASK = Ask("en", NOBODY)
COPY = Copy("https://files.slack.com/files-tmb/T1-F1-x/a_1024.jpg", (1024, 768))
SMALL_COPY = replace(COPY, sides_px=(720, 700))


class Eyes:
    """An analyzer that remembers the sides of what it was shown."""

    name = "eyes"
    upload_limits = None

    def __init__(self) -> None:
        self.sides_px: list[tuple[int, int]] = []

    def analyze(self, picture: Picture, ask: Ask) -> Analysis:
        self.sides_px.append(picture.image.size)
        return Analysis(self.name, ask.language)


@pytest.fixture
def workspace() -> Iterator[Workspace]:
    with Workspace() as running:
        yield running


@pytest.fixture
def eyes() -> Eyes:
    return Eyes()


@pytest.fixture
def files(workspace: Workspace) -> Files:
    return Files(web_client(workspace.bot_token, base_url=workspace.api_url))


@pytest.fixture
def pictures(workspace: Workspace, eyes: Eyes) -> SharedPictures:
    describer = Describer(Chain([eyes]))
    host = workspace.url.removeprefix("http://")
    return SharedPictures(
        Downloads(workspace.bot_token, api_host=host),
        ChannelDescriber(
            by_any=describer, by_embedded=describer, settings_of=lambda *_: ChannelSettings()
        ),
    )


def noise(width_px: int, height_px: int, format_name: str, **options: object) -> bytes:
    """A picture that no codec can make small."""
    pixels = np.random.default_rng(7).integers(0, 256, (height_px, width_px, 3), np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, format_name, **options)
    return buffer.getvalue()


def shared(workspace: Workspace, files: Files, name: str, data: bytes) -> File:
    return files.look_up(workspace.share((name, data)).file_ids[0])


def fetched(workspace: Workspace) -> list[str]:
    """Of each download which kind of address it was."""
    return [download.path.split("/")[1] for download in workspace.downloads]


def a_file(file_type: str, size_bytes: int) -> File:
    return File(
        file_id="F1",
        name=f"a.{file_type}",
        alt_text="",
        owner="U1",
        media_type=f"image/{file_type}",
        file_type=file_type,
        size_bytes=size_bytes,
        created_s=1,
        address="https://files.slack.com/files-pri/T1-F1/a",
        is_external=False,
        shares=(),
    )


@pytest.mark.parametrize(
    ("file_type", "size_bytes", "copy", "is_enough"),
    [
        ("jpg", SMALL_BYTES, COPY, False),
        ("jpg", SMALL_BYTES + 1, COPY, True),
        ("heic", SMALL_BYTES + 1, COPY, True),
        ("jpg", SMALL_BYTES + 1, SMALL_COPY, False),
        ("png", LARGE_BYTES, COPY, False),
        ("png", LARGE_BYTES + 1, COPY, True),
        ("gif", LARGE_BYTES + 1, SMALL_COPY, True),
    ],
)
def test_a_copy_is_enough_of_photos_and_of_what_is_huge(
    file_type: str, size_bytes: int, copy: Copy, is_enough: bool
) -> None:
    """Of a screenshot the small letters matter, and its copy is hardly smaller."""
    assert is_copy_enough(a_file(file_type, size_bytes), copy) is is_enough


def test_of_a_photo_the_copy_is_fetched_and_the_photo_is_told_of(
    workspace: Workspace,
    files: Files,
    pictures: SharedPictures,
    eyes: Eyes,
    logs: list[dict[str, object]],
) -> None:
    """A fraction of the bytes, with the token; sides and format are the photo's own, upright."""
    exif = Image.Exif()
    exif[0x0112] = 6
    data = noise(1500, 1200, "JPEG", quality=95, exif=exif)
    file = shared(workspace, files, "a.jpg", data)
    seen = pictures.describe(file, ASK)
    assert fetched(workspace) == ["files-tmb"]
    assert workspace.downloads[0].had_token
    assert eyes.sides_px == [(819, 1024)]
    assert (seen.width_px, seen.height_px, seen.format) == (1200, 1500, "JPEG")
    (log,) = (each for each in logs if each["event"] == "picture.fetched")
    assert log["file_bytes"] == len(data)
    assert isinstance(log["fetched_bytes"], int)
    assert log["fetched_bytes"] < len(data) / 2


def test_a_screenshot_is_fetched_itself(
    workspace: Workspace, files: Files, pictures: SharedPictures, eyes: Eyes
) -> None:
    """With all its pixels that an analyzer takes."""
    seen = pictures.describe(shared(workspace, files, "a.png", noise(2000, 1000, "PNG")), ASK)
    assert fetched(workspace) == ["files-pri"]
    assert eyes.sides_px == [(1600, 800)]
    assert (seen.width_px, seen.height_px, seen.format) == (2000, 1000, "PNG")


def test_while_slack_has_no_copy_yet_the_photo_itself_is_fetched(
    workspace: Workspace, files: Files, pictures: SharedPictures
) -> None:
    """Copies are made after the upload."""
    file = shared(workspace, files, "a.jpg", noise(1500, 1200, "JPEG", quality=95))
    assert file.copy is not None
    lost = replace(file.copy, address=file.copy.address.replace(file.file_id, "F0"))
    pictures.describe(replace(file, copy=lost), ASK)
    assert fetched(workspace) == ["files-tmb", "files-pri"]


def test_what_we_cannot_decode_is_seen_in_its_copy(
    workspace: Workspace, files: Files, pictures: SharedPictures
) -> None:
    """Slack can read more formats than we; the format told of is the file's own."""
    file = shared(workspace, files, "a.png", noise(1100, 600, "PNG"))
    drawing = shared(workspace, files, "b.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    layered = replace(drawing, copy=file.copy, file_type="psd", width_px=1100, height_px=600)
    seen = pictures.describe(layered, ASK)
    assert (seen.width_px, seen.height_px, seen.format) == (1100, 600, "PSD")
    with pytest.raises(UnsupportedFormat):
        pictures.describe(drawing, ASK)


def test_a_picture_too_large_to_fetch_is_seen_in_its_copy(
    workspace: Workspace, files: Files, pictures: SharedPictures
) -> None:
    """Where Slack has none, it is told how large it may be."""
    file = shared(workspace, files, "a.png", noise(1100, 600, "PNG"))
    huge = replace(file, size_bytes=60_000_000)
    assert pictures.describe(huge, ASK).width_px == 1100
    assert fetched(workspace) == ["files-tmb"]
    with pytest.raises(TooLarge):
        pictures.describe(replace(huge, copy=None, created_s=1), ASK)


def test_for_the_copy_of_what_is_too_large_slack_is_given_time(
    workspace: Workspace, files: Files, pictures: SharedPictures
) -> None:
    """It is looked up again; nothing is downloaded meanwhile, and a smaller file never waits."""
    file = shared(workspace, files, "a.png", noise(1100, 600, "PNG"))
    with pytest.raises(DownloadFailed) as raised:
        pictures.describe(replace(file, size_bytes=60_000_000, copy=None), ASK)
    assert raised.value.retry_after_s == COPY_WAIT_S
    assert fetched(workspace) == []
    pictures.describe(replace(file, copy=None), ASK)
    assert fetched(workspace) == ["files-pri"]


def test_that_a_huge_picture_moves_is_told(
    workspace: Workspace, files: Files, pictures: SharedPictures
) -> None:
    """Its copy stands still."""
    file = shared(workspace, files, "a.png", noise(1100, 600, "PNG"))
    moving = replace(file, size_bytes=LARGE_BYTES + 1, file_type="gif", is_animated=True)
    seen = pictures.describe(moving, ASK)
    assert (seen.is_animated, seen.format) == (True, "GIF")
