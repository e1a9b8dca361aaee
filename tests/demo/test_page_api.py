"""What the page is served: state, changes, actions, bytes; and who is kept away from it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import requests
from slack_sdk import WebClient

from bot.demo.model import Json
from bot.demo.page_drafts import MAX_UPLOAD_BYTES
from bot.demo.workspace import DIRECT, GENERAL, PERSON_ID, PHOTOS, PRIVATE, Workspace
from tests.demo.conftest import picture
from tests.demo.listeners import Socket

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


class Page:
    """The page's calls, as its script makes them."""

    def __init__(self, workspace: Workspace, session: requests.Session) -> None:
        self.url = workspace.url
        self.session = session

    def get(self, path: str, **headers: str) -> requests.Response:
        return self.session.get(self.url + path, headers=headers, timeout=5)

    def act(self, name: str, body: Json, **headers: str) -> Json:
        answer: Json = self.session.post(
            f"{self.url}/page/api/{name}", json=body, headers=headers, timeout=5
        ).json()
        return answer

    def state(self) -> Json:
        found: Json = self.get("/page/api/state").json()
        return found

    @contextmanager
    def changes(self, last_id: str | None = None) -> Iterator[Iterator[tuple[str, Json]]]:
        headers = {} if last_id is None else {"Last-Event-ID": last_id}
        with self.session.get(
            self.url + "/page/api/changes", headers=headers, stream=True, timeout=10
        ) as answer:
            assert answer.headers["content-type"].startswith("text/event-stream")
            lines = answer.iter_lines(chunk_size=1, decode_unicode=True)
            assert next(lines).startswith("retry:")
            yield _events(lines)


def _events(lines: Iterator[str]) -> Iterator[tuple[str, Json]]:
    event_id = ""
    for line in lines:
        if line.startswith("id: "):
            event_id = line.removeprefix("id: ")
        elif line.startswith("data: "):
            yield event_id, json.loads(line.removeprefix("data: "))


@pytest.fixture
def page(workspace: Workspace, browser: requests.Session) -> Page:
    return Page(workspace, browser)


def test_the_page_is_served_with_a_strict_policy(page: Page) -> None:
    """The page and its parts come with their types, and nothing inline may run."""
    index = page.get("/")
    assert index.headers["content-type"].startswith("text/html")
    policy = index.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert page.get("/page/style.css").headers["content-type"].startswith("text/css")
    assert index.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "path", ["/page/../workspace.py", "/page/%2e%2e/workspace.py", "/page/none.js", "/page/index"]
)
def test_nothing_else_is_served(page: Page, path: str) -> None:
    """Only files of the page's own folder and kinds are served."""
    request = requests.Request("GET", page.url).prepare()
    request.url = page.url + path
    assert page.session.send(request, timeout=5).status_code == 404


def test_state(workspace: Workspace, client: WebClient, page: Page, jpeg: bytes) -> None:
    """State has team, people, channels of the person, messages with files, and commands."""
    shared = workspace.share(("a b.jpg", jpeg), text="Look")
    client.chat_postMessage(channel=GENERAL, thread_ts=shared.message_ts, text="Hi.")
    client.chat_postEphemeral(channel=GENERAL, user=PERSON_ID, text="Only you.")
    client.reactions_add(channel=GENERAL, timestamp=shared.message_ts, name="eyes")
    state = page.state()
    assert state["me"] == {"id": PERSON_ID, "name": "Alex Rivera"}
    assert {each["id"] for each in state["channels"]} == {GENERAL, PHOTOS, PRIVATE, DIRECT}
    assert {each["id"] for each in state["channels"] if not each["bot_is_member"]} == {PRIVATE}
    assert state["users"][workspace.bot_user_id]["is_bot"]
    assert state["commands"][0]["command"] == "/describe"
    parent, reply, ephemeral = state["messages"][GENERAL]
    file = parent["files"][0]
    assert file["url"] == f"/page/files/{file['id']}/a%20b.jpg"
    assert (file["thumb"], file["w"], file["h"]) == (f"/page/thumbs/{file['id']}", 300, 200)
    assert parent["reactions"][0]["name"] == "eyes"
    assert reply["thread_ts"] == parent["ts"] == parent["thread_ts"]
    assert ephemeral["ephemeral_for"] == PERSON_ID


def test_changes_arrive(workspace: Workspace, client: WebClient, page: Page) -> None:
    """Messages, edits, reactions and deletions arrive as they happen, numbered."""
    with page.changes() as changes:
        ts = client.chat_postMessage(channel=GENERAL, text="one")["ts"]
        client.chat_update(channel=GENERAL, ts=ts, text="two")
        client.reactions_add(channel=GENERAL, timestamp=ts, name="eyes")
        client.chat_delete(channel=GENERAL, ts=ts)
        seen = [next(changes) for _ in range(4)]
    assert [change["kind"] for _, change in seen] == [
        "message",
        "message",
        "reaction",
        "message_deleted",
    ]
    assert all(change["channel"] == GENERAL and change["ts"] == ts for _, change in seen)
    numbers = [int(number) for number, _ in seen]
    assert numbers == sorted(set(numbers))


