"""Call nights, as a question for the engine."""

from datetime import date, time, timedelta

import pytest

from scheduling.bridge.call import CallPart, is_free_day
from scheduling.bridge.parts import Parts
from scheduling.bridge.people import add_people
from scheduling.bridge.source import Source
from scheduling.engine.academic_year import Span
from scheduling.engine.check import check
from scheduling.engine.problem import Demand, Pool, Preference, Roster
from scheduling.engine.rules.sequence import Sequence
from tests.factories.people import EnrolmentFactory
from tests.factories.scheduling import (
    YEAR,
    CallAssignmentFactory,
    CallHistoryFactory,
    CallTypeFactory,
    RequestFactory,
    SpecialDayFactory,
)

WHOLE = Span(date(2026, 7, 1), date(2027, 6, 30))
MONDAY = date(2026, 7, 6)
WEEK = Span(MONDAY, date(2026, 7, 12))


def part_of(source: Source) -> CallPart:
    return CallPart(Parts("America/Chicago"), source)


def nights(pairs: set, person: object) -> list[str]:
    return sorted(duty for who, duty in pairs if who == str(person.pk))


@pytest.fixture
def ada(small):
    return small.residents[0]


@pytest.fixture
def bea(small):
    return small.residents[1]


def test_every_staffed_night_of_the_year_is_a_duty(small, source, call_type):
    weekend = CallTypeFactory(program=small.program, code="WE", nights=[6, 7])
    part = part_of(source)

    assert part.nights[call_type.pk] == list(WHOLE.days())
    assert len(part.duties) == 365 + 104
    assert {night.isoweekday() for night in part.nights[weekend.pk]} == {6, 7}


def test_call_starts_in_the_morning_on_weekends_and_holidays(small, source, call_type):
    SpecialDayFactory(program=small.program, on=MONDAY)
    SpecialDayFactory(program=small.program, on=MONDAY + timedelta(days=1), kind="closed")
    part = part_of(source)

    hours = [
        part.parts.duties[part.duties[call_type.pk, day]].starts_at.hour
        for day in (MONDAY + timedelta(days=n) for n in range(-2, 3))
    ]
    assert hours == [7, 7, 7, 17, 17]
    assert is_free_day(source, MONDAY)


def test_takers_are_of_the_level_and_eligible(small, ada, bea, source, call_type):
    EnrolmentFactory(program=small.program, academic_year=YEAR, pgy=2)
    EnrolmentFactory(program=small.program, academic_year=YEAR, call_eligible=False)
    EnrolmentFactory(program=small.program, academic_year=YEAR, faculty=True)

    assert part_of(source).takers(call_type) == [str(ada.pk), str(bea.pk)]


def test_takers_of_faculty_call_are_not_of_excluded_roles(small, source):
    call = CallTypeFactory(
        program=small.program, staff="faculty", pgys=[], excluded_roles=["adjunct"]
    )
    core = EnrolmentFactory(program=small.program, academic_year=YEAR, faculty=True)
    EnrolmentFactory(
        program=small.program, academic_year=YEAR, faculty=True, faculty_role="adjunct"
    )

    assert part_of(source).takers(call) == [str(core.person_id)]


def test_candidates_are_takers_in_the_nights_asked_about(small, ada, bea, source, call_type):
    part = part_of(source)

    part.add_candidates(Span(MONDAY, MONDAY))

    call = "C|2026-07-06|RC"
    assert part.parts.candidates == {(str(ada.pk), call), (str(bea.pk), call)}


def test_each_night_needs_so_many_people_and_no_more(source, call_type):
    call_type.people_needed = 2
    call_type.save()
    part = part_of(source)

    part.add_demands(Span(MONDAY, MONDAY))

    assert part.parts.demands == [
        Demand(("C|2026-07-06|RC",), 2, 2, label="RC on Monday 06 July 2026")
    ]


@pytest.mark.parametrize(("apart", "faults"), [(1, 1), (2, 1), (3, 0)])
@pytest.mark.parametrize("first", [MONDAY + timedelta(days=n) for n in range(7)])
def test_gap_is_nights_between_two_calls(ada, source, call_type, first, apart, faults):
    """Also on weekends, when call starts in the morning."""
    call_type.gap_nights = 2
    call_type.save()
    part = part_of(source)
    add_people(part.parts, source)
    part.add_gaps()
    done = [
        (str(ada.pk), part.duties[call_type.pk, first + timedelta(days=apart * n)]) for n in (0, 1)
    ]
    part.parts.fixed.update(done)

    report = check(part.parts.problem(), Roster.of(done), [Sequence()])

    assert [broken.label for broken in report.broken] == ["RC twice within 3 nights"] * faults


