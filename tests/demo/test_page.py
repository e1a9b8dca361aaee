"""The demo page in a real browser, on the real workspace, the bot speaking through slack_sdk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Locator, Page, expect
from slack_sdk import WebClient

import bot.demo
from bot.demo.workspace import GENERAL, PERSON_ID, PHOTOS, Workspace
from tests.demo.browser import PictureFile, chromium, drop, paste, png, sideways_px, visit

WHOLE_ANSWER = "Machine description: A dog on a beach, 94 % sure. Accent color: dark cyan #1F6F8B."
STOPPED = "The workspace has stopped. Start it again with make demo."
DOG = PictureFile("dog.png", png())
CAT = PictureFile("cat.png", png("#B7471D", 80, 300))
ANSWER_HEADING = [
    {"type": "context", "elements": [{"type": "mrkdwn", "text": "Machine description:"}]}
]
ANSWER_BLOCKS = [
    {"type": "section", "text": {"type": "mrkdwn", "text": "*A dog on a beach*"}},
    {
        "type": "actions",
        "block_id": "answer",
        "elements": [
            {
                "type": "button",
                "action_id": "again",
                "value": "F1",
                "text": {"type": "plain_text", "text": "Describe again"},
            }
        ],
    },
]
HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "<javascript:alert(1)|x>",
    "<data:text/html,<script>alert(1)</script>|y>",
    "<script>alert(1)</script>",
    '<https://example.org/" onmouseover=alert(1)|z>',
    "&lt;b&gt;",
    "&amp;lt;i&amp;gt;",
    "<!channel>",
    "<@UNOBODY>",
)
SAFE_TAGS = {"P", "A", "STRONG", "EM", "S", "CODE", "PRE", "BLOCKQUOTE", "UL", "OL", "LI", "SPAN"}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture
def workspace() -> Iterator[Workspace]:
    with Workspace() as running:
        yield running


@pytest.fixture
def page(browser: Browser, workspace: Workspace) -> Iterator[Page]:
    """The general channel on a wide screen. Whatever a test does, nothing else may be asked."""
    with visit(browser, workspace.url) as seen:
        yield seen.page
        assert seen.faults == []
        assert seen.hosts == {workspace.url.removeprefix("http://")}


@pytest.fixture
def phone(browser: Browser, workspace: Workspace) -> Iterator[Page]:
    with visit(browser, workspace.url, width_px=360, height_px=740) as seen:
        yield seen.page
        assert seen.faults == []


@pytest.fixture
def client(workspace: Workspace) -> WebClient:
    return WebClient(token=workspace.bot_token, base_url=workspace.api_url)


def channel_pane(page: Page) -> Locator:
    return page.get_by_role("region", name="general", exact=True)


def thread_pane(page: Page) -> Locator:
    return page.get_by_role("region", name=re.compile("^Thread"))


def answer(client: WebClient, thread_ts: str, channel: str = GENERAL) -> str:
    """Replies as the bot does, and returns the reply's `ts`."""
    posted = client.chat_postMessage(
        channel=channel,
        thread_ts=thread_ts,
        text=WHOLE_ANSWER,
        blocks=ANSWER_HEADING,
        attachments=[{"color": "#1F6F8B", "fallback": "A dog", "blocks": ANSWER_BLOCKS}],
    )
    return str(posted["ts"])


# Sharing pictures


def send_pending(page: Page, *names: str) -> None:
    """Waits until the files wait in the message box, then presses Enter there."""
    pending = channel_pane(page).get_by_role("list", name="Files to send")
    for name in names:
        expect(pending.get_by_text(name)).to_be_visible()
    page.get_by_role("textbox", name="Message #general").press("Enter")


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


# The bot's answer


def test_answer_is_seen_without_looking_for_it(
    page: Page, workspace: Workspace, client: WebClient
) -> None:
    """Where there is room, the thread of a picture just posted opens and shows the answer."""
    drop(page, "#channel-log", DOG)
    send_pending(page, "dog.png")
    expect(thread_pane(page)).to_be_visible()
    answer(client, workspace.messages(GENERAL)[0]["ts"])
    expect(thread_pane(page).get_by_text("A dog on a beach")).to_be_in_viewport()
    expect(page.get_by_role("textbox", name="Message #general")).to_be_focused()


