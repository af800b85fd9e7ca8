"""A sick call on a phone: three sendings from the form to the published schedule, and back."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from people.models import Absence
from scheduling.models import Assignment, Cover, Rotation
from tests.factories.scheduling import (
    CallAssignmentFactory,
    CallTypeFactory,
    RotationAssignmentFactory,
    ScheduleFactory,
    ScheduleVersionFactory,
    freeze,
)
from tests.scheduling.small_program import small_program

NIGHT = date(2026, 7, 18)
AT = datetime(2026, 7, 18, 11, tzinfo=UTC)


@pytest.fixture
def small(db):
    with time_machine.travel(AT, tick=False):
        yield small_program()


@pytest.fixture
def chief(small) -> Client:
    client = Client()
    client.force_login(small.user("chief"))
    return client


@pytest.fixture
def call(small) -> Assignment:
    """Ada's, tonight."""
    Rotation.objects.update(call_eligible=True)
    version = ScheduleVersionFactory(schedule=ScheduleFactory(academic_year=small.year))
    for person in small.residents:
        RotationAssignmentFactory(
            version=version, person=person, rotation=small.rotation,
            starts_on=small.block(1).starts_on, ends_on=small.block(1).ends_on,
        )  # fmt: skip
    call_type = CallTypeFactory(program=small.program, code="RC", pgys=[1])
    row = CallAssignmentFactory(
        version=version, person=small.residents[0], call_type=call_type, starts_on=NIGHT
    )
    freeze(version, at=AT)
    return row


def test_sick_call_is_recorded_covered_and_taken_back(
    small, chief, call, django_capture_on_commit_callbacks
):
    ada, bea = small.residents
    form = {"person": ada.pk, "starts_on": NIGHT, "ends_on": NIGHT, "starts_at_slot": "AM"}

    with django_capture_on_commit_callbacks(execute=True):
        recorded = chief.post(reverse("scheduling:sick_call"), form)
    absence = Absence.objects.get()
    here = reverse("scheduling:cover", args=[absence.pk])
    options = chief.get(here).text
    again = chief.post(reverse("scheduling:sick_call"), form).text
    used = chief.post(reverse("scheduling:cover_use", args=[absence.pk]), {"way": 1}, follow=True)
    covered = Assignment.objects.calls().get().person
    ledger = chief.get(reverse("admin:scheduling_cover_ledger")).text
    settled = chief.post(
        reverse("admin:scheduling_cover_settle", args=[Cover.objects.get().pk]),
        {"state": "repaid", "how": "Bea has the Friday off."},
        follow=True,
    )
    back = chief.post(reverse("scheduling:cover_undo", args=[absence.pk]), follow=True)

    assert recorded.url == here
    assert "Sorrel B. takes RC on " in options
    assert "Sorrel B. has not covered this year." in options
    assert "This person is away already in a part of that time." in again
    assert "everybody who is touched is told" in used.text
    assert (covered, Assignment.objects.calls().get().person) == (bea, ada)
    assert "Sorrel B." in ledger
    assert Cover.objects.get().settled_how == "Bea has the Friday off."
    assert "Nobody waits for a cover to be made good." in settled.text
    assert "The duties are open again." in back.text


def test_chief_is_not_told_why_somebody_else_is_away(small, chief, call):
    absence = Absence.objects.create(
        program=small.program, person=call.person, kind="medical", status="approved",
        starts_on=NIGHT, ends_on=NIGHT, decided_at=AT, decided_by=small.user("coordinator"),
    )  # fmt: skip

    texts = [
        chief.get(reverse("scheduling:cover", args=[absence.pk])).text,
        chief.get(reverse("scheduling:sick_call")).text,
    ]

    assert all("Rowan A." in text and "edical" not in text for text in texts)
