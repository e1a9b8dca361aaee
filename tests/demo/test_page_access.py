"""The demo page in a real browser: by keyboard, by ear, on a phone, and its colors."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from slack_sdk import WebClient

import bot.demo
from bot.demo.workspace import GENERAL, Workspace
from tests.demo.answering import WHOLE_ANSWER, answer
from tests.demo.browser import CAT, DOG, PictureFile, drop, png, sideways_px, thread_pane


def test_keyboard_alone_is_enough(page: Page, workspace: Workspace, client: WebClient) -> None:
    """Tab, arrows, Enter and Escape write a message, read the answer and reply to it."""
    for key in ("Tab", "Tab", "Enter"):
        page.keyboard.press(key)
    expect(page.get_by_role("textbox", name="Message #general")).to_be_focused()
    page.keyboard.type("First")
    page.keyboard.press("Enter")
    expect(page.get_by_role("article", name=re.compile("First"))).to_be_visible()
    answer(client, workspace.messages(GENERAL)[0]["ts"])
    workspace.say("Second")
    expect(page.get_by_role("article", name=re.compile("Second"))).to_be_visible()
    page.get_by_role("link", name="Skip to messages").press("Enter")
    expect(page.get_by_role("article", name=re.compile("Second"))).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("article", name=re.compile("First"))).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="1 reply")).to_be_focused()
    page.keyboard.press("Enter")
    expect(thread_pane(page).get_by_role("article", name=re.compile("Describe"))).to_be_focused()
    page.get_by_role("textbox", name="Reply in this thread").focus()
    page.keyboard.type("Thanks")
    page.keyboard.press("Enter")
    expect(thread_pane(page).get_by_role("article", name=re.compile("Thanks"))).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="2 replies")).to_be_focused()
    expect(thread_pane(page)).to_have_count(0)


def test_a_message_that_goes_leaves_the_keyboard_among_the_others(
    page: Page, workspace: Workspace, client: WebClient
) -> None:
    """And its end is said aloud, though nothing of it is left to be seen."""
    parent_ts = workspace.say("Look")
    answer(client, parent_ts)
    page.get_by_role("button", name="1 reply").click()
    (reply,) = workspace.replies(parent_ts)
    expect(thread_pane(page).get_by_role("article")).to_have_count(2)
    thread_pane(page).get_by_role("article").last.focus()
    client.chat_delete(channel=GENERAL, ts=reply["ts"])
    expect(thread_pane(page).get_by_role("article")).to_have_count(1)
    expect(thread_pane(page).get_by_role("article")).to_be_focused()
    expect(page.get_by_role("log", name="New messages")).to_contain_text("was deleted")


def test_landmarks_have_names(page: Page, workspace: Workspace, client: WebClient) -> None:
    """Navigation, main part, both panes, lists and messages are found by role and name."""
    parent_ts = workspace.say("Look")
    answer(client, parent_ts)
    page.get_by_role("button", name="1 reply").click()
    expect(page).to_have_title(re.compile("#general"))
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("#general"))
    expect(page.get_by_role("main")).to_be_visible()
    channels = page.get_by_role("navigation", name="Channels")
    expect(channels.get_by_role("link", name="general")).to_have_attribute("aria-current", "page")
    expect(page.get_by_role("log", name="general", exact=True)).to_be_visible()
    expect(page.get_by_role("log", name="Thread #general")).to_be_visible()
    replies = thread_pane(page).get_by_role("article")
    expect(replies.last).to_have_accessible_name(
        re.compile(f"Describe, app, .*{WHOLE_ANSWER[:40]}")
    )
    unnamed = page.get_by_role("button").evaluate_all(
        "nodes => nodes.filter(node => !node.ariaLabel && !node.textContent.trim()).length"
    )
    assert unnamed == 0


def test_nothing_sticks_out_on_a_phone(
    phone: Page, workspace: Workspace, client: WebClient
) -> None:
    """At 360 px nothing scrolls sideways, however long a word, a name or a line of code."""
    long = "unbreakable" * 20
    shared = workspace.share((f"{long}.png", png(width_px=900)), ("tall.png", CAT.body))
    client.chat_postMessage(
        channel=GENERAL,
        thread_ts=shared.message_ts,
        text=long,
        attachments=[{"color": "#1F6F8B", "title": long, "text": f"`{long}`\n```{long}```"}],
    )
    expect(phone.get_by_role("button", name="1 reply")).to_be_visible()
    assert sideways_px(phone) <= 0
    phone.get_by_role("button", name="1 reply").click()
    expect(phone.locator(".attachment")).to_be_visible()
    assert sideways_px(phone) <= 0
    phone.get_by_role("button", name="Back to the channel").click()
    drop(phone, "#channel-log", PictureFile(f"{long}.png", DOG.body))
    expect(phone.get_by_role("button", name=f"Remove {long}")).to_be_visible()
    assert sideways_px(phone) <= 0


def test_channels_are_behind_a_button_on_a_phone(phone: Page) -> None:
    """The menu opens over the messages, takes the keyboard along, and closes on a choice."""
    menu = phone.get_by_role("navigation", name="Channels")
    expect(menu).to_be_hidden()
    phone.get_by_role("button", name="Open the channel list").press("Enter")
    expect(menu.get_by_role("link", name="general")).to_be_focused()
    phone.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    phone.get_by_role("button", name="Open the channel list").press("Enter")
    menu.get_by_role("link", name="photos").click()
    expect(menu).to_be_hidden()
    expect(phone.get_by_role("log", name="photos")).to_be_visible()


# Colors of the page itself

STYLE = (Path(bot.demo.__file__).parent / "page" / "style.css").read_text(encoding="utf-8")
TEXT_ON_GROUND = [
    ("ink", "paper"),
    ("ink", "rail"),
    ("ink", "wash"),
    ("quiet", "paper"),
    ("quiet", "rail"),
    ("quiet", "raised"),
    ("quiet", "wash"),
    ("accent", "paper"),
    ("accent", "wash"),
    ("accent-strong", "wash"),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("code", "raised"),
    ("danger", "paper"),
    ("danger", "danger-wash"),
    ("danger", "wash"),
]


def palette(scheme: str) -> dict[str, str]:
    """The custom properties of a color scheme, "light" or "dark", as "#rrggbb"."""
    light, dark = STYLE.split("@media (prefers-color-scheme: dark)")
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", light if scheme == "light" else dark))


def luminance(color: str) -> float:
    """Relative luminance, 0..1. Source: WCAG 2.2."""
    shares = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT_ON_GROUND)
def test_text_stands_out(scheme: str, text: str, ground: str) -> None:
    """Every text color reaches 4.5:1 on every ground it is used on. Source: WCAG 2.2, 1.4.3."""
    colors = palette(scheme)
    dim, bright = sorted((luminance(colors[text]), luminance(colors[ground])))
    assert (bright + 0.05) / (dim + 0.05) >= 4.5
