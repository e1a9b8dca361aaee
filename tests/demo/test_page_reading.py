"""The demo page in a real browser: the bot's answers, what text becomes, what is new."""

from __future__ import annotations

import re
import time
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page, expect
from slack_sdk import WebClient

from bot.demo.workspace import GENERAL, PERSON_ID, PHOTOS, Workspace
from tests.demo.answering import WHOLE_ANSWER, answer
from tests.demo.browser import (
    DOG,
    PictureFile,
    channel_pane,
    drop,
    png,
    send_pending,
    thread_pane,
    visit,
)

STOPPED = "The workspace has stopped. Start it again with make demo."
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
        "chosen": {},
        "values": {},
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
    assert chosen["action_id"] == "language"
    assert chosen["chosen"] == {"selected_option": options[0]}


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


def test_dates(page: Page, client: WebClient) -> None:
    """A moment is shown as its reader's clock has it; what is no date keeps its own words."""
    now = int(time.time())
    client.chat_postMessage(
        channel=GENERAL,
        text=f"(<!date^{now}^{{date_short_pretty}}|2026>)\n(<!date^86400^on {{date_num}}|then>)\n"
        f"(<!date^x^{{date}}|no time>)\n(<!date^{now}^{{poem}}|no words>)\n"
        f"(<!date^86400^{{date_num}}^https://example.org/|then>)",
    )
    told = page.get_by_role("article").locator(".text")
    expect(told).to_contain_text("(today)")
    expect(told).to_contain_text("(on 1970-01-0")
    expect(told).to_contain_text("(no time)")
    expect(told).to_contain_text("(no words)")
    expect(told.get_by_role("link")).to_contain_text("1970-01-0")
    expect(told.locator(".mention")).to_have_count(0)


# What is new


def test_unread_messages_are_counted(page: Page, workspace: Workspace) -> None:
    """Messages in another channel are counted beside its name until it is looked at."""
    workspace.say("Look", channel=PHOTOS, user="U000000SAM")
    link = page.get_by_role("link", name="photos 1 new")
    expect(link).to_be_visible()
    link.click()
    expect(page.get_by_role("link", name="photos", exact=True)).to_be_visible()


def test_page_finds_a_restarted_workspace(chrome: Browser) -> None:
    """A stopped workspace is told in words; when it is back, the page shows what it has now."""
    first = Workspace()
    first.start()
    port = int(first.url.rpartition(":")[2])
    try:
        with visit(chrome, first.url) as seen:
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
