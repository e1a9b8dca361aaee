"""How much memory a process has, for tests and benchmarks."""

from __future__ import annotations

from pathlib import Path


def memory_mb(field: str, pid: int | None = None) -> float:
    """Of this process or another, as Linux counts it: "VmRSS" now, "VmHWM" at most.

    Source: proc(5), /proc/pid/status, in kB.
    """
    status = Path(f"/proc/{pid or 'self'}/status").read_text(encoding="utf-8")
    return float(status.split(f"{field}:")[1].split()[0]) / 1024
