"""What fills each half-day, what may fill it, and what is expected where nothing is planned."""

from datetime import date, time

import pytest

from scheduling.bridge.call import CallPart
from scheduling.bridge.half_days import HalfDayPart
from scheduling.bridge.parts import Parts
from scheduling.bridge.source import Source
from scheduling.bridge.timeline import Timeline
from scheduling.engine.academic_year import Span
from scheduling.engine.problem import Expectation, Preference, Rooms
from scheduling.models import Activity
from tests.factories.people import AbsenceFactory, EnrolmentFactory
from tests.factories.scheduling import (
    YEAR,
    ActivityFactory,
    AssignmentFactory,
    CallAssignmentFactory,
    LeaveAssignmentFactory,
    PatternCellFactory,
    PlaceFactory,
    RequestFactory,
    RotationAssignmentFactory,
    RotationFactory,
    ScheduleVersionFactory,
    SpecialDayFactory,
    WeeklyShareFactory,
)
from tests.scheduling.small_program import small_program

MONDAY, TUESDAY = date(2026, 7, 6), date(2026, 7, 7)
ONE_WEEK = Span(date(2026, 7, 1), date(2026, 7, 7))
BLOCK = Span(date(2026, 7, 1), date(2026, 7, 28))


def part_of(source: Source, *, replanned: Span | None = None) -> HalfDayPart:
    """After the calls of the version, as in every problem."""
    parts = Parts("America/Chicago")
    call = CallPart(parts, source)
    if replanned is not None:
        call.add_candidates(replanned)
    call.add_assigned(replanned=replanned)
    return HalfDayPart(parts, source, Timeline(source))


def codes(part: HalfDayPart, day: date, person: object) -> list[tuple[str, list[str]]]:
    """What may fill the halves of a person's day."""
    cells = part.cells(Span(day, day))
    return [(c.slot, [a.code for a in c.allowed]) for c in cells if c.person == str(person.pk)]


def half_days_of(pairs: set, person: object) -> list[str]:
    mine = str(person.pk)
    return sorted(duty for who, duty in pairs if who == mine and duty[0] in "EH")


@pytest.fixture
def ada(small):
    return small.residents[0]


@pytest.fixture
def holiday(small):
    """Tuesday 7 July, and what fills it."""
    ActivityFactory(program=small.program, code="HOL", kind="holiday")
    return SpecialDayFactory(program=small.program, on=TUESDAY)


@pytest.fixture
def on_leave(small, ada):
    return AbsenceFactory(
        program=small.program, person=ada, approved=True, starts_on=TUESDAY, ends_on=TUESDAY
    )


@pytest.fixture
def on_call(draft, ada, call_type):
    """In the night from Monday to Tuesday."""
    return CallAssignmentFactory(
        version=draft, person=ada, call_type=call_type, starts_on=MONDAY, ends_on=MONDAY
    )


# What may fill a half-day


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        (["holiday", "on_call", "on_leave"], "LV"),
        (["holiday", "on_leave"], "LV"),
        (["holiday", "on_call"], "PC"),
        (["on_call"], "PC"),
        (["holiday"], "HOL"),
    ],
)
def test_leave_goes_before_call_before_holidays_before_the_pattern(
    ada, source, place, request, rows, code
):
    place(0)
    for row in rows:
        request.getfixturevalue(row)

    assert codes(part_of(source), TUESDAY, ada) == [("AM", [code]), ("PM", [code])]


def test_ordinary_day_follows_the_pattern(ada, source, place):
    place(0)

    assert codes(part_of(source), TUESDAY, ada) == [("AM", ["C"]), ("PM", ["GME"])]
    assert codes(part_of(source), date(2026, 7, 5), ada) == []


def test_leave_of_the_version_counts_like_an_absence(ada, draft, source, place):
    place(0)
    LeaveAssignmentFactory(version=draft, person=ada, starts_on=MONDAY)

    assert codes(part_of(source), TUESDAY, ada) == [("AM", ["LV"]), ("PM", ["LV"])]


def test_absence_of_half_a_day_leaves_the_other_half(small, ada, source, place):
    place(0)
    AbsenceFactory(
        program=small.program,
        person=ada,
        approved=True,
        starts_on=TUESDAY,
        starts_at_slot="PM",
        ends_on=TUESDAY,
    )

    assert codes(part_of(source), TUESDAY, ada) == [("AM", ["C"]), ("PM", ["LV"])]


def test_program_without_an_activity_for_leave_expects_nothing_there(
    small, ada, source, place, on_leave
):
    place(0)
    Activity.objects.filter(program=small.program, kind="leave").delete()

    assert codes(part_of(source), TUESDAY, ada) == []


