"""Problems, rules and rosters as JSON, and their fingerprint."""

import json
import os
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduling.engine.files import (
    fingerprint,
    problem_from_json,
    problem_to_json,
    roster_from_json,
    roster_to_json,
    rules_from_json,
    rules_to_json,
)
from scheduling.engine.problem import Credential, Problem, Roster, Work
from scheduling.engine.rules import ALL, NightRun, defaults

from .builders import clinic, day, duty, moment, problem, resident, roster, situation


def through_text(data: object) -> object:
    return json.loads(json.dumps(data))


@given(seed=st.integers(0, 2**32))
def test_problems_and_rosters_go_out_and_come_back(seed):
    asked, done = situation(seed)

    assert problem_from_json(through_text(problem_to_json(asked))) == asked
    assert roster_from_json(through_text(roster_to_json(done))) == done


def test_every_field_of_a_duty_and_a_person_goes_out_and_comes_back():
    held = (Credential("VAS", day(0), None), Credential("BTX", None, day(9)))
    full = clinic(
        0,
        cell="0 AM",
        open_to=frozenset({"b", "a"}),
        credential="VAS",
        place="main",
        room_units=2,
        leave_ok=False,
        frees_until=moment(2, 0),
        room_once=True,
        traits=frozenset({"virtual", "night"}),
    )
    asked = problem([replace(resident("ada"), credentials=held)], [full])

    assert problem_from_json(through_text(problem_to_json(asked))) == asked


@pytest.mark.parametrize("number", [6, 244])
def test_hours_in_the_nights_of_both_changes_of_clocks_come_back(number):
    twice = duty("early", "E", number, 1.5, 4)
    later = replace(twice, id="later", starts_at=twice.starts_at.replace(fold=1))
    asked = problem([resident("ada")], [twice, later])

    back = problem_from_json(through_text(problem_to_json(asked)))

    assert [d.starts_at.timestamp() for d in back.duties] == [
        d.starts_at.timestamp() for d in asked.duties
    ]
    assert back == asked


def test_a_duty_comes_back_in_the_time_zone_of_the_problem():
    back = problem_from_json(through_text(problem_to_json(problem([], [clinic(0)]))))

    assert back.duties[0].starts_at.tzinfo == clinic(0).starts_at.tzinfo


@pytest.mark.parametrize("data", [{"format": 2}, {}, {"format": "1"}])
def test_an_unknown_format_is_refused(data):
    with pytest.raises(ValueError, match="is unknown; this version reads 1"):
        problem_from_json(data)


@pytest.mark.parametrize("weight", [None, 4])
def test_rules_go_out_and_come_back(weight):
    rules = (*(rule(weight=weight) for rule in ALL), NightRun(nights=4))

    assert rules_from_json(through_text(rules_to_json(rules))) == rules


def test_a_rule_that_is_not_in_the_book_is_refused():
    with pytest.raises(ValueError, match="There is no rule siesta"):
        rules_from_json([{"code": "siesta", "parameters": {}, "weight": None}])


# Fingerprints


ASKED = problem(
    [resident("ada"), resident("bea")], [clinic(n, open_to=frozenset("abc")) for n in range(3)]
)


def test_equal_questions_have_equal_fingerprints():
    again = replace(ASKED, candidates=frozenset(sorted(ASKED.candidates, reverse=True)))

    assert fingerprint(ASKED, defaults()) == fingerprint(again, defaults())
    assert len(fingerprint(ASKED, defaults())) == 64


def test_the_fingerprint_does_not_depend_on_how_sets_are_ordered():
    """Python orders sets of strings differently in each process."""
    program = (
        "from scheduling.engine.files import fingerprint\n"
        "from scheduling.engine.rules import defaults\n"
        "from tests.scheduling.engine.builders import situation\n"
        "print(*(fingerprint(situation(seed)[0], defaults()) for seed in range(20)))"
    )
    there = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
        check=True,
    )

    here = " ".join(fingerprint(situation(seed)[0], defaults()) for seed in range(20))
    assert there.stdout == here + "\n"


def _changes() -> dict[str, Problem]:
    first, *rest = ASKED.duties
    return {
        "zone": replace(ASKED, zone="UTC", duties=(), candidates=frozenset()),
        "person": replace(ASKED, people=(replace(ASKED.people[0], name="A"), ASKED.people[1])),
        "order": replace(ASKED, people=ASKED.people[::-1]),
        "time": replace(ASKED, duties=(replace(first, ends_at=moment(0, 11)), *rest)),
        "work": replace(ASKED, duties=(replace(first, work=Work.NONE), *rest)),
        "leave": replace(ASKED, duties=(replace(first, leave_ok=False), *rest)),
        "candidates": replace(ASKED, candidates=ASKED.candidates - {("ada", first.id)}),
        "fixed": replace(ASKED, fixed=frozenset({("ada", first.id)})),
        "published": replace(ASKED, published=frozenset({("ada", first.id)})),
    }


def test_any_change_of_the_question_changes_its_fingerprint():
    questions = [ASKED, *_changes().values(), *(situation(seed)[0] for seed in range(50))]
    found = [fingerprint(asked, defaults()) for asked in questions]
    found += [
        fingerprint(ASKED, [NightRun()]),
        fingerprint(ASKED, [NightRun(nights=5)]),
        fingerprint(ASKED, [NightRun(weight=1)]),
        fingerprint(ASKED, []),
    ]

    assert len(set(found)) == len(found)


def test_a_roster_without_anybody_is_an_empty_table():
    assert roster_to_json(Roster()) == {}
    assert roster_from_json({}) == Roster()
    assert roster_to_json(roster((ASKED.people[1], clinic(1)), (ASKED.people[1], clinic(0)))) == {
        "bea": ["C-0-AM", "C-1-AM"]
    }
