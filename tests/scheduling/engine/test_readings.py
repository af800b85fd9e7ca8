"""How a roster stands to the rules on work: sums, extremes, and the day on which a limit is crossed."""

from hypothesis import given
from hypothesis import strategies as st

from scheduling.engine.check import Checker
from scheduling.engine.problem import Problem, Roster, Work
from scheduling.engine.readings import Stay, read_work
from scheduling.engine.rules import ContinuousDuty, DayOff, RestBetween, Rule, WeeklyHours
from scheduling.engine.rules.rest_after_call import RestAfterCall
from tests.scheduling.engine.builders import away, call, day, duty, problem, resident, span

ADA = resident("ada")


def read(asked: Problem, *rules: Rule) -> list[Stay]:
    done = Roster(asked.candidates | asked.fixed)
    return read_work(Checker(asked, rules, done.pairs).start(done))


def test_leave_is_taken_out_of_hours_and_weeks_and_the_crossing_has_a_day():
    """Weeks of 90, 90 and 84 hours and one of vacation: 88 a week over three weeks."""
    hours = [15] * 12 + [14] * 6
    days = [7 * (n // 6) + n % 6 for n in range(18)]
    duties = [
        duty(f"d{n}", "D", at, 6, 6 + long)
        for n, (at, long) in enumerate(zip(days, hours, strict=True))
    ]

    [stay] = read(
        problem([ADA], duties, spans=(span(ADA, 0, 27),), away=(away(ADA, 21, 27),)),
        WeeklyHours(),
        DayOff(),
    )

    weekly, off = stay.readings
    [breach] = weekly.breaches
    assert (stay.weeks, stay.away_halves, len(stay.away_days)) == (3, 14, 7)
    assert (weekly.total, weekly.high) == (264 * 60, 240 * 60)
    assert "264 h in 3.00 weeks present" in weekly.says
    assert "88.0 h a week" in weekly.says
    assert breach.crossed_on == day(18)  # 90 + 90 + 56 by the day before, and 70 with it
    assert (off.total, off.low, off.is_broken) == (3, 3, False)


def test_the_longest_stretch_and_the_shortest_rest_are_named():
    duties = [
        duty("long", "C", 0, 7, 31, work=Work.CALL),
        duty("hand-over", "HO", 1, 7, 10, work=Work.EDUCATION),
        duty("early", "D", 1, 23, 30),
    ]

    [stay] = read(
        problem([ADA], duties, spans=(span(ADA, 0, 6),)),
        ContinuousDuty(),
        RestAfterCall(),
        RestBetween(),
    )

    long, after, between = stay.readings
    assert long.says == (
        "Longest 27 h (from Mon 8 Mar 07:00 to Tue 9 Mar 10:00), with patients 24 h at most; the "
        "limits are 28 h and 24 h."
    )
    assert (after.says, after.is_broken) == (
        "Shortest 13 h, before Tue 9 Mar 23:00; the least is 14 h.",
        True,
    )
    assert (between.total, between.is_broken) == (13 * 60, False)


def test_duties_that_overlap_are_one_stretch():
    duties = [duty("ward", "W", 0, 6, 18), call(0)]

    [stay] = read(problem([ADA], duties, spans=(span(ADA, 0, 6),)), ContinuousDuty())

    assert (stay.readings[0].total, stay.readings[0].is_broken) == (25 * 60, True)


@given(st.lists(st.tuples(st.integers(1, 30), st.integers(0, 20)), min_size=1, max_size=8))
def test_what_is_measured_agrees_with_what_is_broken(pieces):
    """Pieces of work, each with the hours free after it."""
    duties, at = [], 0
    for number, (long, free) in enumerate(pieces):
        duties.append(duty(f"d{number}", "D", 0, at, at + long))
        at += long + free
    asked = problem([ADA], duties, spans=(span(ADA, 0, 20),))

    [stay] = read(asked, ContinuousDuty(transition_hours=0), RestBetween())

    stretch, rest = stay.readings
    assert stretch.is_broken == (stretch.total > stretch.high)
    assert rest.is_broken == (rest.total is not None and rest.total < rest.low)
