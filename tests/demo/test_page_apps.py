"""The demo page in a real browser: what an app offers, used by a person."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Locator, Page, expect

from bot.demo.workspace import DIRECT, GENERAL, PERSON_ID, Workspace
from tests.demo.browser import DOG, choose, message, sideways_px
from tests.demo.little_app import REPLY, LittleApp


def modal(page: Page, title: str = "Settings") -> Locator:
    return page.get_by_role("dialog", name=title)


def open_settings(page: Page, app: LittleApp) -> Locator:
    """The app's modal, opened by a button on a message."""
    app.client.chat_postMessage(channel=GENERAL, text="Reply", blocks=REPLY)
    message(page, "Reply").get_by_role("button", name="Settings").click()
    expect(modal(page)).to_be_visible()
    return modal(page)


# Messages


def test_a_shortcut_is_in_the_message_menu(
    page: Page, workspace: Workspace, app: LittleApp
) -> None:
    """It is named after the manifest, reaches the app, and its private answer is seen."""
    shared = workspace.share(("dog.png", DOG.body))
    choose(page, message(page, "1 file"), "Describe this picture")
    payload = app.wait_for("message_action")
    assert payload["callback_id"] == "describe_picture"
    assert payload["message"]["files"][0]["id"] == shared.file_ids[0]
    expect(message(page, "only visible to you, A dog")).to_be_visible()


def test_a_button_of_an_ephemeral_message(page: Page, workspace: Workspace, app: LittleApp) -> None:
    """Buttons work where only one person sees them."""
    workspace.say("Look")
    choose(page, message(page, "Look"), "Describe this picture")
    message(page, "A dog").get_by_role("button", name="Settings").click()
    expect(modal(page)).to_be_visible()
    assert app.wait_for("block_actions")["container"]["is_ephemeral"] is True


def test_a_click_may_be_asked_about(page: Page, app: LittleApp) -> None:
    """Block Kit's confirmation is a dialog with the app's words; only agreeing sends the click."""
    app.client.chat_postMessage(channel=GENERAL, text="Reply", blocks=REPLY)
    remove = message(page, "Reply").get_by_role("button", name="Remove", exact=True)
    remove.click()
    question = page.get_by_role("dialog", name="Remove the reply?")
    expect(question.get_by_text("Everybody sees that it is gone.")).to_be_visible()
    question.get_by_role("button", name="Keep it").click()
    expect(question).to_have_count(0)
    expect(remove).to_be_focused()
    assert app.heard_of("block_actions") == 0
    remove.click()
    question.get_by_role("button", name="Remove it").click()
    assert app.wait_for("block_actions")["actions"][0]["action_id"] == "remove"


# Modals


def test_a_form_is_filled_in_and_sent(page: Page, workspace: Workspace, app: LittleApp) -> None:
    """Every kind of field reaches the app with what was put in; the modal closes."""
    form = open_settings(page, app)
    form.get_by_role("textbox", name="Caption").fill("A dog")
    form.get_by_role("radio", name="Never").check()
    form.get_by_role("combobox", name="Language").select_option("German")
    form.locator("summary").click()
    form.get_by_role("group", name="Hide").get_by_role("checkbox", name="Cats").check()
    form.get_by_role("group", name="Show").get_by_role("checkbox", name="The sea").check()
    form.get_by_role("textbox", name="Confidence floor").fill("70")
    form.get_by_label("Quiet from").fill("23:15")
    form.get_by_role("button", name="Save").click()
    view = app.wait_for("view_submission")["view"]
    values = {name: inner[name] for name, inner in view["state"]["values"].items()}
    assert values["caption"]["value"] == "A dog"
    assert values["when"]["selected_option"]["value"] == "off"
    assert values["language"]["selected_option"]["value"] == "de"
    assert [each["value"] for each in values["tags"]["selected_options"]] == ["cat"]
    assert [each["value"] for each in values["show"]["selected_options"]] == ["sea"]
    assert (values["floor"]["value"], values["quiet"]["selected_time"]) == ("70", "23:15")
    assert view["private_metadata"] == GENERAL
    expect(form).to_be_hidden()
    expect(message(page, "Reply").get_by_role("button", name="Settings")).to_be_focused()


def test_what_is_wrong_is_told_at_its_field(page: Page, app: LittleApp) -> None:
    """The form's own refusals, then the app's; what was typed stays, the keyboard goes there."""
    form = open_settings(page, app)
    caption = form.get_by_role("textbox", name="Caption")
    form.get_by_role("button", name="Save").click()
    expect(caption).to_be_focused()
    expect(caption).to_have_attribute("aria-invalid", "true")
    expect(form.get_by_role("alert").get_by_text("Please complete this")).to_have_count(2)
    assert app.heard_of("view_submission") == 0
    caption.fill("A cat")
    form.get_by_role("combobox", name="Language").select_option("German")
    app.errors = {"caption": "It is a dog."}
    form.get_by_role("button", name="Save").click()
    expect(form.get_by_text("It is a dog.")).to_be_visible()
    expect(caption).to_have_accessible_description("It is a dog.")
    expect(caption).to_have_value("A cat")
    app.errors = {}
    caption.fill("A dog")
    form.get_by_role("button", name="Save").click()
    expect(form).to_be_hidden()


def test_an_app_that_is_gone_is_told(page: Page, app: LittleApp) -> None:
    """A form that nobody takes stays, with a sentence."""
    form = open_settings(page, app)
    form.get_by_role("textbox", name="Caption").fill("A dog")
    form.get_by_role("combobox", name="Language").select_option("German")
    app.close()
    form.get_by_role("button", name="Save").click()
    expect(form.get_by_role("alert").get_by_text("trouble connecting")).to_be_visible()
    expect(form.get_by_role("textbox", name="Caption")).to_have_value("A dog")


