"""The first page of the admin: what waits for whom, and what a look shows."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from people.models import Absence
from scheduling.models import ProgramImport, SolverRun
from tests.factories.people import (
    AbsenceFactory,
    CredentialFactory,
    CredentialKindFactory,
    NoticeFactory,
)
from tests.factories.scheduling import (
    CallAssignmentFactory,
    CallTypeFactory,
    ScheduleFactory,
    ScheduleVersionFactory,
    SolverRunFactory,
    WaiverFactory,
    freeze,
)
from tests.scheduling.small_program import SmallProgram, small_program

NOW = datetime(2026, 7, 14, 17, tzinfo=UTC)  # a Tuesday, 10:00 in Los Angeles
TODAY = date(2026, 7, 14)


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def small(db, clock) -> SmallProgram:
    """Call is published for today alone: Ada has it, and is away."""
    small = small_program()
    schedule = ScheduleFactory(program=small.program, academic_year=small.year)
    version = ScheduleVersionFactory(schedule=schedule)
    call_type = CallTypeFactory(program=small.program, name="Night call")
    CallAssignmentFactory(
        version=version, person=small.residents[0], call_type=call_type, starts_on=TODAY
    )
    freeze(version)
    AbsenceFactory(
        program=small.program, person=small.residents[0], starts_on=TODAY, ends_on=TODAY,
        approved=True,
    )  # fmt: skip
    return small


def add_what_waits(small: SmallProgram) -> None:
    program, (ada, bea) = small.program, small.residents
    other, office = small.user("director"), small.user("coordinator")
    AbsenceFactory(
        program=program, person=bea, starts_on=TODAY + timedelta(20),
        ends_on=TODAY + timedelta(21), status=Absence.Status.REQUESTED,
    )  # fmt: skip
    kind = CredentialKindFactory(program=program, code="BLS")
    CredentialFactory(
        program=program, person=ada, kind=kind, issued_on=date(2024, 7, 1),
        expires_on=TODAY + timedelta(9),
    )  # fmt: skip
    for issued, expires in ((date(2024, 7, 1), TODAY), (TODAY, None)):
        CredentialFactory(
            program=program, person=bea, kind=kind, issued_on=issued, expires_on=expires
        )
    NoticeFactory(program=program, person=bea, needs_ack_by=NOW - timedelta(hours=1))
    draft = ScheduleVersionFactory(
        schedule=small.year.schedule, number=2, submitted_at=NOW, submitted_by=other
    )
    SolverRunFactory(version=draft, status=SolverRun.Status.FAILED, finished_at=NOW)
    ProgramImport.objects.create(
        program=program, file_name="spring.xlsx", sha256="0" * 64, uploaded_by=office,
        uploaded_at=NOW,
    )  # fmt: skip
    WaiverFactory(program=program, starts_on=TODAY, ends_on=TODAY + timedelta(3), granted_by=other)


def waiting(client, user) -> dict[str, int]:
    client.force_login(user)
    cards = {shown.code: shown.card for shown in client.get("/admin/").context["cards"]}
    return {found.sort.code: found.waiting.count for found in cards["waiting"]}


def test_each_role_is_told_what_waits_for_it(small, client):
    add_what_waits(small)
    rest = APIClient()
    rest.force_authenticate(small.user("coordinator"))

    # Fourteen more nights have nobody, and today's has somebody who is away.
    shared = {"call_gaps": 15, "uncovered": 1, "solves": 1}
    office = shared | {"leave": 1, "credentials": 1, "imports": 1, "unseen": 1}
    assert waiting(client, small.user("coordinator")) == office | {"approval": 1}
    assert waiting(client, small.user("chief")) == shared
    # The director submitted the draft, and grants waivers.
    assert waiting(client, small.user("director")) == office | {"waivers": 1}
    answer = rest.get("/api/v1/waiting/").json()
    assert {each["code"]: each["count"] for each in answer} == office | {"approval": 1}
    assert answer[0] == {
        "code": "call_gaps",
        "count": 15,
        "words": "calls that nobody can take",
        "hint": "The next is Night call, Tue Jul 14.",
        "pressing": True,
        "url": "/admin/scheduling/academicyear/now/roster/?on=2026-07-14",
    }


def test_home_shows_gaps_and_asks_no_more_for_more_rows(small, client):
    client.force_login(small.user("chief"))
    client.get("/admin/")

    with CaptureQueriesContext(connection) as before:
        page = client.get("/admin/")
    for number in range(2, 9):
        AbsenceFactory(
            program=small.program, person=small.residents[1], approved=True,
            starts_on=TODAY + timedelta(number), ends_on=TODAY + timedelta(number),
        )  # fmt: skip
    client.get("/admin/")  # Fair shares are worked out anew.
    with CaptureQueriesContext(connection) as after:
        client.get("/admin/")

    cards = {shown.code: shown.card for shown in page.context["cards"]}
    assert list(cards) == ["today", "call", "waiting", "coverage", "rules", "fairness"]
    today = cards["call"]["found"].wrong[0]
    assert (today.on, today.words) == (TODAY, "Night call: Rowan A. is away")
    assert cards["rules"]["found"] is None  # Nobody has checked it.
    assert len(after) == len(before)
