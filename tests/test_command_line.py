"""The commands as a person runs them: real processes, their output and exit codes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
import tomllib
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, Self

import pytest
from PIL import Image

from bot.analyzers.neutral import WORDS
from bot.demo.workspace import GENERAL, Shared, Workspace
from bot.parked import NOT_PARKED
from bot.slack.wire.bolt import AUTH_PATIENCE_S, NOT_ANSWERING
from bot.store.database import Database
from bot.store.replies import LOCK_S, MessageKey, ReplyStore
from tests.analyzers.model_server import ModelServer, making_up
from tests.analyzers.service import (
    AnalyzeService,
    Answer,
    Request,
    recorded,
    recording,
    recording_names,
)
from tests.ports import free_port
from tests.room import DOG, SIDE_PX, TIMEOUT_S, installed, picture
from tests.waiting import wait_until

PICTURES = Path("tests/pictures")
PLAYED = [name for name in recording_names("analyze") if name.startswith(("v2_", "v3_"))]


def environment(folder: Path, **settings: str) -> dict[str, str]:
    """A fresh machine's environment: an empty home and none of this process's settings."""
    return {"PATH": os.environ["PATH"], "HOME": str(folder), **settings}


def bot(
    *arguments: str | Path,
    folder: Path,
    stdin: Any = subprocess.DEVNULL,
    stdout: Any = subprocess.PIPE,
    **settings: str,
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", *map(str, arguments)],
        env=environment(folder, **settings),
        stdin=stdin,
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture
def service() -> Iterator[AnalyzeService]:
    with AnalyzeService() as running:
        running.always(recorded(DOG))
        yield running


@pytest.fixture
def png(tmp_path: Path) -> Path:
    path = tmp_path / "a picture.png"
    path.write_bytes(picture())
    return path


def test_the_version_is_the_projects(tmp_path: Path) -> None:
    """One number, wherever it is told."""
    project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert bot("--version", folder=tmp_path).stdout.split()[-1] == project["version"]


# describe


def test_describe_says_caption_tags_and_colors(tmp_path: Path) -> None:
    """With nothing configured, from the pixels alone."""
    done = bot("describe", PICTURES / "polar_bear.jpg", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "polar bear" in done.stdout
    assert "Accent color" in done.stdout
    assert done.stderr == ""


@pytest.mark.parametrize("name", PLAYED)
def test_each_recording_comes_out_as_it_went_in(
    name: str, service: AnalyzeService, png: Path, tmp_path: Path
) -> None:
    """--json has the caption, the tags and the accent of the service's own answer."""
    service.always(recorded(name))
    done = bot(
        "describe", "--json", png, folder=tmp_path, VISION_ENDPOINT=service.url, VISION_KEY="k"
    )
    assert done.returncode == 0, done.stderr
    (line,) = done.stdout.splitlines()
    answer, body = json.loads(line), recording(name)["body"]
    assert isinstance(body, dict)
    described: Any = body.get("description", {})
    if described.get("captions"):
        assert answer["description"]["captions"][0] == described["captions"][0]
    if "color" in body:
        assert answer["color"]["accentColor"] == body["color"]["accentColor"].upper()
    tags = {tag["name"] for tag in body.get("tags", [])} or set(described.get("tags", []))
    tags = {WORDS.get(tag, tag) for tag in tags}  # "man" is told as "person"
    assert tags <= {tag["name"] for tag in answer["tags"]}


