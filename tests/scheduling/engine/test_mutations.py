"""Each hard rule of the book earns its place: without it some answer breaks it."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from scheduling.engine.check import check
from scheduling.engine.options import Options
from scheduling.engine.problem import (
    Bar,
    Company,
    Credential,
    Demand,
    Duty,
    Expectation,
    Gap,
    Kind,
    Level,
    Preference,
    Problem,
    Quota,
    Rhythm,
    Succession,
    Supervised,
    Supervision,
    Work,
)
from scheduling.engine.result import Status
from scheduling.engine.rules import ALL, Rule, to_solve
from scheduling.engine.rules.moonlighting_permission import PERMISSION
from scheduling.engine.solve import solve

from .builders import (
    attending,
    away,
    call,
    clinic,
    day,
    duty,
    moment,
    night,
    problem,
    resident,
    rotation,
    span,
)

ONE = Options(workers=1, seconds=30)
ADA, BEA = resident("ada"), resident("bea")


def wanted(*duties: Duty, **fields: object) -> Problem:
    """Ada would like to do all of these."""
    wishes = [Preference(ADA.id, (each.id,), 1, prefer=True) for each in duties]
    return problem([ADA], duties, preferences=wishes, **fields)


def unwanted(*duties: Duty, **fields: object) -> Problem:
    """Ada would like to do none of these."""
    wish = Preference(ADA.id, tuple(each.id for each in duties), 1)
    return problem([ADA], duties, preferences=[wish], **fields)


def quota(rule: str, each: Duty, low: int | None, high: int | None) -> list[Quota]:
    return [Quota(rule, ADA.id, {each.id: 1}, low, high)]


def capacity() -> Problem:
    demand, names = Demand(("call-0",), 0, 1), (ADA.id, BEA.id)
    wishes = [Preference(name, ("call-0",), 1, prefer=True) for name in names]
    return problem([ADA, BEA], [call(0)], demands=[demand], preferences=wishes)


FIRST = replace(resident("first", pgy=1), credentials=(Credential(PERMISSION),))
MOON = duty("moon", "MOON", 0, 18, 22, work=Work.MOONLIGHTING)
PROCEDURE = duty("procedure", "P", 0, 8, 12)
ICU = rotation("ICU", 0, 13)
WEEK = duty("leave", "LV", 0, 0, 24 * 7, kind=Kind.LEAVE, work=Work.NONE)


THIRD_WEEK = duty("later", "LV", 14, 0, 24 * 7, kind=Kind.LEAVE, work=Work.NONE)


def leave_at_once() -> Problem:
    wishes = [Preference(name, (WEEK.id,), 1, prefer=True) for name in (ADA.id, BEA.id)]
    return problem([ADA, BEA], [WEEK], preferences=wishes)


NIGHTS = [rotation(f"NF{n}", 14 * n, 14 * n + 13, traits=frozenset({"night"})) for n in range(3)]
AS_SET: dict[str, dict[str, object]] = {
    "leave-blackout": {"days": "03-22 to 03-22"},
    "night-float": {"weeks_in_a_row": 1},
}
"""What must be set for a rule to say anything."""


def book() -> list[Rule]:
    """The rule book, with what must be set."""
    return [rule(**AS_SET.get(rule.code, {})) for rule in ALL]


def attending_at_once() -> Problem:
    faculty = [attending("gray"), attending("hale")]
    weeks = [rotation("IN", 0, 6), rotation("OB", 0, 6)]
    pairs = frozenset({("gray", "IN-0"), ("hale", "OB-0")})
    wishes = [Preference(name, (week,), 1, prefer=True) for name, week in pairs]
    return problem(faculty, weeks, candidates=pairs, preferences=wishes)


def both(rule: str, low: int | None, high: int) -> list[Quota]:
    return [Quota(rule, ADA.id, {"FMIT-0": 1, "call-1": 1 if low is None else -1}, low, high)]


PUSHES: dict[str, Callable[[], Problem]] = {
    "eligibility": lambda: wanted(clinic(0, open_to=frozenset({"faculty"}))),
    "one-thing": lambda: wanted(clinic(0), clinic(0, code="PROC")),
    "leave": lambda: wanted(clinic(0), away=[away(ADA, 0, 0)]),
    "coverage": lambda: unwanted(call(0), demands=[Demand(("call-0",), 1)]),
    "capacity": capacity,
    "supervision": lambda: wanted(clinic(0, supervision=Supervision.BY_LEVEL)),
    "accompanied": lambda: wanted(
        clinic(0, code="SMC"), companies=[Company(("SMC-0-AM",), ("SMC-0-AM",))]
    ),
    "supervision-level": lambda: wanted(PROCEDURE, levels=[Supervised(ADA.id, Level.DIRECT, "P")]),
    "moonlighting": lambda: problem(
        [FIRST], [MOON], preferences=[Preference(FIRST.id, (MOON.id,), 1, prefer=True)]
    ),
    "night-float": lambda: wanted(night(0), night(7)),
    "placement": lambda: unwanted(ICU, quotas=quota("placement", ICU, 1, 1)),
    "rotation-quota": lambda: wanted(ICU, quotas=quota("rotation-quota", ICU, 0, 0)),
    "leave-share": lambda: wanted(WEEK, quotas=quota("leave-share", WEEK, 0, 0)),
    "leave-at-once": leave_at_once,
    "leave-blackout": lambda: wanted(THIRD_WEEK),
    "graduation": lambda: unwanted(ICU, quotas=quota("graduation", ICU, 1, None)),
    "block-share": lambda: wanted(clinic(0), quotas=quota("block-share", clinic(0), None, 0)),
    "night-blocks": lambda: wanted(*NIGHTS),
    "sequence": lambda: wanted(
        call(0), call(2), gaps=[Gap(ADA.id, ("call-0", "call-2"), 2, "calls too close")]
    ),
    "attending-load": lambda: wanted(ICU, quotas=quota("attending-load", ICU, 0, 0)),
    "attending-at-once": attending_at_once,
    "attending-call": lambda: wanted(
        rotation("FMIT", 0, 6),
        call(1),
        quotas=both("attending-call", 0, 0),
        bars=[Bar(ADA.id, moment(0, 0), moment(3, 0), Kind.CALL)],
    ),
    "attending-nights": lambda: wanted(
        rotation("FMIT", 0, 6), call(1), quotas=both("attending-nights", None, 1)
    ),
    "weekly-pattern": lambda: unwanted(clinic(0), expectations=[Expectation(ADA.id, ("C-0-AM",))]),
    "weekly-hours": lambda: wanted(
        *(duty(f"long {n}", "W", n, 6, 20) for n in range(6)), spans=[span(ADA, 0, 6)]
    ),
    "day-off": lambda: wanted(*(clinic(n) for n in range(7)), spans=[span(ADA, 0, 6)]),
    "continuous-duty": lambda: wanted(
        duty("day and night", "W", 0, 7, 31), duty("more", "W", 0, 31, 32)
    ),
    "rest-after-call": lambda: wanted(
        duty("day and night", "W", 0, 7, 31, work=Work.CALL), duty("evening", "E", 1, 18, 22)
    ),
    "service-hours": lambda: wanted(*(clinic(n) for n in range(3)), spans=[span(ADA, 0, 6)]),
    "shift-rest": lambda: wanted(duty("long", "ED", 0, 8, 13, place="ED")),
    "post-call": lambda: wanted(call(0, frees_until=moment(2, 0)), duty("evening", "E", 1, 18, 22)),
    "night-run": lambda: wanted(*map(night, range(7))),
    "work-run": lambda: wanted(
        *(clinic(n) for n in range(4)), rhythms=[Rhythm(ADA.id, day(0), day(3), most_work=3)]
    ),
    "rest-run": lambda: wanted(
        clinic(0), clinic(2), rhythms=[Rhythm(ADA.id, day(0), day(2), least_rest=2)]
    ),
    "free-weekends": lambda: wanted(
        clinic(5), rhythms=[Rhythm(ADA.id, day(0), day(6), most_weekends=0)]
    ),
    "succession": lambda: wanted(
        clinic(0, code="LATE"),
        clinic(1, code="EARLY"),
        successions=[Succession(frozenset({"LATE"}), frozenset({"EARLY"}))],
    ),
    "totals": lambda: wanted(clinic(0), quotas=quota("totals", clinic(0), 0, 0)),
    "call-frequency": lambda: wanted(call(0), call(1), spans=[span(ADA, 0, 2)]),
}
"""For each hard rule a problem in which wishes push towards breaking it, and no other rule bars it."""

ASKED: dict[str, dict[str, object]] = {"service-hours": {"hours": 10}, "shift-rest": {"hours": 4}}
"""The same for rules that would stand in the way of others."""


@pytest.mark.parametrize(
    "rule", [rule for rule in ALL if rule().weight is None], ids=lambda rule: rule.code
)
def test_switching_off_a_hard_rule_changes_the_answer(rule: type[Rule]) -> None:
    asked, tried = PUSHES[rule.code](), rule(**(AS_SET | ASKED).get(rule.code, {}))
    rest = [other for other in to_solve(book()) if not isinstance(other, rule)]

    kept, loose = solve(asked, [*rest, tried], ONE), solve(asked, rest, ONE)

    assert (kept.status, loose.status) == (Status.OPTIMAL, Status.OPTIMAL)
    assert check(asked, kept.roster, [tried]).violations == ()
    assert check(asked, loose.roster, [tried]).violations != ()
    assert check(asked, loose.roster, rest).violations == ()
