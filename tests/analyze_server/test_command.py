"""The command as an engineer starts it: a process, asked over its port."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.ports import free_port
from tests.process_memory import memory_mb
from tests.waiting import wait_until

BEAR = Path("tests/pictures/polar_bear.jpg")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """The process and its address, once it listens."""
    port = free_port()
    command = [sys.executable, "-m", "bot", "analyze-server", "--port", str(port)]
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    address = f"http://127.0.0.1:{port}"
    with subprocess.Popen([*command, "--no-addresses"], env=environment) as process:
        try:
            assert wait_until(lambda: listens(address))
            yield process, address
        finally:
            process.kill()


def listens(address: str) -> bool:
    try:
        requests.get(address, timeout=5)
    except requests.ConnectionError:
        return False
    return True


def test_who_asks_first_waits_for_no_model(
    server: tuple[subprocess.Popen[bytes], str],
) -> None:
    """They are in memory when it begins to listen: without them it has 110 MB, with them 190."""
    process, address = server
    assert memory_mb("VmRSS", process.pid) > 150
    answer = requests.post(
        f"{address}/vision/v3.2/analyze?visualFeatures=Description",
        data=BEAR.read_bytes(),
        headers={"Content-Type": "application/octet-stream"},
        timeout=30,
    )
    assert answer.json()["description"]["captions"][0]["text"] == "a polar bear"
    process.send_signal(signal.SIGTERM)
    assert process.wait(10) == 0
