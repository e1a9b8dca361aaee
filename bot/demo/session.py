"""`demo`: a local workspace with the bot in it, for a browser or for a list of pictures."""

from __future__ import annotations

import shutil
import socket
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from queue import SimpleQueue

import click

from bot.config import Config
from bot.demo.workspace import Shared, Workspace, read_manifest
from bot.ends import Ends
from bot.service import Ending, Service
from bot.terminal import explain_os

PAUSE_S = 0.02
FIRST_PORT = 3000
PORTS_TRIED = 50
ANSWER_TIMEOUT_S = 120.0
"""Long enough for a slow machine's first analysis, and for a service's three slow attempts."""


def serve_page(config: Config, ends: Ends) -> Ending:
    """Serves the workspace's page, with the bot in it, until it is told to end."""
    with _workspace(_free_port()) as workspace, _database() as database_url:
        service = Service(_as_installed(config, workspace, database_url), ends)
        click.echo(f"Open {workspace.url} and drop a picture into a channel.")
        click.echo("Describe answers in its thread. Ctrl-C ends it; nothing is kept.")
        return service.with_door().with_worker().serve()


def post_all(config: Config, pictures: Sequence[Path]) -> bool:
    """Posts each picture as a person would and prints the replies. True: all were answered."""
    with _workspace(0) as workspace, _database() as database_url:
        service = Service(_as_installed(config, workspace, database_url), SimpleQueue())
        service.with_door().with_worker().start()
        try:
            # Every picture is posted, also after one that failed.
            answered = [_post(workspace, service, picture) for picture in pictures]
        finally:
            service.stop()
    return all(answered)


def _post(workspace: Workspace, service: Service, picture: Path) -> bool:
    try:
        shared = workspace.share((picture.name, picture.read_bytes()))
    except OSError as error:
        click.echo(f"{picture}: {explain_os(error)}", err=True)
        return False
    _wait(lambda: _is_over(workspace, service, shared))
    replies = workspace.replies(shared)
    if not replies:
        click.echo(f"{picture}: no reply. Describe answers pictures alone.", err=True)
        return False
    click.secho(str(picture), bold=True)
    for reply in replies:
        click.echo(reply["text"])
    return True


def _is_over(workspace: Workspace, service: Service, shared: Shared) -> bool:
    """The picture is answered, or nobody works on anything any more."""
    is_delivered = workspace.unacked == 0 and workspace.waiting == 0
    return bool(workspace.replies(shared)) or (is_delivered and service.is_idle)


def _wait(condition: Callable[[], bool]) -> None:
    give_up_at = time.monotonic() + ANSWER_TIMEOUT_S
    while not condition() and time.monotonic() < give_up_at:
        time.sleep(PAUSE_S)


def _as_installed(config: Config, workspace: Workspace, database_url: str) -> Config:
    """The operator's configuration, with the bot installed in this workspace."""
    return replace(
        config,
        slack_bot_token=workspace.bot_token,
        slack_app_token=workspace.app_token,
        slack_signing_secret=workspace.signing_secret,
        slack_api_url=workspace.api_url,
        database_url=database_url,
    )


def _workspace(port: int) -> Workspace:
    """One in which the app is installed as its manifest asks, so that each event added is heard."""
    return Workspace(manifest=read_manifest(), port=port)


@contextmanager
def _database() -> Iterator[str]:
    """The address of a database that is gone afterwards, like the workspace it is about."""
    folder = tempfile.mkdtemp(prefix="describe-demo-")
    try:
        yield f"sqlite:///{folder}/describe.sqlite3"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _free_port() -> int:
    """3000, or the next port that nothing listens on; 0 lets the system choose."""
    for port in range(FIRST_PORT, FIRST_PORT + PORTS_TRIED):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    return 0
