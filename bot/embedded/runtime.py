"""onnxruntime, silenced. The only place that imports it.

Its official Linux builds send usage data to Microsoft unless told not to before they are loaded:
seen in 1.30 to 1.32, which look up a host and write a device id into the user's cache folder
(their Privacy.md, November 2026). Switching it off through the API comes too late for that.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TypeAlias

os.environ["ORT_DISABLE_TELEMETRY"] = "1"

import onnxruntime

Session: TypeAlias = onnxruntime.InferenceSession


def open_session(model: Path) -> Session:
    """A session for the file `model` on the CPU; threads may share it.

    One thread of its own, and no arenas: twice as fast on two shared cores as the defaults, and
    without memory that is kept for good. Source: onnxruntime's documentation of InferenceSession
    says that `run` is safe to call from several threads. It takes bytes too, but keeps them for
    good: see `_model_bytes` in its inference collection, 1.31, November 2026.
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.enable_mem_pattern = False
    return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
