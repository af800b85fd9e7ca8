"""Who is on call: by the real interval, gaps included, on the nights that clocks change too."""

from datetime import UTC, date, datetime, timedelta

import pytest

from people.models import Program
from scheduling.models import CallType, ScheduleVersion
from scheduling.queries.on_call import on_call_of_day, who_is_on_call
from tests.factories.people import AbsenceFactory, PersonFactory, ProgramFactory
from tests.factories.scheduling import (
    AcademicYearFactory,
    CallAssignmentFactory,
    CallTypeFactory,
    ScheduleFactory,
    ScheduleVersionFactory,
    SpecialDayFactory,
    freeze,
)

MONDAY = date(2026, 7, 6)
TUESDAY = MONDAY + timedelta(days=1)
SATURDAY = date(2026, 7, 11)


@pytest.fixture
def program(db):
    return ProgramFactory(time_zone="America/Chicago")


@pytest.fixture
def version(program):
    """A draft; freeze it once its calls are there."""
    year = AcademicYearFactory(program=program)
    return ScheduleVersionFactory(schedule=ScheduleFactory(academic_year=year))


@pytest.fixture
def senior(program):
    """In-house call, 17:00 to 07:00, all day on weekends and holidays."""
    return CallTypeFactory(program=program, code="RC", name="Senior call", position=1)


@pytest.fixture
def ada(db):
    return PersonFactory(first_name="Ada", last_name="Rowan", phone="555-0101")


@pytest.fixture
def bea(db):
    return PersonFactory(first_name="Bea", last_name="Sorrel", phone="555-0102")


def clock(program: Program, day: date, hour: int, minute: int = 0, fold: int = 0) -> datetime:
    return datetime(
        day.year, day.month, day.day, hour, minute, tzinfo=program.zone, fold=fold
    ).astimezone(UTC)


def names(calls) -> list[tuple[str, str]]:
    return [(call.code, call.roster_name or "nobody") for call in calls]


def hours(call) -> tuple[str, str]:
    return f"{call.starts_at:%a %H:%M}", f"{call.ends_at:%a %H:%M}"


# Now


def test_evening_belongs_to_the_night_that_began_today(program, version, senior, ada):
    CallAssignmentFactory(version=version, call_type=senior, person=ada, starts_on=MONDAY)
    freeze(version)

    (call,) = who_is_on_call(program, clock(program, MONDAY, 20))

    assert names([call]) == [("RC", "Rowan A.")]
    assert hours(call) == ("Mon 17:00", "Tue 07:00")
    assert (call.night, call.name, call.kind) == (MONDAY, "Senior call", "in-house")


def test_three_in_the_morning_belongs_to_the_night_that_began_yesterday(
    program, version, senior, ada, bea
):
    CallAssignmentFactory(version=version, call_type=senior, person=ada, starts_on=MONDAY)
    CallAssignmentFactory(version=version, call_type=senior, person=bea, starts_on=TUESDAY)
    freeze(version)

    assert names(who_is_on_call(program, clock(program, TUESDAY, 3))) == [("RC", "Rowan A.")]


def test_call_ends_with_the_minute(program, version, senior, ada):
    CallAssignmentFactory(version=version, call_type=senior, person=ada, starts_on=MONDAY)
    freeze(version)

    assert who_is_on_call(program, clock(program, MONDAY, 16, 59)) == []
    assert len(who_is_on_call(program, clock(program, MONDAY, 17))) == 1
    assert len(who_is_on_call(program, clock(program, TUESDAY, 6, 59))) == 1
    assert who_is_on_call(program, clock(program, TUESDAY, 7)) == []


def test_only_what_is_published_counts(program, version, senior, ada, bea):
    CallAssignmentFactory(version=version, call_type=senior, person=ada, starts_on=MONDAY)
    freeze(version)
    draft = ScheduleVersionFactory(schedule=version.schedule, number=2)
    CallAssignmentFactory(version=draft, call_type=senior, person=bea, starts_on=MONDAY)

    assert names(who_is_on_call(program, clock(program, MONDAY, 20))) == [("RC", "Rowan A.")]

    ScheduleVersion.objects.filter(pk=version.pk).update(status="withdrawn")
    freeze(draft)
    assert names(who_is_on_call(program, clock(program, MONDAY, 20))) == [("RC", "Sorrel B.")]


def test_other_program_is_not_asked(program, version, senior, ada):
    CallAssignmentFactory(version=version, call_type=senior, person=ada, starts_on=MONDAY)
    freeze(version)

    assert who_is_on_call(ProgramFactory(), clock(program, MONDAY, 20)) == []


