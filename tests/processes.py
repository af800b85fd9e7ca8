"""What runs on this machine for a data directory, and how it is cleared away."""

import os
import shutil
import time
from pathlib import Path

import psutil

from config.embedded import lease
from config.embedded.place import Place, place_at

PATIENCE = 30.0


class StillUsed(RuntimeError):
    """Some process uses a data directory's servers that should have ended."""


def processes_of(data_dir: Path) -> list[str]:
    """Return the command lines of the living processes that name the directory."""
    found = []
    for process in psutil.process_iter(["cmdline", "status"]):
        words = " ".join(process.info["cmdline"] or [])
        # A dead process that nobody has collected yet is no longer running.
        if str(data_dir) in words and process.info["status"] != psutil.STATUS_ZOMBIE:
            found.append(words)
    return found


def remove(place: Place) -> None:
    """Stop a data directory's servers, once their last other user is gone, and remove it."""
    deadline = time.monotonic() + PATIENCE
    while not lease.close(place):
        if time.monotonic() > deadline:
            raise StillUsed(f"The servers in {place.data} are still used.")
        time.sleep(0.05)
    shutil.rmtree(place.data)


def remove_at_exit(data_dir: str, owner: int) -> None:
    """Do that at the end of the process that made the directory, not of its forks."""
    if os.getpid() == owner:
        remove(place_at(data_dir))
