"""Facts: when people may be working, which nights they work, how many clear days they have."""

from datetime import datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduling.engine.derived import DAY, clear_days
from scheduling.engine.facts import Facts, minute
from scheduling.engine.problem import Away, Duty, Kind, Problem, Roster, Work

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
    roster,
    span,
)

ADA, BEA = resident("ada"), resident("bea")
HOUR = 60


# Pairs and their columns


def test_columns_are_ordered_by_person_and_then_by_duty():
    asked = problem([ADA, BEA], [clinic(0), clinic(1)])
    facts = Facts(asked)

    assert facts.person.tolist() == [0, 0, 1, 1]
    assert facts.duty.tolist() == [0, 1, 0, 1]
    assert [facts.column(p.id, d.id) for p in asked.people for d in asked.duties] == [0, 1, 2, 3]
    assert (facts.of_person(0), facts.of_person(1)) == (slice(0, 2), slice(2, 4))
    assert [facts.of_duty(0).tolist(), facts.of_duty(1).tolist()] == [[0, 2], [1, 3]]


def test_only_what_is_asked_or_named_has_a_column():
    asked = problem([ADA, BEA], [clinic(0), clinic(1)], candidates=frozenset({("bea", "C-1-AM")}))
    facts = Facts(asked, also=[("ada", "C-1-AM")])

    assert facts.pairs == 2
    assert facts.column("ada", "C-0-AM") is None
    assert list(facts.columns_of("ada", ["C-0-AM", "C-1-AM"])) == [(0, "C-1-AM")]
    assert facts.of_duty(0).tolist() == []
    assert facts.of_duty(1).tolist() == [0, 1]


def test_people_or_duties_that_are_unknown_are_errors():
    facts = Facts(problem([ADA], [clinic(0)]))

    with pytest.raises(KeyError, match="nobody"):
        facts.column("nobody", "C-0-AM")
    with pytest.raises(KeyError, match="nothing"):
        list(facts.columns_of("ada", ["nothing"]))


def test_a_roster_becomes_a_vector_and_a_roster_again():
    asked = problem([ADA, BEA], [clinic(0), clinic(1)], fixed=frozenset({("bea", "C-0-AM")}))
    facts, done = Facts(asked), roster((ADA, clinic(1)), (BEA, clinic(0)))

    assert facts.vector(done).tolist() == [0, 1, 1, 0]
    assert facts.roster(facts.vector(done)) == done
    assert facts.fixed.tolist() == [False, False, True, False]


def test_a_roster_with_a_pair_that_is_not_asked_about_is_refused():
    facts = Facts(problem([ADA], [clinic(0)], candidates=frozenset()))

    with pytest.raises(KeyError, match=r"\(ada, C-0-AM\) is not among the pairs of this problem"):
        facts.vector(roster((ADA, clinic(0))))


# Times


def test_minutes_count_the_time_that_passes():
    assert minute(moment(6, 3)) - minute(moment(6, 1)) == HOUR
    assert minute(moment(244, 3)) - minute(moment(244, 1)) == 3 * HOUR
    assert minute(moment(0, 3)) - minute(moment(0, 1)) == 2 * HOUR


def test_days_are_those_of_the_programs_clock():
    facts = Facts(problem([], [call(0), clinic(1), duty("evening", "E", 2, 18, 24)]))
    late = minute(moment(0, 23.5))

    assert facts.first_day.tolist() == [day(n).toordinal() for n in (0, 1, 2)]
    assert facts.last_day.tolist() == [day(n).toordinal() for n in (1, 1, 2)]
    assert facts.days(np.array([late, late + 30, late])).tolist() == [
        day(n).toordinal() for n in (0, 1, 0)
    ]
    assert facts.days(np.array([], dtype=np.int64)).tolist() == []
    assert facts.local(late) == moment(0, 23.5)


# Any of


def facts_of(*duties: Duty) -> Facts:
    return Facts(problem([ADA, BEA], duties))


def test_a_key_with_one_pair_is_that_pair_and_with_several_a_fact_of_its_own():
    facts = facts_of(*(clinic(n) for n in range(5)))

    keys, columns = facts.any_of(np.array([7, 3, 7, 5]), np.array([4, 1, 2, 0]))

    assert keys.tolist() == [3, 5, 7]
    assert columns.tolist() == [1, 0, 10]
    assert facts.columns == 11