def test_a_pushed_view_goes_back(page: Page, workspace: Workspace, app: LittleApp) -> None:
    """A view on top has a way back, and what was typed below is still there."""
    form = open_settings(page, app)
    form.get_by_role("textbox", name="Caption").fill("A dog")
    form.get_by_role("button", name="Details").click()
    details = modal(page, "Details")
    expect(details.get_by_text("All there is to say.")).to_be_visible()
    details.get_by_role("button", name="Back").click()
    expect(form.get_by_role("textbox", name="Caption")).to_have_value("A dog")
    state = app.wait_for("block_actions", 2)["view"]["state"]["values"]
    assert state["caption"]["caption"]["value"] == "A dog"


@pytest.mark.parametrize("how", ["Escape", "Cancel", "Close"])
def test_closing_a_modal(page: Page, workspace: Workspace, app: LittleApp, how: str) -> None:
    """Escape and the button close it, the cross clears it; the app that asked is told."""
    form = open_settings(page, app)
    if how == "Escape":
        page.keyboard.press("Escape")
    else:
        form.get_by_role("button", name=how, exact=True).click()
    expect(form).to_be_hidden()
    assert app.wait_for("view_closed")["is_cleared"] == (how == "Close")
    assert workspace.views == {}


def test_the_app_changes_an_open_modal(page: Page, workspace: Workspace, app: LittleApp) -> None:
    """views.update shows at once; untouched fields keep what was typed and the keyboard."""
    form = open_settings(page, app)
    caption = form.get_by_role("textbox", name="Caption")
    caption.fill("A dog")
    (view,) = workspace.views.values()
    asked = {name: view[name] for name in ("type", "title", "submit", "blocks")}
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "News"}}, *view["blocks"]]
    app.client.views_update(view_id=view["id"], view={**asked, "blocks": blocks})
    expect(form.get_by_text("News")).to_be_visible()
    expect(caption).to_have_value("A dog")
    expect(caption).to_be_focused()


def test_a_choice_that_is_no_longer_offered(
    page: Page, workspace: Workspace, app: LittleApp
) -> None:
    """When the app takes an option away, what was chosen of it is forgotten."""
    form = open_settings(page, app)
    form.get_by_role("combobox", name="Language").select_option("German")
    (view,) = workspace.views.values()
    asked = {name: view[name] for name in ("type", "title", "submit", "blocks")}
    shortened = json.loads(json.dumps(asked))
    shortened["blocks"][2]["element"]["options"].pop(1)
    app.client.views_update(view_id=view["id"], view=shortened)
    expect(form.get_by_role("option", name="German")).to_have_count(0)
    form.get_by_role("button", name="Details").click()
    values = app.wait_for("block_actions", 2)["view"]["state"]["values"]
    assert values["language"]["language"]["selected_option"] is None


def test_a_modal_holds_the_keyboard(page: Page, app: LittleApp) -> None:
    """Tab never leaves it while it is open."""
    open_settings(page, app)
    for _ in range(30):
        page.keyboard.press("Tab")
        assert page.evaluate(
            "document.activeElement === document.body || "
            "document.activeElement.closest('dialog') !== null"
        )


def test_a_modal_fits_a_phone(phone: Page, app: LittleApp) -> None:
    """Nothing sticks out at 360 px, and the buttons are in sight."""
    form = open_settings(phone, app)
    expect(form.get_by_role("button", name="Save")).to_be_in_viewport()
    overflow = form.evaluate("node => node.scrollWidth - node.clientWidth")
    assert overflow <= 0
    assert sideways_px(phone) <= 0


# The Home tab


def test_the_home_tab(page: Page, workspace: Workspace, app: LittleApp) -> None:
    """Opening it tells the app; what it publishes is shown, and its controls work."""
    page.get_by_role("link", name="Describe").click()
    assert app.wait_for("app_home_opened")["tab"] == "messages"
    page.get_by_role("link", name="Home", exact=True).click()
    home = page.get_by_role("region", name="Home")
    expect(home.get_by_role("heading", name="Welcome")).to_be_visible()
    expect(page.get_by_role("textbox", name="Message Describe")).to_be_hidden()
    home.get_by_role("combobox", name="Language").select_option("Japanese")
    action = app.wait_for("block_actions")["actions"][0]
    assert action["selected_option"]["value"] == "ja"
    home.get_by_role("button", name="More options").click()
    page.get_by_role("menuitem", name="Switch off").click()
    payload = app.wait_for("block_actions", 2)
    assert payload["actions"][0]["selected_option"]["value"] == "off"
    assert payload["view"]["type"] == "home"
    chosen = payload["view"]["state"]["values"]["home"]["language"]["selected_option"]
    assert chosen["value"] == "ja"
    home.get_by_role("button", name="Your settings").click()
    expect(modal(page)).to_be_visible()


def test_the_home_tab_has_an_address(page: Page, workspace: Workspace, app: LittleApp) -> None:
    """#CHANNEL/home opens it at once."""
    page.goto(f"{workspace.url}/#{DIRECT}/home")
    page.reload()
    expect(page.get_by_role("heading", name="Welcome")).to_be_visible()
    assert app.wait_for("app_home_opened")["user"] == PERSON_ID


def test_a_menu_by_keyboard(page: Page, workspace: Workspace, app: LittleApp) -> None:
    """Arrows go through it, Escape closes it and gives the keyboard back, Enter chooses."""
    workspace.say("Look")
    message(page, "Look").focus()
    button = message(page, "Look").get_by_role("button", name="More actions")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitem", name="Describe this picture")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("menuitem", name="Edit message")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("menu")).to_have_count(0)
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    assert app.wait_for("message_action")["type"] == "message_action"
