"""Python imports this at its start where its folder is in PYTHONPATH: Linux then ends the process
before it speaks to anybody, be it Python or native code that tries.

One kind of socket may be opened, but neither connected nor sent from: urllib3 (2.8) finds out, when
it is imported, whether the machine knows IPv6, by a socket that it binds to ::1 and closes.

Sources: seccomp(2), prctl(2), socket(2), linux/filter.h; numbers of system calls from syscalls(2).
"""

from __future__ import annotations

import ctypes
import platform
import struct

_SOCKET, *_SPEAKING = {  # socket, connect, sendto, sendmsg, sendmmsg, listen
    "x86_64": (41, 42, 44, 46, 307, 50),
    "aarch64": (198, 203, 206, 211, 269, 201),
}[platform.machine()]
_AF_INET6 = 10
_LOAD, _JUMP_IF_EQUAL, _RETURN = 0x20, 0x15, 0x06
_NUMBER, _FIRST_ARGUMENT = 0, 16
_KILL, _ALLOW = 0x80000000, 0x7FFF0000
_PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS, _MODE_FILTER = 22, 38, 2


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def _step(code: int, value: int, *, skip_if: int = 0, skip_unless: int = 0) -> bytes:
    return struct.pack("HBBI", code, skip_if, skip_unless, value)


def _steps() -> list[bytes]:
    kill, allow = _step(_RETURN, _KILL), _step(_RETURN, _ALLOW)
    steps = [_step(_LOAD, _NUMBER)]
    for number in _SPEAKING:
        steps += [_step(_JUMP_IF_EQUAL, number, skip_unless=1), kill]
    steps += [_step(_JUMP_IF_EQUAL, _SOCKET, skip_if=1), allow]
    steps += [_step(_LOAD, _FIRST_ARGUMENT), _step(_JUMP_IF_EQUAL, _AF_INET6, skip_unless=1), allow]
    return [*steps, kill]


def forbid_speaking() -> None:
    library = ctypes.CDLL(None, use_errno=True)
    steps = _steps()
    program = _Program(len(steps), b"".join(steps))
    for arguments in (
        (_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0),
        (_PR_SET_SECCOMP, _MODE_FILTER, ctypes.byref(program), 0, 0),
    ):
        if library.prctl(*arguments):
            raise OSError(ctypes.get_errno(), "the kernel gives no filter")


forbid_speaking()