@pytest.mark.parametrize(("done", "holds"), [((), 0), ((2,), 1), ((4,), 1), ((2, 4), 1), ((1,), 0)])
def test_any_of_holds_when_one_of_its_pairs_does(done, holds):
    facts = facts_of(*(clinic(n) for n in range(5)))
    _, columns = facts.any_of(np.array([7, 3, 7, 5]), np.array([4, 1, 2, 0]))
    vector = np.isin(np.arange(facts.pairs), done).astype(np.int64)

    assert facts.values(vector)[columns[2]] == holds


def test_any_of_knows_what_a_pair_touches():
    facts = facts_of(*(clinic(n) for n in range(5)))
    facts.any_of(np.array([1, 1, 2, 2, 3, 3]), np.array([0, 1, 1, 2, 3, 4]))
    [fact] = facts.derived

    assert fact.touched(np.array([0])).tolist() == [0]
    assert fact.touched(np.array([1])).tolist() == [0, 1]
    assert fact.touched(np.array([4, 0])).tolist() == [0, 2]
    assert fact.touched(np.array([9])).tolist() == []
    assert fact.group(1).tolist() == [1, 2]


# Intervals


def intervals(facts: Facts) -> list[tuple[int, str, str, str, bool]]:
    times = facts.intervals
    return [
        (
            int(times.person[i]),
            f"{facts.local(times.start[i]):%d %H:%M}",
            f"{facts.local(times.end[i]):%d %H:%M}",
            f"{facts.local(times.care_end[i]):%d %H:%M}",
            bool(times.call[i]),
        )
        for i in range(len(times.person))
    ]


def test_intervals_are_the_times_in_house_of_each_person_in_order():
    facts = facts_of(
        call(0, handover=60),
        clinic(0),
        clinic(1, work=Work.EDUCATION),
        duty("off", "OFF", 0, 8, 12, work=Work.NONE),
        call(1, name="home", work=Work.HOME_CALL),
    )
    of_each = [
        ("08 08:00", "08 12:00", "08 12:00", False),
        ("08 17:00", "09 07:00", "09 06:00", True),
        ("09 08:00", "09 12:00", "09 08:00", False),
    ]

    assert intervals(facts) == [(person, *each) for person in (0, 1) for each in of_each]
    assert facts.intervals.of(1) == slice(3, 6)
    assert facts.intervals.of(2) == slice(6, 6)


def test_duties_of_the_same_time_and_nature_are_one_interval():
    same = [clinic(0), clinic(0, code="PROC"), clinic(0, code="LEC", work=Work.EDUCATION)]
    facts = Facts(problem([ADA], same))
    column = facts.intervals.column

    assert intervals(facts) == [
        (0, "08 08:00", "08 12:00", "08 08:00", False),
        (0, "08 08:00", "08 12:00", "08 12:00", False),
    ]
    assert column.tolist() == [2, 3]
    assert facts.values(np.array([0, 1, 0]))[column].tolist() == [0, 1]


def test_intervals_that_start_together_are_ordered_by_their_end():
    facts = facts_of(duty("long", "L", 0, 8, 20), duty("short", "S", 0, 8, 12))

    assert [ends for _, _, ends, *_ in intervals(facts)] == ["08 12:00", "08 20:00"] * 2


def test_intervals_are_found_by_their_start_and_by_what_they_lie_between():
    facts = facts_of(clinic(0), clinic(0, "PM"), night(0), clinic(1))
    times, second = facts.intervals, 4

    assert list(times.starting(1, minute(moment(0, 13)), minute(moment(0, 18)))) == [second + 1]
    assert list(times.starting(1, minute(moment(0, 13)), minute(moment(0, 18.5)))) == [5, 6]
    assert times.between(second, second + 3) == (5, 6)
    assert times.between(second, second + 1) == ()


def test_a_problem_without_work_has_no_intervals_and_no_nights():
    facts = facts_of(duty("off", "OFF", 0, 0, 30, work=Work.NONE))

    assert intervals(facts) == []
    assert [len(part) for part in facts.nights] == [0, 0, 0]


# Nights