def test_answer_is_read_under_its_picture(
    phone: Page, workspace: Workspace, client: WebClient
) -> None:
    """With the thread closed, its last reply stands under the message, and opens the thread."""
    shared = workspace.share(("dog.png", DOG.body))
    answer(client, shared.message_ts)
    summary = phone.get_by_role("button", name="1 reply")
    expect(summary).to_contain_text(f"Describe: {WHOLE_ANSWER}")
    expect(summary).to_be_in_viewport()
    summary.click()
    expect(thread_pane(phone).get_by_text("A dog on a beach")).to_be_in_viewport()
    expect(channel_pane(phone)).to_be_hidden()
    phone.get_by_role("button", name="Back to the channel").click()
    expect(summary).to_be_focused()


def test_answer_is_announced_by_its_text(
    page: Page, workspace: Workspace, client: WebClient
) -> None:
    """A screen reader hears the message's top-level text, not its blocks; an edit, once more."""
    announcements = page.get_by_role("log", name="New messages")
    expect(announcements).to_have_attribute("aria-live", "polite")
    parent_ts = workspace.say("Look")
    reply_ts = answer(client, parent_ts)
    expect(announcements.locator("p").last).to_have_text(
        f"Describe replied in the thread: {WHOLE_ANSWER}"
    )
    assert "Describe again" not in announcements.inner_text()
    client.chat_update(channel=GENERAL, ts=reply_ts, text="Two pictures.")
    expect(announcements.locator("p").last).to_have_text("Describe edited: Two pictures.")
    assert "Look" not in announcements.inner_text()


def test_edit_is_live(page: Page, workspace: Workspace, client: WebClient) -> None:
    """An edited message changes where it stands, says so, and keeps the keyboard's place."""
    ts = str(client.chat_postMessage(channel=GENERAL, text="Looking")["ts"])
    message = page.get_by_role("article", name=re.compile("Looking"))
    message.focus()
    client.chat_update(channel=GENERAL, ts=ts, text="*Found* it")
    edited = page.get_by_role("article", name=re.compile("Found it, edited"))
    expect(edited).to_be_focused()
    expect(edited.get_by_text("(edited)")).to_be_visible()
    expect(page.get_by_role("article")).to_have_count(1)
    assert len(workspace.messages(GENERAL)) == 1


def test_color_bar(page: Page, workspace: Workspace, client: WebClient) -> None:
    """An attachment's color is the bar at its left."""
    client.chat_postMessage(
        channel=GENERAL, text="Answer", attachments=[{"color": "#1F6F8B", "text": "Body"}]
    )
    attachment = page.locator(".attachment")
    expect(attachment).to_have_text("Body")
    color = attachment.evaluate("node => getComputedStyle(node, '::before').backgroundColor")
    assert color == "rgb(31, 111, 139)"


def test_pressed_button_reaches_the_workspace(
    page: Page, workspace: Workspace, client: WebClient
) -> None:
    """A press tells the message, the block, the action and its value."""
    parent_ts = workspace.say("Look")
    reply_ts = answer(client, parent_ts)
    page.get_by_role("button", name="1 reply").click()
    with page.expect_request("**/page/api/interactions") as pressing:
        thread_pane(page).get_by_role("button", name="Describe again").click()
    assert pressing.value.post_data_json == {
        "channel": GENERAL,
        "message_ts": reply_ts,
        "block_id": "answer",
        "action_id": "again",
        "value": "F1",
    }


