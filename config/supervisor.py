"""Runs the programs that make up an installation on one machine, and stops them together."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import IO

CHILD = Path(__file__).with_name("child.py")
STOP_PATIENCE = 8.0
READERS_PATIENCE = 1.0
POLL = 0.2
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class ProgramDied(RuntimeError):
    """A program ended that should have kept running."""


class Interruption:
    """Turns signals into KeyboardInterrupt, but not while a program is being started."""

    def __init__(self) -> None:
        self.asked = False
        self.shielded = False

    def listen(self) -> None:
        for number in STOP_SIGNALS:
            signal.signal(number, self._note)

    def ignore(self) -> None:
        for number in STOP_SIGNALS:
            signal.signal(number, signal.SIG_IGN)

    @contextmanager
    def shield(self) -> Iterator[None]:
        """Hold a signal back until the block is over."""
        self.shielded = True
        try:
            yield
        finally:
            self.shielded = False
        if self.asked:
            raise KeyboardInterrupt

    def _note(self, number: int, frame: FrameType | None) -> None:
        self.asked = True
        if not self.shielded:
            raise KeyboardInterrupt


@dataclass(frozen=True)
class Program:
    """One program to keep running: the name its lines are marked with, and its command."""

    name: str
    command: Sequence[str]


class Supervisor:
    """Starts programs, passes on what they say, and takes all of them down with the first to die."""

    def __init__(
        self, *, directory: Path, say: Callable[[str], object], interruption: Interruption
    ) -> None:
        self.directory = directory
        self.interruption = interruption
        self.say = say
        self.running: dict[Program, subprocess.Popen[str]] = {}
        self.readers: list[threading.Thread] = []

    def start(self, program: Program) -> None:
        with self.interruption.shield():
            process = self._launch(program)
            self.running[program] = process
            reader = threading.Thread(
                target=self._pass_on, args=(program.name, process.stdout), daemon=True
            )
            reader.start()
            self.readers.append(reader)

    def _launch(self, program: Program) -> subprocess.Popen[str]:
        # A session of its own: the terminal's Ctrl-C reaches the supervisor and nobody else.
        return subprocess.Popen(
            [sys.executable, "-S", str(CHILD), str(os.getpid()), *program.command],
            cwd=self.directory,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )

    def wait_for(self, condition: Callable[[], bool], *, seconds: float, what: str) -> None:
        """Wait until the condition holds; fail when a program dies or the time is over."""
        deadline = time.monotonic() + seconds
        while not condition():
            self.check()
            if time.monotonic() > deadline:
                raise ProgramDied(f"Waited {seconds:.0f} seconds in vain for the {what}.")
            time.sleep(POLL)

    def watch(self) -> None:
        """Stay until a program dies. A signal's exception ends it as well."""
        while True:
            self.check()
            time.sleep(POLL)

    def check(self) -> None:
        for program, process in self.running.items():
            if process.poll() is not None:
                raise ProgramDied(f"The {program.name} ended with code {process.returncode}.")

    def stop(self) -> None:
        """Ask every program to end, the last started first; end by force what does not."""
        deadline = time.monotonic() + STOP_PATIENCE
        for process in reversed(self.running.values()):
            with suppress(ProcessLookupError):
                process.send_signal(signal.SIGTERM)
        for process in self.running.values():
            _end(process, until=deadline)
        for reader in self.readers:
            # Not for ever: a program that left its group may still hold the line open.
            reader.join(READERS_PATIENCE)
        self.running.clear()

    def _pass_on(self, name: str, lines: IO[str]) -> None:
        with lines:
            for line in lines:
                self.say(f"{name:<6} | {line.rstrip()}")


def _end(process: subprocess.Popen[str], *, until: float) -> None:
    """Wait for a program, then sweep up whatever is left of its group."""
    with suppress(subprocess.TimeoutExpired):
        process.wait(max(0.0, until - time.monotonic()))
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
