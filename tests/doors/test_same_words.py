"""One verb, many doors: whoever is refused reads the same sentence at each of them."""

from collections.abc import Callable
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.test import Client

from people.models import Program, Role, User
from scheduling.models import ScheduleVersion, SolverRun
from scheduling.program_file.reading import read_program
from scheduling.program_file.sample.make import make
from scheduling.program_file.writer import write_workbook
from scheduling.services.change_words import when
from scheduling.services.changes import TakeAway, apply_changes
from scheduling.services.check import check_version
from scheduling.services.load_program import load_program
from scheduling.services.publish import publish_version
from scheduling.services.solve import cancel_solve, request_solve
from tests.assistants import refusal
from tests.casting import Stage, account, rest, set_stage
from tests.factories.people import ProgramFactory
from tests.factories.scheduling import SolverRunFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def program():
    return ProgramFactory(name="Cedar Family Medicine", slug="cedar")


@pytest.fixture
def stage(program) -> Stage:
    return set_stage(program)


def refused(verb: Callable[..., object], *args: object, by: User, **asked: Any) -> str:
    """What the service itself says."""
    with pytest.raises((ValidationError, PermissionDenied)) as heard:
        verb(*args, by=by, at=datetime.now(UTC), **asked)
    if isinstance(heard.value, ValidationError):
        return " ".join(heard.value.messages)
    return str(heard.value)


def posted(user: User, address: str, **asked: Any) -> str:
    response = rest(user).post(f"/api/v1/{address}/", asked)
    assert response.status_code in (400, 403), response.content
    return response.json()["detail"]


def said(user: User, address: str, **form: Any) -> str:
    """What a page of the admin site says: about the form, above the page, or instead of it."""
    client = Client()
    client.force_login(user)
    response = client.post(f"/admin/scheduling/{address}/", form, follow=True)
    if response.status_code == 403:
        return str(response.context["exception"])
    assert response.status_code == 200
    of_form = response.context["form"].non_field_errors() if "form" in response.context else []
    return " ".join([*of_form, *map(str, response.context["messages"])])


# Generating


def by_service(stage: Stage, user: User, scope: str, **asked: Any) -> str:
    return refused(request_solve, stage.year, scope, by=user, **asked)


def by_rest(stage: Stage, user: User, scope: str, **asked: Any) -> str:
    if "block" in asked:
        asked["block"] = asked["block"].pk
    return posted(user, "solves", academic_year=stage.year.pk, scope=scope, **asked)


def by_mcp(stage: Stage, user: User, scope: str, **asked: Any) -> str:
    if "block" in asked:
        asked["block"] = asked["block"].number
    year = stage.year.year
    return refusal(user, "generate_schedule_tool", scope=scope, academic_year=year, **asked)


def by_admin(stage: Stage, user: User, scope: str, **asked: Any) -> str:
    if "block" in asked:
        asked["block"] = asked["block"].number
    form = {"scope": scope, "seed": 1, **asked}
    return said(user, f"academicyear/{stage.year.pk}/generate", **form)


GENERATE = [by_service, by_rest, by_mcp, by_admin]


def by_repeating(stage: Stage, user: User, scope: str) -> str:
    """The button below a solve that is over, which asks for the same again."""
    assert stage.run.scope == scope
    return said(user, f"solverrun/{stage.run.pk}/repeat")


@pytest.mark.parametrize("door", [*GENERATE, by_repeating])
def test_second_solve_of_the_same_days_is_refused(door, stage):
    SolverRunFactory(version=stage.draft, status=SolverRun.Status.SOLVING)
    chief = account(Role.Kind.CHIEF, stage.program)

    assert door(stage, chief, "year") == (
        "Rotations of the year from 01 Jul 2026 to 30 Jun 2027 is being solved already. "
        "Wait for it, or cancel it."
    )
    assert SolverRun.objects.active().count() == 1


@pytest.mark.parametrize("door", GENERATE)
@pytest.mark.parametrize("scope", ["call", "block"])
def test_solve_before_there_are_rotations_is_refused(scope, door, stage):
    stage.draft.assignments.all().delete()
    chief = account(Role.Kind.CHIEF, stage.program)
    asked = {"block": stage.block} if scope == "block" else {}

    assert door(stage, chief, scope, **asked) == (
        "There are no rotations yet. Generate the rotations of the year first."
    )


@pytest.mark.parametrize("door", GENERATE)
def test_solve_of_too_many_seconds_is_refused(door, stage):
    chief = account(Role.Kind.CHIEF, stage.program)

    assert door(stage, chief, "year", seconds=3601) == (
        "3601 seconds were asked for; a solve may take 1 to 3600."
    )


@pytest.mark.parametrize("kind", [Role.Kind.RESIDENT, Role.Kind.FACULTY])
@pytest.mark.parametrize("door", [by_service, by_rest, by_mcp])
def test_generating_is_only_for_those_who_plan(door, kind, stage):
    """The admin site lets neither of them in, and so says nothing of it."""
    user = account(kind, stage.program)

    assert door(stage, user, "year") == (
        "You may not generate a schedule in Cedar Family Medicine."
    )
    assert not SolverRun.objects.active().exists()


# Loading a program


def loaded_by_service(file: Path, user: User) -> str:
    return refused(load_program, read_program(file.read_bytes()).program, by=user)


def loaded_by_command(file: Path, user: User) -> str:
    with pytest.raises(CommandError) as refusal:
        call_command("load_program", str(file), "--apply", "--as", user.email, stdout=StringIO())
    return str(refusal.value)