def test_block_kit(page: Page, client: WebClient) -> None:
    """Headers, fields, contexts, selects, lists and unknown blocks each show what they say."""
    plain = {"type": "plain_text", "text": "Choose :eyes:"}
    options = [{"text": {"type": "plain_text", "text": "German"}, "value": "de"}]
    bullets = {"type": "rich_text_section", "elements": [{"type": "text", "text": "first"}]}
    rich = {"type": "rich_text_list", "style": "bullet", "elements": [bullets]}
    blocks: list[dict[str, Any]] = [
        {"type": "header", "text": {"type": "plain_text", "text": "Palette"}},
        {"type": "section", "fields": [{"type": "mrkdwn", "text": "*Accent*\n`#1F6F8B`"}]},
        {"type": "divider"},
        {"type": "context", "elements": [{"type": "mrkdwn", "text": "_quietly_"}]},
        {
            "type": "actions",
            "elements": [
                {
                    "type": "static_select",
                    "action_id": "language",
                    "placeholder": {"type": "plain_text", "text": "Language"},
                    "options": options,
                }
            ],
        },
        {"type": "section", "text": plain},
        {"type": "rich_text", "elements": [rich]},
    ]
    client.chat_postMessage(channel=GENERAL, text="Fallback", blocks=blocks)
    message = page.get_by_role("article", name=re.compile("Fallback"))
    expect(message.get_by_role("heading", name="Palette")).to_be_visible()
    expect(message.get_by_role("separator")).to_be_visible()
    expect(message.locator("strong", has_text="Accent")).to_be_visible()
    expect(message.locator("em")).to_have_text("quietly")
    expect(message.get_by_role("img", name="eyes")).to_be_visible()
    expect(message.get_by_role("listitem")).to_have_text("first")
    expect(message.get_by_text("Fallback")).to_have_count(0)
    with page.expect_request("**/page/api/interactions") as choosing:
        message.get_by_role("combobox", name="Language").select_option("German")
    chosen = choosing.value.post_data_json or {}
    assert (chosen["action_id"], chosen["value"]) == ("language", "de")


def test_ephemeral_message(page: Page, workspace: Workspace, client: WebClient) -> None:
    """What only this person sees says so, and can be dismissed; what others see is not here."""
    client.chat_postEphemeral(channel=GENERAL, user="U000000SAM", text="For Sam")
    client.chat_postEphemeral(channel=GENERAL, user=PERSON_ID, text="For Alex")
    message = page.get_by_role("article", name=re.compile("only visible to you, For Alex"))
    expect(message.get_by_text("Only visible to you")).to_be_visible()
    message.get_by_role("button", name=re.compile("Dismiss")).click()
    expect(message).to_have_count(0)
    expect(page.get_by_text("For Sam")).to_have_count(0)


# Text is only text


def test_hostile_text_does_nothing(page: Page, client: WebClient) -> None:
    """Markup in texts, blocks, attachments and names is read as text; nothing runs or loads."""
    for text in HOSTILE:
        section = {"type": "section", "text": {"type": "mrkdwn", "text": text}}
        old_style = {"title": text, "title_link": "javascript:alert(1)", "text": text}
        client.chat_postMessage(channel=GENERAL, text=text, attachments=[old_style])
        client.chat_postMessage(channel=GENERAL, text=text, blocks=[section])
    drop(page, "#channel-log", PictureFile("<img src=x onerror=alert(1)>.png", png()))
    expect(page.get_by_role("article")).to_have_count(2 * len(HOSTILE))
    assert page.locator(".log img, .log script, .log iframe, .pending img").count() == 0
    assert channel_pane(page).get_by_text(HOSTILE[0]).count() >= 3
    addresses = page.locator(".log a").evaluate_all("links => links.map(link => link.href)")
    assert {address[:20] for address in addresses} == {"https://example.org/"}


