"""People of one program see nothing of another, wherever they look."""

from collections.abc import Iterator

import pytest
from django.http import HttpResponse
from django.test import Client

from people.models import Program, Role, Token, User
from tests.assistants import ask
from tests.casting import account, set_stage
from tests.doors.answers import NEIGHBOR
from tests.doors.areas import EXPECTED, PUBLIC, ROWS
from tests.doors.routes import routes
from tests.doors.things import Things
from tests.factories.people import ProgramFactory, TokenFactory, UserFactory

# Whatever belongs to the program says one of these.
TELLING = ("cedar", "rowan")
# What strangers may see too is not secret; a feed's key is in its address; the workbook is empty;
# the stream of news does not end, and says topics only.
NOTHING_OF_OURS = {*PUBLIC, "admin:scheduling_programimport_template", "people:news"}


@pytest.fixture
def program(db: None) -> Program:
    return ProgramFactory(name="Cedar Family Medicine", slug="cedar")


@pytest.fixture
def neighbor(program: Program) -> User:
    return account(Role.Kind.COORDINATOR, ProgramFactory(name="Harbor Surgery", slug="harbor"))


@pytest.fixture
def things(program: Program) -> Things:
    """A row of every kind, all there before anybody looks."""
    things = Things(set_stage(program), TokenFactory(user=UserFactory()))
    for label in ROWS:
        things.row(label)
    return things


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def answered(user: User, things: Things) -> Iterator[tuple[str, HttpResponse]]:
    """Every address that answers the neighbors with something."""
    client = browser(user)
    for name, row in EXPECTED.items():
        if row.get("get", {}).get(NEIGHBOR) == "200":
            yield name, client.get(routes()[name].address(things))


def tells(response: HttpResponse) -> bool:
    content = response.content.decode().lower()
    return any(word in content for word in TELLING)


def lists(response: HttpResponse, things: Things) -> bool:
    """Whether a list of the admin site has one of the program's rows."""
    changelist = (response.context or {}).get("cl")
    if changelist is None:
        return False
    label = changelist.model._meta.label_lower
    return changelist.queryset.filter(pk=things.row(label).pk).exists()


@pytest.mark.slow
def test_no_address_tells_neighbors_anything(neighbor, things):
    found = dict(answered(neighbor, things))

    assert {name for name, response in found.items() if response.status_code != 200} == set()
    read = {name: found[name] for name in found.keys() - NOTHING_OF_OURS}
    assert [name for name, response in read.items() if tells(response)] == []
    assert [name for name, response in found.items() if lists(response, things)] == []
    assert {"api:assignment-list", "admin:people_person_changelist", "admin:search"} <= set(found)


@pytest.mark.parametrize(
    "name", ["api:person-list", "api:program-list", "api:on-call", "scheduling:on_call"]
)
def test_same_address_tells_its_own_people(name, things, program):
    coordinator = account(Role.Kind.COORDINATOR, program)

    assert tells(browser(coordinator).get(routes()[name].address(things)))


def test_same_list_has_the_rows_for_its_own_people(things, program):
    coordinator = account(Role.Kind.COORDINATOR, program)
    address = routes()["admin:people_person_changelist"].address(things)

    response = browser(coordinator).get(address)

    assert (tells(response), lists(response, things)) == (True, True)


def test_feed_of_a_neighbor_has_nothing_of_the_program(neighbor, things):
    TokenFactory(user=neighbor, secret="neighbor", scope=Token.Scope.FEED)

    feed = Client().get("/feeds/neighbor.ics")

    assert feed.status_code == 200
    assert not tells(feed)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("who_is_on_call_tool", {"at": "2026-07-06T22:00:00Z"}),
        ("validate_schedule_tool", {"start_date": "2026-07-06", "end_date": "2026-07-06"}),
        ("generate_schedule_tool", {"scope": "year", "academic_year": 2026}),
    ],
)
def test_tools_tell_neighbors_nothing_of_the_program(tool, arguments, neighbor, things):
    result = ask(neighbor, tool, **arguments)

    said = f"{result.content} {result.structured_content}".lower()
    assert "harbor" in said
    assert not any(word in said for word in TELLING)
