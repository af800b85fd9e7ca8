"""Why there is no roster, and why not this person: in sentences that name people and days."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from scheduling.engine.check import Checker
from scheduling.engine.control import Control
from scheduling.engine.explain import clashing_rules, shortages, why_not
from scheduling.engine.facts import Facts
from scheduling.engine.limits import Limits, limits
from scheduling.engine.options import Options
from scheduling.engine.problem import Demand, Precedence, Quota, Roster, Supervision
from scheduling.engine.rules import (
    Coverage,
    Eligibility,
    Leave,
    NightRun,
    OneThing,
    PostCall,
    RankPreferences,
    Sequence,
    StayClose,
    WeeklyHours,
    defaults,
)

from .builders import (
    attending,
    away,
    call,
    clinic,
    long_problem,
    moment,
    night,
    problem,
    resident,
    roster,
    rotation,
    span,
)

ADA, BEA, CY = resident("ada", pgy=1), resident("bea"), resident("cy", pgy=3)
ONE = Options(workers=1, seconds=30)
SUNDAY = call(6, label="the call of Sunday 14 March", frees_until=moment(8, 0))
NEEDS_ONE = Demand((SUNDAY.id,), 1, 1, label="Call on Sunday 14 March 2027")


def told(asked, rules=None) -> list[str]:
    return [shortage.message for shortage in shortages(asked, rules or defaults(), ONE)]


# Shortages


def test_a_night_for_which_everybody_is_away_is_named_with_those_who_are():
    asked = problem(
        [ADA, BEA], [SUNDAY], demands=[NEEDS_ONE], away=[away(ADA, 5, 8), away(BEA, 6, 6)]
    )

    assert told(asked) == [
        "Call on Sunday 14 March 2027: 0 of the 1 needed. "
        "Ada is on leave on Sun 14 Mar 2027 and cannot do the call of Sunday 14 March. "
        "Bea is on leave on Sun 14 Mar 2027 and cannot do the call of Sunday 14 March."
    ]


def test_each_person_has_a_reason_of_their_own():
    seniors = call(6, label="the call of Sunday 14 March", open_to=frozenset({"PGY-2", "PGY-3"}))
    asked = problem(
        [ADA, BEA, CY],
        [seniors, night(6)],
        demands=[NEEDS_ONE],
        away=[away(BEA, 6, 6)],
        fixed=frozenset({("cy", "NF-6")}),
    )

    [sentence] = told(asked)

    assert sentence.split(". ") == [
        "Call on Sunday 14 March 2027: 0 of the 1 needed",
        "Ada may not do the call of Sunday 14 March: wrong level or role",
        "Bea is on leave on Sun 14 Mar 2027 and cannot do the call of Sunday 14 March",
        "Cy has 2 duties at once on Sun 14 Mar 2027.",
    ]


def test_only_what_is_short_is_named():
    calls = [call(n, label=f"call {n}") for n in range(4)]
    asked = problem(
        [ADA, BEA],
        calls,
        demands=[Demand((each.id,), 1, label=each.label) for each in calls],
        away=[away(ADA, 2, 2), away(BEA, 2, 2)],
    )

    # The call of the night before reaches into the morning of the day they are away.
    assert [sentence.split(":")[0] for sentence in told(asked)] == ["call 1", "call 2"]


def test_two_nights_and_one_person_leave_one_night_short():
    nights = [call(n, label=f"call {n}") for n in (0, 1)]
    demands = [Demand((each.id,), 1, label=each.label) for each in nights]

    [sentence] = told(problem([ADA], nights, demands=demands), [Coverage(), NightRun(nights=1)])

    why = "Ada works 2 nights in a row, 08 Mar to 09 Mar 2027; the limit is 1."
    assert sentence in {f"call {n}: 0 of the 1 needed. {why}" for n in (0, 1)}


def test_a_clinic_without_an_attending_names_those_who_might_supervise():
    """Residents who could come as well would help nobody, and are not named."""
    learn = clinic(0, place="main", supervision=Supervision.BY_LEVEL)
    teach = clinic(0, code="AT", place="main", supervision=Supervision.SUPPLIES)
    gray = attending("gray")
    asked = problem(
        [CY, BEA, gray],
        [learn, teach],
        candidates=frozenset({("cy", learn.id), ("bea", learn.id), ("gray", teach.id)}),
        demands=[Demand((learn.id,), 1, label="clinic")],
        away=[away(gray, 0, 0), away(BEA, 0, 0)],
    )

    assert told(asked) == [
        "main Mon 08 Mar 2027 08:00: 1 more attending needed. "
        "Gray is on leave on Mon 08 Mar 2027 and cannot do AT-0-AM."
    ]


def test_what_the_curriculum_asks_for_beyond_what_can_be_had_is_named():
    icu = [rotation("ICU", first, first + 13) for first in (0, 14)]
    asked = problem(
        [ADA],
        icu,
        quotas=[Quota("rotation-quota", ADA.id, {each.id: 1 for each in icu}, 3, None, "ICU")],
    )

    assert told(asked) == ["Ada does 1 blocks of ICU; the curriculum asks for at least 1.5."]


def test_an_order_that_cannot_be_kept_is_named_with_what_would_have_to_come_first():
    icu, ward = rotation("ICU", 14, 27), rotation("WARD", 0, 13)
    asked = problem(
        [ADA],
        [icu, ward],
        precedences=[Precedence(ADA.id, (ward.id,), (icu.id,), "ICU before any WARD")],
        quotas=[
            Quota("rotation-quota", ADA.id, {icu.id: 2}, 2, None, "ICU"),
            Quota("rotation-quota", ADA.id, {ward.id: 2}, None, 0, "WARD"),
        ],
    )

    assert told(asked) == [
        "Ada, ICU before any WARD. Ada does 1 blocks of WARD; the curriculum allows 0."
    ]


def test_where_nothing_is_short_there_is_no_shortage():
    assert told(problem([ADA], [SUNDAY], demands=[NEEDS_ONE])) == []


def test_where_protection_clashes_by_itself_no_shortage_explains_it():
    asked = problem([ADA], [clinic(0)])

    assert shortages(asked, [_Impossible(), Coverage()], ONE) == ()
    assert clashing_rules(asked, [_Impossible(), Coverage()], ONE) == [_Impossible()]


@dataclass(frozen=True, kw_only=True)
class _Impossible(OneThing):
    """Of one half-day a third is done."""

    def limits(self, facts: Facts) -> Iterator[Limits]:
        yield limits(1, [0], [0], 3, low=1, high=2)


# Clashes


def test_rules_that_clash_are_found_and_none_can_be_spared():
    asked = problem([ADA], [SUNDAY, clinic(7)], demands=[NEEDS_ONE, Demand(("C-7-AM",), 1)])

    found = clashing_rules(asked, defaults(), ONE)

    assert {rule.code for rule in found} == {"coverage", "post-call"}


@pytest.mark.parametrize("extra", [[], [NightRun(), WeeklyHours(), Leave()]])
def test_rules_that_have_nothing_to_do_with_it_are_spared(extra):
    both = [clinic(0), clinic(0, code="X")]
    asked = problem([ADA], both, demands=[Demand((each.id,), 1) for each in both])

    found = clashing_rules(asked, [*extra, OneThing(), Coverage(), RankPreferences()], ONE)

    assert found == [OneThing(), Coverage()]


def test_soft_rules_never_clash():
    asked = problem([ADA], [clinic(0)], demands=[Demand(("C-0-AM",), 2)])

    assert clashing_rules(asked, [StayClose(), Coverage(), OneThing(weight=1)], ONE) == [Coverage()]


def test_when_the_time_is_up_rules_not_tried_are_taken_to_be_needed():
    asked = problem([ADA], [clinic(0)], demands=[Demand(("C-0-AM",), 2)])
    rules = [OneThing(), Leave(), Coverage()]

    assert clashing_rules(asked, rules, Options(workers=1, seconds=0)) == rules


def test_explaining_can_be_stopped():
    control = Control()
    control.cancel()
    asked, rules = long_problem(), [OneThing(), Sequence(), Coverage()]
    began = time.monotonic()

    assert shortages(asked, rules, Options(seconds=60), control=control) == ()
    assert clashing_rules(asked, rules, Options(seconds=60), control=control) == rules
    assert time.monotonic() - began < 30


# Why not


def test_nothing_stands_against_what_breaks_nothing():
    asked = problem([ADA], [SUNDAY])

    assert why_not(Checker(asked, defaults()).start(Roster()), ("ada", SUNDAY.id)) == []


def test_every_rule_that_stands_against_it_is_told():
    asked = problem([ADA], [SUNDAY, clinic(7)], away=[away(ADA, 6, 6)], spans=[span(ADA, 0, 6)])
    standing = Checker(asked, defaults()).start(roster((ADA, clinic(7))))

    assert why_not(standing, ("ada", SUNDAY.id)) == [
        "Ada is on leave on Sun 14 Mar 2027 and cannot do the call of Sunday 14 March.",
        "Ada is free after call and cannot do C-7-AM.",
    ]


def test_what_is_given_up_for_it_no_longer_stands_against_it():
    asked = problem([ADA], [SUNDAY, clinic(7)])
    standing = Checker(asked, [PostCall()]).start(roster((ADA, clinic(7))))
    pair = ("ada", SUNDAY.id)

    assert why_not(standing, pair) == ["Ada is free after call and cannot do C-7-AM."]
    assert why_not(standing, pair, instead_of=[("ada", "C-7-AM")]) == []


def test_soft_rules_stand_against_nothing():
    asked = problem([ADA], [clinic(0, open_to=frozenset({"faculty"}))])

    assert why_not(Checker(asked, [Eligibility(weight=1)]).start(Roster()), ("ada", "C-0-AM")) == []
