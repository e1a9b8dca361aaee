"""What pictures took is given back, once it has become much."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="is about glibc's heap")

HELD = """
import sys
from bot.embedded.memory import be_thrifty, stay_small
from tests.process_memory import memory_mb

be_thrifty()
before = memory_mb("VmRSS")
blocks = [bytearray(b"x") * 100_000 for _ in range(int(sys.argv[1]) * 10)]
last = bytes(100_000)  # what is free below it does not lie at the heap's end
del blocks
kept = memory_mb("VmRSS") - before
stay_small()
print(kept, memory_mb("VmRSS") - before)
"""


def held_mb(freed_mb: int) -> tuple[float, float]:
    """What a process keeps of memory it has freed, before and after it was told to stay small."""
    command = [sys.executable, "-c", HELD, str(freed_mb)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    kept, left = done.stdout.split()
    return float(kept), float(left)


def test_a_large_process_gives_back_what_it_has_freed() -> None:
    kept, left = held_mb(400)
    assert kept > 300
    assert left < 30


def test_a_small_one_keeps_it_for_the_next_picture() -> None:
    kept, left = held_mb(100)
    assert left > 0.8 * kept > 60


def test_a_large_picture_is_one_block() -> None:
    """Which goes back as a whole: Pillow has read our setting before it made its first picture."""
    code = "import bot.images; from PIL import Image; print(Image.core.get_block_size())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(done.stdout) == 16 << 20
