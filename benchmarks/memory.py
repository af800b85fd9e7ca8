"""The memory of a process and its time on the processor, as the kernel tells them."""

from __future__ import annotations

import os
from pathlib import Path


def peak_megabytes(pid: int) -> float | None:
    """The most memory that the process has had so far; None where the kernel does not tell."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), None)


def processor_seconds(pid: int) -> float | None:
    """All threads together, so far; None where the kernel does not tell."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