def test_program_without_an_activity_for_holidays_expects_nothing_there(small, ada, source, place):
    place(0)
    SpecialDayFactory(program=small.program, on=TUESDAY)

    assert codes(part_of(source), TUESDAY, ada) == []


def test_services_and_minimal_staffing_stay_open(small, ada, source, place, holiday):
    service = RotationFactory(program=small.program, kind="inpatient")
    PatternCellFactory(rotation=service, weekday=2, activity=small.clinic)
    place(0, 1, service)
    place(1)
    holiday.kind = "minimal"

    assert codes(part_of(source), TUESDAY, ada) == [("AM", ["C"])]
    assert codes(part_of(source), TUESDAY, small.residents[1]) == [
        ("AM", ["HOL"]),
        ("PM", ["HOL"]),
    ]
    holiday.save()
    assert codes(part_of(Source(source.version)), TUESDAY, small.residents[1]) == [
        ("AM", ["C"]),
        ("PM", ["GME"]),
    ]


def test_half_day_off_stays_off_during_leave(small, ada, source, place, on_leave, holiday):
    rotation = RotationFactory(program=small.program)
    off = ActivityFactory(program=small.program, code="OFF", kind="off")
    PatternCellFactory(rotation=rotation, weekday=2, activity=off)
    place(0, 1, rotation)

    assert codes(part_of(source), TUESDAY, ada) == [("AM", ["OFF"])]


def test_call_may_change_the_morning_only(ada, source, place, on_call, call_type):
    place(0)
    call_type.afternoon_after = None
    call_type.save()

    assert codes(part_of(source), TUESDAY, ada) == [("AM", ["PC"]), ("PM", ["GME"])]


def test_nothing_is_asked_of_people_who_are_not_enrolled_on_the_day(small, source):
    week = RotationFactory(
        program=small.program, code="CORE", kind="faculty", pgys=[], faculty_roles=["core"]
    )
    PatternCellFactory(rotation=week, weekday=2, activity=small.clinic)
    new = EnrolmentFactory(
        program=small.program,
        academic_year=YEAR,
        faculty=True,
        starts_on=date(2026, 7, 8),
        ends_on=date(2026, 7, 20),
    )
    part = part_of(source)

    days = (TUESDAY, date(2026, 7, 14), date(2026, 7, 21))
    assert [codes(part, day, new.person) for day in days] == [[], [("AM", ["C"])], []]


# A block to be planned


@pytest.fixture
def choice(small):
    """Tuesday mornings are clinic or office, the afternoons office."""
    rotation = RotationFactory(program=small.program, code="MIX", pgys=[1])
    for slot, activity in (("AM", small.clinic), ("AM", small.office), ("PM", small.office)):
        PatternCellFactory(rotation=rotation, weekday=2, slot=slot, activity=activity)
    return rotation


def test_choice_is_open_and_a_pattern_without_one_is_fixed(ada, source, place, choice):
    place(0, 1, choice)
    part = part_of(source)

    part.add_open(ONE_WEEK)

    who = str(ada.pk)
    assert part.parts.candidates == {(who, "H|2026-07-07|AM|C"), (who, "H|2026-07-07|AM|GME")}
    assert part.parts.fixed == part.parts.patterned == {(who, "H|2026-07-07|PM|GME")}


def test_locked_half_day_settles_its_cell(small, ada, draft, source, place, choice):
    place(0, 1, choice)
    AssignmentFactory(
        version=draft,
        person=ada,
        starts_on=TUESDAY,
        activity=small.clinic,
        locked=True,
        lock_reason="Own patients",
    )
    part = part_of(source)

    part.add_open(ONE_WEEK)
    part.add_expectations(ONE_WEEK)

    assert part.parts.candidates == set()
    assert half_days_of(part.parts.fixed, ada) == ["H|2026-07-07|AM|C", "H|2026-07-07|PM|GME"]
    assert half_days_of(part.parts.patterned, ada) == ["H|2026-07-07|PM|GME"]
    assert [e.duties for e in part.parts.expectations] == [("H|2026-07-07|PM|GME",)]


def test_half_day_that_is_not_locked_is_decided_anew(small, ada, draft, source, place, choice):
    place(0, 1, choice)
    AssignmentFactory(version=draft, person=ada, starts_on=TUESDAY, activity=small.clinic)
    part = part_of(source)

    part.add_open(ONE_WEEK)

    assert len(part.parts.candidates) == 2