def test_any_text_becomes_safe_nodes(page: Page) -> None:
    """Whatever the text, only emphasis, lists, spans and http(s) or mailto links come out."""
    marks = st.sampled_from(["*", "_", "~", "`", "```", "<", ">", "|", "\n", "&gt; ", "• ", "1. "])
    addresses = st.sampled_from(["javascript:x", "https://a.b/c", "mailto:a@b.c", "@U1", "!here"])
    pieces = st.one_of(marks, addresses, st.sampled_from(HOSTILE), st.text(max_size=6))
    page.evaluate(
        """async () => {
          const { mrkdwn } = await import("/page/mrkdwn.js");
          const names = { user: id => id, channel: id => id };
          window.rendered = text => {
            const holder = document.createElement("div");
            holder.append(mrkdwn(text, names));
            const nodes = [...holder.querySelectorAll("*")];
            const links = nodes.filter(node => node.tagName === "A");
            return [nodes.map(node => node.tagName), links.map(link => link.protocol)];
          };
        }"""
    )

    @settings(deadline=None, max_examples=150)
    @given(st.lists(pieces, max_size=14).map("".join))
    def law(text: str) -> None:
        tags, protocols = page.evaluate("text => window.rendered(text)", text)
        assert set(tags) <= SAFE_TAGS
        assert set(protocols) <= {"https:", "http:", "mailto:"}

    law()


def test_mrkdwn(page: Page, client: WebClient) -> None:
    """Slack's marks are shown as emphasis, and inside words they are left alone."""
    client.chat_postMessage(
        channel=GENERAL,
        text="*bold* _italic_ ~gone~ `code` snake_case_name &lt;3 <https://example.org|a link>\n"
        f"&gt; quoted\n• one\n• two\n```a &lt; b```\n<@{PERSON_ID}> in <#{PHOTOS}>, <!here>",
    )
    message = page.get_by_role("article")
    for tag, words in {
        "strong": "bold",
        "em": "italic",
        "s": "gone",
        "code": "code",
        "blockquote": "quoted",
        "pre": "a < b",
    }.items():
        expect(message.locator(f".text {tag}")).to_have_text(words)
    expect(message.get_by_text("snake_case_name <3")).to_be_visible()
    expect(message.get_by_role("link", name="a link")).to_have_attribute(
        "href", "https://example.org/"
    )
    expect(message.get_by_role("listitem")).to_have_text(["one", "two"])
    expect(message.locator(".mention")).to_have_text(["@Alex Rivera", "#photos", "@here"])


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
    assert workspace.messages(GENERAL)[0]["text"].splitlines() == ["one", "two"]


def test_message_can_be_liked_and_deleted(page: Page, workspace: Workspace) -> None:
    """A person likes any message and deletes their own."""
    workspace.say("Look")
    message = page.get_by_role("article", name=re.compile("Look"))
    message.hover()
    message.get_by_role("button", name="Like").click()
    expect(message.get_by_role("button", name="+1, 1 person")).to_have_attribute(
        "aria-pressed", "true"
    )
    page.once("dialog", lambda dialog: dialog.accept())
    message.hover()
    message.get_by_role("button", name="Delete message").click()
    expect(message).to_have_count(0)
    expect(page.get_by_role("button", name="Choose a picture")).to_be_visible()


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


# The page as a whole


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


def test_unread_messages_are_counted(page: Page, workspace: Workspace) -> None:
    """Messages in another channel are counted beside its name until it is looked at."""
    workspace.say("Look", channel=PHOTOS, user="U000000SAM")
    link = page.get_by_role("link", name="photos 1 new")
    expect(link).to_be_visible()
    link.click()
    expect(page.get_by_role("link", name="photos", exact=True)).to_be_visible()


def test_page_finds_a_restarted_workspace(browser: Browser) -> None:
    """A stopped workspace is told in words; when it is back, the page shows what it has now."""
    first = Workspace()
    first.start()
    port = int(first.url.rpartition(":")[2])
    try:
        with visit(browser, first.url) as seen:
            status = seen.page.get_by_role("status").filter(has_text=STOPPED)
            expect(status).to_have_count(0)
            first.stop()
            expect(status).to_be_visible()
            with Workspace(port=port) as second:
                second.say("Back again")
                expect(seen.page.get_by_text("Back again")).to_be_visible()
                expect(status).to_have_count(0)
                second.say("And live")
                expect(seen.page.get_by_text("And live")).to_be_visible()
            assert seen.faults == []
    finally:
        first.stop()


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
