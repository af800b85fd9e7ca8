"""An absence's half-days, moments and states."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.forms import modelform_factory

from people.models import Absence
from tests.factories.people import AbsenceFactory, PersonFactory, ProgramFactory
from tests.people.refusals import refused_by_both

pytestmark = pytest.mark.django_db


def test_absence_says_that_it_ends_before_it_starts_and_nothing_else():
    absence = AbsenceFactory.build(
        program=ProgramFactory(), person=PersonFactory(), ends_on=date(2026, 2, 1)
    )

    with pytest.raises(ValidationError) as refusal:
        absence.full_clean()

    assert refusal.value.message_dict == {"ends_on": ["An absence cannot end before it starts."]}


def test_absence_numbers_its_half_days():
    absence = Absence(
        starts_on=date(2000, 1, 1), ends_on=date(2000, 1, 2), starts_at_slot="PM", ends_slot="AM"
    )

    assert (absence.first_half, absence.last_half) == (1, 2)


@pytest.mark.parametrize(
    ("starts_at_slot", "ends_slot", "hours"),
    [("AM", "PM", 24), ("AM", "AM", 12), ("PM", "PM", 12)],
)
def test_absence_interval_of_a_day(starts_at_slot, ends_slot, hours):
    zone = ZoneInfo("Pacific/Honolulu")
    absence = Absence(
        starts_on=date(2026, 2, 2),
        ends_on=date(2026, 2, 2),
        starts_at_slot=starts_at_slot,
        ends_slot=ends_slot,
    )

    starts_at, ends_at = absence.interval(zone)

    assert starts_at == datetime(2026, 2, 2, 0 if starts_at_slot == "AM" else 12, tzinfo=zone)
    assert (ends_at - starts_at).total_seconds() == hours * 3600


def test_absence_interval_of_the_day_the_clocks_change_has_23_hours():
    absence = Absence(starts_on=date(2026, 3, 8), ends_on=date(2026, 3, 8))

    starts_at, ends_at = absence.interval(ZoneInfo("America/Chicago"))

    assert (ends_at.astimezone(UTC) - starts_at.astimezone(UTC)).total_seconds() == 23 * 3600


def test_absence_queries():
    requested = AbsenceFactory()
    approved = AbsenceFactory(approved=True)
    denied = AbsenceFactory(denied=True)
    cancelled = AbsenceFactory(cancelled=True)
    everything = {requested, approved, denied, cancelled}

    assert set(Absence.objects.overlapping(date(2026, 2, 8), date(2026, 2, 9))) == everything
    assert set(Absence.objects.overlapping(date(2026, 1, 1), date(2026, 2, 2))) == everything
    assert not Absence.objects.overlapping(date(2026, 2, 9), date(2026, 3, 1)).exists()
    assert not Absence.objects.overlapping(date(2026, 1, 1), date(2026, 2, 1)).exists()
    assert set(Absence.objects.approved()) == {approved}
    assert set(Absence.objects.standing()) == {requested, approved}


def test_absence_by_import_needs_no_decider():
    AbsenceFactory(
        status="approved", source="import", decided_at=datetime(2026, 1, 1, tzinfo=UTC)
    ).full_clean()


def test_absence_never_overlaps_another_of_the_person_in_any_program():
    absence = AbsenceFactory()
    second = AbsenceFactory.build(program=ProgramFactory(), person=absence.person)

    assert refused_by_both(second) == "absence_never_overlaps"
    with pytest.raises(ValidationError) as refusal:
        second.full_clean()
    assert refusal.value.messages == ["This person is away already in a part of that time."]


def test_absence_overlaps_are_found_by_a_form_that_shows_no_status():
    """Leaving the status out once made the form crash instead of refusing."""
    absence = AbsenceFactory()
    form_class = modelform_factory(
        Absence,
        fields=("program", "person", "kind", "starts_on", "starts_at_slot", "ends_on", "ends_slot"),
    )
    form = form_class(
        {
            "program": absence.program_id,
            "person": absence.person_id,
            "kind": "sick",
            "starts_on": "2026-02-08",
            "starts_at_slot": "PM",
            "ends_on": "2026-02-09",
            "ends_slot": "AM",
        }
    )

    assert form.errors == {"__all__": ["This person is away already in a part of that time."]}


@pytest.mark.parametrize("trait", ["denied", "cancelled"])
def test_absence_that_does_not_stand_leaves_its_time_free(trait):
    absence = AbsenceFactory(**{trait: True})

    second = AbsenceFactory(person=absence.person)

    second.full_clean()


def test_absence_of_another_person_may_overlap():
    AbsenceFactory()

    AbsenceFactory().full_clean()
