"""Keeps the process small between pictures, where the C library is glibc; elsewhere does nothing.

A model's run takes up to 45 MB and frees it again. Left to itself glibc keeps what was freed, for
each thread apart: after 80 large pictures 820 MB of a bot were resident, with this 225 MB, and with
two pictures in work 343 MB at most. Were blocks of 1 MB returned at once too, it would be 10 MB
less, in twice the time. See tests/bench/bot_memory.py.
"""

from __future__ import annotations

import contextlib
import ctypes

_MMAP_THRESHOLD, _ARENA_MAX = -3, -8
"""Source: glibc's malloc.h, M_MMAP_THRESHOLD and M_ARENA_MAX."""
_LARGE_BYTES = 8 << 20
_ARENAS = 1


def be_thrifty() -> None:
    """Large blocks go back to the system at once, and threads share one heap."""
    with contextlib.suppress(AttributeError, OSError, TypeError):
        library = ctypes.CDLL(None)
        library.mallopt(_MMAP_THRESHOLD, _LARGE_BYTES)
        library.mallopt(_ARENA_MAX, _ARENAS)


def give_back() -> None:
    """Returns freed memory to the system; costs some milliseconds."""
    with contextlib.suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)
