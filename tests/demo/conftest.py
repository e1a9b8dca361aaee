"""A workspace for each test, Slack clients and browsers on it, and apps that listen."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
import requests
from PIL import Image
from playwright.sync_api import Browser, Page
from slack_sdk import WebClient

from bot.demo.workspace import Workspace
from tests.demo.browser import chromium, visit
from tests.demo.listeners import Receiver, Socket
from tests.demo.little_app import EVENTS, LittleApp


@pytest.fixture
def client(workspace: Workspace) -> WebClient:
    return WebClient(token=workspace.bot_token, base_url=workspace.api_url, retry_handlers=[])


@pytest.fixture
def socket(workspace: Workspace) -> Iterator[Socket]:
    """An app with one Socket Mode connection that acknowledges everything."""
    with Socket(workspace) as connected:
        yield connected


@pytest.fixture
def app(workspace: Workspace) -> Iterator[LittleApp]:
    """An app that hears everything and answers clicks."""
    workspace.subscriptions.update(EVENTS)
    with LittleApp(workspace) as listening:
        yield listening


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """An app that takes events by HTTP."""
    with Receiver() as listening:
        yield listening


@pytest.fixture
def browser() -> Iterator[requests.Session]:
    with requests.Session() as session:
        session.trust_env = False
        yield session


@pytest.fixture(scope="module")  # while it runs, its thread can run no other event loop
def chrome() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture
def page(chrome: Browser, workspace: Workspace) -> Iterator[Page]:
    """The general channel on a wide screen. Whatever a test does, nothing else may be asked."""
    with visit(chrome, workspace.url) as seen:
        yield seen.page
        assert seen.faults == []
        assert seen.hosts == {workspace.url.removeprefix("http://")}


@pytest.fixture
def phone(chrome: Browser, workspace: Workspace) -> Iterator[Page]:
    """The general channel on a narrow screen."""
    with visit(chrome, workspace.url, width_px=360, height_px=740) as seen:
        yield seen.page
        assert seen.faults == []


@pytest.fixture(scope="session")
def jpeg() -> bytes:
    return picture("JPEG")


def picture(format_name: str, size: tuple[int, int] = (300, 200), **options: object) -> bytes:
    """A small picture with four colored quarters."""
    image = Image.new("RGB", size, "#B7471D")
    image.paste("#2B6CB0", (0, 0, size[0] // 2, size[1] // 2))
    buffer = io.BytesIO()
    image.save(buffer, format_name, **options)
    return buffer.getvalue()
