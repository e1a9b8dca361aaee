"""The privacy mode keeps its word: `describe` with the embedded analyzer speaks to nobody."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

FILTER = Path(__file__).parent / "no_sockets"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the filter is Linux's")


def python_without_network(*arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        env={"PATH": os.environ["PATH"], "HOME": str(home), "PYTHONPATH": str(FILTER)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_describe_opens_no_socket(tmp_path: Path) -> None:
    """Linux would end the process at the first, be it opened by Python or by native code; but for
    the one that no_sockets/sitecustomize.py tells of, which reaches nobody."""
    pictures = ("tests/pictures/astronaut.jpg", "tests/pictures/dog.jpg")
    done = python_without_network("-m", "bot", "describe", *pictures, home=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "A person" in done.stdout
    assert "A dog" in done.stdout


@pytest.mark.parametrize(
    "attempt",
    [
        "socket.socket(socket.AF_INET)",
        "socket.socket(socket.AF_UNIX)",
        "socket.getaddrinfo('example.com', 80)",
        "socket.socket(socket.AF_INET6).connect(('::1', 9))",
        "socket.socket(socket.AF_INET6, socket.SOCK_DGRAM).sendto(b'x', ('::1', 9))",
    ],
)
def test_an_attempt_would_be_noticed(tmp_path: Path, attempt: str) -> None:
    """The filter is in force for whatever could carry anything away."""
    done = python_without_network("-c", f"import socket; {attempt}", home=tmp_path)
    assert done.returncode == -signal.SIGSYS
