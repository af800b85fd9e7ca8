"""Fifteen cases that the limits on work are known by, each with what is to be said about it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest

from scheduling.engine.check import check
from scheduling.engine.metrics import hours
from scheduling.engine.problem import Duty, Problem, Roster, Waiver, Work
from scheduling.engine.rules import (
    CallFrequency,
    ContinuousDuty,
    DayOff,
    Force,
    HeavyWeek,
    Moonlighting,
    RestAfterCall,
    RestBetween,
    RollingHours,
    Rule,
    WeeklyHours,
)

from .builders import away, call, day, duty, logged, problem, resident, span

ADA, FIRST = resident("ada"), resident("first", pgy=1)
FOUR_WEEKS = span(ADA, 0, 27)
DATES = "08 Mar to 04 Apr 2027"


@dataclass(frozen=True)
class Vector:
    """What is worked, the rules that are asked, all that they say, and the hours that count."""

    asked: Problem
    rules: Sequence[Rule]
    says: Sequence[str] = ()
    hours: float | None = None  # of the first span


def worked(*duties: Duty, **fields: object) -> Problem:
    return problem([ADA], duties, **({"spans": [FOUR_WEEKS]} | fields))


def weeks(*hours: float, first: int = 0) -> list[Duty]:
    """Five equal days from Monday on in each week."""
    return [
        duty(f"work {week} {weekday}", "W", first + 7 * week + weekday, 1, 1 + each / 5)
        for week, each in enumerate(hours)
        for weekday in range(5)
    ]


def work_but(*free: int, beyond: int = 28) -> list[Duty]:
    return [duty(f"work {n}", "W", n, 8, 17) for n in range(beyond) if n not in free]


def exception(first: int, last: int, person: str = "ada") -> list[Waiver]:
    return [Waiver("weekly-hours", day(first), day(last), person, {"hours": 88})]


def too_much(total: str, present: str, average: str, limit: str, name: str = "the rotation") -> str:
    return (
        f"Ada works {total} in {present} weeks present ({name}, {DATES}): "
        f"{average} h a week; the limit is 80 h, {limit} in all."
    )


ON_CALL = duty("day and night", "CALL", 0, 7, 31, work=Work.CALL)
HAND_OVER = duty("hand-over", "HO", 0, 31, 35, work=Work.EDUCATION)
STAYS = logged("stays", Work.STAYED, 0, 35, 38)
LEAVE = [away(ADA, 21, 27)]
HOME = [call(n, name="home", work=Work.HOME_CALL) for n in range(0, 28, 2)]
CALLED_IN = [logged(f"called in {n}", Work.CALLED_IN, n, 22, 28) for n in range(0, 28, 2)]
WEEKDAYS = [duty(f"day {n}", "W", n, 8, 17) for n in range(28) if day(n).isoweekday() < 6]
A, B = replace(span(ADA, 0, 13), label="A"), replace(span(ADA, 14, 27), label="B")
OF_WORK = (ContinuousDuty(), RestAfterCall())

VECTORS: dict[str, Vector] = {
    "1 weeks of 100, 60, 80, 80": Vector(
        worked(*weeks(100, 60, 80, 80)),
        [WeeklyHours(), HeavyWeek(), RollingHours()],
        [
            "For review: Ada works 100.0 h in week 1 of the rotation (08 Mar to 14 Mar 2027); "
            "a week of 80 h is the average allowed."
        ],
        hours=320,
    ),
    "2 weeks of 84": Vector(
        worked(*weeks(84, 84, 84, 84)),
        [WeeklyHours()],
        [too_much("336 h", "4.00", "84.0", "320 h")],
    ),
    "2 weeks of 84 with an exception to 88": Vector(
        worked(*weeks(84, 84, 84, 84), waivers=exception(0, 27)), [WeeklyHours()]
    ),
    "2 weeks of 84 with an exception on half of the days": Vector(
        worked(*weeks(84, 84, 84, 84), waivers=exception(0, 13)), [WeeklyHours()]
    ),
    "2 weeks of 84 with an exception that ended a day earlier": Vector(
        worked(*weeks(84, 84, 84, 84), waivers=exception(0, 12)),
        [WeeklyHours()],
        [
            "Ada works 336 h in the rotation, with an exception on some of its days "
            "(08 Mar to 04 Apr 2027); the limit for the time present is 334 h 51 min."
        ],
    ),
    "3 weeks of 90, 90, 84 and vacation": Vector(
        worked(*weeks(90, 90, 84), away=LEAVE),
        [WeeklyHours()],
        [too_much("264 h", "3.00", "88.0", "240 h")],
    ),
    "4 hand-over of 4 h after 24 h": Vector(worked(ON_CALL, HAND_OVER), OF_WORK, hours=28),
    "5 clinic of 1 h after 24 h": Vector(
        worked(ON_CALL, duty("clinic", "C", 1, 7, 8)),
        [ContinuousDuty()],
        ["Ada works more than 24 h without a break around 08 Mar to 09 Mar 2027."],
    ),
    "6 duty 13 h after 24 h of call": Vector(
        worked(ON_CALL, duty("night", "N", 0, 44, 50)),
        OF_WORK,
        ["Ada has less than 14 h free after call (08 Mar to 09 Mar 2027)."],
    ),
    "6 duty 14 h after 24 h of call": Vector(
        worked(ON_CALL, duty("night", "N", 0, 45, 50)), OF_WORK
    ),
    "7 duty 7 h after a day of 12 h": Vector(
        worked(duty("day", "D", 0, 7, 19), duty("early", "E", 1, 2, 8)),
        [RestBetween(), *OF_WORK],
        ["Ada has less than 8 h off before duty on Tue 09 Mar 2027."],
    ),
    "8 three free days in 28": Vector(
        worked(*work_but(6, 13, 20)),
        [DayOff()],
        [f"Ada has 3 of 4 required free days of 24 hours in the rotation ({DATES})."],
    ),
    "8 four free days in 28": Vector(worked(*work_but(6, 13, 20, 27)), [DayOff()]),
    "8 three free days in 21 beside a week of vacation": Vector(
        worked(*work_but(6, 13, 20, beyond=21), away=LEAVE), [DayOff()]
    ),
    "9 an hour of home call on a day off": Vector(
        worked(
            *work_but(6, 13, 20, 27), duty("home", "HC", 27, 12, 13, work=Work.HOME_CALL)
        ),
        [DayOff()],
        [f"Ada has 3 of 4 required free days of 24 hours in the rotation ({DATES})."],
    ),
    "10 nine calls in 28 nights": Vector(
        worked(*(call(n) for n in range(0, 27, 3))), [CallFrequency()]
    ),
    "10 ten calls in 28 nights": Vector(
        worked(*(call(n) for n in range(0, 28, 3))),
        [CallFrequency()],
        [f"Ada takes 10 in-house calls in the rotation ({DATES}); at most 9 are allowed."],
    ),
    "11 home call every other night, called in for 6 h each": Vector(
        worked(*WEEKDAYS, *HOME, *CALLED_IN),
        [CallFrequency(), DayOff(), WeeklyHours(), *OF_WORK],
        hours=20 * 9 + 14 * 6,
    ),
    "11 home call every other day and night": Vector(
        worked(*WEEKDAYS, *(replace(one, ends_at=one.ends_at.replace(hour=17)) for one in HOME)),
        [CallFrequency(), DayOff()],
        # Of the days from 17:00 to 17:00 between two calls, the first has only 23 hours.
        [f"Ada has 3 of 4 required free days of 24 hours in the rotation ({DATES})."],
        hours=20 * 9,
    ),
    "11 called in until 24 h are full, and back 8 h later": Vector(
        worked(
            duty("day", "D", 0, 8, 17),
            logged("called in", Work.CALLED_IN, 0, 17, 32),
            duty("evening", "E", 1, 16, 20),
        ),
        OF_WORK,
        ["Ada has less than 14 h free after call (08 Mar to 09 Mar 2027)."],
        hours=9 + 15 + 4,
    ),
    "12 a PGY-1 moonlights for 1 h": Vector(
        problem([FIRST], [logged("extra", Work.MOONLIGHTING, 0, 18, 19)]),
        [Moonlighting()],
        ["First is PGY-1 and moonlights 1.0 h on Mon 08 Mar 2027; the limit is none."],
    ),
    "12 a PGY-2 moonlights for 1 h": Vector(
        worked(logged("extra", Work.MOONLIGHTING, 0, 18, 19)), [Moonlighting()], hours=1
    ),
    "13 from 02:00 to 03:00 in the night without that hour": Vector(
        worked(duty("early", "E", 6, 2, 3)), [WeeklyHours()], hours=0
    ),
    "13 from 01:00 to 04:00 in that night": Vector(
        worked(duty("early", "E", 6, 1, 4)), [WeeklyHours()], hours=2
    ),
    "13 from 00:00 to 04:00 in the night with an hour twice": Vector(
        worked(duty("early", "E", 244, 0, 4), spans=[span(ADA, 240, 246)]), [WeeklyHours()], hours=5
    ),
    "14 two weeks of 92 on A, two of 60 on B": Vector(
        worked(*weeks(92, 92, 60, 60), spans=[A, B]),
        [WeeklyHours(), RollingHours()],
        [
            "Ada works 184 h in 2.00 weeks present (A, 08 Mar to 21 Mar 2027): "
            "92.0 h a week; the limit is 80 h, 160 h in all."
        ],
        hours=184,
    ),
    "15 stays 3 h by own choice after 24 + 4": Vector(
        worked(ON_CALL, HAND_OVER, STAYS), OF_WORK, hours=31
    ),
    "15 is kept 3 h after 24 + 4": Vector(
        worked(ON_CALL, HAND_OVER, replace(STAYS, work=Work.CARE)),
        [ContinuousDuty()],
        [
            f"Ada works more than {hours} h without a break around 08 Mar to 09 Mar 2027."
            for hours in (24, 28)
        ],
    ),
    "15 stays 3 h, and is back 13 h after that": Vector(
        worked(ON_CALL, HAND_OVER, STAYS, duty("next", "N", 0, 38 + 13, 56)),
        OF_WORK,
        ["Ada has less than 14 h free after call (08 Mar to 09 Mar 2027)."],
    ),
    "15 stays 3 h, and is back 14 h after that": Vector(
        worked(ON_CALL, HAND_OVER, STAYS, duty("next", "N", 0, 38 + 14, 56)), OF_WORK
    ),
}  # fmt: skip


@pytest.mark.parametrize("vector", VECTORS.values(), ids=VECTORS.keys())
def test_a_case_is_judged_as_the_requirements_have_it(vector: Vector):
    everything = Roster(vector.asked.candidates)

    report = check(vector.asked, everything, vector.rules)

    assert [broken.message for broken in report.broken] == list(vector.says)
    if vector.hours is not None:
        assert next(hours(vector.asked, everything)).minutes == vector.hours * 60


@pytest.mark.parametrize("name", VECTORS)
def test_only_what_should_be_and_what_is_for_review_is_an_advisory(name: str):
    vector = VECTORS[name]

    report = check(vector.asked, Roster(vector.asked.candidates), vector.rules)

    soft = {broken.rule.code for broken in report.advisories}
    assert soft <= {"heavy-week", "rest-between"}
    assert all(broken.rule.force == Force.MUST for broken in report.violations)


def test_all_fifteen_are_there():
    assert {int(name.split()[0]) for name in VECTORS} == set(range(1, 16))
