"""The arithmetic of a violation: terms that make the total."""

import pytest

from scheduling.engine.check import Checker
from scheduling.engine.problem import Roster
from scheduling.engine.rules import CallFrequency, DayOff, WeeklyHours, defaults
from scheduling.engine.sums import sum_of

from .builders import away, call, clinic, moment, problem, resident, roster, situation, span

ADA, BEA = resident("ada"), resident("bea")


def sums(asked, answer, rules):
    standing = Checker(asked, rules).start(answer)
    return [sum_of(standing, b.row) for b in Checker(asked, rules).report(answer).broken]


def test_hours_are_added_up_duty_by_duty():
    duties = [clinic(0), clinic(0, "PM"), call(0)]
    asked = problem([ADA], duties, spans=[span(ADA, 0, 0)])

    [found] = sums(asked, roster(*((ADA, d) for d in duties)), [WeeklyHours(hours=80)])

    assert [(t.what, t.starts_at, t.amount) for t in found.terms] == [
        ("C-0-AM", moment(0, 8), 240),
        ("C-0-PM", moment(0, 13), 240),
        ("call-0", moment(0, 17), 420),  # until midnight, where the span ends
    ]
    assert (found.total, found.broken.high) == (900, 685)


def test_calls_that_are_too_many_are_listed():
    calls = [call(n) for n in range(3)]
    asked = problem([ADA, BEA], calls, spans=[span(ADA, 0, 5)])
    answer = roster(*((ADA, each) for each in calls), (BEA, calls[0]))

    [found] = sums(asked, answer, [CallFrequency()])

    assert [(t.name, t.what, t.amount) for t in found.terms] == [
        ("Ada", f"call-{n}", 1) for n in range(3)
    ]


def test_free_days_are_shown_as_the_times_that_are_free():
    """Leave is no free day; the rest of the free time makes one, two are asked for."""
    asked = problem(
        [ADA],
        [clinic(n) for n in range(14, 28)],
        spans=[span(ADA, 14, 27)],
    )
    answer = roster(*((ADA, clinic(n)) for n in range(14, 27)))

    [found] = sums(asked, answer, [DayOff()])

    assert [(t.what, t.starts_at, t.ends_at, t.amount) for t in found.terms] == [
        ("free for 36.0 h", moment(26, 12), moment(28, 0), 1)
    ]
    assert (found.total, found.broken.low) == (1, 2)


def test_leave_is_not_free_time():
    asked = problem(
        [ADA], [clinic(14)], spans=[span(ADA, 14, 27)], away=[away(ADA, 15, 20), away(ADA, 22, 27)]
    )
    standing = Checker(asked, [DayOff()]).start(Roster())

    found = sum_of(standing, 0)

    assert [(t.starts_at, t.ends_at) for t in found.terms] == [
        (moment(14, 0), moment(15, 0)),
        (moment(21, 0), moment(22, 0)),
    ]


@pytest.mark.parametrize("seed", range(25))
def test_the_terms_of_every_limit_make_its_total(seed):
    asked, answer = situation(seed)
    checker = Checker(asked, defaults(), answer.pairs)
    standing = checker.start(answer)

    for row in range(checker.compiled.rows):
        assert sum_of(standing, row).total == standing.totals[row]
