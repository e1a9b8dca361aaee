"""Which processes that share a SQLite file still live: each holds a lock on a file of its own.

The system lets go of the lock when the process ends, however it ends. Unlike a process number, it
means the same in every container that has the folder.
"""

from __future__ import annotations

import fcntl
import glob
import os
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

ENTERING_S = 60.0
"""A process that enters makes its file and locks it in no time; a younger file is left alone."""


class Owners:
    """The processes that work the queue in the file at `path`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._held: tuple[Path, int] | None = None

    def enter(self, owner: str) -> None:
        """Says that this process lives, from now until `leave`."""
        if self._held is not None:
            return
        file = self._file(owner)
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(descriptor, fcntl.LOCK_EX)  # at most for the moment in which somebody looks
        self._held = (file, descriptor)

    def leave(self) -> None:
        if self._held is not None:
            file, descriptor = self._held
            self._held = None
            file.unlink(missing_ok=True)
            os.close(descriptor)

    def is_alone(self) -> bool:
        """True where no other process lives that has entered. A moment later one may."""
        return not any(map(_is_held, self._others()))

    def tidy(self) -> None:
        """Removes the files of processes that are dead, and whose jobs were asked for by `dead`."""
        for file in self._others():
            with suppress(FileNotFoundError):  # another process tidies, too
                is_entering = time.time() - file.stat().st_mtime < ENTERING_S
                if not is_entering and not _is_held(file):
                    file.unlink()

    def _others(self) -> list[Path]:
        mine = self._held[0] if self._held is not None else None
        files = self._path.parent.glob(f"{glob.escape(self._path.name)}-*.worker")
        return [file for file in files if file != mine]

    def dead(self, owners: Iterable[str]) -> list[str]:
        """Those that surely do not live; what they left in the folder is gone afterwards."""
        return [owner for owner in owners if self._is_dead(self._file(owner))]

    def _is_dead(self, file: Path) -> bool:
        if not file.exists() or _is_held(file):  # without a file: of another release, perhaps
            return False
        file.unlink(missing_ok=True)
        return True

    def _file(self, owner: str) -> Path:
        return self._path.with_name(f"{self._path.name}-{owner}.worker")


def _is_held(file: Path) -> bool:
    """Whether a process that lives has it. Leaves it where it is: its owner may just enter."""
    try:
        descriptor = os.open(file, os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    else:
        return False
    finally:
        os.close(descriptor)
