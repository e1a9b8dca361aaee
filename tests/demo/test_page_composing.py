"""The demo page in a real browser: sharing pictures, writing messages."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from bot.demo.workspace import GENERAL, Workspace
from tests.demo.browser import CAT, DOG, PictureFile, channel_pane, drop, paste, send_pending

# Sharing pictures


def expect_shared(page: Page, workspace: Workspace, *files: PictureFile) -> None:
    for each in files:
        alt = f"Picture {each.name}, no description by its author"
        expect(channel_pane(page).get_by_role("img", name=alt)).to_be_visible()
    [message] = workspace.messages(GENERAL)
    assert [each["name"] for each in message["files"]] == [each.name for each in files]


def test_dropped_pictures_are_shared_in_one_message(page: Page, workspace: Workspace) -> None:
    """Pictures dropped anywhere on the channel wait in its message box and leave together."""
    drop(page, "#channel-log", DOG, CAT)
    send_pending(page, "dog.png", "cat.png")
    expect_shared(page, workspace, DOG, CAT)


def test_pasted_picture_is_shared(page: Page, workspace: Workspace) -> None:
    """A picture pasted into the message box is shared."""
    paste(page, "#channel-text", DOG)
    send_pending(page, "dog.png")
    expect_shared(page, workspace, DOG)


def test_chosen_pictures_are_shared(page: Page, workspace: Workspace) -> None:
    """The button of the message box takes several files from the disk."""
    with page.expect_file_chooser() as choosing:
        channel_pane(page).get_by_role("button", name="Add pictures").click()
    assert choosing.value.is_multiple()
    choosing.value.set_files([each.as_payload() for each in (DOG, CAT)])
    send_pending(page, "dog.png", "cat.png")
    expect_shared(page, workspace, DOG, CAT)


def test_author_describes_a_picture(page: Page, workspace: Workspace) -> None:
    """A description typed beside a waiting picture becomes its alt text, here and in the file."""
    drop(page, "#channel-log", DOG)
    field = page.get_by_role("textbox", name="Description (alt text) of dog.png, optional")
    field.fill("My dog Rex")
    field.press("Enter")
    expect(channel_pane(page).get_by_role("img", name="My dog Rex", exact=True)).to_be_visible()
    assert workspace.messages(GENERAL)[0]["files"][0]["alt_txt"] == "My dog Rex"


def test_waiting_picture_can_be_removed(page: Page, workspace: Workspace) -> None:
    """A file taken out of the message box is not sent, and the others are."""
    drop(page, "#channel-log", DOG, CAT)
    page.get_by_role("button", name="Remove dog.png").click()
    expect(page.get_by_text("dog.png")).to_have_count(0)
    send_pending(page, "cat.png")
    expect_shared(page, workspace, CAT)


def test_file_that_is_no_picture_is_a_link(page: Page, workspace: Workspace) -> None:
    """A text file is shared as a link to it, without a description field."""
    drop(page, "#channel-log", PictureFile("notes.txt", b"hello", "text/plain"))
    expect(page.get_by_role("textbox", name=re.compile("notes.txt"))).to_have_count(0)
    send_pending(page, "notes.txt")
    expect(channel_pane(page).get_by_role("link", name="notes.txt")).to_be_visible()


def test_empty_channel_says_how_to_begin(page: Page) -> None:
    """A first-time visitor reads what to do, with the mouse and with the keyboard."""
    expect(page.get_by_text("Drop a picture here. Describe answers in its thread.")).to_be_visible()
    with page.expect_file_chooser():
        page.get_by_role("button", name="Choose a picture").press("Enter")


def test_empty_channel_without_the_bot_promises_nothing(page: Page) -> None:
    """Where the bot is no member, a visitor reads that no answer will come."""
    page.get_by_role("link", name="planning").click()
    expect(
        page.get_by_text("Describe is not in this channel and will not answer here.")
    ).to_be_visible()
    expect(page.get_by_text("Describe answers in its thread.")).to_have_count(0)


# Writing


def test_refused_message_is_kept(page: Page, workspace: Workspace) -> None:
    """What could not be sent stays in the box, with a sentence that says why."""
    box = page.get_by_role("textbox", name="Message #general")
    drop(page, "#channel-log", DOG)
    box.fill("Look")
    workspace.stop()
    box.press("Enter")
    alert = channel_pane(page).get_by_role("alert")
    expect(alert).to_contain_text("What you wrote is kept")
    expect(box).to_have_value("Look")
    expect(page.get_by_role("button", name="Remove dog.png")).to_be_visible()


def test_unknown_command_is_explained(page: Page) -> None:
    """A command nobody answers to stays in the box, with a sentence."""
    box = page.get_by_role("textbox", name="Message #general")
    box.fill("/nothing")
    box.press("Enter")
    expect(channel_pane(page).get_by_role("alert")).not_to_be_empty()
    expect(box).to_have_value("/nothing")


def test_commands_are_offered(page: Page) -> None:
    """Typing a slash lists the commands; Enter completes, and then sends."""
    box = page.get_by_role("textbox", name="Message #general")
    box.press_sequentially("/d")
    option = page.get_by_role("option", name="/describe")
    expect(option).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", str(option.get_attribute("id")))
    box.press("Enter")
    expect(box).to_have_value("/describe ")
    expect(option).to_have_count(0)
    with page.expect_request("**/page/api/messages") as sending:
        box.press("Enter")
    assert "/describe" in (sending.value.post_data or "")


def test_each_conversation_keeps_its_draft(page: Page) -> None:
    """A draft waits in its channel while another is looked at."""
    page.get_by_role("textbox", name="Message #general").fill("half a thou")
    page.get_by_role("link", name="photos").click()
    expect(page.get_by_role("textbox", name="Message #photos")).to_have_value("")
    page.get_by_role("link", name="general").click()
    expect(page.get_by_role("textbox", name="Message #general")).to_have_value("half a thou")


def test_shift_enter_starts_a_line(page: Page, workspace: Workspace) -> None:
    """Shift+Enter makes a new line, Enter sends both."""
    box = page.get_by_role("textbox", name="Message #general")
    box.press_sequentially("one")
    box.press("Shift+Enter")
    box.press_sequentially("two")
    box.press("Enter")
    expect(page.get_by_role("article", name=re.compile("one two"))).to_be_visible()
    assert workspace.messages(GENERAL)[0]["text"] == "one\ntwo"


def test_message_can_be_liked_and_deleted(page: Page, workspace: Workspace) -> None:
    """A person likes any message and deletes their own."""
    workspace.say("Look")
    message = page.get_by_role("article", name=re.compile("Look"))
    message.hover()
    message.get_by_role("button", name="Like").click()
    expect(message.get_by_role("button", name="+1, 1 person")).to_have_attribute(
        "aria-pressed", "true"
    )
    message.hover()
    message.get_by_role("button", name="More actions").click()
    page.get_by_role("menuitem", name="Delete message").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(message).to_have_count(0)
    expect(page.get_by_role("button", name="Choose a picture")).to_be_visible()
