"""Nobody reads why somebody else is away, at whatever address of whatever row; they do themselves."""

from collections.abc import Collection, Iterator
from io import BytesIO
from zipfile import ZipFile, is_zipfile

import pytest
from django.db import transaction
from django.test import Client

from people.models import Absence, Program, Role, User
from people.permissions import ACTIONS, Action
from tests.casting import account, set_stage
from tests.doors.answers import CHIEF, COORDINATOR, RESIDENT
from tests.doors.areas import EXPECTED, ROWS
from tests.doors.routes import routes
from tests.doors.things import Things
from tests.factories.people import AbsenceFactory, ProgramFactory, TokenFactory, UserFactory

SECRET = "a grief that is hers alone"
OWN = "a grief of my own"
# The news do not end, and say topics only.
WALK = EXPECTED.keys() - {"people:news"}
DECIDES = {"api:absence-list", "api:absence-detail", "admin:people_absence_change"}
"""Where the office reads the reason."""


@pytest.fixture
def program(db: None) -> Program:
    return ProgramFactory(name="Cedar Family Medicine", slug="cedar")


@pytest.fixture
def things(program: Program) -> Things:
    """A row of every kind, and the reason for leave of somebody who was given it."""
    things = Things(set_stage(program), TokenFactory(user=UserFactory()))
    for label in ROWS:
        things.row(label)
    Absence.objects.update(reason=SECRET)
    return things


def answered(
    user: User, role: str, things: Things, names: Collection[str] = WALK
) -> Iterator[tuple[str, str]]:
    """What every address says that answers the role with something."""
    client = Client()
    client.force_login(user)
    for name, row in EXPECTED.items():
        if row.get("get", {}).get(role) == "200" and name in names:
            with transaction.atomic():
                response = client.get(routes()[name].address(things))
                # What streams without an end tells topics and progress.
                endless = response.streaming and response.is_async
                content = "" if endless else text_of(response.getvalue())
                transaction.set_rollback(True)
            yield name, content


def text_of(content: bytes) -> str:
    """Of a workbook and other archives what is packed in them."""
    if not is_zipfile(BytesIO(content)):
        return content.decode(errors="replace")
    with ZipFile(BytesIO(content)) as archive:
        return " ".join(archive.read(name).decode(errors="replace") for name in archive.namelist())


def telling(user: User, role: str, things: Things, names: Collection[str] = WALK) -> set[str]:
    return {name for name, content in answered(user, role, things, names) if SECRET in content}


@pytest.mark.slow
def test_no_address_tells_why_somebody_else_is_away(program, things):
    resident, chief = account(Role.Kind.RESIDENT, program), account(Role.Kind.CHIEF, program)
    AbsenceFactory(program=program, person=resident.person, reason=OWN)

    found = dict(answered(resident, RESIDENT, things))

    assert {name for name, content in found.items() if SECRET in content} == set()
    assert {name for name, content in found.items() if OWN in content} == {"api:absence-list"}
    assert telling(chief, CHIEF, things) == set()


@pytest.mark.slow
def test_walk_finds_what_scoping_hides(program, things, monkeypatch):
    """With the line of the table opened to the chief it must find it, or the test above proves
    nothing; and the office reads it where it decides."""
    opened = Action("see why somebody is away", frozenset(Role.Kind))
    office = telling(account(Role.Kind.COORDINATOR, program), COORDINATOR, things, DECIDES)
    monkeypatch.setitem(ACTIONS, "view_absence_reason", opened)

    chief = telling(account(Role.Kind.CHIEF, program), CHIEF, things, DECIDES)

    assert office == DECIDES
    assert {"api:absence-list", "api:absence-detail"} <= chief
