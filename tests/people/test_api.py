"""Programs and people over REST: whose they are, and no more of anybody than a roster needs."""

import pytest
from django.test import Client

from people.models import Role
from tests.casting import account, rest
from tests.factories.people import (
    AbsenceFactory,
    EnrolmentFactory,
    PersonFactory,
    ProgramFactory,
    TokenFactory,
)

PEOPLE, PROGRAMS = "/api/v1/people/", "/api/v1/programs/"


@pytest.fixture
def planner(program):
    return account(Role.Kind.CHIEF, program)


def enrolled(program, **fields):
    person = PersonFactory(**fields)
    EnrolmentFactory(program=program, person=person, academic_year=2026, pgy=2)
    return person


def results(response) -> list:
    assert response.status_code == 200, response.content
    return response.json()["results"]


@pytest.mark.parametrize("address", [PEOPLE, PROGRAMS])
def test_stranger_is_turned_away(address, db):
    assert rest(None).get(address).status_code == 401


def test_programs_are_those_with_a_role(program, other_program):
    resident = account(Role.Kind.RESIDENT, program)

    assert results(rest(resident).get(PROGRAMS)) == [
        {
            "slug": "cedar",
            "name": "Cedar Family Medicine",
            "specialty": "Family medicine",
            "time_zone": "America/Chicago",
            "block_calendar": "four_weeks",
        }
    ]
    assert rest(resident).get(f"{PROGRAMS}cedar/").status_code == 200
    assert rest(resident).get(f"{PROGRAMS}harbor/").status_code == 404


def test_person_is_shown_without_contacts_and_absences(program, planner):
    person = enrolled(
        program, first_name="Ada", last_name="Rowan", email="ada@example.org", phone="555 0100"
    )
    AbsenceFactory(program=program, person=person, reason="Surgery", approved=True)

    shown = rest(planner).get(f"{PEOPLE}{person.pk}/").json()

    assert shown == {
        "id": person.pk,
        "first_name": "Ada",
        "last_name": "Rowan",
        "roster_name": "Rowan A.",
        "enrolments": [
            {
                "program": "cedar",
                "academic_year": 2026,
                "position": "resident",
                "pgy": 2,
                "faculty_role": "",
                "track": "",
                "visiting_from": "",
            }
        ],
    }


@pytest.mark.parametrize("kind", [Role.Kind.RESIDENT, Role.Kind.FACULTY])
def test_people_are_for_those_who_plan(kind, program):
    reader, person = account(kind, program), enrolled(program)

    assert results(rest(reader).get(PEOPLE)) == []
    assert rest(reader).get(f"{PEOPLE}{person.pk}/").status_code == 404


def test_person_elsewhere_is_not_there(planner, other_program):
    person = enrolled(other_program)

    assert results(rest(planner).get(PEOPLE)) == []
    assert rest(planner).get(f"{PEOPLE}{person.pk}/").status_code == 404


def test_enrolment_elsewhere_is_neither_shown_nor_guessed_at(program, other_program, planner):
    person = enrolled(program)
    EnrolmentFactory(program=other_program, person=person, academic_year=2026)

    shown = rest(planner).get(f"{PEOPLE}{person.pk}/").json()["enrolments"]
    guess = rest(planner).get(PEOPLE, {"program": "harbor"})

    assert [enrolment["program"] for enrolment in shown] == ["cedar"]
    assert guess.status_code == 400
    assert guess.json() == rest(planner).get(PEOPLE, {"program": "nowhere"}).json()


def test_people_are_found_by_program(program, other_program):
    chief_of_both = account(Role.Kind.CHIEF, program)
    here, there = enrolled(program), enrolled(other_program)
    other_program.roles.create(user=chief_of_both, kind=Role.Kind.CHIEF, starts_on="2020-07-01")

    everybody = results(rest(chief_of_both).get(PEOPLE))
    found = results(rest(chief_of_both).get(PEOPLE, {"program": "harbor"}))

    assert {row["id"] for row in everybody} == {here.pk, there.pk}
    assert [row["id"] for row in found] == [there.pk]


def test_people_come_in_pages_that_do_not_overlap(program, planner):
    people = [enrolled(program, last_name="Same", first_name="Same") for _ in range(5)]

    pages = [
        results(rest(planner).get(PEOPLE, {"page_size": 2, "page": page})) for page in (1, 2, 3)
    ]

    assert [row["id"] for page in pages for row in page] == [person.pk for person in people]


@pytest.mark.parametrize("rows", [1, 3])
def test_list_of_people_asks_the_same_questions_however_many(
    rows, program, planner, django_assert_num_queries
):
    for _ in range(rows):
        enrolled(program)
    client = rest(planner)

    # Session, account, roles for the rows and for the filter, count, people, enrolments.
    with django_assert_num_queries(7):
        assert len(results(client.get(PEOPLE))) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_list_of_programs_asks_the_same_questions_however_many(
    rows, planner, django_assert_num_queries
):
    for _ in range(rows - 1):
        ProgramFactory().roles.create(user=planner, kind=Role.Kind.RESIDENT, starts_on="2020-07-01")
    client = rest(planner)

    # Session, account, roles, count, programs.
    with django_assert_num_queries(5):
        assert len(results(client.get(PROGRAMS))) == rows


def test_token_opens_the_door_as_a_session_does(program, planner):
    TokenFactory(user=planner, secret="s3cret")

    response = Client().get(PROGRAMS, headers={"Authorization": "Bearer s3cret"})

    assert [row["slug"] for row in results(response)] == ["cedar"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_people_are_only_read(method, program, planner):
    person = enrolled(program)

    response = getattr(rest(planner), method)(f"{PEOPLE}{person.pk}/")

    assert response.status_code == 405
