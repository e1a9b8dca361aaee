"""The demo page in a real browser: reactions, mentions, edits, and two people."""

from __future__ import annotations

import re
from dataclasses import replace

from playwright.sync_api import Browser, Page, expect

from bot.demo.manifest import TRIAL
from bot.demo.workspace import (
    DIRECT,
    GENERAL,
    OTHER_PERSON_ID,
    PERSON_ID,
    PRIVATE,
    Workspace,
)
from tests.demo.browser import CAT, DOG, choose, drop, message, send_pending, visit
from tests.demo.little_app import LittleApp


def choose_for_file(page: Page, name: str, entry: str) -> None:
    page.get_by_role("button", name=f"Actions for {name}").click()
    page.get_by_role("menuitem", name=entry).click()


def view_as(page: Page, name: str) -> None:
    page.get_by_role("combobox", name="You are").select_option(name)


# Reactions and mentions


def test_a_reaction_from_the_board(page: Page, workspace: Workspace, app: LittleApp) -> None:
    """Any emoji of the board is given, shown and taken back, and the app hears it."""
    workspace.say("Look")
    article = message(page, "Look")
    article.hover()
    article.get_by_role("button", name="Add reaction").click()
    page.get_by_role("button", name="frame with picture").click()
    given = article.get_by_role("button", name="frame with picture, 1 person")
    expect(given).to_have_attribute("aria-pressed", "true")
    assert app.wait_for("reaction_added")["reaction"] == "frame_with_picture"
    given.click()
    expect(given).to_have_count(0)
    assert app.wait_for("reaction_removed")["user"] == PERSON_ID


def test_mentioning_the_bot(page: Page, workspace: Workspace, app: LittleApp) -> None:
    """Typing @ offers who can be mentioned; in a thread the mention names its parent."""
    parent = workspace.say("Look")
    article = message(page, "Look")
    article.hover()
    article.get_by_role("button", name="Reply in thread").click()
    box = page.get_by_role("textbox", name="Reply in this thread")
    box.press_sequentially("hey @des")
    expect(page.get_by_role("option", name="@describe")).to_be_visible()
    box.press("Enter")
    expect(box).to_have_value("hey @describe ")
    box.press_sequentially("what is this?")
    box.press("Enter")
    mention = app.wait_for("app_mention")
    assert mention["text"] == f"hey <@{workspace.bot_user_id}> what is this?"
    assert mention["thread_ts"] == parent


def test_mentioning_the_bot_with_a_picture(
    page: Page, workspace: Workspace, app: LittleApp
) -> None:
    """The mention comes without files, and the message event with them."""
    page.get_by_role("textbox", name="Message #general").fill("@Describe what is this?")
    drop(page, "#channel-log", DOG)
    send_pending(page, "dog.png")
    assert "files" not in app.wait_for("app_mention")
    assert app.wait_for("message")["files"][0]["name"] == "dog.png"


def test_a_picture_in_a_direct_message(page: Page, workspace: Workspace, app: LittleApp) -> None:
    """The bot hears of it as it does in a channel."""
    page.get_by_role("link", name="Describe").click()
    drop(page, "#channel-log", DOG)
    page.get_by_role("textbox", name="Message Describe").press("Enter")
    assert app.wait_for("file_shared")["channel_id"] == DIRECT
    assert app.wait_for("message")["channel_type"] == "im"


def test_an_app_that_takes_no_messages(chrome: Browser) -> None:
    """Where the manifest leaves the Messages tab off there is no message box, and a sentence."""
    with (
        Workspace(manifest=replace(TRIAL, takes_messages=False)) as workspace,
        visit(chrome, workspace.url) as seen,
    ):
        seen.page.get_by_role("link", name="Describe").click()
        expect(seen.page.get_by_text("Sending messages to this app has been")).to_be_visible()
        expect(seen.page.get_by_role("textbox", name="Message Describe")).to_be_hidden()
        assert seen.faults == []


# Changing and deleting


def test_editing_a_message(page: Page, workspace: Workspace, app: LittleApp) -> None:
    """The words come back as they were typed, and the change is marked and told."""
    workspace.say(f"<@{workspace.bot_user_id}> look at <https://example.org/x> &amp; that")
    choose(page, message(page, "look at"), "Edit message")
    field = page.get_by_role("dialog", name="Edit message").get_by_role("textbox")
    expect(field).to_have_value("@describe look at https://example.org/x & that")
    expect(field).to_be_focused()
    field.fill("look at this")
    page.get_by_role("button", name="Save").click()
    expect(message(page, "look at this, edited")).to_be_visible()
    assert app.wait_for("message", 2)["subtype"] == "message_changed"


def test_deleting_a_message(page: Page, workspace: Workspace, app: LittleApp) -> None:
    """It is asked about once, is gone, and told."""
    workspace.say("Look")
    choose(page, message(page, "Look"), "Delete message")
    question = page.get_by_role("dialog", name="Delete this message?")
    question.get_by_role("button", name="Cancel").click()
    expect(message(page, "Look")).to_be_visible()
    choose(page, message(page, "Look"), "Delete message")
    question.get_by_role("button", name="Delete").click()
    expect(message(page, "Look")).to_have_count(0)
    assert app.wait_for("message", 2)["subtype"] == "message_deleted"


