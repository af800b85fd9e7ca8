"""What is said before a solve: certain only what is certain, and counts that are counts."""

from datetime import date

import pytest

from scheduling.engine.interactions import interactions
from scheduling.engine.options import Options
from scheduling.engine.preflight import preflight
from scheduling.engine.problem import Credential, Demand, Person, Problem, Quota, Rooms
from scheduling.engine.result import Status
from scheduling.engine.rules import (
    ALL,
    Capacity,
    Coverage,
    Eligibility,
    Leave,
    OneThing,
    RotationQuota,
    WeeklyHours,
    defaults,
)
from scheduling.engine.solve import solve

from .builders import away, call, clinic, problem, resident, rotation, situation

ADA, BEA = resident("ada"), resident("bea")
HARD = [rule for rule in defaults() if rule.weight is None]
ONE = Options(workers=1, seconds=20)


def test_rules_that_are_off_and_rules_that_are_idle_are_named():
    asked = problem([ADA], [clinic(0)], demands=[Demand(("C-0-AM",), 1)])

    found = preflight(asked, [Coverage(), WeeklyHours(), Leave()], [Coverage, OneThing])

    assert [(note.code, note.why) for note in found.off] == [("one-thing", "It is switched off.")]
    assert [(note.code, note.why) for note in found.idle] == [
        ("weekly-hours", "It limits nothing here."),
        ("leave", "It limits nothing here."),
    ]


def test_a_rule_that_every_choice_keeps_is_idle():
    asked = problem([ADA], [clinic(0)], demands=[Demand(("C-0-AM",), 0, 2)])

    [note] = preflight(asked, [Capacity()]).idle

    assert note.why == "Whatever is decided here keeps it."


def test_what_even_everybody_cannot_reach_is_certain_to_clash():
    night = call(0, label="call")
    asked = problem(
        [ADA, BEA],
        [night],
        demands=[Demand((night.id,), 2, label="call")],
        away=[away(BEA, 0, 0)],
    )

    found = preflight(asked, defaults())

    assert [each.message for each in found.certain] == ["call: 1 of the 2 needed."]
    [line] = found.supply
    assert (line.week, line.name, line.needed, line.people, line.short) == (
        date(2027, 3, 8),
        "call",
        2,
        1,
        1,
    )


def blocks_of(low: int) -> Problem:
    halves = [rotation(c, first, first + 13) for first in (0, 14, 28) for c in ("ICU", "WARD")]
    quotas = [
        Quota("rotation-quota", ADA.id, {h.id: 1 for h in halves if h.code == code}, low, 3, code)
        for code in ("ICU", "WARD")
    ]
    return problem([ADA], halves, quotas=quotas)


def test_a_person_of_whom_more_is_asked_than_there_are_times_for_is_certain_to_clash():
    [certain] = preflight(blocks_of(2), defaults()).certain

    assert (certain.rule, certain.person, certain.message) == (
        "rotation-quota",
        "ada",
        "Ada is asked for 4 in all (ICU 2, WARD 2), but has times for 3.",
    )
    assert preflight(blocks_of(1), defaults()).certain == ()


@pytest.mark.parametrize("seed", range(30))
def test_what_is_certain_to_clash_has_no_answer(seed):
    asked, _ = situation(seed)

    if preflight(asked, HARD).certain:
        assert solve(asked, HARD, ONE).status == Status.INFEASIBLE


def test_what_is_fixed_and_broken_is_told_apart():
    asked = problem(
        [ADA],
        [clinic(0)],
        candidates=frozenset(),
        fixed=frozenset({("ada", "C-0-AM")}),
        away=[away(ADA, 0, 0)],
    )

    found = preflight(asked, defaults())

    assert found.certain == ()
    assert [each.message for each in found.settled] == [
        "Ada is on leave on Mon 08 Mar 2027 and cannot do C-0-AM."
    ]


def test_supply_counts_different_people_and_credentials_by_the_week():
    holder = Person("dot", "Dot", frozenset({"resident"}), (Credential("ACLS"),))
    codes = [clinic(n, label=f"code {n}", code="CODE", credential="ACLS") for n in (0, 1, 7)]
    asked = problem(
        [ADA, holder], codes, demands=[Demand((each.id,), 1, 2, label=each.id) for each in codes]
    )

    lines = preflight(asked, [Eligibility(), Coverage()]).supply

    assert [(s.week.day, s.sort, s.name, s.needed, s.takes, s.people) for s in lines] == [
        (8, "credential", "ACLS", 2, 4, 1),
        (8, "service", "CODE", 2, 4, 1),
        (15, "credential", "ACLS", 1, 2, 1),
        (15, "service", "CODE", 1, 2, 1),
    ]


def test_rooms_are_counted_at_each_time_at_which_something_begins_in_them():
    clinics = [clinic(n, place="main", room_units=2) for n in (0, 1)]
    session = clinic(0, "PM", place="main", room_units=1, room_once=True)
    asked = problem(
        [ADA, BEA],
        [*clinics, session, clinic(0, "PM", code="CV", place="main")],
        rooms=[Rooms("main", 3)],
        demands=[Demand((clinics[0].id,), 2)],
        fixed=frozenset({(ADA.id, session.id), (BEA.id, session.id), (ADA.id, clinics[1].id)}),
    )

    [rooms] = [s for s in preflight(asked, [Capacity()]).supply if s.sort == "rooms"]

    # Two people with two rooms each on Monday morning, one in the afternoon, two on Tuesday.
    assert (rooms.name, rooms.needed, rooms.takes, rooms.people, rooms.short) == (
        "main",
        7,
        9,
        2,
        1,
    )


def test_the_whole_book_is_on_when_all_its_rules_are():
    assert preflight(problem([ADA], [clinic(0)]), defaults(), ALL).off == ()


# Which rules meet


def test_rules_meet_where_they_limit_the_same_pair():
    asked = blocks_of(1)

    found = interactions(asked, [OneThing(), RotationQuota(), Leave()])

    assert [rule.code for rule in found.rules] == ["one-thing", "rotation-quota"]
    assert found.touched == (6, 6)
    [pair] = found.pairs
    assert (pair.first, pair.second, pair.shared) == ("one-thing", "rotation-quota", 6)
    assert pair.example == (
        "“One thing at a time” and “Curriculum” both limit whether Ada does ICU-0."
    )
    assert found.between("rotation-quota", "one-thing") == pair
    assert found.between("leave", "one-thing") is None


def test_rules_meet_through_facts_that_follow_from_a_pair():
    """Nights in a row are counted over the fact that any night duty is done."""
    nights = [call(n) for n in range(9)] + [call(n, name="long") for n in range(9)]
    asked = problem([ADA], nights, demands=[Demand((nights[0].id,), 1)])
    rules = [rule for rule in HARD if rule.code in ("night-run", "coverage")]

    [pair] = interactions(asked, rules).pairs

    assert pair.shared == 1


def test_what_several_services_share_goes_by_its_own_name():
    halves = [rotation(code, 0, 13) for code in ("ICU", "WARD")]
    pool = Demand(tuple(h.id for h in halves), 1, label="call pool in block 1")

    lines = preflight(problem([ADA], halves, demands=[pool]), [Coverage()]).supply

    assert {line.name for line in lines} == {"call pool in block 1"}
