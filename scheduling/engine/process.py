"""Solving in a child process, so that it can be stopped at once and gives its memory back."""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scheduling.engine.clash import Explanation, explanation_from_json
from scheduling.engine.files import problem_to_json, roster_to_json, rules_to_json
from scheduling.engine.measures import Alternative, Apart
from scheduling.engine.options import Options, options_to_json
from scheduling.engine.problem import Problem, Roster
from scheduling.engine.result import Progress, Result
from scheduling.engine.rules.base import Rule
from scheduling.engine.wire import (
    alternative_from_json,
    apart_to_json,
    progress_from_json,
    result_from_json,
)

ENDED = "ended"
HOME = Path(__file__).resolve().parents[2]
"""Where `scheduling.engine` can be found, wherever this process runs."""


@dataclass
class Heard:
    """Everything a solving process has said so far."""

    progress: Progress | None = None
    best: Roster | None = None
    result: Result | None = None
    note: str = ""  # what is being done, when it is not solving
    explanation: Explanation | None = None
    shortages: list[str] = field(default_factory=list)
    clash: list[str] = field(default_factory=list)
    alternatives: list[Alternative] = field(default_factory=list)
    exhausted: bool = False  # no further schedule is as good and as different
    ended: bool = False
    errors: str = ""

    def take(self, message: dict[str, Any]) -> None:
        if "progress" in message:
            self.progress = progress_from_json(message["progress"])
            self.best = self.progress.roster or self.best
        elif "result" in message:
            self.result = result_from_json(message["result"])
            self.best = self.result.roster or self.best
        elif "note" in message:
            self.note = message["note"]
        elif "explanation" in message:
            self.explanation = explanation_from_json(message["explanation"])
        elif "shortages" in message:
            self.shortages = message["shortages"]
        elif "clash" in message:
            self.clash = message["clash"]
        elif "alternative" in message:
            self.alternatives.append(alternative_from_json(message["alternative"]))
        elif "exhausted" in message:
            self.exhausted = message["exhausted"]


@dataclass(frozen=True)
class Several:
    """How many schedules to choose from are asked for, and how they differ."""

    count: int
    apart: Apart


class SolverProcess:
    """A child that solves one problem."""

    def __init__(
        self,
        problem: Problem,
        rules: Sequence[Rule],
        options: Options,
        hint: Roster | None = None,
        several: Several | None = None,
    ) -> None:
        self.heard = Heard()
        self._messages: queue.Queue[dict[str, Any] | str] = queue.Queue()
        self._child = subprocess.Popen(
            [sys.executable, "-m", "scheduling.engine"],
            cwd=HOME,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._errors: list[str] = []
        self._readers = [
            threading.Thread(target=self._read, daemon=True),
            threading.Thread(target=self._read_errors, daemon=True),
        ]
        for reader in self._readers:
            reader.start()
        question = {
            "problem": problem_to_json(problem),
            "rules": rules_to_json(rules),
            "options": options_to_json(options),
            "hint": None if hint is None else roster_to_json(hint),
            "several": several and {"count": several.count, "apart": apart_to_json(several.apart)},
        }
        self._write(json.dumps(question, separators=(",", ":")))

    @property
    def pid(self) -> int:
        return self._child.pid

    def listen(self, seconds: float) -> Heard:
        """What has been said; waits at most so long for something new."""
        if self.heard.ended:
            return self.heard
        try:
            message = self._messages.get(timeout=seconds)
            while True:
                if isinstance(message, str):
                    self._end()
                else:
                    self.heard.take(message)
                message = self._messages.get_nowait()
        except queue.Empty:
            return self.heard

    def stop(self) -> None:
        """Ask for the best roster so far; the result follows."""
        self._write("stop")

    def kill(self) -> None:
        self._child.kill()
        self._end()

    def _end(self) -> None:
        self._child.wait()
        for reader in self._readers:
            reader.join(timeout=1)
        for pipe in (self._child.stdin, self._child.stdout, self._child.stderr):
            if pipe and not pipe.closed:
                pipe.close()
        self.heard.ended, self.heard.errors = True, "".join(self._errors)

    def _write(self, line: str) -> None:
        try:
            if self._child.stdin:
                self._child.stdin.write(line + "\n")
                self._child.stdin.flush()
        except (BrokenPipeError, ValueError):
            pass  # The child is gone; listen() tells of it.

    def _read(self) -> None:
        for line in self._child.stdout or ():
            try:
                self._messages.put(json.loads(line))
            except ValueError:  # the last line of a child that was killed while it wrote
                self._errors.append(line)
        self._messages.put(ENDED)

    def _read_errors(self) -> None:
        self._errors += self._child.stderr or ()