def test_last_night_of_the_year_reaches_into_the_next(program, version, senior, ada, bea):
    last, first = date(2027, 6, 30), date(2027, 7, 1)
    CallAssignmentFactory(version=version, call_type=senior, person=ada, starts_on=last)
    freeze(version)
    next_year = AcademicYearFactory(program=program, year=2027)
    after = ScheduleVersionFactory(schedule=ScheduleFactory(academic_year=next_year))
    CallAssignmentFactory(version=after, call_type=senior, person=bea, starts_on=first)
    freeze(after)

    assert names(who_is_on_call(program, clock(program, first, 3))) == [("RC", "Rowan A.")]
    assert names(who_is_on_call(program, clock(program, first, 18))) == [("RC", "Sorrel B.")]


def test_call_of_a_whole_weekend_runs_on_its_third_day(program, version, senior, ada):
    friday = date(2026, 7, 10)
    CallAssignmentFactory(
        version=version, call_type=senior, person=ada, starts_on=friday,
        starts_at=clock(program, friday, 17), ends_at=clock(program, date(2026, 7, 13), 7),
    )  # fmt: skip
    freeze(version)

    assert names(who_is_on_call(program, clock(program, date(2026, 7, 12), 22))) == [
        ("RC", "Rowan A.")
    ]


def test_order_is_that_of_the_roster(program, version, senior, ada, bea):
    first = CallTypeFactory(program=program, code="ZZ", position=0)
    backup = CallTypeFactory(program=program, code="AA", position=2)
    for call_type, person in ((backup, ada), (senior, ada), (first, bea)):
        CallAssignmentFactory(version=version, call_type=call_type, person=person, starts_on=MONDAY)
    freeze(version)

    calls = who_is_on_call(program, clock(program, MONDAY, 20))

    assert names(calls) == [("ZZ", "Sorrel B."), ("RC", "Rowan A."), ("AA", "Rowan A.")]


# Nights on which clocks change


def test_night_that_is_an_hour_longer_lasts_until_seven(program, version, senior, ada):
    """On 1 November 2026 the hour from one to two comes twice."""
    saturday, sunday = date(2026, 10, 31), date(2026, 11, 1)
    CallAssignmentFactory(
        version=version, call_type=senior, person=ada, starts_on=saturday,
        starts_at=clock(program, saturday, 7), ends_at=clock(program, sunday, 7),
    )  # fmt: skip
    freeze(version)

    (call,) = who_is_on_call(program, clock(program, sunday, 1, 30, fold=1))

    assert hours(call) == ("Sat 07:00", "Sun 07:00")
    assert call.ends_at.astimezone(UTC) - call.starts_at.astimezone(UTC) == timedelta(hours=25)
    assert len(who_is_on_call(program, datetime(2026, 11, 1, 12, 59, tzinfo=UTC))) == 1
    assert names(who_is_on_call(program, datetime(2026, 11, 1, 13, tzinfo=UTC))) == [
        ("RC", "nobody")
    ]


def test_night_that_is_an_hour_shorter_has_no_gap(program, version, senior, ada, bea):
    """On 14 March 2027 there is no hour from two to three."""
    saturday, sunday = date(2027, 3, 13), date(2027, 3, 14)
    for person, day in ((ada, saturday), (bea, sunday)):
        CallAssignmentFactory(
            version=version, call_type=senior, person=person, starts_on=day,
            starts_at=clock(program, day, 7), ends_at=clock(program, day + timedelta(days=1), 7),
        )  # fmt: skip
    freeze(version)

    assert names(who_is_on_call(program, clock(program, sunday, 3, 30))) == [("RC", "Rowan A.")]
    assert names(who_is_on_call(program, datetime(2027, 3, 14, 11, 59, tzinfo=UTC))) == [
        ("RC", "Rowan A.")
    ]
    assert names(who_is_on_call(program, datetime(2027, 3, 14, 12, tzinfo=UTC))) == [
        ("RC", "Sorrel B.")
    ]


# Gaps


def test_gap_is_said_with_its_times(program, version, senior):
    freeze(version)

    (gap,) = who_is_on_call(program, clock(program, TUESDAY, 3))

    assert gap.is_gap
    assert (gap.night, gap.roster_name, gap.person_id) == (MONDAY, "", None)
    assert hours(gap) == ("Mon 17:00", "Tue 07:00")


def test_gap_of_a_weekend_or_holiday_lasts_all_day(program, version, senior):
    SpecialDayFactory(program=program, on=TUESDAY)
    freeze(version)

    (weekend,) = who_is_on_call(program, clock(program, SATURDAY, 12))
    (holiday,) = who_is_on_call(program, clock(program, TUESDAY, 12))

    assert hours(weekend) == ("Sat 07:00", "Sun 07:00")
    assert hours(holiday) == ("Tue 07:00", "Wed 07:00")


def test_day_with_little_staff_is_no_holiday(program, version, senior):
    SpecialDayFactory(program=program, on=TUESDAY, kind="minimal")
    freeze(version)

    assert who_is_on_call(program, clock(program, TUESDAY, 12)) == []