def test_each_half_day_expects_what_its_pattern_allows(ada, source, place, choice):
    place(0, 1, choice)
    part = part_of(source)

    part.add_expectations(ONE_WEEK)

    who = str(ada.pk)
    assert part.parts.expectations == [
        Expectation(who, ("H|2026-07-07|AM|C", "H|2026-07-07|AM|GME"), label="Tue 07 Jul 2026 AM"),
        Expectation(who, ("H|2026-07-07|PM|GME",), label="Tue 07 Jul 2026 PM"),
    ]


def test_half_days_of_the_version_are_those_of_the_days(small, ada, draft, source):
    for day in (MONDAY, TUESDAY):
        AssignmentFactory(
            version=draft, person=ada, starts_on=day, activity=small.clinic, source="solver"
        )
    part = part_of(source)

    part.add_assigned([TUESDAY])

    assert half_days_of(part.parts.fixed, ada) == ["H|2026-07-07|AM|C"]
    assert part.planned_days == {MONDAY, TUESDAY}


@pytest.mark.parametrize(
    "row", [{"source": "manual"}, {"source": "solver", "locked": True, "lock_reason": "Patients"}]
)
def test_half_day_set_by_hand_does_not_plan_the_day(small, ada, draft, source, row):
    AssignmentFactory(version=draft, person=ada, starts_on=TUESDAY, activity=small.clinic, **row)

    assert part_of(source).planned_days == frozenset()


# What is expected where nothing is planned


def test_longest_of_a_choice_is_expected(small, ada, source, place, choice):
    long = ActivityFactory(
        program=small.program, code="OR", kind="procedure", am_starts=time(6), am_ends=time(12)
    )
    off = ActivityFactory(
        program=small.program, code="OFF", kind="off", am_starts=None, am_ends=None
    )
    for activity in (long, off):
        PatternCellFactory(rotation=choice, weekday=2, activity=activity)
    place(0, 1, choice)
    part = part_of(source)

    part.add_expected(ONE_WEEK)

    assert half_days_of(part.parts.fixed, ada) == ["E|2026-07-07|AM|OR", "E|2026-07-07|PM|GME"]


def test_planned_days_leave_and_holidays_expect_no_work(small, ada, draft, source, place, on_leave):
    place(0)
    AssignmentFactory(
        version=draft, person=small.residents[1], starts_on=MONDAY, activity=small.clinic
    )
    SpecialDayFactory(program=small.program, on=date(2026, 7, 3))
    part = part_of(source)

    part.add_expected(ONE_WEEK)

    assert half_days_of(part.parts.fixed, ada) == [
        f"E|2026-07-0{day}|{half}" for day in (1, 2) for half in ("AM|C", "PM|GME")
    ]


def test_faculty_are_not_expected_to_work(small, source):
    week = RotationFactory(
        program=small.program, code="CORE", kind="faculty", pgys=[], faculty_roles=["core"]
    )
    PatternCellFactory(rotation=week, weekday=2, activity=small.clinic)
    EnrolmentFactory(program=small.program, academic_year=YEAR, faculty=True)
    part = part_of(source)

    part.add_expected(ONE_WEEK)

    assert part.parts.fixed == set()
    assert len(list(part.cells(ONE_WEEK))) == 1


def test_work_after_a_call_that_may_be_given_is_done_unless_the_call_is(
    ada, source, place, call_type
):
    place(0)
    part = part_of(source, replanned=Span(MONDAY, MONDAY))

    part.add_expected(Span(MONDAY, TUESDAY))

    who, call = str(ada.pk), ("C|2026-07-06|RC",)
    assert half_days_of(part.parts.fixed, ada) == ["E|2026-07-06|AM|C", "E|2026-07-06|PM|GME"]
    assert half_days_of(part.parts.candidates, ada) == ["E|2026-07-07|AM|C", "E|2026-07-07|PM|GME"]
    assert part.parts.expectations == [
        Expectation(who, ("E|2026-07-07|AM|C",), call, "C on Tue 07 Jul 2026 AM"),
        Expectation(who, ("E|2026-07-07|PM|GME",), call, "GME on Tue 07 Jul 2026 PM"),
    ]


def test_call_that_is_decided_anew_frees_nobody_yet(ada, source, place, on_call):
    """The version has it, but the answer may not."""
    place(0)
    part = part_of(source, replanned=Span(MONDAY, MONDAY))

    part.add_expected(Span(TUESDAY, TUESDAY))

    assert half_days_of(part.parts.candidates, ada) == ["E|2026-07-07|AM|C", "E|2026-07-07|PM|GME"]


def test_locked_call_frees_the_day_after(ada, source, place, on_call):
    place(0)
    on_call.locked, on_call.lock_reason = True, "Promised"
    on_call.save()
    part = part_of(source, replanned=Span(MONDAY, MONDAY))

    part.add_expected(Span(TUESDAY, TUESDAY))

    assert half_days_of(part.parts.candidates | part.parts.fixed, ada) == []


