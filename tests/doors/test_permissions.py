"""Every address of the site, tried by everybody: nothing opens that is not listed.

What opens to a role opens to those above it, as the table of permissions says: it is tried by the
lowest role to which it opens. What stays shut is tried by each.
"""

import logging
from collections.abc import Iterator
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client

from people.models import Program, Role, User
from people.permissions import ACTIONS
from tests.casting import account, set_stage
from tests.doors.answers import (
    ADMIN,
    ANONYMOUS,
    CHIEF,
    COORDINATOR,
    DIRECTOR,
    FACULTY,
    NEIGHBOR,
    RESIDENT,
    ROLES,
    SUPERUSER,
)
from tests.doors.areas import EXPECTED, PUBLIC
from tests.doors.blank import TEMPLATES
from tests.doors.routes import Route, routes
from tests.doors.things import Things
from tests.factories.people import ProgramFactory, TokenFactory, UserFactory

SIGN_IN = ("/accounts/login/", "/admin/login/")
ADMIN_HOME = "/admin/"
# Where a stranger may end. A 404 would do too, but no address hides behind one today.
SHUT = {"401", "403", "login"}
TURNED_AWAY = SHUT | {"404", "home"}
# Each may what those before it may.
LADDER = (RESIDENT, FACULTY, CHIEF, COORDINATOR, DIRECTOR, ADMIN, SUPERUSER)


def outcome(response: HttpResponseBase) -> str:
    """The status, or where a redirect leads when that says that somebody was turned away."""
    to = response.headers.get("Location", "")
    if response.status_code == 302 and to.startswith(SIGN_IN):
        return "login"
    return "home" if response.status_code == 302 and to == ADMIN_HOME else str(response.status_code)


@pytest.fixture
def program(db: None) -> Program:
    return ProgramFactory(name="Cedar Family Medicine", slug="cedar")


@pytest.fixture
def things(program: Program, user: User | None) -> Things:
    owner = (
        user if user and user.roles.filter(kind=Role.Kind.COORDINATOR, program=program) else None
    )
    return Things(set_stage(program), TokenFactory(user=owner or UserFactory()))


@pytest.fixture
def pages(role: str, settings: Any) -> None:
    """Every page is rendered once, for whoever is let in everywhere; for the others it takes time."""
    if role != SUPERUSER:
        settings.TEMPLATES = TEMPLATES


@pytest.fixture
def user(role: str, program: Program) -> User | None:
    harbor = ProgramFactory(name="Harbor Surgery", slug="harbor")
    if role == ANONYMOUS:
        return None
    if role == SUPERUSER:
        return UserFactory(is_superuser=True, is_staff=True)
    if role == NEIGHBOR:
        return account(Role.Kind.COORDINATOR, harbor)
    return account(role, program)


@pytest.fixture
def silence() -> Iterator[None]:
    """Nobody reads of a thousand refusals."""
    logging.disable()
    yield
    logging.disable(logging.NOTSET)


def is_tried(role: str, name: str, method: str) -> bool:
    """Whether this role tells more of the address than a lower one that tries it too."""
    expected = EXPECTED[name][method]
    if role == SUPERUSER and method == "get":
        return True  # Every page is rendered once.
    if role == NEIGHBOR:
        return method != "get" or expected[role] != "200"  # Those are read in test_isolation.py.
    below = LADDER[LADDER.index(role) - 1] if role in LADDER[1:] else None
    return (
        below is None
        or expected[role] != expected[below]
        or not TURNED_AWAY.isdisjoint(expected[role].split())
    )


def attempts(role: str, user: User | None, things: Things) -> Iterator[tuple[Route, str, str]]:
    """Each route and method with its outcome; nothing that happens there stays."""
    # Packages for single sign-on read the name of the host that every browser sends.
    client = Client(raise_request_exception=False, headers={"host": "testserver"})
    if user is not None:
        client.force_login(user)
    signed_in = client.cookies.output(header="").strip()
    # All rows are there before the first attempt, and none of them is gone with one.
    addresses = [(route, route.address(things)) for route in routes().values()]
    before = transaction.savepoint()
    for route, address in addresses:
        for method in EXPECTED.get(route.name, ()):
            if not is_tried(role, route.name, method):
                continue
            client.cookies = SimpleCookie(signed_in)
            response = getattr(client, method)(address)
            transaction.savepoint_rollback(before)
            yield route, method, outcome(response)


def test_roles_are_a_ladder():
    kinds = [Role.Kind(role) for role in LADDER[:-1]]

    assert [
        name
        for name, action in ACTIONS.items()
        if [kind in action.roles for kind in kinds]
        != sorted(kind in action.roles for kind in kinds)
    ] == []


def test_every_route_has_a_row_and_every_row_a_route():
    assert set(routes()) == set(EXPECTED)


def test_strangers_are_shut_out_everywhere_but_where_it_is_meant():
    """The rows that let strangers in are those of `PUBLIC`; the next test tries them all."""
    open_rows = {
        name
        for name, row in EXPECTED.items()
        if any(set(answers[ANONYMOUS].split()) - SHUT for answers in row.values())
    }

    # What is not offered at all is not offered to strangers either.
    refused = {"scheduling:on_call", "scheduling:on_call_of_program", "api:on-call"}
    assert open_rows == set(PUBLIC) | refused
    assert all(EXPECTED[name]["get"][ANONYMOUS] in SHUT for name in refused)


@pytest.mark.slow
@pytest.mark.parametrize("role", sorted(ROLES))
@pytest.mark.usefixtures("pages", "silence")
def test_everybody_is_answered_as_the_table_says(role, user, things):
    wrong = {
        f"{method} {route.name}": f"{answered}, not {expected}"
        for route, method, answered in attempts(role, user, things)
        if answered not in (expected := EXPECTED[route.name][method][role]).split()
    }

    assert wrong == {}
