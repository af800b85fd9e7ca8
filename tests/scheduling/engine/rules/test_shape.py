"""The shape of a schedule: days alone, split weekends, too many different things, work after nights."""

import pytest

from scheduling.engine.problem import Duty, Work
from scheduling.engine.rules import (
    DayAfterNights,
    DayChurn,
    IsolatedDuty,
    Rule,
    ShortRun,
    SplitWeekend,
    WeekChurn,
)
from tests.scheduling.engine.builders import (
    call,
    clinic,
    duty,
    night,
    problem,
    resident,
    roster,
    told,
)

ADA, BEA = resident("ada"), resident("bea")
WEEK = [clinic(n) for n in range(14)]


def said(rule: Rule, *done: Duty) -> list[str]:
    """What is said when Ada, who could have any of two weeks of clinic, does these."""
    asked = problem([ADA, BEA], [*WEEK, *(d for d in done if d not in WEEK)])
    return told(rule, asked, roster(*((ADA, one) for one in done)))


@pytest.mark.parametrize(
    ("days", "alone"),
    [
        ((), 0),
        ((3,), 1),
        ((3, 4), 0),
        ((3, 5), 2),
        ((2, 3, 4), 0),
        ((0,), 0),
        ((13,), 0),
        ((1,), 1),
    ],
)
def test_a_working_day_between_two_days_without_work_stands_alone(days, alone):
    assert len(said(IsolatedDuty(), *(WEEK[n] for n in days))) == alone


def test_the_sentence_names_the_day_that_stands_alone():
    assert said(IsolatedDuty(), WEEK[3]) == [
        "Ada works on Thu 11 Mar 2027 with no work the day before and the day after; "
        "runs of 2 days or more are meant."
    ]


def test_longer_runs_can_be_asked_for():
    two = [WEEK[3], WEEK[4]]

    assert len(said(IsolatedDuty(days=3), *two)) == 1
    assert said(IsolatedDuty(days=3), *two, WEEK[5]) == []
    with pytest.raises(ValueError, match="No working day alone: days is 1; it must be 2"):
        IsolatedDuty(days=1)


def test_calls_and_work_of_others_are_no_company():
    asked = problem([ADA, BEA], [*WEEK, call(4)])
    done = roster((ADA, WEEK[3]), (ADA, call(4)), (BEA, WEEK[2]), (BEA, WEEK[3]))

    assert len(told(IsolatedDuty(), asked, done)) == 1


def test_nights_of_a_code_come_in_runs():
    nights = [night(n) for n in (4, 5)]

    assert said(ShortRun(), *nights) == []
    assert said(ShortRun(codes="X, Y"), nights[0]) == []
    assert said(ShortRun(), nights[0]) == [
        "Ada does the same for 1 of 2 days in a row (Fri 12 Mar 2027); "
        "it is meant to be done for 2 or more (NF)."
    ]
    with pytest.raises(ValueError, match="days is 1; it must be 2"):
        ShortRun(days=1)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ((5, 6), []),
        ((4, 7), []),
        ((5,), ["Ada works on Saturday and has Sunday free, 13 Mar to 14 Mar 2027."]),
        ((6,), ["Ada works on Sunday and has Saturday free, 13 Mar to 14 Mar 2027."]),
    ],
)
def test_weekends_are_worked_or_free_as_a_whole(days, words):
    assert said(SplitWeekend(), *(WEEK[n] for n in days)) == words


LATE, OTHER = clinic(0, "PM"), clinic(0, "PM", "AT")


def halves(*done: Duty, possible: tuple[Duty, ...] = (LATE, OTHER)) -> list[str]:
    asked = problem([ADA], [WEEK[0], *possible])
    return told(DayChurn(), asked, roster(*((ADA, one) for one in done)))


def test_what_could_go_on_in_the_afternoon_does():
    assert halves(WEEK[0], LATE) == []
    assert halves(OTHER) == []
    assert halves(WEEK[0], OTHER) == [
        "Ada does C in the morning of Mon 08 Mar 2027 and could go on with it in the afternoon, "
        "but does not."
    ]


def test_what_cannot_go_on_is_no_fault():
    assert halves(WEEK[0], OTHER, possible=(OTHER,)) == []


def week(*codes: str, **fields: object) -> list[str]:
    done = [clinic(n, code=code, **fields) for n, code in enumerate(codes)]
    asked = problem([ADA], done)
    return told(WeekChurn(activities=2, places=1), asked, roster(*((ADA, one) for one in done)))


def test_a_week_has_only_a_few_different_activities():
    assert week("A", "B", "A", "B") == []
    assert week("A", "B", "C") == [
        "Ada has 3 different activities in the week 08 Mar to 14 Mar 2027; at most 2 are meant."
    ]


def test_weeks_are_counted_from_monday_and_what_is_no_work_is_not_counted():
    assert week("A", "A", "A", "A", "A", "A", "B", "C", "C") == []
    assert week("A", "B", "C", work=Work.NONE) == []


def test_a_week_has_only_a_few_places():
    done = [clinic(0, place="here"), clinic(1, place="there"), clinic(2)]
    asked = problem([ADA], done)

    assert told(WeekChurn(places=2), asked) == []
    assert told(WeekChurn(places=1), asked) == [
        "Ada has 2 different places in the week 08 Mar to 14 Mar 2027; at most 1 are meant."
    ]


@pytest.mark.parametrize(("starts", "faults"), [(6, 1), (20, 1), (29.5, 1), (30, 0), (18, 1)])
def test_work_by_day_starts_a_day_after_the_night_at_the_earliest(starts, faults):
    later = duty("later", "C", 1, starts, starts + 1)

    assert len(said(DayAfterNights(), night(0), later)) == faults


def test_another_night_or_a_call_in_between_is_judged_by_other_rules():
    assert said(DayAfterNights(), night(0), night(1)) == []
    assert said(DayAfterNights(), call(0), clinic(1)) == []
    assert said(DayAfterNights(), night(0), WEEK[1]) == [
        "Ada does C-1-AM less than 24 h after a night of work."
    ]