def test_call_without_a_gap_has_none(source, call_type):
    part = part_of(source)

    part.add_gaps()

    assert part.parts.gaps == []


def test_nights_sundays_and_holidays_are_shared_apart(small, ada, bea, source, call_type):
    SpecialDayFactory(program=small.program, on=MONDAY)
    enrolment = bea.enrolments.get()
    enrolment.fte_percent = 50
    enrolment.save()
    CallHistoryFactory(call_type=call_type, person=ada, nights=3, sundays=-1, holidays=2)
    part = part_of(source)

    part.add_pools(WHOLE)

    weights = {str(ada.pk): 100, str(bea.pk): 50}
    every = tuple(part.duties[call_type.pk, night] for night in WHOLE.days())
    sundays = tuple(
        part.duties[call_type.pk, night] for night in WHOLE.days() if night.isoweekday() == 7
    )
    assert part.parts.pools == [
        Pool("RC nights", every, 365, weights, {str(ada.pk): 3}),
        Pool("RC Sundays", sundays, 52, weights, {str(ada.pk): -1}),
        Pool("RC holidays", ("C|2026-07-06|RC",), 1, weights, {str(ada.pk): 2}),
    ]


def test_call_that_nobody_takes_is_not_shared(small, source):
    CallTypeFactory(program=small.program, pgys=[3])
    part = part_of(source)

    part.add_pools(WHOLE)

    assert part.parts.pools == []


def test_what_is_shared_is_what_is_asked_for_and_what_was_done_outside(
    ada, draft, source, call_type
):
    call_type.people_needed = 2
    call_type.save()
    for night in (MONDAY, date(2026, 7, 20), date(2026, 7, 26)):
        CallAssignmentFactory(
            version=draft, person=ada, call_type=call_type, starts_on=night, ends_on=night
        )
    part = part_of(source)
    part.add_assigned(replanned=WEEK)

    part.add_pools(WEEK)

    assert [pool.total for pool in part.parts.pools] == [2 * 7 + 2, 2 + 1, 0]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"weekday": 1, "starts_on": MONDAY, "ends_on": date(2026, 7, 13)}, ["06", "13"]),
        ({"weekday": None, "starts_on": MONDAY, "ends_on": date(2026, 7, 8)}, ["06", "07", "08"]),
        ({"weekday": 3, "starts_on": None, "ends_on": date(2026, 7, 8)}, ["01", "08"]),
    ],
)
@pytest.mark.parametrize(
    ("wish", "label"), [("prefer", "call, choice 2"), ("avoid", "no call, choice 2")]
)
def test_wish_about_call_names_its_nights(small, ada, source, call_type, asked, found, wish, label):
    RequestFactory(program=small.program, person=ada, kind="call", wish=wish, rank=2, **asked)
    RequestFactory(program=small.program, kind="call", **asked)  # not enrolled
    part = part_of(source)

    part.add_wishes()

    duties = tuple(f"C|2026-07-{day}|RC" for day in found)
    assert part.parts.preferences == [Preference(str(ada.pk), duties, 5, wish == "prefer", label)]


@pytest.fixture
def three_calls(draft, ada, call_type):
    """One in the week, one in it that is locked, one after it."""
    for day, locked in ((6, False), (9, True), (20, False)):
        CallAssignmentFactory(
            version=draft,
            person=ada,
            call_type=call_type,
            starts_on=date(2026, 7, day),
            ends_on=date(2026, 7, day),
            locked=locked,
            lock_reason="Promised" if locked else "",
        )


def test_locked_calls_and_those_outside_stay(ada, source, three_calls):
    part = part_of(source)

    part.add_assigned(replanned=WEEK)

    assert nights(part.parts.fixed, ada) == ["C|2026-07-09|RC", "C|2026-07-20|RC"]


def test_all_calls_stay_when_nothing_is_planned_anew(ada, source, three_calls):
    part = part_of(source)

    part.add_assigned(replanned=None)

    assert len(nights(part.parts.fixed, ada)) == 3


def test_call_of_a_night_that_is_no_longer_staffed_stays(ada, source, three_calls, call_type):
    call_type.nights, call_type.weekday_starts = [6, 7], time(18)
    call_type.save()
    part = part_of(source)

    part.add_assigned(replanned=None)

    assert nights(part.parts.fixed, ada)[0] == "C|2026-07-06|RC"
    assert part.parts.duties["C|2026-07-06|RC"].starts_at.hour == 18
