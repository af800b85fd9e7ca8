"""Becomes a program that ends with its parent, even when the parent is killed outright.

Run as a script, by path, with the parent's process id and the program's command.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def become(parent: int, command: list[str]) -> None:
    # Other systems have no such wish; there the children of a killed parent live on.
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() == parent:
        os.execvp(command[0], command)  # noqa: S606 -- our own command, without a shell


if __name__ == "__main__":
    become(int(sys.argv[1]), sys.argv[2:])