def test_a_reconnection_loses_nothing(workspace: Workspace, page: Page) -> None:
    """With Last-Event-ID come all changes after that one."""
    with page.changes() as changes:
        workspace.say("one")
        last_id, _ = next(changes)
    workspace.say("two")
    workspace.say("three")
    with page.changes(last_id) as changes:
        texts = [next(changes)[1]["message"]["text"] for _ in range(2)]
    assert texts == ["two", "three"]


def test_a_page_too_far_behind_is_told_to_reload(workspace: Workspace, page: Page) -> None:
    """When changes were forgotten the first word is "reload"."""
    workspace.say("one")
    workspace._state.changes.popleft()
    with page.changes("0") as changes:
        assert next(changes)[1]["kind"] == "reload"


def test_stopping_ends_open_pages(browser: requests.Session) -> None:
    """A page that is open does not keep the workspace from stopping."""
    with Workspace() as workspace, Page(workspace, browser).changes() as changes:
        workspace.say("one")
        next(changes)
        workspace.stop()
        assert list(changes) == []


def test_sending_words(workspace: Workspace, page: Page) -> None:
    """Typed words are escaped; links and @names become Slack's."""
    text = "a < b & c, @describe see https://example.org/x."
    answer = page.act("messages", {"channel": GENERAL, "text": text})
    message = workspace.messages(GENERAL)[0]
    assert answer == {"ok": True, "ts": message["ts"]}
    assert message["text"] == (
        f"a &lt; b &amp; c, <@{workspace.bot_user_id}> see <https://example.org/x>."
    )
    page.act("messages", {"channel": GENERAL, "text": "reply", "thread_ts": message["ts"]})
    assert len(workspace.replies(message["ts"])) == 1


def test_sending_pictures(workspace: Workspace, page: Page, socket: Socket, jpeg: bytes) -> None:
    """Several files make one message, each with its own alternative text."""
    answer = page.session.post(
        page.url + "/page/api/messages",
        data={"channel": GENERAL, "text": "Look", "alt_txt": ["The sea", ""]},
        files=[("file", ("1.jpg", jpeg)), ("file", ("2.jpg", jpeg))],
        timeout=5,
    ).json()
    message = workspace.messages(GENERAL)[0]
    assert answer == {"ok": True, "ts": message["ts"]}
    assert [each.get("alt_txt") for each in message["files"]] == ["The sea", None]
    assert len(socket.wait_for_envelopes(2)) == 2


def test_lines_arrive_as_typed(workspace: Workspace, page: Page, jpeg: bytes) -> None:
    """A form's CR LF is one end of a line, in the message and in an alternative text."""
    page.session.post(
        page.url + "/page/api/messages",
        data={"channel": GENERAL, "text": "one\r\n\r\ntwo", "alt_txt": "The sea\r\nat dusk"},
        files=[("file", ("1.jpg", jpeg))],
        timeout=5,
    )
    message = workspace.messages(GENERAL)[0]
    assert message["text"] == "one\n\ntwo"
    assert message["files"][0]["alt_txt"] == "The sea\nat dusk"


def test_commands(workspace: Workspace, page: Page, socket: Socket) -> None:
    """A known command goes to the app; an unknown one is refused with a sentence."""
    body = {"channel": GENERAL, "text": "/describe help"}
    assert page.act("messages", body) == {"ok": True, "command": True}
    assert socket.wait_for_envelopes(1)[0]["payload"]["text"] == "help"
    assert page.act("messages", {"channel": GENERAL, "text": "/foo bar"}) == {
        "ok": False,
        "error": "/foo is not a command here. Try /describe help.",
    }
    assert page.act("messages", {"channel": GENERAL, "text": "/etc/hosts is a file"})["ts"]


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("messages", {"channel": GENERAL, "text": " "}),
        ("messages", {"channel": "C1", "text": "x"}),
        ("delete", {"channel": GENERAL, "ts": "1.1"}),
        ("reactions", {"channel": GENERAL, "ts": "1.1", "name": "eyes"}),
        ("interactions", {"channel": GENERAL, "message_ts": "1.1", "action_id": "x"}),
        ("interactions", {"view_id": "V1"}),
    ],
)
def test_refusals_are_sentences(page: Page, name: str, body: Json) -> None:
    """What cannot be done is refused with a sentence that ends in a full stop."""
    answer = page.act(name, body)
    assert answer["ok"] is False
    assert answer["error"].endswith(".")


def test_archived_channels_take_nothing(workspace: Workspace, page: Page) -> None:
    """An archived channel refuses messages."""
    workspace.archive_channel(PHOTOS)
    assert page.act("messages", {"channel": PHOTOS, "text": "x"})["ok"] is False


