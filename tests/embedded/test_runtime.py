"""The library under the analyzer keeps to itself."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

CODE = """
import socket
from bot.images import prepare
from bot.embedded import EmbeddedAnalyzer
from bot.model import Ask

def refuse(*_):
    raise AssertionError("a socket was opened")

socket.socket = refuse
picture = prepare(open("tests/pictures/polar_bear.jpg", "rb").read(), limits=None)
print(EmbeddedAnalyzer().analyze(picture, Ask("en")).caption.text)
"""


def test_describing_sends_nothing_and_writes_nothing(tmp_path: Path) -> None:
    """Neither Python nor the native library opens a socket or leaves a device id behind."""
    done = subprocess.run(
        [sys.executable, "-c", CODE],
        env={"HOME": str(tmp_path), "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout.strip() == "a polar bear"
    assert list(tmp_path.rglob("*")) == []
