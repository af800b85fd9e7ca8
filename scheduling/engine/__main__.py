"""Solves one problem in a process of its own: `python -m scheduling.engine`.

The first line of standard input is the question; a line "stop" ends the search early and keeps
the best roster; the end of the input means that whoever asked is gone, and so the process ends.
Each line of standard output is one message: progress, then why there is no roster
if there is none, and the result.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from scheduling.engine.alternatives import alternatives
from scheduling.engine.clash import explanation_to_json
from scheduling.engine.clash_search import explain_clash
from scheduling.engine.control import Control
from scheduling.engine.explain import clashing_rules, shortages
from scheduling.engine.files import (
    fingerprint,
    problem_from_json,
    roster_from_json,
    rules_from_json,
)
from scheduling.engine.measures import Alternative
from scheduling.engine.options import Options, options_from_json
from scheduling.engine.problem import Problem, Roster
from scheduling.engine.result import Progress, Result, Status
from scheduling.engine.rules.base import Rule
from scheduling.engine.solve import solve
from scheduling.engine.wire import (
    alternative_to_json,
    apart_from_json,
    progress_to_json,
    result_to_json,
)

ASKER_IS_GONE = 3
EXPLAINING = Options(seconds=25)
OTHERWISE = Options(seconds=15)
"""Explaining is given less time than solving; and less again to each coarser way of doing it."""


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


def explain(problem: Problem, rules: Sequence[Rule], control: Control, voice: Voice) -> None:
    """The clashes; when none is found in time what is short, and else which rules clash."""
    found = explain_clash(
        problem, rules, EXPLAINING, control=control, tell=lambda note: voice.say("note", note)
    )
    voice.say("explanation", explanation_to_json(found))
    if found.clashes or control.cancelled.is_set():
        return
    missing = shortages(problem, rules, OTHERWISE, control=control)
    voice.say("shortages", [shortage.message for shortage in missing])
    if not missing and not control.cancelled.is_set():
        clash = clashing_rules(problem, rules, OTHERWISE, control=control)
        voice.say("clash", [rule.title for rule in clash])


def several(
    problem: Problem,
    rules: Sequence[Rule],
    options: Options,
    asked: Mapping[str, Any],
    hint: Roster | None,
    control: Control,
    voice: Voice,
) -> Result:
    """Schedules to choose from, each told of as it is found; the result is that of the first."""
    count, found = asked["count"], 0

    def tell(one: Alternative) -> None:
        nonlocal found
        found += 1
        voice.say("alternative", alternative_to_json(one))
        if found < count:
            voice.say("note", f"Schedule {found + 1} of {count}.")

    answer = alternatives(
        problem,
        rules,
        options,
        count=count,
        apart=apart_from_json(asked["apart"]),
        control=control,
        hint=hint,
        on_progress=voice.progress,
        tell=tell,
    )
    if answer.exhausted and answer.found:
        voice.say("exhausted", True)
    return replace(answer.first, fingerprint=fingerprint(problem, rules), seconds=answer.seconds)


def main() -> None:
    voice = Voice()
    asked = json.loads(sys.stdin.readline())
    problem, rules = problem_from_json(asked["problem"]), rules_from_json(asked["rules"])
    control = Control()
    threading.Thread(target=listen, args=(control,), daemon=True).start()
    options = options_from_json(asked["options"])
    hint = roster_from_json(asked["hint"]) if asked["hint"] else None
    if asked["several"]:
        result = several(problem, rules, options, asked["several"], hint, control, voice)
    else:
        result = solve(
            problem, rules, options, on_progress=voice.progress, control=control, hint=hint
        )
    if result.status == Status.INFEASIBLE:
        explain(problem, rules, control, voice)
    voice.say("result", result_to_json(result))


if __name__ == "__main__":
    main()
    # The listening thread still waits for input; there is nothing left to do.
    os._exit(0)