def test_describing_a_picture_later(page: Page, workspace: Workspace, app: LittleApp) -> None:
    """Alt text is added and then edited where the picture stands."""
    workspace.share(("dog.png", DOG.body))
    choose_for_file(page, "dog.png", "Add description")
    page.get_by_role("dialog", name="Description").get_by_role("textbox").fill("My dog")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("img", name="My dog", exact=True)).to_be_visible()
    assert app.wait_for("file_change")["user_id"] == PERSON_ID
    choose_for_file(page, "dog.png", "Edit description")
    field = page.get_by_role("dialog", name="Description").get_by_role("textbox")
    expect(field).to_have_value("My dog")


def test_taking_one_picture_out(page: Page, workspace: Workspace, app: LittleApp) -> None:
    """The other stays in the message; the app hears the change and the deletion."""
    workspace.share(("dog.png", DOG.body), ("cat.png", CAT.body))
    choose_for_file(page, "dog.png", "Remove from message")
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.get_by_role("img", name=re.compile("dog.png"))).to_have_count(0)
    expect(page.get_by_role("img", name=re.compile("cat.png"))).to_be_visible()
    assert [each["name"] for each in app.wait_for("message", 2)["message"]["files"]] == ["cat.png"]
    assert app.wait_for("file_deleted")["type"] == "file_deleted"


def test_deleting_a_file(page: Page, workspace: Workspace, app: LittleApp) -> None:
    """The message keeps its place."""
    workspace.share(("dog.png", DOG.body), text="Look")
    choose_for_file(page, "dog.png", "Delete file")
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(message(page, "Look").get_by_text("This file was deleted.")).to_be_visible()
    assert app.wait_for("file_deleted")["type"] == "file_deleted"


# Two people


def test_the_page_is_the_others(page: Page, workspace: Workspace, app: LittleApp) -> None:
    """Posts are theirs, own messages are others', and private answers are not seen."""
    app.client.chat_postEphemeral(channel=GENERAL, user=PERSON_ID, text="For Alex")
    app.client.chat_postEphemeral(channel=GENERAL, user=OTHER_PERSON_ID, text="For Sam")
    expect(message(page, "For Alex")).to_be_visible()
    view_as(page, "Sam Okafor (admin)")
    expect(message(page, "For Sam")).to_be_visible()
    expect(message(page, "For Alex")).to_have_count(0)
    box = page.get_by_role("textbox", name="Message #general")
    box.fill("Hallo")
    box.press("Enter")
    expect(message(page, "Sam Okafor, .*Hallo")).to_be_visible()
    assert workspace.messages(GENERAL)[0]["user"] == OTHER_PERSON_ID
    page.reload()
    expect(page.get_by_role("combobox", name="You are")).to_have_value(OTHER_PERSON_ID)


def test_who_may_do_what(page: Page, workspace: Workspace, app: LittleApp) -> None:
    """One edits one's own; an admin also deletes others'; others have neither."""
    workspace.share(("dog.png", DOG.body), text="Mine")
    workspace.say("Sam's", user=OTHER_PERSON_ID)
    theirs = message(page, "Sam's")
    theirs.hover()
    theirs.get_by_role("button", name="More actions").click()
    expect(page.get_by_role("menuitem")).to_have_text([re.compile("Describe this picture")])
    page.keyboard.press("Escape")
    view_as(page, "Sam Okafor (admin)")
    mine = message(page, "Mine")
    expect(mine.get_by_role("button", name="Actions for dog.png")).to_have_count(0)
    mine.hover()
    mine.get_by_role("button", name="More actions").click()
    expect(page.get_by_role("menuitem", name="Delete message")).to_be_visible()
    expect(page.get_by_role("menuitem", name="Edit message")).to_have_count(0)


def test_each_has_a_conversation_with_the_bot(
    page: Page, workspace: Workspace, app: LittleApp
) -> None:
    """Switching the person in a direct message leads to the other's own."""
    workspace.say("Only for the bot", channel=DIRECT)
    page.get_by_role("link", name="Describe").click()
    expect(message(page, "Only for the bot")).to_be_visible()
    view_as(page, "Sam Okafor (admin)")
    expect(page.get_by_role("textbox", name="Message Describe")).to_be_visible()
    expect(message(page, "Only for the bot")).to_have_count(0)
    expect(page.get_by_role("link", name="Home", exact=True)).to_be_visible()


def test_a_persons_language(page: Page, workspace: Workspace, app: LittleApp) -> None:
    """It is set on the page, and told by users.info."""
    page.get_by_role("combobox", name="Language").select_option("de-DE")
    assert workspace.wait_until(lambda: workspace._state.users[PERSON_ID].locale == "de-DE")
    user = app.client.users_info(user=PERSON_ID, include_locale=True)["user"]
    assert user["locale"] == "de-DE"


def test_inviting_the_bot(page: Page, workspace: Workspace, app: LittleApp) -> None:
    """A member lets it in where it was not, and puts it out again."""
    page.get_by_role("link", name="planning").click()
    page.get_by_role("button", name="Invite Describe").click()
    expect(message(page, "has joined the channel")).to_be_visible()
    assert app.wait_for("member_joined_channel")["channel"] == PRIVATE
    page.get_by_role("button", name="Remove Describe").click()
    expect(page.get_by_role("button", name="Invite Describe")).to_be_visible()
    assert workspace.bot_user_id not in workspace._state.channels[PRIVATE].members


def test_permalinks_lead_to_the_page(page: Page, workspace: Workspace, app: LittleApp) -> None:
    """A message's link opens its thread."""
    ts = workspace.say("Look")
    workspace.say("me too", thread_ts=ts)
    link = app.client.chat_getPermalink(channel=GENERAL, message_ts=ts)["permalink"]
    page.goto(str(link))
    expect(page.get_by_role("region", name=re.compile("Thread"))).to_contain_text("me too")