def test_a_bad_file_is_told_and_the_rest_is_done(tmp_path: Path, png: Path) -> None:
    """On stderr, with exit code 1; the others are described."""
    words = tmp_path / "words.png"
    words.write_text("no picture")
    missing = tmp_path / "missing.png"
    done = bot("describe", "--json", words, png, missing, folder=tmp_path)
    assert done.returncode == 1
    assert [json.loads(line)["source"] for line in done.stdout.splitlines()] == [str(png)]
    assert f"{words}: This file is not a picture" in done.stderr
    assert f"{missing}: No such file" in done.stderr


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("missing.png", "No such file or directory: check"),
        (".", "Is a directory: name the pictures in it"),
        ("/dev/zero", "larger than 200 MB"),
        ("-", "not a picture I can read"),
    ],
)
def test_what_cannot_be_read_is_told_with_what_to_do(
    source: str, told: str, tmp_path: Path
) -> None:
    """A device without an end, and an empty standard input, too."""
    done = bot("describe", source, folder=tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith(f"{source}: ")
    assert told in done.stderr


def test_a_dash_is_the_standard_input(png: Path, tmp_path: Path) -> None:
    """As in other programs."""
    with png.open("rb") as stdin:
        done = bot("describe", "--json", "-", folder=tmp_path, stdin=stdin)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["source"] == "-"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is full")
def test_an_output_that_cannot_be_written_is_told_once(png: Path, tmp_path: Path) -> None:
    """It is not the pictures' fault, so none of them is named."""
    with Path("/dev/full").open("w") as full:
        done = bot("describe", png, png, folder=tmp_path, stdout=full)
    assert done.returncode != 0
    assert done.stderr.startswith("The standard output cannot be written: No space left")
    assert png.name not in done.stderr
    (tmp_path / "taken").write_text("a file where a folder shall be")
    figures = tmp_path / "taken" / "figures"
    done = bot("describe", png, "--figure", figures, folder=tmp_path)
    assert done.returncode == 2
    assert done.stderr == f"The folder {figures} cannot be written: Not a directory.\n"


def test_figures_have_the_caption_under_the_picture(tmp_path: Path, png: Path) -> None:
    """One file each, the picture and more, also where two sources share a name."""
    other = tmp_path / "other" / png.name
    other.parent.mkdir()
    other.write_bytes(png.read_bytes())
    done = bot("describe", png, other, "--figure", tmp_path / "figures", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    figures = sorted((tmp_path / "figures").iterdir())
    assert [path.name for path in figures] == ["a picture-2.png", "a picture.png"]
    for path in figures:
        with Image.open(path) as figure:
            assert figure.height > SIDE_PX


def test_no_figure_replaces_a_picture(tmp_path: Path, png: Path) -> None:
    """Also when the figures go where the pictures are."""
    before = png.read_bytes()
    done = bot("describe", png, "--figure", png.parent, folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert png.read_bytes() == before
    assert (png.parent / f"{png.stem}-2.png").exists()


def test_an_address_is_described(service: AnalyzeService, tmp_path: Path) -> None:
    """One's own command line may read from one's own machine; an error page is no picture."""
    with Workspace() as workspace:
        shared = workspace.share(("a.png", picture()))
        page = f"{workspace.url}/page/files/{shared.file_ids[0]}/a.png"
        done = bot("describe", "--json", page, f"{workspace.url}/none.png", folder=tmp_path)
    assert done.returncode == 1
    assert json.loads(done.stdout)["metadata"]["format"] == "Png"
    assert "no picture" in done.stderr


def test_a_hundred_files_with_fifty_duplicates_make_fifty_calls(
    service: AnalyzeService, tmp_path: Path
) -> None:
    """A picture is known by its pixels: neither its name nor its format matters. Nothing else is
    written than what was asked for."""
    pictures = []
    for number in range(50):
        for format_name in ("PNG", "BMP"):
            pictures.append(tmp_path / f"{number}.{format_name.lower()}")
            pictures[-1].write_bytes(picture(format_name, color=f"#{number:02X}4080"))
    done = bot(
        "describe",
        "--json",
        *pictures,
        folder=tmp_path,
        VISION_ENDPOINT=service.url,
        VISION_RATE="6000",
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert len(done.stdout.splitlines()) == 100
    assert len(service.requests) == 50


@pytest.mark.parametrize(
    "arguments",
    [("describe",), ("describe", "--nothing", "x"), ("nothing",), ("run", "extra")],
    ids=" ".join,
)
def test_wrong_use_is_exit_code_2(arguments: tuple[str, ...], tmp_path: Path) -> None:
    """With a sentence on stderr and nothing on stdout."""
    done = bot(*arguments, folder=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr


@pytest.mark.parametrize("command", ["run", "worker", "doctor"])
def test_a_wrong_configuration_is_told_whole_with_exit_code_2(command: str, tmp_path: Path) -> None:
    """Every fault in one go, and no traceback."""
    done = bot(command, folder=tmp_path, PORT="x", VISION_API="3.2")
    assert done.returncode == 2
    for name in ("PORT", "SLACK_BOT_TOKEN", "VISION_ENDPOINT"):
        assert name in done.stderr
    assert "Traceback" not in done.stderr


# demo


def test_demo_posts_each_picture_and_prints_the_replies(tmp_path: Path, png: Path) -> None:
    """Exit code 0 when all were answered."""
    done = bot("demo", png, PICTURES / "polar_bear.jpg", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("Machine description by the built-in describer") == 2
    assert "polar bear" in done.stdout


def test_demo_fails_when_a_picture_was_not_answered(tmp_path: Path, png: Path) -> None:
    """A file that is not there is told; the other is answered all the same."""
    done = bot("demo", tmp_path / "missing.png", png, folder=tmp_path)
    assert done.returncode == 1
    assert "missing.png: No such file" in done.stderr
    assert done.stdout.count("Machine description") == 1


def test_demo_does_not_wait_for_what_is_no_picture(tmp_path: Path) -> None:
    """It says so as soon as nobody works on it any more."""
    notes = tmp_path / "notes.txt"
    notes.write_text("words")
    done = bot("demo", notes, folder=tmp_path)
    assert done.returncode == 1
    assert "no reply" in done.stderr


def test_demo_leaves_nothing_behind(tmp_path: Path, png: Path) -> None:
    """Its workspace and its database are gone with it."""
    before = sorted(tmp_path.rglob("*"))
    bot("demo", png, folder=tmp_path, TMPDIR=str(tmp_path))
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_demo_broken_off_leaves_nothing_behind(
    number: signal.Signals, tmp_path: Path, png: Path
) -> None:
    """Its database says what pictures show: it goes however the demo is ended."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "demo", *[png] * 50],
        env=environment(tmp_path, TMPDIR=str(folder)),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == f"{png}\n"  # the first is answered
    process.send_signal(number)
    _, errors = process.communicate(timeout=TIMEOUT_S)
    assert process.returncode != 0
    assert "Traceback" not in errors
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("delay_s", [0.1, 0.3])
def test_ctrl_c_while_it_loads_shows_no_traceback(delay_s: float, tmp_path: Path) -> None:
    """Loading takes a second."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "describe", "-"],
        env=environment(tmp_path),
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(delay_s)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=TIMEOUT_S)
    assert "bot/" not in errors


# run


class Running:
    """`python -m bot run` as a process, in a workspace; killed when its test is over."""

    def __init__(self, workspace: Workspace, folder: Path, **settings: str) -> None:
        self.log = folder / "log"
        slack = {"SLACK_BOT_TOKEN": workspace.bot_token, "SLACK_API_URL": workspace.api_url}
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "bot", "run"],
                env=environment(folder, **{**slack, **settings}),
                stderr=log,
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait(TIMEOUT_S)

    def wait_for(self, event: str, *, times: int = 1) -> None:
        """Waits until `event` stands in the log."""
        logged = f"event={event}"
        assert wait_until(lambda: self.log.read_text().count(logged) >= times, TIMEOUT_S), event

    def end(self, number: signal.Signals) -> int:
        self.process.send_signal(number)
        return self.process.wait(TIMEOUT_S)


def test_run_answers_over_socket_mode_and_ends_on_sigterm(
    workspace: Workspace, tmp_path: Path
) -> None:
    """Exit code 0, as a platform expects."""
    with Running(workspace, tmp_path, SLACK_APP_TOKEN=workspace.app_token) as running:
        shared = workspace.share(("a.png", picture()))
        assert workspace.wait_until(lambda: bool(workspace.replies(shared)), TIMEOUT_S)
        assert running.end(signal.SIGTERM) == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_what_runs_is_finished_before_it_ends(
    number: signal.Signals, workspace: Workspace, service: AnalyzeService, tmp_path: Path
) -> None:
    """The picture in hand is answered; nothing is left for the next start."""
    asked, may_answer = threading.Event(), threading.Event()

    def take_time(_request: Request) -> Answer:
        asked.set()
        may_answer.wait(TIMEOUT_S)
        return recorded(DOG)

    service.play(take_time)
    settings = {"SLACK_APP_TOKEN": workspace.app_token, "VISION_ENDPOINT": service.url}
    with Running(workspace, tmp_path, **settings) as running:
        shared = workspace.share(("a.png", picture()))
        assert asked.wait(TIMEOUT_S)
        threading.Timer(0.5, may_answer.set).start()
        assert running.end(number) == 0
    assert "small dog" in workspace.replies(shared)[0]["text"]
    assert bot("jobs", folder=tmp_path).stdout.startswith("0 waiting")


def test_run_answers_over_http_and_ends_on_sigint(workspace: Workspace, tmp_path: Path) -> None:
    """Signed events at /slack/events on PORT; Ctrl-C ends it."""
    port = free_port()
    secret = workspace.signing_secret
    with Running(workspace, tmp_path, SLACK_SIGNING_SECRET=secret, PORT=str(port)) as running:
        running.wait_for("http.listening")
        workspace.send_events_to(f"http://127.0.0.1:{port}/slack/events")
        shared = workspace.share(("a.png", picture()))
        assert workspace.wait_until(lambda: bool(workspace.replies(shared)), TIMEOUT_S)
        workspace.command("/describe help")
        assert workspace.wait_until(lambda: bool(workspace.ephemerals()), TIMEOUT_S)
        assert running.end(signal.SIGINT) == 0


def test_killed_at_any_moment_every_picture_gets_one_reply(
    workspace: Workspace, service: AnalyzeService, tmp_path: Path
) -> None:
    """SIGKILL between event and reply loses nothing and doubles nothing."""
    settings = {
        "SLACK_APP_TOKEN": workspace.app_token,
        "VISION_ENDPOINT": service.url,
        "VISION_RATE": "6000",
    }
    shared: list[Shared] = []
    for number, moment in enumerate(("files.info", "chat.postMessage", "chat.postMessage"), 1):
        with Running(workspace, tmp_path, **settings) as running:
            running.wait_for("socket.connected", times=number)
            seen = len(workspace.calls(moment))
            shared += [workspace.share((f"{n}.png", picture())) for n in range(3)]
            assert workspace.wait_until(partial(_has_called, workspace, moment, seen), TIMEOUT_S)
            running.end(signal.SIGKILL)
    with Running(workspace, tmp_path, **settings):
        for each in shared:
            assert workspace.wait_until(partial(_is_answered, workspace, each), 60)
    assert [len(workspace.replies(each)) for each in shared] == [1] * len(shared)
    by_bot = [m for m in workspace.messages() if m["user"] == workspace.bot_user_id]
    assert all("thread_ts" in message for message in by_bot)


def _has_called(workspace: Workspace, method: str, more_than: int) -> bool:
    return len(workspace.calls(method)) > more_than


def _is_answered(workspace: Workspace, shared: Shared) -> bool:
    return bool(workspace.replies(shared))


def test_a_reply_that_a_dead_process_held_is_free_at_the_next_start(tmp_path: Path) -> None:
    """A death in the middle of a post keeps nobody waiting."""
    with installed() as workspace:
        url = f"sqlite:///{tmp_path}/describe.sqlite3"
        settings = {"SLACK_APP_TOKEN": workspace.app_token, "DATABASE_URL": url}
        with Running(workspace, tmp_path, **settings) as running:
            shared = workspace.share(("a.png", picture()))
            assert workspace.wait_until(lambda: bool(workspace.replies(shared)), TIMEOUT_S)
            assert running.end(signal.SIGTERM) == 0
        database = Database(url)
        held = MessageKey(workspace.team_id, GENERAL, shared.message_ts)
        assert ReplyStore(database).lock_reply(held) is not None
        database.close()
        workspace.delete_message(shared.message_ts)
        with Running(workspace, tmp_path, **settings):
            assert workspace.wait_until(lambda: not workspace.replies(shared), LOCK_S / 2)


def test_a_token_that_slack_refuses_ends_it_with_a_sentence(
    workspace: Workspace, tmp_path: Path
) -> None:
    """Exit code 2; neither a traceback nor the token."""
    done = bot(
        "run",
        folder=tmp_path,
        SLACK_BOT_TOKEN="xoxb-wrong",
        SLACK_APP_TOKEN="xapp-wrong",
        SLACK_API_URL=workspace.api_url,
    )
    assert done.returncode == 2
    assert "Slack refuses SLACK_BOT_TOKEN" in done.stderr
    assert "wrong" not in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_start_that_waits_for_slack_can_be_ended(
    number: signal.Signals, workspace: Workspace, tmp_path: Path
) -> None:
    """At once, since nothing has begun; the log says what it waited for."""
    dead = f"http://127.0.0.1:{free_port()}/api/"
    with Running(workspace, tmp_path, SLACK_APP_TOKEN="xapp-1", SLACK_API_URL=dead) as running:
        running.wait_for("slack.not_answering")
        began = time.monotonic()
        assert running.end(number) != 0
        assert time.monotonic() - began < AUTH_PATIENCE_S / 2
    assert "Traceback" not in running.log.read_text()


# jobs


def test_jobs_shows_counts_and_puts_back(database_url: str, tmp_path: Path) -> None:
    """On either database, without a token of Slack's; a wrong number is wrong use or not found."""
    shown = bot("jobs", folder=tmp_path, DATABASE_URL=database_url)
    assert (shown.returncode, shown.stdout) == (0, "0 waiting, 0 parked.\n"), shown.stderr
    everything = bot("jobs", "--retry", "all", folder=tmp_path, DATABASE_URL=database_url)
    assert everything.returncode == 0
    missing = bot("jobs", "--retry", "7", folder=tmp_path, DATABASE_URL=database_url)
    assert (missing.returncode, missing.stdout) == (1, f"{NOT_PARKED}\n")
    for wrong in ("x", "9" * 30):
        assert bot("jobs", "--retry", wrong, folder=tmp_path).returncode == 2


def test_a_server_that_is_away_is_told_without_its_password(tmp_path: Path) -> None:
    """A sentence, exit code 2, no traceback."""
    url = f"postgresql://user:a-secret-word@127.0.0.1:{free_port()}/describe"
    done = bot("jobs", folder=tmp_path, DATABASE_URL=url)
    assert done.returncode == 2
    assert "DATABASE_URL" in done.stderr
    assert "a-secret-word" not in done.stderr
    assert "Traceback" not in done.stderr


# doctor


def test_a_database_that_is_none_is_told_with_exit_code_2(
    workspace: Workspace, tmp_path: Path
) -> None:
    """A sentence, no traceback."""
    (tmp_path / "words").write_text("no database, but more than a hundred bytes of words " * 9)
    done = bot(
        "run",
        folder=tmp_path,
        SLACK_BOT_TOKEN=workspace.bot_token,
        SLACK_APP_TOKEN=workspace.app_token,
        SLACK_API_URL=workspace.api_url,
        DATABASE_URL=f"sqlite:///{tmp_path}/words",
    )
    assert done.returncode == 2
    assert "DATABASE_URL" in done.stderr
    assert "Traceback" not in done.stderr


def test_socket_mode_switched_off_ends_it_with_a_sentence(
    workspace: Workspace, tmp_path: Path
) -> None:
    """Exit code 2: starting it again would not help."""
    with Running(workspace, tmp_path, SLACK_APP_TOKEN=workspace.app_token) as running:
        running.wait_for("socket.connected")
        workspace.drop_sockets("link_disabled")
        assert running.process.wait(TIMEOUT_S) == 2
    assert "Socket Mode is off" in running.log.read_text()


def test_doctor_finds_all_well(workspace: Workspace, tmp_path: Path) -> None:
    """Token, Socket Mode, store and analyzer, each with its line; exit code 0."""
    done = examine(workspace, tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    for subject in ("Bot token", "Socket Mode", "Store", "Analyzer"):
        assert f"ok     {subject}" in done.stdout


def test_doctor_names_a_missing_scope(workspace: Workspace, tmp_path: Path) -> None:
    """A core scope is a fault with its use; an optional one is only mentioned."""
    workspace.scopes -= {"files:read", "channels:history"}
    done = examine(workspace, tmp_path)
    assert done.returncode == 1
    assert "fault  Bot token  files:read is not granted" in done.stdout
    assert "ok     Bot token  channels:history is not granted; it is optional" in done.stdout


def test_doctor_does_not_blame_a_token_when_slack_is_away(tmp_path: Path) -> None:
    """Both looks at Slack say that it does not answer, and there is nothing else on the screen."""
    dead = f"http://127.0.0.1:{free_port()}/api/"
    tokens = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}
    done = bot("doctor", folder=tmp_path, SLACK_API_URL=dead, **tokens)
    assert done.returncode == 1
    assert f"fault  Bot token  {NOT_ANSWERING}" in done.stdout
    assert f"fault  Socket Mode  {NOT_ANSWERING}" in done.stdout
    assert done.stderr == ""


def test_doctor_tells_how_much_of_the_quota_is_used(
    workspace: Workspace, service: AnalyzeService, tmp_path: Path
) -> None:
    """Its own test picture is one of the calls; that none is left is a fault."""
    settings = {"VISION_ENDPOINT": service.url, "VISION_QUOTA": "2"}
    assert "ok     Usage  1 of 2 calls" in examine(workspace, tmp_path, **settings).stdout
    done = examine(workspace, tmp_path, **settings)
    assert "fault  Usage  2 of 2 calls" in done.stdout
    assert done.returncode == 1


def test_doctor_tells_of_a_key_without_an_address(workspace: Workspace, tmp_path: Path) -> None:
    """Nothing is broken, but somebody may think that the service answers."""
    done = examine(workspace, tmp_path, VISION_KEY="0123")
    assert done.returncode == 0, done.stdout
    assert "VISION_KEY is not used" in done.stdout


def test_doctor_finds_a_dead_service(workspace: Workspace, tmp_path: Path) -> None:
    """Even where the fallback would hide it, which is well."""
    done = examine(workspace, tmp_path, VISION_ENDPOINT="http://127.0.0.1:9")
    assert done.returncode == 1
    assert "fault  Analyzer  Azure Computer Vision does not answer: " in done.stdout
    assert "ok     Analyzer  A test picture was answered by the built-in describer" in done.stdout


@pytest.mark.parametrize("command", ["doctor", "worker"])
def test_a_model_that_cannot_see_is_found_at_start(
    workspace: Workspace, service: AnalyzeService, tmp_path: Path, command: str
) -> None:
    """doctor names it with exit code 1; a worker does not work with it, exit code 2."""
    service.play(ModelServer(eyes=making_up))
    done = bot(
        command,
        folder=tmp_path,
        SLACK_BOT_TOKEN=workspace.bot_token,
        SLACK_APP_TOKEN=workspace.app_token,
        SLACK_API_URL=workspace.api_url,
        VISION_API="openai",
        VISION_ENDPOINT=service.url,
        VISION_MODEL="seer",
    )
    assert done.returncode == (1 if command == "doctor" else 2)
    assert "cannot see pictures" in done.stdout + done.stderr
    assert "VISION_MODEL" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def examine(
    workspace: Workspace, folder: Path, **settings: str
) -> subprocess.CompletedProcess[str]:
    return bot(
        "doctor",
        folder=folder,
        SLACK_BOT_TOKEN=workspace.bot_token,
        SLACK_APP_TOKEN=workspace.app_token,
        SLACK_API_URL=workspace.api_url,
        **settings,
    )
