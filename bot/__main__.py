"""`python -m bot`: the command line, which may be broken off while it still loads."""

from __future__ import annotations

import signal

_handler = signal.getsignal(signal.SIGINT)
if _handler is signal.default_int_handler:  # not where a shell has it ignored
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # loading takes a second; no traceback of that

from bot.command_line import main  # noqa: E402 - after the above

if __name__ == "__main__":
    signal.signal(signal.SIGINT, _handler)
    main(prog_name="python -m bot")
