"""The memory of a process, as the kernel tells it."""

from __future__ import annotations

from pathlib import Path


def peak_megabytes(pid: int) -> float | None:
    """The most memory that the process has had so far; None where the kernel does not tell."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), None)
