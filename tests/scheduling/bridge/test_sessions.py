"""What the clinic asks of half-days: sessions, company, shares of a block, clinic weekdays."""

from datetime import date

import pytest

from people.models import Enrolment
from scheduling.bridge.call import CallPart
from scheduling.bridge.half_days import HalfDayPart
from scheduling.bridge.parts import Parts
from scheduling.bridge.sessions import SessionPart
from scheduling.bridge.timeline import Timeline
from scheduling.engine.academic_year import Span
from scheduling.engine.problem import Company, Demand
from tests.factories.people import CredentialKindFactory, EnrolmentFactory
from tests.factories.scheduling import (
    YEAR,
    PatternCellFactory,
    RotationFactory,
    SessionDemandFactory,
    SpecialDayFactory,
    WeeklyShareFactory,
)

WEDNESDAY = date(2026, 7, 8)
FACULTY, RESIDENT = frozenset({"faculty"}), frozenset({"resident"})
FOUR_WEEKS = Span(date(2026, 7, 1), date(2026, 7, 28))


@pytest.fixture
def gray(small):
    """One of the faculty, who may be in clinic or in the office on every weekday."""
    week = RotationFactory(
        program=small.program, code="F", kind="faculty", pgys=[], faculty_roles=["core"]
    )
    for weekday in range(1, 6):
        for slot in ("AM", "PM"):
            for activity in (small.clinic, small.office):
                PatternCellFactory(rotation=week, weekday=weekday, slot=slot, activity=activity)
    return EnrolmentFactory(
        program=small.program,
        academic_year=YEAR,
        position=Enrolment.Position.FACULTY,
        pgy=None,
        faculty_role="core",
        clinic_min=2,
        clinic_max=4,
    )


def sessions_of(source) -> SessionPart:
    parts = Parts("America/Chicago")
    CallPart(parts, source)
    return SessionPart(HalfDayPart(parts, source, Timeline(source)))


def test_a_session_is_asked_for_on_its_weekday(small, source):
    SessionDemandFactory(program=small.program, activity=small.clinic)
    part = sessions_of(source)

    part.add_sessions(Span(date(2026, 7, 6), date(2026, 7, 12)))

    duty = f"H|{WEDNESDAY}|PM|C"
    label = "C, faculty, on Wed 08 Jul 2026 PM"
    assert part.parts.demands == [Demand((duty,), 1, 1, FACULTY, label)]


def test_a_day_on_which_clinic_is_closed_asks_for_nothing(small, source):
    SessionDemandFactory(program=small.program, activity=small.clinic)
    SpecialDayFactory(program=small.program, on=WEDNESDAY, kind="holiday")
    part = sessions_of(source)

    part.add_sessions(Span(WEDNESDAY, WEDNESDAY))

    assert part.parts.demands == []


def test_the_last_week_is_the_other_way_round(small, source, gray):
    general = SessionDemandFactory(program=small.program, activity=small.clinic)
    for slot in ("AM", "PM"):
        SessionDemandFactory(
            program=small.program,
            activity=general.activity,
            week=4,
            slot=slot,
            half_a_day_each=True,
        )
    part = sessions_of(source)
    block = small.block(2)

    part.add_sessions(Span(block.starts_on, block.ends_on))

    asked = sorted(duty for demand in part.parts.demands for duty in demand.duties)
    assert [duty.split("|")[2] for duty in asked] == ["PM", "PM", "PM", "AM", "PM"]
    assert len({duty.split("|")[1] for duty in asked}) == 4
    [once] = part.parts.quotas
    assert (once.rule, once.high, sorted(once.weights)) == ("block-share", 1, asked[-2:])


def test_residents_do_it_beside_the_faculty_only(small, source, place, gray):
    held = CredentialKindFactory(program=small.program, code="SM")
    small.clinic.beside = small.office
    small.clinic.beside_credential = held
    small.clinic.save()
    place(0)
    part = sessions_of(source)
    part.half_days.add_open(Span(WEDNESDAY, WEDNESDAY))

    part.add_companies(Span(WEDNESDAY, WEDNESDAY))

    assert part.parts.companies[0] == Company(
        (f"H|{WEDNESDAY}|AM|C",),
        (f"H|{WEDNESDAY}|AM|GME",),
        RESIDENT,
        FACULTY,
        "SM",
        "C AM is done beside GME of the faculty with SM",
    )


def test_clinic_of_a_block_has_a_most_and_a_middle(small, source, gray):
    gray.clinic_block_max = 9
    gray.save()
    part = sessions_of(source)
    block = small.block(2)

    part.add_faculty_clinic(Span(block.starts_on, block.ends_on))

    most, middle = part.parts.quotas
    assert (most.rule, most.low, most.high) == ("block-share", None, 9)
    assert (middle.rule, middle.low, middle.high) == ("clinic-equity", 12, 12)
    assert len(most.weights) == 40


def test_clinic_is_on_the_weekdays_of_the_person_only(small, source, gray):
    gray.clinic_weekdays = [2, 3]
    gray.save()
    part = sessions_of(source)

    cells = part.half_days.cells_of([gray], [date(2026, 7, d) for d in (6, 7, 8)])

    assert [[a.code for a in cell.allowed] for cell in cells if cell.slot == "AM"] == [
        ["GME"],
        ["C", "GME"],
        ["C", "GME"],
    ]


def test_a_share_of_the_pgy_goes_before_the_general_one(small, source, place):
    WeeklyShareFactory(rotation=small.rotation, activity=small.clinic, minimum=4, maximum=5)
    WeeklyShareFactory(rotation=small.rotation, activity=small.clinic, minimum=2, pgy=1)
    place(0)
    part = sessions_of(source)

    part.half_days.add_shares(FOUR_WEEKS)

    assert {(quota.low, quota.high) for quota in part.parts.quotas if quota.low} == {(2, 4)}
