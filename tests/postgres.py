"""A Postgres server for tests: a cluster of its own in a temporary folder, gone with the tests."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
from psycopg import sql

from tests.ports import free_port
from tests.waiting import wait_until

MISSING = "These tests need a Postgres server: run tests/postgres-server, which installs one."
SUPERUSER = "tests"
PASSWORD = "a-secret-word"
START_TIMEOUT_S = 60.0
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "300",
    # A server that is to stop waits so long for whoever has connected and says nothing; 60 s else.
    "authentication_timeout": "5s",
    # Nothing of it has to survive this machine.
    "fsync": "off",
    "full_page_writes": "off",
}

SUPERVISE = '"$@" & server=$!; read -r _; kill -INT $server; wait $server'
"""Stops the server when its standard input closes: also when the tests were killed."""


class PostgresServer:
    """A server that may be stopped and started; it stays on its port and keeps its data."""

    def __init__(self, folder: Path) -> None:
        self._bin = _binaries()
        self._data = folder / "data"
        self._log = folder / "log"
        self._user = _owner(folder)
        self._numbers = count(1)
        self._process: subprocess.Popen[bytes] | None = None
        self.port = free_port()
        self._create()

    def _create(self) -> None:
        command = [str(self._bin / "initdb"), "--pgdata", str(self._data), "--no-sync"]
        command += ["--username", SUPERUSER, "--auth", "trust", "--encoding", "UTF8"]
        subprocess.run(
            command, check=True, capture_output=True, user=self._user, env=_environment()
        )

    def start(self) -> None:
        """Takes connections when it returns."""
        settings = [f"--{name}={value}" for name, value in {**SETTINGS, "port": self.port}.items()]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                ["sh", "-c", SUPERVISE, "sh", self._bin / "postgres", "-D", self._data, *settings],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                user=self._user,
                env=_environment(),
            )
        process = self._process
        wait_until(lambda: self._is_up() or process.poll() is not None, START_TIMEOUT_S)
        assert process.poll() is None, self._log.read_text()
        assert self._is_up(), "the server did not start in time"

    def stop(self) -> None:
        """Ends every connection; what was committed stays."""
        if self._process is not None:
            self._process.communicate(timeout=START_TIMEOUT_S)
            self._process = None

    def create_database(self) -> str:
        """The address of a new, empty database."""
        name = f"test_{next(self._numbers)}"
        with psycopg.connect(self._url("postgres"), autocommit=True) as db:
            db.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return self._url(name)

    def _url(self, database: str) -> str:
        return f"postgresql://{SUPERUSER}:{PASSWORD}@127.0.0.1:{self.port}/{database}"

    @property
    def is_running(self) -> bool:
        return self._process is not None

    def _is_up(self) -> bool:
        try:
            psycopg.connect(self._url("postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """A running server; nothing of it is left afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="describe-postgres-"))
    try:
        server = PostgresServer(folder)
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder)


def _binaries() -> Path:
    """Where initdb is; Debian keeps it out of PATH. The newest, where there are several."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    in_path = shutil.which("initdb")
    paths = [*found, *([Path(in_path)] if in_path else [])]
    assert paths, MISSING
    return paths[-1].parent


def _owner(folder: Path) -> str | None:
    """Who runs the server: Postgres refuses root, so then its own user owns the folder."""
    if os.getuid() != 0:
        return None
    user = pwd.getpwnam("postgres")
    os.chown(folder, user.pw_uid, user.pw_gid)
    return user.pw_name


def _environment() -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "LC_ALL": "C", "TZ": "UTC"}
