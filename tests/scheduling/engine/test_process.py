"""Solving in a child process: the same answer, stopped and noticed when it ends."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from scheduling.engine.check import check
from scheduling.engine.clash import told
from scheduling.engine.options import Options
from scheduling.engine.problem import Demand, Problem, Roster
from scheduling.engine.process import Heard, SolverProcess
from scheduling.engine.result import Result, Status
from scheduling.engine.rules import (
    Coverage,
    FairPreferences,
    Leave,
    OneThing,
    RankPreferences,
    Rule,
    Sequence,
    StayClose,
    Tier,
)
from scheduling.engine.solve import solve

from .builders import away, call, clinic, long_problem, problem, resident

PATIENCE = 60.0
SHORT = Options(workers=1, seed=5, deterministic=0.05)
WISHES_FIRST = replace(SHORT, order=(Tier.PREFERENCES,))
ENDLESS = Options(workers=1, seconds=600)
RULES = [Coverage(), Sequence(), FairPreferences(), RankPreferences()]
ASKED, LONG = long_problem(people=12, nights=60), long_problem(people=20, nights=120)


@contextmanager
def solving(
    asked: Problem,
    options: Options = SHORT,
    rules: list[Rule] | None = None,
    hint: Roster | None = None,
) -> Iterator[SolverProcess]:
    process = SolverProcess(asked, rules or RULES, options, hint)
    try:
        yield process
    finally:
        if not process.heard.ended:
            process.kill()


def listen(process: SolverProcess, until: Callable[[Heard], object]) -> Heard:
    deadline = time.monotonic() + PATIENCE
    while not until(process.listen(0.2)):
        assert time.monotonic() < deadline, "Waited in vain for the solving process."
    return process.heard


def ended(heard: Heard) -> bool:
    return heard.ended


def timeless(result: Result) -> Result:
    """A result without the seconds it took."""
    tiers = tuple(replace(tier, seconds=0.0) for tier in result.tiers)
    return replace(result, tiers=tiers, seconds=0.0, build_seconds=0.0)


def test_a_child_gives_the_answer_that_solving_here_gives():
    with solving(ASKED) as process:
        heard = listen(process, ended)

    assert heard.result is not None
    assert timeless(heard.result) == timeless(solve(ASKED, RULES, SHORT))
    assert heard.best == heard.result.roster
    assert heard.errors == ""
    assert heard.progress is not None
    assert heard.progress.done == heard.result.tiers[:1]


def test_a_child_serves_tiers_in_the_order_asked_for():
    with solving(ASKED, WISHES_FIRST) as process:
        heard = listen(process, ended)

    assert heard.result is not None
    assert [tier.tier for tier in heard.result.tiers] == [Tier.PREFERENCES, Tier.FAIRNESS]
    assert timeless(heard.result) == timeless(solve(ASKED, RULES, WISHES_FIRST))


def test_stopping_gives_the_best_roster_within_two_seconds():
    with solving(LONG, ENDLESS) as process:
        listen(process, lambda heard: heard.best)
        told = time.monotonic()
        process.stop()
        heard = listen(process, ended)

    assert time.monotonic() - told < 2
    assert heard.result is not None
    assert (heard.result.status, heard.result.cancelled) == (Status.FEASIBLE, True)
    assert heard.best == heard.result.roster
    assert check(LONG, heard.best, RULES).violations == ()


def test_a_child_that_is_killed_from_outside_is_noticed():
    with solving(LONG, ENDLESS) as process:
        before = listen(process, lambda heard: heard.best).best
        os.kill(process.pid, signal.SIGKILL)
        heard = listen(process, ended)

    assert heard.result is None
    assert heard.best is not None
    assert check(LONG, before, RULES).violations == ()


def test_a_child_can_be_killed_and_hears_no_more():
    with solving(LONG, ENDLESS) as process:
        process.kill()
        process.stop()

        assert process.heard.ended
        assert not Path(f"/proc/{process.pid}").exists()
        began = time.monotonic()
        assert process.listen(30).ended
        assert time.monotonic() - began < 5


def test_a_child_ends_by_itself_when_its_parent_is_killed():
    program = (
        "import time\n"
        "from tests.scheduling.engine.test_process import *\n"
        "process = SolverProcess(LONG, RULES, ENDLESS)\n"
        "listen(process, lambda heard: heard.best)\n"
        "print(process.pid, flush=True)\n"
        "time.sleep(600)"
    )
    parent = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    try:
        child = Path(f"/proc/{int(parent.stdout.readline())}")
        assert "scheduling.engine" in (child / "cmdline").read_text()
    finally:
        parent.kill()
        parent.wait()
        parent.stdout.close()

    deadline = time.monotonic() + 10
    while child.exists() and " Z " not in (child / "stat").read_text():
        assert time.monotonic() < deadline, "The child outlives its parent."
        time.sleep(0.05)


def test_errors_of_the_child_reach_its_parent():
    wrong = replace(SHORT, extra={"no_such_parameter": 1})

    with solving(ASKED, wrong) as process:
        heard = listen(process, ended)

    assert heard.result is None
    assert "no_such_parameter" in heard.errors.strip().splitlines()[-1]


def test_what_the_solver_prints_is_no_message():
    with solving(ASKED, replace(SHORT, extra={"log_search_progress": True})) as process:
        heard = listen(process, ended)

    assert heard.result is not None
    assert "CP-SAT solver" in heard.errors


def test_a_message_that_breaks_off_is_kept_among_the_errors(tmp_path, monkeypatch):
    """A child that is killed while it writes leaves half a line."""
    python = tmp_path / "python"
    python.write_text('#!/bin/sh\nhead -n 1 >/dev/null\nprintf \'{"progress":{"tier":\'\n')
    python.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(python))

    with solving(ASKED) as process:
        heard = listen(process, ended)

    assert (heard.result, heard.progress) == (None, None)
    assert heard.errors == '{"progress":{"tier":'


def test_a_child_is_found_wherever_its_parent_runs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    with solving(ASKED) as process:
        assert listen(process, ended).result is not None


def test_a_roster_to_start_from_is_passed_on():
    people = [person.id for person in LONG.people]
    in_turn = Roster.of((people[n % len(people)], each.id) for n, each in enumerate(LONG.duties))

    with solving(LONG, Options(workers=1, deterministic=1e-6), hint=in_turn) as process:
        heard = listen(process, ended)

    assert heard.best == in_turn


def test_nobody_doing_anything_is_an_answer_too():
    asked = problem([resident("ada")], [call(0)], demands=[Demand(("call-0",), 0, 0)])

    with solving(asked) as process:
        heard = listen(process, ended)

    assert heard.best == Roster()


def test_a_child_explains_what_clashes():
    ada = resident("ada")
    asked = problem(
        [ada], [call(0)], demands=[Demand(("call-0",), 1, label="call")], away=[away(ada, 0, 0)]
    )

    with solving(asked, rules=[Coverage(), Leave()]) as process:
        heard = listen(process, ended)

    assert heard.result is not None
    assert heard.result.status == Status.INFEASIBLE
    assert heard.note == "Looking for what relaxing each limit would change."
    assert heard.explanation is not None
    assert list(told(heard.explanation)) == [
        "call: 0 of the 1 needed. Ada is on leave on Mon 08 Mar 2027 and cannot do call-0. "
        "Enough is any one of: Coverage, call (at least 1 → 0); "
        "Leave, Ada, call-0 (an exception)."
    ]


def test_a_child_explains_protection_that_clashes_with_what_was_published():
    ada = resident("ada")
    asked = problem(
        [ada], [clinic(0)], published=frozenset({("ada", "C-0-AM")}), away=[away(ada, 0, 0)]
    )

    with solving(asked, rules=[OneThing(), Leave(), StayClose(weight=None)]) as process:
        heard = listen(process, ended)

    assert heard.explanation is not None
    [clash] = heard.explanation.clashes
    assert {member.title for member in clash.members} == {
        "Leave",
        "Stay close to what is published",
    }