# How much of what


def shares_of(source: Source, within: Span) -> list[tuple[str, int | None, int | None]]:
    part = part_of(source)
    part.add_shares(within)
    return [(quota.label, quota.low, quota.high) for quota in part.parts.quotas]


def test_share_is_less_in_a_week_with_leave(small, ada, source, place):
    WeeklyShareFactory(rotation=small.rotation, activity=small.clinic, minimum=4, maximum=5)
    place(0)
    AbsenceFactory(
        program=small.program,
        person=ada,
        approved=True,
        starts_on=date(2026, 7, 13),
        ends_on=date(2026, 7, 14),
    )

    assert shares_of(source, BLOCK) == [
        ("C in the week from 01 Jul 2026", 4, 5),
        ("C in the week from 08 Jul 2026", 2, 5),  # six of ten half-days: 2.4
        ("C in the week from 15 Jul 2026", 4, 5),
        ("C in the week from 22 Jul 2026", 4, 5),
    ]


def test_share_counts_the_half_days_that_allow_the_activity(small, ada, source, place, choice):
    WeeklyShareFactory(rotation=choice, activity=small.clinic)
    place(0, 1, choice)
    part = part_of(source)

    part.add_shares(ONE_WEEK)

    (quota,) = part.parts.quotas
    assert (quota.rule, quota.person, quota.weights) == (
        "weekly-share",
        str(ada.pk),
        {"H|2026-07-07|AM|C": 1},
    )


def test_faculty_share_clinic_and_supervision(small, source):
    week = RotationFactory(
        program=small.program, code="CORE", kind="faculty", pgys=[], faculty_roles=["core"]
    )
    precepting = ActivityFactory(program=small.program, code="AT", kind="supervision")
    for weekday in range(1, 6):
        for slot in ("AM", "PM"):
            for activity in (small.clinic, precepting):
                PatternCellFactory(rotation=week, weekday=weekday, slot=slot, activity=activity)
    EnrolmentFactory(program=small.program, academic_year=YEAR, faculty=True)

    assert shares_of(source, ONE_WEEK) == [
        ("clinic in the week from 01 Jul 2026", 2, 4),
        ("supervision in the week from 01 Jul 2026", 1, 8),
    ]


def test_weeks_run_from_day_1_of_the_block(db):
    """Block 0, the first of July, makes a short week of its own; so do days after four weeks."""
    program = small_program(block_calendar="thursday_blocks")
    WeeklyShareFactory(rotation=program.rotation, activity=program.clinic, minimum=4, maximum=5)
    version = ScheduleVersionFactory(schedule__academic_year=program.year)
    RotationAssignmentFactory(
        version=version,
        person=program.residents[0],
        rotation=program.rotation,
        ends_on=date(2026, 7, 29),
    )

    assert shares_of(Source(version), Span(date(2026, 7, 1), date(2026, 7, 29))) == [
        ("C in the week from 01 Jul 2026", 0, 5),
        ("C in the week from 02 Jul 2026", 4, 5),
        ("C in the week from 09 Jul 2026", 4, 5),
        ("C in the week from 16 Jul 2026", 4, 5),
        ("C in the week from 23 Jul 2026", 4, 5),
    ]


def test_rooms_are_those_of_places_that_have_a_number(small, source):
    PlaceFactory(program=small.program, code="MAIN", rooms=6)
    PlaceFactory(program=small.program, code="NONE", rooms=0)
    PlaceFactory(program=small.program, code="ANY", rooms=None)
    part = part_of(source)

    part.add_rooms()

    assert part.parts.rooms == [Rooms("MAIN", 6), Rooms("NONE", 0)]


@pytest.mark.parametrize(
    ("wish", "rank", "label", "price"),
    [("prefer", 1, "clinic, choice 1", 6), ("avoid", 9, "no clinic, choice 9", 1)],
)
def test_wish_about_clinic_is_about_open_half_days(
    small, ada, source, place, choice, wish, rank, label, price
):
    place(0, 1, choice)
    for weekday in (1, 2):
        RequestFactory(
            program=small.program, person=ada, kind="clinic", wish=wish, rank=rank, weekday=weekday
        )
    part = part_of(source)
    part.add_open(ONE_WEEK)

    part.add_wishes(ONE_WEEK)

    prefer = wish == "prefer"
    assert part.parts.preferences == [
        Preference(str(ada.pk), duties, price, prefer, label)
        for duties in ((), ("H|2026-07-07|AM|C",))
    ]
