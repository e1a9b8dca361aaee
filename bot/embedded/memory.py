"""Keeps the process small, where the C library is glibc; elsewhere does nothing.

A model's run takes up to 45 MB and frees it again. Left to itself glibc keeps what was freed, for
each thread apart: after 80 large pictures 820 MB of a bot were resident. With this at most 300 MB
are between pictures, some 350 with two in work. See tests/bench/bot_memory.py.
"""

from __future__ import annotations

import contextlib
import ctypes
import mmap
from pathlib import Path

_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8
"""Source: glibc's malloc.h, M_TRIM_THRESHOLD, M_MMAP_THRESHOLD and M_ARENA_MAX."""
_TOP_BYTES = 64 << 20
"""What may lie free at the heap's end. With the default of 128 kB a picture cost up to 50 000 page
faults, and a tenth more time."""
_LARGE_BYTES = 6 << 20
"""Blocks as large go back at once: pictures, but nothing that a model needs again and again. With
1 MB models took twice the time."""
_ARENAS = 1
_MOST_BYTES = 300 << 20
"""Below it what was freed is kept for the next picture, which takes a tenth less time then."""


def be_thrifty() -> None:
    """Large blocks go back to the system at once, and threads share one heap."""
    with contextlib.suppress(AttributeError, OSError, TypeError):
        library = ctypes.CDLL(None)
        library.mallopt(_TRIM_THRESHOLD, _TOP_BYTES)
        library.mallopt(_MMAP_THRESHOLD, _LARGE_BYTES)
        library.mallopt(_ARENA_MAX, _ARENAS)


def stay_small() -> None:
    """Returns freed memory to the system where the process has grown large."""
    with contextlib.suppress(OSError):
        if _resident_bytes() > _MOST_BYTES:
            give_back()


def give_back() -> None:
    """Returns freed memory to the system; costs some milliseconds."""
    with contextlib.suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)


def _resident_bytes() -> int:
    """Of this process, as Linux counts it. Source: proc(5), statm: the second number, in pages."""
    return int(Path("/proc/self/statm").read_bytes().split()[1]) * mmap.PAGESIZE
