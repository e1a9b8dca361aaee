"""A real browser on the demo page, and the hands of the person before it."""

from __future__ import annotations

import base64
import io
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from PIL import Image
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Error,
    FilePayload,
    Locator,
    Page,
    Request,
    ViewportSize,
    expect,
    sync_playwright,
)

NAMES = ("chromium", "chromium-browser", "google-chrome")
MISSING = "The page's tests need Chromium: install it (on Debian: apt-get install chromium)."
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WAIT_MS = 20_000
NETWORK_TROUBLE = "Failed to load resource"
"""Chromium logs a refused connection so; a stopped workspace means one."""

MAKE_FILES = """files => {
  const transfer = new DataTransfer();
  for (const {name, type, base64} of files) {
    const bytes = Uint8Array.from(atob(base64), letter => letter.charCodeAt(0));
    transfer.items.add(new File([bytes], name, {type}));
  }
  return transfer;
}"""
PASTE = """(node, clipboardData) => node.dispatchEvent(
  new ClipboardEvent("paste", {clipboardData, bubbles: true, cancelable: true}))"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """The distribution's Chromium, headless.

    Raises:
        AssertionError: there is none; says what to install.
    """
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        raise AssertionError(MISSING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@dataclass  # no slots: Playwright hangs attributes on the owner of a listener
class Visit:
    """One page with everything it complained about and every host it asked."""

    page: Page
    faults: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)

    def note_console(self, message: ConsoleMessage) -> None:
        is_fault = message.type in ("error", "warning")
        if is_fault and not message.text.startswith(NETWORK_TROUBLE):
            self.faults.append(message.text)

    def note_error(self, error: Error) -> None:
        self.faults.append(str(error))

    def note_request(self, request: Request) -> None:
        self.hosts.add(urlsplit(request.url).netloc)


@contextmanager
def visit(
    browser: Browser, url: str, *, width_px: int = 1280, height_px: int = 800
) -> Iterator[Visit]:
    """The page at `url`, its first messages shown."""
    size = ViewportSize(width=width_px, height=height_px)
    context = browser.new_context(viewport=size, locale="en-US")
    try:
        page = context.new_page()
        page.set_default_timeout(WAIT_MS)
        seen = Visit(page)
        page.on("console", seen.note_console)
        page.on("pageerror", seen.note_error)
        page.on("request", seen.note_request)
        page.goto(url)
        page.wait_for_selector("#channel-log > *")
        yield seen
    finally:
        context.close()


@dataclass(frozen=True, slots=True)
class PictureFile:
    """A picture as it lies on the person's disk."""

    name: str
    body: bytes
    media_type: str = "image/png"

    def as_json(self) -> dict[str, str]:
        content = base64.b64encode(self.body).decode()
        return {"name": self.name, "type": self.media_type, "base64": content}

    def as_payload(self) -> FilePayload:
        return FilePayload(name=self.name, mimeType=self.media_type, buffer=self.body)


def png(color: str = "#1F6B57", width_px: int = 320, height_px: int = 200) -> bytes:
    """A picture of one color."""
    out = io.BytesIO()
    Image.new("RGB", (width_px, height_px), color).save(out, "PNG")
    return out.getvalue()


DOG = PictureFile("dog.png", png())
CAT = PictureFile("cat.png", png("#B7471D", 80, 300))


def channel_pane(page: Page) -> Locator:
    return page.get_by_role("region", name="general", exact=True)


def thread_pane(page: Page) -> Locator:
    return page.get_by_role("region", name=re.compile("^Thread"))


def message(page: Page, words: str) -> Locator:
    """The message that says this; `words` is a regular expression."""
    return page.get_by_role("article", name=re.compile(words))


def choose(page: Page, article: Locator, entry: str) -> None:
    """Picks an entry from a message's menu."""
    article.hover()
    article.get_by_role("button", name="More actions").click()
    page.get_by_role("menuitem", name=entry).click()


def drop(page: Page, selector: str, *files: PictureFile) -> None:
    """Drags the files over the place and lets them go there."""
    transfer = page.evaluate_handle(MAKE_FILES, [each.as_json() for each in files])
    for event in ("dragenter", "dragover", "drop"):
        page.dispatch_event(selector, event, {"dataTransfer": transfer})


def paste(page: Page, selector: str, *files: PictureFile) -> None:
    """Puts the files on the clipboard and pastes them where the keyboard is."""
    transfer = page.evaluate_handle(MAKE_FILES, [each.as_json() for each in files])
    page.locator(selector).focus()
    page.locator(selector).evaluate(PASTE, transfer)


def send_pending(page: Page, *names: str) -> None:
    """Waits until the files wait in the message box, then presses Enter there."""
    pending = channel_pane(page).get_by_role("list", name="Files to send")
    for name in names:
        expect(pending.get_by_text(name)).to_be_visible()
    page.get_by_role("textbox", name="Message #general").press("Enter")


def sideways_px(page: Page) -> int:
    """How far the page or a list in it could be scrolled sideways, in CSS pixels; 0 is right."""
    found: int = page.evaluate(
        """Math.max(...[document.documentElement, document.body, ...document.querySelectorAll(
             ".log, .rail, .composer, .pane")]
           .filter(node => node.clientWidth).map(node => node.scrollWidth - node.clientWidth))"""
    )
    return found
