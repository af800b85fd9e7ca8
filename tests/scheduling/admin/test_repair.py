"""The pages of repairs: what an absence hits, the ways, and the button that uses one."""

from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from scheduling.models import RepairRun, Rotation
from scheduling.services.repair import propose_repairs
from scheduling.services.repair_search import run_repair
from scheduling.services.tiers import tier_order
from tests.factories.people import AbsenceFactory
from tests.factories.scheduling import (
    CallAssignmentFactory,
    CallTypeFactory,
    RotationAssignmentFactory,
    ScheduleFactory,
    ScheduleVersionFactory,
    freeze,
)
from tests.scheduling.small_program import AT, small_program

NIGHT = date(2026, 7, 18)


@pytest.fixture
def small(db):
    return small_program()


@pytest.fixture
def chief(small):
    client = Client()
    client.force_login(small.user("chief"))
    with time_machine.travel(AT, tick=False):
        yield client


@pytest.fixture
def call(small):
    Rotation.objects.update(call_eligible=True)
    version = ScheduleVersionFactory(schedule=ScheduleFactory(academic_year=small.year))
    for person in small.residents:
        for block in small.year.blocks.all():
            RotationAssignmentFactory(
                version=version,
                person=person,
                rotation=small.rotation,
                starts_on=block.starts_on,
                ends_on=block.ends_on,
            )
    call_type = CallTypeFactory(program=small.program, pgys=[1])
    row = CallAssignmentFactory(
        version=version, person=small.residents[0], call_type=call_type, starts_on=NIGHT
    )
    freeze(version, at=AT)
    return row


@pytest.fixture
def absence(small, call):
    return AbsenceFactory(
        program=small.program,
        person=call.person,
        status="approved",
        decided_at=AT,
        decided_by=small.user("coordinator"),
        starts_on=NIGHT,
        ends_on=NIGHT,
    )


def test_absence_that_hits_a_call_is_listed_with_a_button(chief, absence):
    page = chief.get(reverse("admin:scheduling_repairrun_hits")).content.decode()

    assert "Rowan A., Sat Jul 18 to Sat Jul 18, 2026" in page
    assert "1 duty: " in page
    assert reverse("admin:scheduling_repair_of_absence", args=[absence.pk]) in page


def test_button_asks_and_leads_to_the_search(chief, absence):
    answer = chief.post(reverse("admin:scheduling_repair_of_absence", args=[absence.pk]))

    run = RepairRun.objects.get(absence=absence)
    assert answer.url == reverse("admin:scheduling_repairrun_change", args=[run.pk])
    assert run.is_active


def test_way_is_shown_and_used(chief, small, call):
    run = propose_repairs(call, by=small.user("chief"), at=AT)
    run_repair(run, now=lambda: AT)

    page = chief.get(reverse("admin:scheduling_repairrun_change", args=[run.pk]))
    used = chief.post(
        reverse("admin:scheduling_repairrun_use", args=[run.pk]), {"way": "1", "reason": "Ill"}
    )

    run.refresh_from_db()
    assert f"Sorrel B. takes {call.call_type.code} on " in page.content.decode()
    assert (run.status, run.reason) == ("applied", "Ill")
    assert used.url == reverse("admin:scheduling_scheduleversion_change", args=[run.applied_to_id])


def test_published_call_offers_repairs(chief, call):
    page = chief.get(reverse("admin:scheduling_assignment_change", args=[call.pk]))

    assert reverse("admin:scheduling_assignment_repair", args=[call.pk]) in page.content.decode()


def test_goal_is_raised_on_the_page_of_generating(chief, small):
    chief.post(
        reverse("admin:scheduling_academicyear_raise_tier", args=[small.year.pk]),
        {"tier": "fairness"},
    )

    assert tier_order(small.program)[:2] == ("fairness", "education")