def test_nights_are_of_people_by_the_day_on_which_they_begin():
    facts = facts_of(night(2), night(0), call(0), clinic(1))
    person, first_day, column = facts.nights

    assert person.tolist() == [0, 0, 1, 1]
    assert first_day.tolist() == [day(n).toordinal() for n in (0, 2, 0, 2)]
    both = facts.vector(roster((ADA, call(0)), (BEA, night(0)), (BEA, night(2))))
    assert facts.values(both)[column].tolist() == [1, 0, 1, 1]


def test_the_nights_of_both_changes_of_clocks_are_nights():
    facts = Facts(problem([ADA], [night(5), night(243)]))

    assert facts.nights[1].tolist() == [day(5).toordinal(), day(243).toordinal()]


# Clear days


def minutes(*hours: float) -> np.ndarray:
    return np.array([round(hour * HOUR) for hour in hours], dtype=np.int64)


@pytest.mark.parametrize(
    ("busy", "days"),
    [
        ([], 7),
        ([(0, 168)], 0),
        ([(24, 25)], 6),
        ([(23, 25)], 5),
        ([(0, 1)], 6),
        ([(167, 168)], 6),
        ([(8, 17), (32, 41)], 5),
        ([(24, 48), (72, 96)], 5),
        ([(8, 17), (41, 42)], 6),
        ([(8, 17), (41 - 1 / 60, 42)], 5),
        ([(-10, 5), (160, 200)], 6),
        ([(-20, -10), (170, 200)], 7),
        ([(0, 150), (10, 20)], 0),
        ([(0, 144), (10, 20)], 1),
        ([(10, 20), (12, 40), (14, 16)], 5),
    ],
    ids=str,
)
def test_a_week_has_as_many_clear_days_as_fit_between_duties(busy, days):
    start, end = minutes(*(s for s, _ in busy)), minutes(*(e for _, e in busy))

    assert clear_days(start, end, minutes(0), minutes(168)).tolist() == [days]


def test_clear_days_are_counted_in_each_span():
    start, end = minutes(24), minutes(72)

    found = clear_days(start, end, minutes(0, 24, 48, 0), minutes(168, 72, 96, 24))

    assert found.tolist() == [5, 0, 1, 1]


@given(
    st.lists(st.tuples(st.integers(-50, 250), st.integers(1, 60)), max_size=8),
    st.integers(0, 40),
    st.integers(0, 200),
)
def test_clear_days_are_as_many_as_can_be_laid_side_by_side(duties, low, length):
    """Against the plain way: go forward hour by hour, and take each day as soon as it is clear."""
    busy = sorted((start, start + hours) for start, hours in duties)
    at, count = low, 0
    while at + 24 <= low + length:
        hit = [end for start, end in busy if start < at + 24 and end > at]
        at, count = (min(hit), count) if hit else (at + 24, count + 1)

    start, end = minutes(*(s for s, _ in busy)), minutes(*(e for _, e in busy))

    assert clear_days(start, end, minutes(low), minutes(low + length)).tolist() == [count]


def clear(asked: Problem, done: Roster) -> list[int]:
    facts = Facts(asked)
    columns = facts.clear_days()
    return facts.values(facts.vector(done))[columns].tolist()


def test_clear_days_lie_between_what_is_done_and_what_is_leave():
    asked = problem(
        [ADA, BEA],
        [clinic(10), call(12, name="home", work=Work.HOME_CALL), clinic(8, work=Work.NONE)],
        spans=[span(ADA, 7, 13), span(BEA, 7, 13)],
        away=[away(BEA, 7, 8)],
    )
    done = Roster.of([("ada", "C-10-AM"), ("ada", "C-8-AM"), ("bea", "home-12")])

    assert clear(asked, Roster()) == [7, 5]
    assert clear(asked, done) == [6, 3]


def test_a_day_with_23_hours_is_not_clear_and_one_with_25_is():
    asked = problem([ADA], [], spans=[span(ADA, 6, 6), span(ADA, 244, 244), span(ADA, 5, 6)])

    assert DAY == 24 * HOUR
    assert clear(asked, Roster()) == [0, 1, 1]


def test_clear_days_are_one_family_of_facts_however_often_asked_for():
    facts = Facts(problem([ADA], [clinic(0)], spans=[span(ADA, 0, 6)]))

    assert facts.clear_days().tolist() == facts.clear_days().tolist() == [1]
    assert len(facts.derived) == 1


