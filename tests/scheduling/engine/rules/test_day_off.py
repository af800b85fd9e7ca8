"""One day in seven free: 24 hours without duty or home call, averaged, leave left out."""

import pytest

from scheduling.engine.problem import Duty, Work
from scheduling.engine.rules import DayOff
from tests.scheduling.engine.builders import away, call, duty, problem, resident, span, told

ADA = resident("ada")
FOUR_WEEKS = span(ADA, 0, 27)


def work_but(*free: int, first: int = 0, beyond: int = 28) -> list[Duty]:
    """From 8 to 17 on every day but these."""
    return [duty(f"work {n}", "W", n, 8, 17) for n in range(first, beyond) if n not in free]


@pytest.mark.parametrize(
    "free",
    [(6, 13, 20, 27), (1, 2, 3, 4), (0, 9, 10, 27), (10, 20, 21, 22, 23)],
    ids=["weekly", "in a row", "at the edges", "five"],
)
def test_four_free_days_in_28_are_enough_wherever_they_are(free):
    assert told(DayOff(), problem([ADA], work_but(*free), spans=[FOUR_WEEKS])) == []


def test_three_free_days_in_28_are_not_enough():
    asked = problem([ADA], work_but(6, 13, 20), spans=[FOUR_WEEKS])

    assert told(DayOff(), asked) == [
        "Ada has 3 of 4 required free days of 24 hours in the rotation (08 Mar to 04 Apr 2027)."
    ]


def test_three_free_days_in_the_21_beside_a_week_of_leave_are_enough():
    work, leave = work_but(6, 13, 20, beyond=21), [away(ADA, 21, 27)]

    assert told(DayOff(), problem([ADA], work, spans=[FOUR_WEEKS], away=leave)) == []


def test_days_of_leave_are_not_free_days():
    work, leave = work_but(6, 13, beyond=21), [away(ADA, 21, 27)]

    assert told(DayOff(), problem([ADA], work, spans=[FOUR_WEEKS], away=leave)) == [
        "Ada has 2 of 3 required free days of 24 hours in the rotation (08 Mar to 04 Apr 2027)."
    ]


def test_six_days_present_ask_for_no_free_day():
    work, leave = work_but(first=0, beyond=6), [away(ADA, 6, 6)]

    assert told(DayOff(), problem([ADA], work, spans=[span(ADA, 0, 6)], away=leave)) == []


def test_from_seven_after_call_to_seven_the_next_morning_is_a_free_day():
    calls = [duty(f"day and night {n}", "C", n, 7, 31) for n in range(8, 15, 2)]
    work = [duty(f"work {n}", "W", n, 7, 17) for n in (7, *range(16, 35))]
    asked = problem([ADA], [*calls, *work], spans=[span(ADA, 7, 34)])

    assert told(DayOff(), asked) == []


def test_a_minute_less_than_24_hours_is_no_free_day():
    work = [duty("one", "W", 0, 0, 8), duty("two", "W", 1, 8 - 1 / 60, 24 * 6)]
    asked = problem([ADA], work, spans=[span(ADA, 0, 6)])

    assert told(DayOff(), asked) == [
        "Ada has 0 of 1 required free days of 24 hours in the rotation (08 Mar to 14 Mar 2027)."
    ]


def test_the_day_on_which_the_clocks_go_forward_has_only_23_hours():
    around = [duty("before", "W", 0, 8, 24 * 6), duty("after", "W", 7, 0, 8)]

    assert len(told(DayOff(), problem([ADA], around, spans=[span(ADA, 1, 7)]))) == 1


def test_the_day_on_which_the_clocks_go_back_has_an_hour_to_spare():
    around = [duty("before", "W", 239, 8, 24 * 5 + 1), duty("after", "W", 245, 0, 8)]

    assert told(DayOff(), problem([ADA], around, spans=[span(ADA, 239, 245)])) == []


@pytest.mark.parametrize(
    ("work", "spoils"),
    [(Work.HOME_CALL, True), (Work.EDUCATION, True), (Work.CARE, True), (Work.NONE, False)],
)
def test_one_hour_of_duty_at_noon_spoils_a_free_day(work, spoils):
    hour = duty("hour", "H", 27, 12, 13, work=work)
    asked = problem([ADA], [*work_but(6, 13, 20, 27), hour], spans=[FOUR_WEEKS])

    assert bool(told(DayOff(), asked)) == spoils


def test_home_call_every_other_night_leaves_too_few_free_days():
    nights = [call(n, name="home", work=Work.HOME_CALL, starts=8, ends=32) for n in range(0, 28, 2)]
    weekdays = [d for d in work_but() if d.starts_at.isoweekday() < 6]

    assert told(DayOff(), problem([ADA], weekdays, spans=[FOUR_WEEKS])) == []
    assert len(told(DayOff(), problem([ADA], [*weekdays, *nights], spans=[FOUR_WEEKS]))) == 1


@pytest.mark.parametrize(
    ("ends", "starts", "missing"), [(24 * 6, 24 * 8, 0), (24 * 6 + 6, 24 * 7 + 18, 2)]
)
def test_free_time_across_the_edge_of_a_rotation_counts_for_the_part_inside(ends, starts, missing):
    work = [duty("first", "W", 7, 0, ends), duty("second", "W", 7, starts, 24 * 14)]
    spans = [span(ADA, 7, 13), span(ADA, 14, 20)]

    # Free for 48 hours, a day on each side; or for 36, of which 18 are on each side.
    assert len(told(DayOff(), problem([ADA], work, spans=spans))) == missing


def test_two_free_days_in_one_week_do_not_serve_the_rotation_after_it():
    spans = [span(ADA, 0, 6), span(ADA, 7, 13)]

    assert told(DayOff(), problem([ADA], work_but(2, 4, beyond=14), spans=spans)) == [
        "Ada has 0 of 1 required free days of 24 hours in the rotation (15 Mar to 21 Mar 2027)."
    ]


def test_duties_inside_others_do_not_end_them():
    long, short = duty("long", "W", 0, 0, 24 * 6 + 12), duty("short", "W", 2, 8, 12)

    assert len(told(DayOff(), problem([ADA], [long, short], spans=[span(ADA, 0, 6)]))) == 1
