"""The bot unchanged in a Slack emulator that we did not write: the npm package emulate 0.12.2."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from slack_sdk import WebClient
from slack_sdk.signature import SignatureVerifier

from tests.ports import free_port
from tests.room import TIMEOUT_S, picture
from tests.waiting import wait_until

pytestmark = pytest.mark.emulate

FOLDER = Path(".venv/emulate")
SECRET = "shh"
SERVE = """
import { createEmulator } from 'emulate'
const token = (token, user) => ({ token, user, scopes: ['chat:write', 'files:read', 'files:write',
  'channels:history', 'channels:read', 'channels:join'] })
await createEmulator({ service: 'slack', port: Number(process.argv[2]), seed: { slack: {
  signing_secret: 'shh', strict_scopes: true, channels: [{ name: 'general' }],
  users: [{ name: 'person', real_name: 'A Person', email: 'a@example.com' },
          { name: 'describe', real_name: 'Describe', email: 'b@example.com' }],
  tokens: [token('xoxp-person', 'person'), token('xoxb-bot', 'describe')] } } })
console.log('ready')
"""


class Emulator:
    """The emulator, a person in it, and the bot beside it in HTTP mode."""

    def __init__(self, api_url: str, bot_url: str) -> None:
        self.bot_url = bot_url
        self.person = WebClient(token="xoxp-person", base_url=api_url, retry_handlers=[])
        self.bot = WebClient(token="xoxb-bot", base_url=api_url, retry_handlers=[])
        channels: list[dict[str, Any]] = self.person.conversations_list()["channels"]
        self.channel = str(channels[0]["id"])
        self.bot.conversations_join(channel=self.channel)

    def share(self, *pictures: bytes) -> tuple[str, list[str]]:
        """Uploads pictures in one message: its ts and the files' ids."""
        uploads = [
            {"content": data, "filename": f"{number}.png"} for number, data in enumerate(pictures)
        ]
        response = self.person.files_upload_v2(channel=self.channel, file_uploads=uploads)
        files: list[dict[str, Any]] = response["files"]
        file_ids = [str(file["id"]) for file in files]
        facts: dict[str, Any] = self.person.files_info(file=file_ids[0])["file"]
        return facts["shares"]["public"][self.channel][0]["ts"], file_ids

    def send_file_shared(self, file_id: str) -> int:
        """Sends the signed event, as Slack would; the emulator has no way to be told where."""
        event = {
            "type": "file_shared",
            "file_id": file_id,
            "file": {"id": file_id},
            "channel_id": self.channel,
            "user_id": "U1",
            "event_ts": "1700000000.000100",
        }
        body = json.dumps({"type": "event_callback", "team_id": "T1", "event": event})
        timestamp = str(int(time.time()))
        signature = SignatureVerifier(SECRET).generate_signature(timestamp=timestamp, body=body)
        headers = {
            "Content-Type": "application/json",
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": signature or "",
        }
        return requests.post(
            f"{self.bot_url}/slack/events", data=body, headers=headers, timeout=10
        ).status_code

    def thread(self, ts: str) -> list[dict[str, Any]]:
        """The replies to a message."""
        response = self.person.conversations_replies(channel=self.channel, ts=ts)
        messages: list[dict[str, Any]] = response["messages"]
        return messages[1:]


@pytest.fixture
def emulator(tmp_path: Path) -> Iterator[Emulator]:
    assert (FOLDER / "node_modules/emulate").is_dir(), "run `make emulate`, which installs it"
    slack_port, bot_port = free_port(), free_port()
    script = FOLDER / "serve.mjs"
    script.write_text(SERVE)
    api_url = f"http://localhost:{slack_port}/api/"
    settings = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "SLACK_BOT_TOKEN": "xoxb-bot",
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": api_url,
        "PORT": str(bot_port),
    }
    with started(["node", str(script), str(slack_port)], settings):
        assert wait_until(lambda: is_up(f"{api_url}auth.test"), TIMEOUT_S)
        with started([sys.executable, "-m", "bot", "run"], settings):
            assert wait_until(lambda: is_up(f"http://127.0.0.1:{bot_port}/healthz"), TIMEOUT_S)
            yield Emulator(api_url, f"http://127.0.0.1:{bot_port}")


def test_a_picture_is_answered_once_in_its_thread(emulator: Emulator) -> None:
    """The event three times, one reply."""
    ts, (file_id,) = emulator.share(picture())
    assert [emulator.send_file_shared(file_id) for _ in range(3)] == [200, 200, 200]
    assert wait_until(lambda: bool(emulator.thread(ts)), TIMEOUT_S)
    (reply,) = emulator.thread(ts)
    assert reply["text"].startswith("Machine description by the built-in describer")
    assert reply["thread_ts"] == ts


def test_two_pictures_are_one_reply(emulator: Emulator) -> None:
    """Posted with the first, edited with the second."""
    ts, file_ids = emulator.share(picture(), picture(color="#2B6CB0"))
    for file_id in file_ids:
        assert emulator.send_file_shared(file_id) == 200
    assert wait_until(lambda: "2. 1.png" in str(emulator.thread(ts)), TIMEOUT_S)
    assert wait_until(lambda: "working" not in emulator.thread(ts)[0]["text"], TIMEOUT_S)
    assert len(emulator.thread(ts)) == 1


class started:  # noqa: N801 - reads as a verb: with started(...)
    """A process that ends with its block."""

    def __init__(self, command: list[str], settings: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            command, env=settings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def __enter__(self) -> None: ...

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(TIMEOUT_S)


def is_up(address: str) -> bool:
    try:
        return requests.get(address, timeout=1).status_code < 500
    except requests.RequestException:
        return False