def test_too_large(page: Page) -> None:
    """A body over the limit is refused before it is read."""
    request = requests.Request("POST", page.url + "/page/api/messages", data=b"x").prepare()
    request.headers["Content-Length"] = str(MAX_UPLOAD_BYTES + 1)
    answer = page.session.send(request, timeout=5)
    assert answer.status_code == 413
    assert "200 MB" in answer.json()["error"]


def test_unreadable_bodies(page: Page) -> None:
    """What is no JSON is refused with a sentence."""
    answer = page.session.post(page.url + "/page/api/delete", data=b"{", timeout=5)
    assert (answer.status_code, answer.json()["ok"]) == (400, False)


def test_deleting_and_reacting(workspace: Workspace, client: WebClient, page: Page) -> None:
    """The person deletes only their own messages, and gives and takes back a reaction."""
    own = workspace.say("mine")
    bots = client.chat_postMessage(channel=GENERAL, text="Hi.")["ts"]
    body = {"channel": GENERAL, "ts": own, "name": "+1"}
    page.act("reactions", body)
    assert workspace.messages(GENERAL)[0]["reactions"][0]["users"] == [PERSON_ID]
    page.act("reactions", body)
    assert "reactions" not in workspace.messages(GENERAL)[0]
    assert page.act("delete", {"channel": GENERAL, "ts": bots})["ok"] is False
    assert page.act("delete", {"channel": GENERAL, "ts": own}) == {"ok": True}
    assert [each["ts"] for each in workspace.messages(GENERAL)] == [bots]


def test_pressing(workspace: Workspace, client: WebClient, page: Page, socket: Socket) -> None:
    """A button pressed on the page reaches the app as block_actions."""
    button = {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}
    blocks = [{"type": "actions", "block_id": "b", "elements": [button]}]
    ts = client.chat_postMessage(channel=GENERAL, text="x", blocks=blocks)["ts"]
    body = {"channel": GENERAL, "message_ts": ts, "block_id": "b", "action_id": "go"}
    assert page.act("interactions", body) == {"ok": True}
    assert socket.wait_for_envelopes(1)[0]["payload"]["actions"][0]["action_id"] == "go"


def test_views_reach_the_page(client: WebClient, page: Page, workspace: Workspace) -> None:
    """What the app publishes to Home is a change of its own kind."""
    with page.changes() as changes:
        client.views_publish(user_id=PERSON_ID, view={"type": "home", "blocks": []})
        _, change = next(changes)
    assert (change["kind"], change["view"]["type"]) == ("app_home", "home")


@pytest.mark.parametrize(
    ("name", "content"), [("a.svg", SVG), ("a.html", b"<script>alert(1)</script>"), ("a.png", SVG)]
)
def test_uploads_never_run(workspace: Workspace, page: Page, name: str, content: bytes) -> None:
    """What is no picture by its bytes is only ever saved, in a sandbox, unsniffed."""
    shared = workspace.share((name, content))
    answer = page.get(f"/page/files/{shared.file_ids[0]}/{name}")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert page.get(f"/page/thumbs/{shared.file_ids[0]}").status_code == 404


def test_pictures_are_shown(workspace: Workspace, page: Page) -> None:
    """A picture comes with its sniffed type whatever its name; a TIFF gets a thumbnail."""
    shared = workspace.share(("a.html", picture("PNG")), ("b.tiff", picture("TIFF")))
    assert page.get(f"/page/files/{shared.file_ids[0]}/x").headers["content-type"] == "image/png"
    small = page.get(f"/page/thumbs/{shared.file_ids[1]}")
    assert small.headers["content-type"] == "image/jpeg"
    workspace.delete_file(shared.file_ids[0])
    assert page.get(f"/page/files/{shared.file_ids[0]}/x").status_code == 404


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "127.0.0.1.evil.example:3000"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_foreign_pages_are_kept_away(
    workspace: Workspace, page: Page, headers: dict[str, str]
) -> None:
    """A foreign host name, origin or site may neither look nor act."""
    assert page.get("/page/api/state", **headers).status_code == 403
    answer = page.session.post(
        page.url + "/page/api/messages",
        json={"channel": GENERAL, "text": "x"},
        headers=headers,
        timeout=5,
    )
    assert answer.status_code == 403
    assert workspace.messages(GENERAL) == []


def test_own_names_are_let_in(page: Page) -> None:
    """127.0.0.1 and localhost are the same machine, each its own origin."""
    port = page.url.rpartition(":")[2]
    host = f"localhost:{port}"
    answer = page.get("/page/api/state", Host=host, Origin=f"http://{host}")
    assert answer.status_code == 200
    assert page.get("/", **{"Sec-Fetch-Site": "cross-site"}).status_code == 200
