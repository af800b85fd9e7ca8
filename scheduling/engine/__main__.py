"""Solves one problem in a process of its own: `python -m scheduling.engine`.

The first line of standard input is the question; a line "stop" ends the search early and keeps
the best roster; the end of the input means that whoever asked is gone, and so the process ends.
Each line of standard output is one message: progress, then the result or the shortages.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from typing import Any

from scheduling.engine.explain import clashing_rules, shortages
from scheduling.engine.files import problem_from_json, roster_from_json, rules_from_json
from scheduling.engine.options import Options, options_from_json
from scheduling.engine.result import Progress, Status
from scheduling.engine.solve import Control, solve
from scheduling.engine.wire import progress_to_json, result_to_json

ASKER_IS_GONE = 3
EXPLAINING = Options(seconds=20)
"""Explaining is given less time than solving: it needs some answer, not the best."""


class Voice:
    """Standard output, kept for messages: what anything else prints goes to the errors."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stream = os.fdopen(os.dup(1), "w")
        os.dup2(2, 1)

    def say(self, kind: str, data: Any) -> None:
        with self._lock:
            self._stream.write(json.dumps({kind: data}, separators=(",", ":")) + "\n")
            self._stream.flush()

    def progress(self, progress: Progress) -> None:
        self.say("progress", progress_to_json(progress))


def listen(control: Control) -> None:
    for line in sys.stdin:
        if line.strip() == "stop":
            control.cancel()
    os._exit(ASKER_IS_GONE)


def main() -> None:
    voice = Voice()
    asked = json.loads(sys.stdin.readline())
    problem, rules = problem_from_json(asked["problem"]), rules_from_json(asked["rules"])
    control = Control()
    threading.Thread(target=listen, args=(control,), daemon=True).start()
    result = solve(
        problem,
        rules,
        options_from_json(asked["options"]),
        on_progress=voice.progress,
        control=control,
        hint=roster_from_json(asked["hint"]) if asked["hint"] else None,
    )
    if result.status == Status.INFEASIBLE:
        missing = shortages(problem, rules, EXPLAINING, control=control)
        clash = []
        if not missing and not control.cancelled.is_set():
            clash = clashing_rules(problem, rules, EXPLAINING, control=control)
        voice.say("shortages", [shortage.message for shortage in missing])
        voice.say("clash", [rule.title for rule in clash])
    voice.say("result", result_to_json(result))


if __name__ == "__main__":
    main()
    # The listening thread still waits for input; there is nothing left to do.
    os._exit(0)
