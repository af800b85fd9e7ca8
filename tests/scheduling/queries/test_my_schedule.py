"""One person's schedule: real times, leave over what was planned, and the same queries for any length."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from people.models import Person, Program
from people.privacy import AbsenceReader
from scheduling.models import Assignment, ScheduleVersion
from scheduling.queries.my_schedule import my_block, my_day, my_week, my_year
from tests.factories.people import AbsenceFactory, PersonFactory, ProgramFactory, UserFactory
from tests.factories.scheduling import (
    AcademicYearFactory,
    ActivityFactory,
    AssignmentFactory,
    BlockFactory,
    CallAssignmentFactory,
    CallTypeFactory,
    LeaveAssignmentFactory,
    PlaceFactory,
    RotationAssignmentFactory,
    RotationFactory,
    ScheduleFactory,
    ScheduleVersionFactory,
    SpecialDayFactory,
    freeze,
)

MONDAY = date(2026, 7, 6)
TUESDAY, SATURDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=5)


@pytest.fixture
def program(db) -> Program:
    return ProgramFactory(time_zone="America/Chicago")


@pytest.fixture
def year(program):
    return AcademicYearFactory(program=program)


@pytest.fixture
def version(year) -> ScheduleVersion:
    """A draft; freeze it once it is filled."""
    return ScheduleVersionFactory(schedule=ScheduleFactory(academic_year=year))


@pytest.fixture
def ada(db) -> Person:
    return PersonFactory(first_name="Ada", last_name="Rowan", with_account=True)


@pytest.fixture
def clinic(program):
    place = PlaceFactory(program=program, name="Main clinic")
    return ActivityFactory(program=program, code="C", name="Clinic", place=place)


@pytest.fixture
def ward(program):
    return ActivityFactory(
        program=program, code="FMIT", name="Inpatient team", kind="inpatient",
        am_starts=time(6), am_ends=time(12), pm_starts=time(12), pm_ends=time(18),
    )  # fmt: skip


@pytest.fixture
def night_float(program):
    return ActivityFactory(
        program=program, code="NF", name="Night float", kind="night",
        am_starts=None, am_ends=None, pm_starts=time(18), pm_ends=time(6),
    )  # fmt: skip


@pytest.fixture
def off(program):
    return ActivityFactory(
        program=program, code="OFF", name="Off", kind="off",
        am_starts=None, am_ends=None, pm_starts=None, pm_ends=None,
    )  # fmt: skip


def clock(program: Program, day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), program.zone).astimezone(UTC)


def fill(version: ScheduleVersion, person: Person, day: date, am=None, pm=None) -> None:
    """The half-days of a day, at the times of their activities."""
    zone = version.schedule.program.zone
    for slot, activity in (("AM", am), ("PM", pm)):
        if activity is None:
            continue
        noon = time(12)
        starts, ends = activity.times(slot) or ((time(), noon) if slot == "AM" else (noon, time()))
        last_day = day if ends > starts else day + timedelta(days=1)
        AssignmentFactory(
            version=version, person=person, starts_on=day, slot=slot, activity=activity,
            starts_at=datetime.combine(day, starts, zone),
            ends_at=datetime.combine(last_day, ends, zone),
        )  # fmt: skip


def reader(person: Person, at: datetime) -> AbsenceReader:
    return AbsenceReader(person.user, at=at)


def asked(query, person, program, on, at=None, by=None):
    at = at or clock(program, on, 10)
    return query(person, program, on=on, reader=AbsenceReader(by or person.user, at=at), at=at)


def codes(entries) -> list[str]:
    return [entry.code for entry in entries]


def hours(entry) -> str:
    return f"{entry.starts_at:%a %H:%M} {entry.ends_at:%a %H:%M}"


# A day


def test_day_says_what_is_now_and_next(program, version, ada, ward, clinic):
    fill(version, ada, MONDAY, am=ward, pm=clinic)
    fill(version, ada, TUESDAY, am=clinic)
    freeze(version)

    today = asked(my_day, ada, program, MONDAY, clock(program, MONDAY, 10))

    assert (today.now.name, hours(today.now)) == ("Inpatient team", "Mon 06:00 Mon 12:00")
    assert (today.next.name, hours(today.next)) == ("Clinic", "Mon 13:00 Mon 17:00")
    assert today.next.place == "Main clinic"


def test_pause_at_noon_is_neither(program, version, ada, clinic):
    fill(version, ada, MONDAY, am=clinic, pm=clinic)
    freeze(version)

    today = asked(my_day, ada, program, MONDAY, clock(program, MONDAY, 12, 30))

    assert today.now is None
    assert hours(today.next) == "Mon 13:00 Mon 17:00"


def test_halves_without_a_pause_are_one(program, version, ada, ward):
    fill(version, ada, MONDAY, am=ward, pm=ward)
    freeze(version)

    today = asked(my_day, ada, program, MONDAY)

    assert hours(today.now) == "Mon 06:00 Mon 18:00"
    assert [hours(entry) for entry in today.entries] == ["Mon 06:00 Mon 18:00"]


def test_night_that_began_yesterday_runs_at_three(program, version, ada, night_float, off):
    fill(version, ada, MONDAY, am=off, pm=night_float)
    fill(version, ada, TUESDAY, am=off, pm=off)
    freeze(version)

    today = asked(my_day, ada, program, TUESDAY, clock(program, TUESDAY, 3))

    assert (today.now.code, hours(today.now)) == ("NF", "Mon 18:00 Tue 06:00")
    assert codes(today.entries) == ["NF", "OFF"]


def test_call_goes_before_the_ward_that_it_overlaps(program, version, ada, ward):
    fill(version, ada, MONDAY, am=ward, pm=ward)
    CallAssignmentFactory(version=version, person=ada, starts_on=MONDAY)
    freeze(version)

    today = asked(my_day, ada, program, MONDAY, clock(program, MONDAY, 17, 30))

    assert today.now.is_call


def test_being_off_is_no_duty(program, version, ada, off):
    fill(version, ada, SATURDAY, am=off, pm=off)
    freeze(version)

    today = asked(my_day, ada, program, SATURDAY)

    assert today.day.is_free
    assert not today.now.counts
    assert today.next is None


def test_tonight_and_the_next_call(program, version, ada):
    call_type = CallTypeFactory(program=program, code="RC")
    for day in (MONDAY, date(2026, 7, 20)):
        CallAssignmentFactory(version=version, person=ada, starts_on=day, call_type=call_type)
    freeze(version)

    monday = asked(my_day, ada, program, MONDAY)
    tuesday = asked(my_day, ada, program, TUESDAY)

    assert codes(monday.tonight) == ["RC"]
    assert codes(tuesday.tonight) == []
    assert tuesday.next_call.starts_on == date(2026, 7, 20)


def test_rotation_and_week_of_the_block(program, year, version, ada):
    block = BlockFactory(academic_year=year)
    RotationAssignmentFactory(
        version=version, person=ada, rotation=RotationFactory(program=program, code="FMIT")
    )
    freeze(version)

    today = asked(my_day, ada, program, date(2026, 7, 8))

    assert today.rotation.code == "FMIT"
    assert (today.block, today.week_of_block) == (block, 2)


def test_another_day_has_no_now(program, version, ada, ward):
    fill(version, ada, TUESDAY, am=ward)
    freeze(version)

    tuesday = asked(my_day, ada, program, TUESDAY, clock(program, MONDAY, 10))

    assert (tuesday.now, tuesday.next) == (None, None)
    assert not tuesday.day.is_today


# Leave


def test_own_absence_says_what_it_is(program, version, ada, clinic):
    fill(version, ada, MONDAY, am=clinic, pm=clinic)
    freeze(version)
    AbsenceFactory(
        program=program, person=ada, kind="sick", starts_on=MONDAY, ends_on=MONDAY,
        starts_at_slot="PM", approved=True,
    )  # fmt: skip

    day = asked(my_week, ada, program, MONDAY).days[0]

    assert (day.am.leave, day.pm.leave) == ("", "Sick leave")
    assert (day.am.counts, day.pm.counts) == (True, False)
    assert day.pm.name == "Clinic"


def test_absence_of_another_says_only_that_they_are_away(program, version, ada, clinic):
    fill(version, ada, MONDAY, am=clinic)
    freeze(version)
    AbsenceFactory(
        program=program, person=ada, kind="sick", starts_on=MONDAY, ends_on=MONDAY, approved=True
    )

    week = asked(my_week, ada, program, MONDAY, by=UserFactory())

    assert week.days[0].am.leave == "Away"
    assert week.days[0].leave.label == "Away"


@pytest.mark.parametrize("state", ["denied", "cancelled", None])
def test_absence_that_is_not_approved_changes_nothing(program, version, ada, clinic, state):
    fill(version, ada, MONDAY, am=clinic)
    freeze(version)
    AbsenceFactory(
        program=program,
        person=ada,
        starts_on=MONDAY,
        ends_on=MONDAY,
        **({state: True} if state else {}),
    )

    assert asked(my_week, ada, program, MONDAY).days[0].am.leave == ""


def test_call_stays_visible_on_a_day_of_leave(program, version, ada):
    CallAssignmentFactory(version=version, person=ada, starts_on=MONDAY)
    freeze(version)
    AbsenceFactory(program=program, person=ada, starts_on=MONDAY, ends_on=MONDAY, approved=True)

    (call,) = asked(my_week, ada, program, MONDAY).days[0].night

    assert call.counts


def test_leave_of_the_schedule_is_told_once(program, version, ada):
    """Publishing makes an absence of each week of leave."""
    LeaveAssignmentFactory(version=version, person=ada, starts_on=MONDAY)
    freeze(version)

    assert [leave.label for leave in asked(my_year, ada, program, MONDAY).leave] == ["Leave"]

    AbsenceFactory(
        program=program, person=ada, kind="vacation", source="plan", approved=True,
        starts_on=MONDAY, ends_on=MONDAY + timedelta(days=6),
    )  # fmt: skip
    assert [leave.label for leave in asked(my_year, ada, program, MONDAY).leave] == ["Vacation"]


# A week


def test_week_has_nights_in_their_own_column(program, version, ada, night_float, off):
    fill(version, ada, MONDAY, am=off, pm=night_float)
    CallAssignmentFactory(version=version, person=ada, starts_on=TUESDAY)
    freeze(version)

    monday, tuesday, *_ = asked(my_week, ada, program, date(2026, 7, 9)).days

    assert (monday.am.code, monday.pm) == ("OFF", None)
    assert [hours(entry) for entry in monday.night] == ["Mon 18:00 Tue 06:00"]
    assert [hours(entry) for entry in tuesday.night] == ["Tue 17:00 Wed 07:00"]


def test_evening_until_midnight_is_no_night(program, version, ada):
    late = ActivityFactory(program=program, pm_starts=time(16), pm_ends=time(0))
    fill(version, ada, MONDAY, pm=late)
    freeze(version)

    monday = asked(my_week, ada, program, MONDAY).days[0]

    assert monday.pm.code == late.code
    assert monday.night == ()


def test_week_marks_today_and_special_days(program, version, ada):
    SpecialDayFactory(program=program, on=TUESDAY, name="Founders' Day")
    freeze(version)

    week = asked(my_week, ada, program, date(2026, 7, 9), clock(program, MONDAY, 10))

    assert [day.on for day in week.days if day.is_today] == [MONDAY]
    assert [day.special.name for day in week.days if day.special] == ["Founders' Day"]
    assert (week.span.starts_on, week.span.ends_on) == (MONDAY, date(2026, 7, 12))


def test_week_across_two_years_says_which_days_are_published(program, version, ada, clinic):
    next_year = AcademicYearFactory(program=program, year=2027)
    ScheduleVersionFactory(schedule=ScheduleFactory(academic_year=next_year))
    fill(version, ada, date(2027, 6, 30), am=clinic)
    freeze(version)

    week = asked(my_week, ada, program, date(2027, 7, 1))

    assert [day.published for day in week.days] == [True, True, True, False, False, False, False]
    assert week.published
    assert week.days[2].am.code == "C"


def test_week_of_a_version_without_half_days_says_so(program, version, ada):
    RotationAssignmentFactory(version=version, person=ada)
    freeze(version)

    week = asked(my_week, ada, program, MONDAY)

    assert (week.published, week.half_days_planned) == (True, False)
    assert len(week.rotations) == 1


def test_draft_shows_nothing(program, version, ada, clinic):
    fill(version, ada, MONDAY, am=clinic)

    week = asked(my_week, ada, program, MONDAY)

    assert not week.published
    assert week.days[0].am is None


def test_others_are_not_shown(program, version, ada, clinic):
    fill(version, PersonFactory(), MONDAY, am=clinic)
    freeze(version)

    assert asked(my_week, ada, program, MONDAY).days[0].am is None


def test_legend_names_each_code_once(program, version, ada, clinic, off):
    fill(version, ada, MONDAY, am=clinic, pm=clinic)
    fill(version, ada, TUESDAY, am=off, pm=clinic)
    freeze(version)

    assert codes(asked(my_week, ada, program, MONDAY).legend) == ["C", "OFF"]


# A block


def test_block_is_in_calendar_weeks(program, year, version, ada, clinic):
    """1 July 2026 is a Wednesday; the block has 28 days."""
    BlockFactory(academic_year=year)
    fill(version, ada, date(2026, 7, 1), am=clinic)
    freeze(version)

    page = asked(my_block, ada, program, MONDAY)

    first, *_, last = page.weeks
    assert [day and day.on.day for day in first] == [None, None, 1, 2, 3, 4, 5]
    assert [day and day.on.day for day in last] == [27, 28, None, None, None, None, None]
    assert first[2].am.code == "C"
    assert len(page.days) == 28


def test_block_counts_its_calls(program, year, version, ada):
    BlockFactory(academic_year=year)
    call_type = CallTypeFactory(program=program)
    for day in (date(2026, 7, 1), date(2026, 7, 28), date(2026, 7, 29)):
        CallAssignmentFactory(version=version, person=ada, starts_on=day, call_type=call_type)
    freeze(version)

    assert asked(my_block, ada, program, MONDAY).calls == 2


def test_day_without_a_block_has_no_page(program, year, version, ada):
    assert asked(my_block, ada, program, MONDAY) is None
    assert asked(my_year, ada, program, date(2030, 1, 1)) is None


# A year


def test_year_lists_blocks_with_rotations_leave_and_calls(program, year, version, ada):
    blocks = [BlockFactory(academic_year=year, number=number) for number in (1, 2)]
    ward, clinic = (RotationFactory(program=program, code=code) for code in ("FMIT", "FMC"))
    for rotation, block in zip((ward, clinic), blocks, strict=True):
        RotationAssignmentFactory(
            version=version, person=ada, rotation=rotation, starts_on=block.starts_on
        )
    LeaveAssignmentFactory(version=version, person=ada, starts_on=date(2026, 7, 27))
    CallAssignmentFactory(version=version, person=ada, starts_on=MONDAY)
    freeze(version)

    page = asked(my_year, ada, program, MONDAY)

    assert [codes(line.rotations) for line in page.lines] == [["FMIT"], ["FMC"]]
    assert [len(line.leave) for line in page.lines] == [1, 1]
    assert [line.calls for line in page.lines] == [1, 0]
    assert [line.is_now for line in page.lines] == [True, False]


def test_year_counts_calls_by_type(program, version, ada):
    call_type = CallTypeFactory(program=program, name="Senior call")
    for day in (MONDAY, TUESDAY, SATURDAY):
        CallAssignmentFactory(version=version, person=ada, starts_on=day, call_type=call_type)
    freeze(version)

    (count,) = asked(my_year, ada, program, MONDAY, clock(program, TUESDAY, 8)).calls

    assert (count.name, count.total, count.done, count.weekend) == ("Senior call", 3, 1, 1)


def test_year_of_somebody_without_rotations_counts_half_days(program, year, version, ada, clinic):
    BlockFactory(academic_year=year)
    fill(version, ada, MONDAY, am=clinic, pm=clinic)
    freeze(version)

    assert asked(my_year, ada, program, MONDAY).lines[0].activities == (("C", 2),)


def test_year_knows_its_neighbors(program, year, version, ada):
    after = AcademicYearFactory(program=program, year=2027)

    page = asked(my_year, ada, program, MONDAY)

    assert (page.before, page.after) == (None, after)


# Cost


@pytest.mark.parametrize("days", [1, 3])
@pytest.mark.parametrize(
    ("query", "queries"), [(my_day, 6), (my_week, 4), (my_block, 5), (my_year, 6)]
)
def test_page_costs_the_same_for_any_number_of_rows(
    program, year, version, ada, clinic, query, queries, days, django_assert_num_queries
):
    BlockFactory(academic_year=year)
    for number in range(days):
        day = MONDAY + timedelta(days=number)
        fill(version, ada, day, am=clinic, pm=clinic)
        CallAssignmentFactory(version=version, person=ada, starts_on=day)
    freeze(version)
    at = clock(program, MONDAY, 10)
    absences = reader(ada, at)

    with django_assert_num_queries(queries):
        query(ada, program, on=MONDAY, reader=absences, at=at)

    assert Assignment.objects.count() == 3 * days
