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
from scheduling.engine.options import Options
from scheduling.engine.result import Progress, Status
from scheduling.engine.solve import Control, solve
from scheduling.engine.wire import progress_to_json, result_to_json

ASKER_IS_GONE = 3
EXPLAINING = Options(seconds=20)
"""Explaining is given less time than solving: it needs some answer, not the best."""

_output = threading.Lock()


def say(kind: str, data: Any) -> None:
    with _output:
        sys.stdout.write(json.dumps({kind: data}, separators=(",", ":")) + "\n")
        sys.stdout.flush()


def listen(control: Control) -> None:
    for line in sys.stdin:
        if line.strip() == "stop":
            control.cancel()
    os._exit(ASKER_IS_GONE)


def main() -> None:
    asked = json.loads(sys.stdin.readline())
    problem, rules = problem_from_json(asked["problem"]), rules_from_json(asked["rules"])
    control = Control()
    threading.Thread(target=listen, args=(control,), daemon=True).start()
    result = solve(
        problem,
        rules,
        Options(**asked["options"]),
        on_progress=_tell,
        control=control,
        hint=roster_from_json(asked["hint"]) if asked["hint"] else None,
    )
    if result.status == Status.INFEASIBLE:
        missing = shortages(problem, rules, EXPLAINING)
        clash = [] if missing else clashing_rules(problem, rules, EXPLAINING)
        say("shortages", [shortage.message for shortage in missing])
        say("clash", [rule.title for rule in clash])
    say("result", result_to_json(result))


def _tell(progress: Progress) -> None:
    say("progress", progress_to_json(progress))


if __name__ == "__main__":
    main()
    # The listening thread still waits for input; there is nothing left to do.
    sys.stdout.flush()
    os._exit(0)