def loaded_by_admin(file: Path, user: User) -> str:
    with file.open("rb") as workbook:
        return said(user, "programimport/add", workbook=workbook)


@pytest.mark.parametrize("door", [loaded_by_service, loaded_by_command, loaded_by_admin])
def test_new_program_is_loaded_by_an_administrator_of_the_site(door, program, tmp_path):
    coordinator = account(Role.Kind.COORDINATOR, program)
    file = tmp_path / "tiny.xlsx"
    file.write_bytes(write_workbook(make("tiny", 1, 2026)))

    assert door(file, coordinator) == ("Only an administrator of the site may open a new program.")
    assert list(Program.objects.all()) == [program]


# Ending a solve


def cancelled_by_service(run: SolverRun, user: User) -> str:
    return refused(cancel_solve, run, by=user)


def cancelled_by_rest(run: SolverRun, user: User) -> str:
    return posted(user, f"solves/{run.pk}/cancel")


def cancelled_by_mcp(run: SolverRun, user: User) -> str:
    return refusal(user, "cancel_solve_tool", run_id=run.pk)


def cancelled_by_admin(run: SolverRun, user: User) -> str:
    return said(user, f"solverrun/{run.pk}/cancel")


CANCEL = [cancelled_by_service, cancelled_by_rest, cancelled_by_mcp, cancelled_by_admin]


@pytest.mark.parametrize("door", CANCEL)
def test_solve_that_is_over_cannot_be_ended(door, stage):
    chief = account(Role.Kind.CHIEF, stage.program)

    assert door(stage.run, chief) == "This solve is over: solved."


# Checking


def checked_by_service(stage: Stage, user: User) -> str:
    return refused(check_version, stage.published, by=user)


def checked_by_rest(stage: Stage, user: User) -> str:
    return posted(user, f"versions/{stage.published.pk}/check")


def checked_by_mcp(stage: Stage, user: User) -> str:
    days = {"start_date": "2026-07-01", "end_date": "2026-07-28"}
    return refusal(user, "validate_schedule_tool", **days)


@pytest.mark.parametrize("door", [checked_by_service, checked_by_rest, checked_by_mcp])
def test_checking_is_only_for_those_who_plan(door, stage):
    resident = account(Role.Kind.RESIDENT, stage.program)

    assert door(stage, resident) == (
        "You may not see the violations of rules in Cedar Family Medicine."
    )
    stage.published.refresh_from_db()
    assert stage.published.report is None


# Publishing


def published_by_service(stage: Stage, user: User) -> str:
    return refused(publish_version, stage.draft, by=user)


def published_by_rest(stage: Stage, user: User) -> str:
    return posted(user, f"versions/{stage.draft.pk}/publish")


def published_by_admin(stage: Stage, user: User) -> str:
    return said(user, f"scheduleversion/{stage.draft.pk}/publish")


PUBLISH = [published_by_service, published_by_rest, published_by_admin]


@pytest.mark.parametrize("door", PUBLISH)
def test_publishing_is_only_for_the_office(door, stage):
    chief = account(Role.Kind.CHIEF, stage.program)

    assert door(stage, chief) == "You may not publish a schedule in Cedar Family Medicine."


@pytest.mark.parametrize("door", PUBLISH)
def test_maker_of_a_draft_does_not_publish_it_where_a_second_person_must(door, stage):
    coordinator = account(Role.Kind.COORDINATOR, stage.program)
    stage.program.second_person_publishes = True
    stage.program.save()
    ScheduleVersion.objects.filter(pk=stage.draft.pk).update(created_by=coordinator)
    stage.draft.refresh_from_db()

    assert door(stage, coordinator) == (
        "Cedar Family Medicine asks for a second person: somebody other than the one who opened or "
        "submitted the draft publishes or approves it."
    )
    stage.draft.refresh_from_db()
    assert stage.draft.status == ScheduleVersion.Status.DRAFT


@pytest.mark.parametrize("door", PUBLISH)
def test_draft_that_breaks_rules_is_not_published(door, stage):
    """It repeats what is published, but for the call."""
    coordinator = account(Role.Kind.COORDINATOR, stage.program)
    check_version(stage.published, by=coordinator, at=datetime.now(UTC))

    words = door(stage, coordinator)
    code = stage.on_call.call_type.code
    assert words.endswith(f" {code} on Monday 06 July 2026: 0 of the 1 needed.")
    assert words == published_by_service(stage, coordinator)


# Changing


def changed_by_service(stage: Stage, user: User) -> str:
    return refused(apply_changes, stage.draft, [TakeAway(stage.planned.pk)], by=user)


def changed_by_rest(stage: Stage, user: User) -> str:
    asked = {"changes": [{"do": "take-away", "expects": stage.planned.pk}]}
    response = rest(user).post(f"/api/v1/versions/{stage.draft.pk}/change/", asked, format="json")
    return response.json()["detail"]


def changed_by_mcp(stage: Stage, user: User) -> str:
    asked = [{"do": "take-away", "expects": stage.planned.pk}]
    return refusal(user, "change_draft_tool", version_id=stage.draft.pk, changes=asked)


def test_what_is_locked_is_not_changed(stage):
    chief = account(Role.Kind.CHIEF, stage.program)

    said = {door(stage, chief) for door in (changed_by_service, changed_by_rest, changed_by_mcp)}

    assert said == {
        f"{stage.planned.code} of Ada Rowan on {when(stage.planned)} is locked (Visa). Unlock it "
        "first."
    }