def test_one_of_two_is_a_gap(program, version, ada):
    both = CallTypeFactory(program=program, code="RC", people_needed=2)
    CallAssignmentFactory(version=version, call_type=both, person=ada, starts_on=MONDAY)
    freeze(version)

    assert names(on_call_of_day(program, MONDAY)) == [("RC", "Rowan A."), ("RC", "nobody")]


def test_none_of_two_are_two_gaps(program, version):
    CallTypeFactory(program=program, code="RC", people_needed=2)
    freeze(version)

    assert names(on_call_of_day(program, MONDAY)) == [("RC", "nobody"), ("RC", "nobody")]


def test_hour_between_two_halves_of_a_night_is_a_gap(program, version, senior, ada, bea):
    early = (clock(program, MONDAY, 17), clock(program, MONDAY, 22))
    late = (clock(program, MONDAY, 23), clock(program, TUESDAY, 7))
    for person, (starts_at, ends_at) in ((ada, early), (bea, late)):
        CallAssignmentFactory(
            version=version, call_type=senior, person=person, starts_on=MONDAY,
            starts_at=starts_at, ends_at=ends_at,
        )  # fmt: skip
    freeze(version)

    calls = on_call_of_day(program, MONDAY)

    assert names(calls) == [("RC", "Rowan A."), ("RC", "nobody"), ("RC", "Sorrel B.")]
    assert hours(calls[1]) == ("Mon 22:00", "Mon 23:00")
    assert names(who_is_on_call(program, clock(program, MONDAY, 22, 30))) == [("RC", "nobody")]


def test_night_that_needs_nobody_has_no_gap(program, version):
    CallTypeFactory(program=program, nights=[5, 6])
    freeze(version)

    assert on_call_of_day(program, MONDAY) == []


def test_call_of_a_night_that_needs_nobody_is_shown(program, version, ada):
    weekends = CallTypeFactory(program=program, code="RC", nights=[5, 6])
    CallAssignmentFactory(version=version, call_type=weekends, person=ada, starts_on=MONDAY)
    freeze(version)

    assert names(on_call_of_day(program, MONDAY)) == [("RC", "Rowan A.")]


def test_nothing_is_missing_where_nothing_is_published(program, version, senior):
    assert who_is_on_call(program, clock(program, MONDAY, 20)) == []
    assert on_call_of_day(program, MONDAY) == []


def test_night_before_the_year_ends_is_missed_after_it(program, version, senior):
    """The night of 30 June was planned; that 1 July is not yet must not hide its gap."""
    freeze(version)

    assert names(who_is_on_call(program, clock(program, date(2027, 7, 1), 3))) == [("RC", "nobody")]
    assert who_is_on_call(program, clock(program, date(2027, 7, 1), 18)) == []


# A day


def test_day_has_the_calls_that_begin_on_it(program, version, senior, ada, bea):
    for person, day in ((ada, MONDAY), (bea, TUESDAY)):
        CallAssignmentFactory(version=version, call_type=senior, person=person, starts_on=day)
    freeze(version)

    assert names(on_call_of_day(program, TUESDAY)) == [("RC", "Sorrel B.")]


# What is said of people


def test_phone_is_left_out_unless_asked_for(program, version, senior, ada):
    CallAssignmentFactory(version=version, call_type=senior, person=ada, starts_on=MONDAY)
    freeze(version)
    at = clock(program, MONDAY, 20)

    assert [call.phone for call in who_is_on_call(program, at)] == [""]
    assert [call.phone for call in on_call_of_day(program, MONDAY)] == [""]
    assert [call.phone for call in who_is_on_call(program, at, with_phones=True)] == ["555-0101"]
    assert [c.phone for c in on_call_of_day(program, MONDAY, with_phones=True)] == ["555-0101"]


@pytest.mark.parametrize(
    ("first", "slot", "approved", "away"),
    [
        (MONDAY, "AM", True, True),
        (TUESDAY, "AM", True, True),
        (TUESDAY, "PM", True, False),
        (MONDAY, "AM", False, False),
    ],
)
def test_person_who_is_away_is_marked(program, version, senior, ada, first, slot, approved, away):
    CallAssignmentFactory(version=version, call_type=senior, person=ada, starts_on=MONDAY)
    freeze(version)
    AbsenceFactory(
        program=program, person=ada, starts_on=first, ends_on=TUESDAY, starts_at_slot=slot,
        approved=approved,
    )  # fmt: skip

    assert [call.away for call in who_is_on_call(program, clock(program, MONDAY, 20))] == [away]


@pytest.mark.parametrize("count", [1, 3])
def test_question_costs_seven_queries(program, version, senior, count, django_assert_num_queries):
    for number in range(count):
        call_type = CallTypeFactory(program=program, kind=CallType.Kind.HOME, position=number)
        person = PersonFactory()
        CallAssignmentFactory(version=version, call_type=call_type, person=person, starts_on=MONDAY)
    freeze(version)

    with django_assert_num_queries(7):
        calls = who_is_on_call(program, clock(program, MONDAY, 20))

    assert len(calls) == count + 1
