"""How much memory a whole bot keeps: `python -m bot run` in the demo workspace, pictures by twos.

    python -m tests.bench.bot_memory [--pictures 20]

On two cores: 190 MB loaded; of 20 pictures 325 to 355 at most and 223 to 288 after them, in six
runs; of 80 pictures 342 to 361 at most and 228 to 297 after them, in seven.
"""

from __future__ import annotations

import argparse
import io
import os
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

from PIL import Image

from bot.demo.workspace import Shared, Workspace
from tests.bench.screens import KINDS, screen
from tests.embedded.pictures import PICTURES
from tests.process_memory import memory_mb

TIMEOUT_S = 300.0
_LONG_SIDE_PX = 3000


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pictures", type=int, default=20)
    count: int = parser.parse_args().pictures
    with Workspace() as workspace, tempfile.TemporaryDirectory() as folder:
        process = _started(workspace, folder)
        try:
            _measured(workspace, process.pid, count)
        finally:
            process.terminate()
            process.wait(30)


def _measured(workspace: Workspace, pid: int, count: int) -> None:
    give_up_at = time.monotonic() + TIMEOUT_S
    while not _has_loaded(pid) and time.monotonic() < give_up_at:
        time.sleep(0.1)
    time.sleep(2)
    print(f"loaded                        {memory_mb('VmRSS', pid):5.0f} MB")
    Path(f"/proc/{pid}/clear_refs").write_text("5")  # forgets what was most, see proc(5)
    shared = [workspace.share((f"{n}.png", _picture(n))) for n in range(count)]
    for each in shared:
        if not workspace.wait_until(partial(_is_answered, workspace, each), TIMEOUT_S):
            sys.exit("a picture was not answered")
    print(f"most, while it worked         {memory_mb('VmHWM', pid):5.0f} MB")
    print(f"after {count:3} pictures            {memory_mb('VmRSS', pid):5.0f} MB")


def _started(workspace: Workspace, folder: str) -> subprocess.Popen[bytes]:
    settings = {
        "PATH": os.environ["PATH"],
        "HOME": folder,
        "SLACK_BOT_TOKEN": workspace.bot_token,
        "SLACK_APP_TOKEN": workspace.app_token,
        "SLACK_API_URL": workspace.api_url,
    }
    return subprocess.Popen([sys.executable, "-m", "bot", "run"], env=settings)


def _has_loaded(pid: int) -> bool:
    """Its threads are there and its models too: nothing else makes it so large."""
    return memory_mb("VmRSS", pid) > 150


def _is_answered(workspace: Workspace, shared: Shared) -> bool:
    return any("Still working" not in reply["text"] for reply in workspace.replies(shared))


def _picture(number: int) -> bytes:
    """Photos and screens in turn, as large as phones take them."""
    photos = sorted(PICTURES.glob("*.jpg"))
    if number % 2:
        image = Image.open(photos[number // 2 % len(photos)]).convert("RGB")
        scale = _LONG_SIDE_PX / max(image.size)
        image = image.resize((round(image.width * scale), round(image.height * scale)))
    else:
        image = Image.fromarray(screen(KINDS[number // 2 % len(KINDS)], number).pixels)
    buffer = io.BytesIO()
    image.save(buffer, "JPEG" if number % 2 else "PNG")
    return buffer.getvalue()


if __name__ == "__main__":
    main()
