"""The memory itself: time stamps, waiting, and the server's life."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.demo.model import NewFile
from bot.demo.page_drafts import as_typed
from bot.demo.people import is_command
from bot.demo.state import State
from bot.demo.workspace import Workspace


@given(st.lists(st.floats(min_value=0, max_value=4e9), min_size=1, max_size=20))
def test_timestamps_always_rise(times: list[float]) -> None:
    """Whatever the clock does, each ts is later than all before, as text and as number."""
    clock = iter(times)
    state = State(clock=lambda: next(clock))
    given_out = [state.next_ts() for _ in times]
    numbers = [tuple(map(int, each.split("."))) for each in given_out]
    assert numbers == sorted(set(numbers))
    assert all(len(each.partition(".")[2]) == 6 for each in given_out)


def test_waiting_ends_with_the_change() -> None:
    """wait_until returns true when another thread makes it true, false when time is up."""
    state = State()
    happened: list[bool] = []

    def happen() -> None:
        happened.append(True)
        state.touch()

    thread = threading.Thread(target=happen)
    thread.start()
    assert state.wait_until(lambda: bool(happened), 10)
    thread.join()
    assert not state.wait_until(lambda: False, 0.01)


def test_a_taken_port_is_an_error() -> None:
    """A second workspace cannot have the same port; a third can after the first ended."""
    with Workspace() as first:
        port = int(first.url.rpartition(":")[2])
        with pytest.raises(OSError, match="in use"):
            Workspace(port=port)
    with Workspace(port=port) as again:
        assert again.url == first.url


def test_two_workspaces_share_nothing() -> None:
    """Tokens and messages of one are unknown to the other."""
    with Workspace() as one, Workspace() as two:
        one.say("hello")
        assert two.messages() == []
        assert one.bot_token != two.bot_token
        assert one.signing_secret != two.signing_secret


def test_stopping_twice_and_never_starting() -> None:
    """stop() may be called again, or without start()."""
    workspace = Workspace()
    workspace.stop()
    with Workspace() as running:
        running.stop()


def test_two_ways_to_name_a_file(workspace: Workspace) -> None:
    """share() takes a pair or a NewFile."""
    shared = workspace.share(("a.txt", b"words"), NewFile("b.txt", b"words", title="B"))
    assert [each["title"] for each in workspace.messages()[0]["files"]] == ["a.txt", "B"]
    assert len(shared.file_ids) == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [("/describe", True), ("/describe me", True), ("/a/b", False), ("/ x", False), ("x /y", False)],
)
def test_commands_and_paths(text: str, expected: bool) -> None:
    """A slash and a word is a command; a path is not."""
    assert is_command(text) is expected


@settings(deadline=None)  # a busy machine is not a fault
@given(st.text(alphabet="<>&abc !@", max_size=30))
def test_typed_text_can_mention_nobody_unseen(text: str) -> None:
    """Typed angle brackets never become Slack's control sequences."""
    workspace = Workspace()
    try:
        assert "<!" not in as_typed(text, workspace._backend)
    finally:
        workspace.stop()
