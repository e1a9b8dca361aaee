"""How a process learns that it shall end."""

from __future__ import annotations

import signal
import sys
from queue import SimpleQueue
from typing import TypeAlias

from bot.errors import Misconfigured

Ends: TypeAlias = "SimpleQueue[Misconfigured | None]"
"""Gets what ends a service: None for a signal.

Its `put` may be called from a signal handler while the main thread waits in `get`, which an
Event's lock would not survive. Source: the library reference, queue.
"""


def ends_by_signal() -> Ends:
    """A queue that SIGTERM and SIGINT put None into, from now on."""
    ends: Ends = SimpleQueue()
    end_by_signal(ends)
    return ends


def end_by_signal(ends: Ends) -> None:
    """Has SIGTERM and SIGINT put None into `ends`, from now on; before, they end the process."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ends.put(None))


def exit_on_sigterm() -> None:
    """Has SIGTERM leave as Ctrl-C does: what was begun is tidied up on the way out."""
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
