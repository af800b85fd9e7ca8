"""Eighty hours a week, averaged over a rotation, leave left out on both sides."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduling.engine.check import Checker
from scheduling.engine.problem import Away, Duty, Roster, Work
from scheduling.engine.rules import WeeklyHours
from tests.scheduling.engine.builders import (
    away,
    call,
    clinic,
    day,
    duty,
    moment,
    problem,
    resident,
    span,
    told,
)

ADA, BEA = resident("ada"), resident("bea", pgy=1)
FOUR_WEEKS = span(ADA, 0, 27)


def weeks(*hours: float, first: int = 0) -> list[Duty]:
    """Five equal days in each week, from Monday; far from the night in which the clocks change."""
    return [
        duty(f"work {7 * week + weekday}", "W", 7 * week + weekday, 1, 1 + each / 5)
        for week, each in enumerate(hours, start=first // 7)
        for weekday in range(5)
        if each
    ]


@pytest.mark.parametrize("hours", [(80, 80, 80, 80), (100, 60, 80, 80), (0, 110, 105, 105)])
def test_320_hours_in_four_weeks_are_allowed_however_they_are_spread(hours):
    assert told(WeeklyHours(), problem([ADA], weeks(*hours), spans=[FOUR_WEEKS])) == []


def test_one_minute_beyond_320_hours_is_not_allowed():
    minute = duty("late", "L", 27, 8, 8 + 1 / 60)
    asked = problem([ADA], [*weeks(80, 80, 80, 80), minute], spans=[FOUR_WEEKS])

    assert told(WeeklyHours(), asked) == [
        "Ada works 320 h 1 min in 4.00 weeks present (the rotation, 08 Mar to 04 Apr 2027): "
        "80.0 h a week; the limit is 80 h, 320 h in all."
    ]


def test_84_hours_each_week_are_allowed_only_with_an_exception_to_88():
    asked = problem([ADA], weeks(84, 84, 84, 84), spans=[FOUR_WEEKS])

    assert told(WeeklyHours(), asked) == [
        "Ada works 336 h in 4.00 weeks present (the rotation, 08 Mar to 04 Apr 2027): "
        "84.0 h a week; the limit is 80 h, 320 h in all."
    ]
    assert told(WeeklyHours(hours=88), asked) == []


def test_a_week_of_leave_leaves_hours_and_weeks():
    asked = problem([ADA], weeks(90, 90, 84), spans=[FOUR_WEEKS], away=[away(ADA, 21, 27)])

    assert told(WeeklyHours(), asked) == [
        "Ada works 264 h in 3.00 weeks present (the rotation, 08 Mar to 04 Apr 2027): "
        "88.0 h a week; the limit is 80 h, 240 h in all."
    ]
    assert told(WeeklyHours(), replace(asked, away=())) == []


def test_the_leave_of_somebody_else_changes_nothing():
    asked = problem([ADA, BEA], weeks(90, 90, 84), spans=[FOUR_WEEKS], away=[away(BEA, 21, 27)])

    assert told(WeeklyHours(), asked) == []


def test_half_a_day_of_leave_takes_its_part_of_the_limit():
    asked = problem(
        [ADA],
        weeks(80),
        spans=[span(ADA, 0, 6)],
        away=[Away(ADA.id, moment(5, 12), moment(6, 0))],
    )

    # Thirteen of fourteen half-days: 80 h * 13 / 14, rounded down to a minute.
    assert told(WeeklyHours(), asked) == [
        "Ada works 80 h in 0.93 weeks present (the rotation, 08 Mar to 14 Mar 2027): "
        "86.2 h a week; the limit is 80 h, 74 h 17 min in all."
    ]


def test_leave_that_reaches_beyond_the_rotation_counts_for_the_part_inside():
    asked = problem([ADA], weeks(80, 80), spans=[span(ADA, 0, 13)], away=[away(ADA, 14, 20)])

    assert told(WeeklyHours(), asked) == []


def test_overlapping_leave_is_taken_out_once():
    twice = [away(ADA, 21, 27), away(ADA, 24, 27, planned=False)]
    asked = problem([ADA], weeks(80, 80, 80), spans=[FOUR_WEEKS], away=twice)

    assert told(WeeklyHours(), asked) == []


def test_work_in_a_rotation_that_is_all_leave_is_too_much():
    asked = problem([ADA], [clinic(0)], spans=[span(ADA, 0, 6)], away=[away(ADA, 0, 6)])

    assert told(WeeklyHours(), asked) == ["Ada works 4 h in the rotation while on leave."]


def test_each_rotation_is_averaged_by_itself():
    first, second = replace(span(ADA, 0, 13), label="ICU"), replace(span(ADA, 14, 27), label="ED")
    asked = problem([ADA], weeks(92, 92, 60, 60), spans=[first, second])

    assert told(WeeklyHours(), asked) == [
        "Ada works 184 h in 2.00 weeks present (ICU, 08 Mar to 21 Mar 2027): "
        "92.0 h a week; the limit is 80 h, 160 h in all."
    ]
    assert told(WeeklyHours(), replace(asked, spans=(FOUR_WEEKS,))) == []


def test_work_across_the_edge_of_a_rotation_counts_in_each_for_the_part_inside():
    night = duty("night", "N", 13, 18, 30)
    spans = [span(ADA, 0, 13), span(ADA, 14, 27)]
    later = [duty(f"later {n}", "W", n, 7, 22.4) for n in range(14, 26) if n % 7 < 5]
    asked = problem([ADA], [*weeks(77, 77), *later, night], spans=spans)

    # 154 h before it, and 6 h of the night in each of the two fortnights: 160 h.
    assert told(WeeklyHours(), asked) == []
    assert told(WeeklyHours(hours=79), asked) == [
        f"Ada works 160 h in 2.00 weeks present (the rotation, {days}): "
        "80.0 h a week; the limit is 79 h, 158 h in all."
        for days in ("08 Mar to 21 Mar 2027", "22 Mar to 04 Apr 2027")
    ]


@pytest.mark.parametrize("logged", [Work.FROM_HOME, Work.MOONLIGHTING, Work.STAYED, Work.CALLED_IN])
def test_what_lies_on_top_of_each_other_counts_once(logged):
    inside = duty("inside", "X", 1, 2, 8, work=logged)
    beyond = duty("beyond", "Y", 2, 15, 19, work=logged)  # an hour of it after the work
    asked = problem([ADA], [*weeks(75), inside, beyond], spans=[span(ADA, 0, 6)])

    assert told(WeeklyHours(hours=78), asked) == []
    assert told(WeeklyHours(hours=77), asked) == [
        "Ada works 78 h in 1.00 weeks present (the rotation, 08 Mar to 14 Mar 2027): "
        "78.0 h a week; the limit is 77 h, 77 h in all."
    ]


WORK = st.tuples(st.integers(0, 60), st.integers(1, 20), st.booleans())


@given(st.lists(WORK, max_size=9), st.integers(1, 60))
def test_hours_are_the_minutes_in_which_somebody_works(times, hours):
    """Duties of an hour and more that may lie on each other; those that are open are put in later."""
    duties = [duty(f"d{i}", "D", 0, at, at + long) for i, (at, long, _) in enumerate(times)]
    asked = problem([ADA], duties, spans=[span(ADA, 0, 1), span(ADA, 2, 3)])
    done = [(ADA.id, d.id) for d, (*_, open_) in zip(duties, times, strict=True) if not open_]

    standing = Checker(asked, [WeeklyHours(hours=hours)]).start(Roster.of(done))
    later = standing.moved(add=asked.candidates)

    for now, doing in ((standing, [t for t in times if not t[2]]), (later, times)):
        worked = {hour for at, long, _ in doing for hour in range(at, at + long)}
        spans = (range(48), range(48, 96))
        assert now.totals.tolist() == [60 * len(worked.intersection(each)) for each in spans]


def test_six_nights_of_thirteen_hours_count_in_full():
    nights = [duty(f"night {n}", "NF", n, 18, 31) for n in range(7, 13)]
    asked = problem([ADA], nights, spans=[span(ADA, 7, 13)])

    assert told(WeeklyHours(hours=78), asked) == []
    assert told(WeeklyHours(hours=77), asked) == [
        "Ada works 78 h in 1.00 weeks present (the rotation, 15 Mar to 21 Mar 2027): "
        "78.0 h a week; the limit is 77 h, 77 h in all."
    ]


@pytest.mark.parametrize(
    ("night", "hours"),
    [(4, 12), (5, 11), (242, 12), (243, 13)],
    ids=["before spring", "spring forward", "before fall", "fall back"],
)
def test_nights_in_which_the_clocks_change_count_the_hours_that_pass(night, hours):
    first = night - day(night).weekday()
    shift = duty("night", "NF", night, 18, 30)
    asked = problem([ADA], [shift], spans=[span(ADA, first, first + 6)])

    assert told(WeeklyHours(hours=hours), asked) == []
    assert len(told(WeeklyHours(hours=hours - 1), asked)) == 1


def test_from_one_to_three_in_the_night_of_spring_is_one_hour():
    early = duty("early", "E", 6, 1, 3)
    asked = problem([ADA], [*weeks(79), early], spans=[span(ADA, 0, 6)])

    assert told(WeeklyHours(), asked) == []
    assert len(told(WeeklyHours(hours=79), asked)) == 1


@pytest.mark.parametrize(
    ("work", "counts"),
    [
        (Work.CARE, True),
        (Work.EDUCATION, True),
        (Work.CALL, True),
        (Work.HOME_CALL, False),
        (Work.NONE, False),
    ],
)
def test_what_is_in_house_counts(work, counts):
    extra = duty("extra", "X", 5, 8, 12, work=work)
    asked = problem([ADA], [*weeks(80), extra], spans=[span(ADA, 0, 6)])

    assert bool(told(WeeklyHours(), asked)) == counts


def test_work_done_during_home_call_counts_and_the_call_does_not():
    home = call(5, name="home", work=Work.HOME_CALL)
    logged = duty("logged", "LOG", 5, 20, 22)
    asked = problem([ADA], [*weeks(78), home, logged], spans=[span(ADA, 0, 6)])

    assert told(WeeklyHours(), asked) == []
    assert len(told(WeeklyHours(hours=79), asked)) == 1


def test_a_limit_of_no_hours_is_refused():
    with pytest.raises(ValueError, match="Eighty hours a week: hours is 0; it must be 1 or more"):
        WeeklyHours(hours=0)