def test_a_pair_touches_the_clear_days_of_its_person():
    spans = [span(ADA, 0, 6), span(BEA, 0, 6), span(ADA, 7, 13)]
    facts = Facts(problem([ADA, BEA], [clinic(0), clinic(1, work=Work.NONE)], spans=spans))
    facts.clear_days()
    [fact] = facts.derived

    assert fact.touched(np.array([0])).tolist() == [0, 2]
    assert fact.touched(np.array([2])).tolist() == [1]
    assert fact.touched(np.array([1, 3])).tolist() == []


# Spans


def halves(*absences: Away) -> list[int]:
    spans = [span(ADA, 0, 27), span(ADA, 28, 34), span(BEA, 0, 6)]
    return Facts(problem([ADA, BEA], [], spans=spans, away=absences)).present_halves.tolist()


@pytest.mark.parametrize(
    ("absences", "present"),
    [
        ([], [56, 14, 14]),
        ([away(ADA, 0, 6)], [42, 14, 14]),
        ([away(ADA, 25, 30)], [50, 8, 14]),
        ([away(ADA, 0, 6), away(ADA, 3, 9)], [36, 14, 14]),
        ([away(BEA, 0, 40)], [56, 14, 0]),
        ([Away("ada", moment(2, 12), moment(3, 0))], [55, 14, 14]),
        ([Away("ada", moment(2, 0), moment(2, 12))], [55, 14, 14]),
        ([Away("ada", moment(2, 12), moment(3, 12))], [54, 14, 14]),
        ([away(ADA, -7, -1), away(ADA, 35, 40)], [56, 14, 14]),
        ([away(ADA, 6, 6)], [54, 14, 14]),
        ([away(ADA, 3, 3, planned=False)], [54, 14, 14]),
    ],
    ids=["none", "week", "across", "twice", "other", "PM", "AM", "PM and AM", "outside", "DST",
         "unplanned"],
)  # fmt: skip
def test_half_days_of_leave_are_not_present(absences, present):
    assert halves(*absences) == present


def test_spans_begin_and_end_at_midnight_of_the_programs_clock():
    facts = Facts(problem([ADA], [], spans=[span(ADA, 6, 6), span(ADA, 7, 8)]))

    assert facts.span_start.tolist() == [minute(moment(6, 0)), minute(moment(7, 0))]
    assert facts.span_end.tolist() == [minute(moment(7, 0)), minute(moment(9, 0))]
    assert (facts.span_end - facts.span_start).tolist() == [23 * HOUR, 48 * HOUR]


def test_minutes_in_spans_are_those_inside():
    spans = [span(ADA, 0, 0), span(ADA, 1, 1), span(BEA, 0, 1)]
    facts = Facts(
        problem([ADA, BEA], [night(0), clinic(1), clinic(0, work=Work.NONE)], spans=spans)
    )

    found = [part.tolist() for part in facts.in_spans(facts.of_work(Work.CARE))]

    assert found == [
        [0, 1, 1, 2, 2],
        [0, 0, 1, 3, 4],
        [6 * HOUR, 6 * HOUR, 4 * HOUR, 12 * HOUR, 4 * HOUR],
    ]


def test_without_spans_there_is_nothing_in_spans():
    facts = facts_of(clinic(0))

    assert [len(part) for part in facts.in_spans(facts.of_work(Work.CARE))] == [0, 0, 0]


# Tags and kinds


def test_people_carry_tags_and_duties_kinds():
    facts = Facts(problem([ADA, resident("cy", pgy=1), attending("gray")], [clinic(0), call(0)]))

    assert facts.tagged("resident").tolist() == [True, True, False]
    assert facts.tagged_any(frozenset()).tolist() == [True, True, True]
    assert facts.tagged_any(frozenset({"PGY-1", "faculty"})).tolist() == [False, True, True]
    assert facts.of_kind(Kind.CALL).tolist() == [False, True]
    assert facts.of_work(Work.CARE, Work.CALL).tolist() == [True, True]
    assert facts.start.tolist() == [minute(moment(0, 8)), minute(moment(0, 17))]
    assert facts.local(facts.end[1]) == datetime.combine(
        day(1), moment(1, 7).time(), moment(0, 0).tzinfo
    )
