"""Leave of the faculty and the half-days they supervise, decided as one question."""

import pytest

from scheduling.engine.check import check
from scheduling.engine.options import Options
from scheduling.engine.problem import (
    Expectation,
    Kind,
    Preference,
    Problem,
    Quota,
    Roster,
    Supervision,
    Work,
)
from scheduling.engine.result import Status
from scheduling.engine.rules import defaults
from scheduling.engine.solve import solve

from .builders import attending, clinic, duty, problem, resident

ONE = Options(workers=1, seconds=30)
GRAY, HALL, IRIS = attending("gray"), attending("hall"), attending("iris")
RESIDENTS = [resident(name, pgy=1) for name in ("ada", "bea")]
WEEKDAYS = range(5)
SEEN = [clinic(n, place="main", supervision=Supervision.BY_LEVEL, cell=f"{n} AM") for n in WEEKDAYS]
CARE = [
    clinic(n, code="AT", place="main", supervision=Supervision.SUPPLIES, cell=f"{n} AM")
    for n in WEEKDAYS
]
DESK = [clinic(n, code="GME", work=Work.EDUCATION, cell=f"{n} AM") for n in WEEKDAYS]
LEAVE = duty("leave", "LV", 0, 0, 24 * 7, kind=Kind.LEAVE, work=Work.NONE)


def asked(faculty: list, prices: list[int]) -> Problem:
    """Two interns in clinic every morning need one attending; everybody asks for the same week."""
    choices = {(who.id, each.id) for who in faculty for each in (*CARE, *DESK, LEAVE)}
    return problem(
        [*RESIDENTS, *faculty],
        [*SEEN, *CARE, *DESK, LEAVE],
        candidates=frozenset(choices),
        fixed=frozenset((who.id, each.id) for who in RESIDENTS for each in SEEN),
        expectations=[
            Expectation(who.id, (CARE[n].id, DESK[n].id), (LEAVE.id,), f"day {n}")
            for who in faculty
            for n in WEEKDAYS
        ],
        # A week of leave counts as the administration that it leaves no time for.
        quotas=[
            Quota("weekly-share", who.id, {d.id: 1 for d in DESK} | {LEAVE.id: 1}, 1, None, "GME")
            for who in faculty
        ],
        preferences=[
            Preference(who.id, (LEAVE.id,), price, prefer=True, label="leave")
            for who, price in zip(faculty, prices, strict=True)
        ],
    )


@pytest.mark.parametrize(
    ("faculty", "prices", "granted"),
    [
        ([GRAY], [6], set()),
        ([GRAY, HALL], [6, 5], set()),
        ([GRAY, HALL, IRIS], [6, 5, 4], {"gray"}),
        ([GRAY, HALL, IRIS], [4, 5, 6], {"iris"}),
    ],
)
def test_leave_is_granted_by_rank_and_never_uncovers_supervision(faculty, prices, granted):
    """Those who stay supervise every morning between them, and each has one at the desk."""
    question = asked(faculty, prices)

    result = solve(question, defaults(), ONE)

    assert result.status == Status.OPTIMAL
    assert check(question, result.roster, defaults()).violations == ()
    assert {person for person, done in result.roster.pairs if done == LEAVE.id} == granted


def test_leave_that_would_uncover_supervision_is_a_violation():
    question = asked([GRAY], [6])
    away = {(GRAY.id, LEAVE.id)} | question.fixed

    broken = check(question, Roster(frozenset(away)), defaults()).violations

    assert {b.rule.code for b in broken} == {"supervision", "supervision-level"}
    assert [b.message for b in broken if b.rule.code == "supervision"] == [
        f"main {each.starts_at:%a %d %b %Y %H:%M}: 1 more attending needed." for each in SEEN
    ]
