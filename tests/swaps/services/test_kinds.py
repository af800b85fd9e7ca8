"""Half-days, rotations and weeks of attending: what follows when they change hands."""

from datetime import date, timedelta

import pytest
import time_machine

from people.models import Enrolment, Role
from scheduling.bridge.duties import call_duty, midnight
from scheduling.models import Assignment
from swaps.services.offers import offer_duty
from swaps.services.trades import answer_trade, propose_match, take_offer
from tests.factories.people import EnrolmentFactory, PersonFactory, RoleFactory, UserFactory
from tests.factories.scheduling import (
    AttendingShareFactory,
    AttendingWeekFactory,
    CallTypeFactory,
    RotationFactory,
    ScheduleVersionFactory,
    freeze,
)
from tests.swaps.team import AT, Team, team

pytestmark = pytest.mark.django_db

WEEK = timedelta(days=7)


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(AT, tick=False):
        yield


def row(crew: Team, person, **which) -> Assignment:
    rows = Assignment.objects.with_names().select_related(
        "person", "version__schedule__program", "version__schedule__academic_year"
    )
    return rows.get(version=crew.version, person=person, **which)


def test_a_half_day_is_taken_and_its_giver_does_what_was_done_there_before(crew, at_once):
    """Ada's clinic on Thursday afternoon, when the others are in the office."""
    clinic = row(crew, crew.ada, starts_on=date(2026, 7, 2), slot="PM")
    with at_once():
        offer = offer_duty(clinic, by=crew.account("ada"), at=AT)
    offer.refresh_from_db()
    gifts = {match["people"][1] for match in offer.matches if match["manner"] == "gift"}
    assert gifts == {crew.bea.pk, crew.cy.pk, crew.dot.pk}

    with at_once():
        take_offer(offer, crew.bea, by=crew.account("bea"), at=AT)

    assert (crew.half_days("ada", 2), crew.half_days("bea", 2)) == (["C", "GME"], ["C", "C"])


def test_rotations_are_exchanged_with_their_half_days(at_once):
    """Bea has an elective while Ada is in clinic."""
    crew = team(elective="bea")
    block = row(crew, crew.ada, kind="rotation", starts_on=date(2026, 7, 1))
    with at_once():
        offer = offer_duty(block, by=crew.account("ada"), at=AT)
    offer.refresh_from_db()
    assert not offer.gift, "A block is exchanged."
    number = next(
        place
        for place, match in enumerate(offer.matches, 1)
        if {leg["what"] for leg in match["legs"]}
        == {"FM from Wed 1 Jul to Tue 28 Jul", "EL from Wed 1 Jul to Tue 28 Jul"}
    )

    with at_once():
        trade = propose_match(offer, number, by=crew.account("ada"), at=AT, person=crew.ada)
    with at_once():
        answer_trade(trade, crew.bea, True, by=crew.account("bea"), at=AT)

    trade.refresh_from_db()
    assert trade.status == "done", trade.message
    assert row(crew, crew.ada, kind="rotation", starts_on=date(2026, 7, 1)).code == "EL"
    assert (crew.half_days("ada", 6), crew.half_days("bea", 6)) == (["GME", "GME"], ["C", "GME"])
    assert crew.half_days("ada", 8) == ["PC", "PC"], "The day after call stays free."


def test_a_week_of_attending_goes_with_its_call(crew, at_once):
    """Fay attends from Friday 3 July, with the call of Friday and Saturday."""
    program = crew.program
    call_type = CallTypeFactory(program=program, code="FC", staff="faculty", pgys=[], kind="home")
    service = RotationFactory(program=program, code="IN", kind="attending", pgys=[])
    AttendingWeekFactory(rotation=service, call_type=call_type)
    AttendingShareFactory(rotation=service, minimum=0, target=1, maximum=9)
    fay, gus = (_attending(crew, name) for name in ("Fay", "Gus"))
    crew.version = ScheduleVersionFactory(
        schedule=crew.version.schedule, number=2, based_on=crew.version
    )
    first = date(2026, 7, 3)
    Assignment.objects.bulk_create(
        [_week(crew, service, fay, first), *_nights(crew, call_type, fay, first)]
    )
    crew.version.schedule.versions.filter(number=1).update(status="withdrawn")
    freeze(crew.version)

    with at_once():
        offer = offer_duty(row(crew, fay, kind="rotation"), by=fay.user, at=AT)
    with at_once():
        trade = take_offer(offer, gus, by=gus.user, at=AT)

    trade.refresh_from_db()
    assert trade.status == "done", trade.message
    mine = Assignment.objects.filter(version=crew.version)
    assert not mine.filter(person=fay).exists()
    assert [r.starts_on.day for r in mine.filter(person=gus, kind="call")] == [3, 4]


def _attending(crew: Team, name: str):
    person = PersonFactory(first_name=name, user=UserFactory())
    EnrolmentFactory(
        program=crew.program, person=person, academic_year=2026, faculty=True,
        faculty_role=Enrolment.FacultyRole.CORE,
    )  # fmt: skip
    RoleFactory(program=crew.program, user=person.user, kind=Role.Kind.FACULTY)
    return person


def _week(crew: Team, service, person, first: date) -> Assignment:
    zone = crew.program.zone
    return Assignment(
        version=crew.version, person=person, kind="rotation", rotation=service, starts_on=first,
        ends_on=first + WEEK - timedelta(days=1), starts_at=midnight(first, zone),
        ends_at=midnight(first + WEEK, zone), source="solver",
    )  # fmt: skip


def _nights(crew: Team, call_type, person, first: date):
    for night in (first, first + timedelta(days=1)):
        duty = call_duty(call_type, night, crew.program.zone, free_day=night.isoweekday() > 5)
        yield Assignment(
            version=crew.version, person=person, kind="call", call_type=call_type, starts_on=night,
            ends_on=night, starts_at=duty.starts_at, ends_at=duty.ends_at, source="solver",
        )  # fmt: skip
