"""The schedule over REST: what is seen by whom, and that each verb is the service's."""

import pytest
import time_machine
from django.test import Client

from people.models import Role
from scheduling.engine.rules import ALL
from scheduling.models import Assignment, ScheduleVersion, SolverRun
from scheduling.services.progress import client as redis_client
from scheduling.services.progress import tell_progress
from tests.casting import AT, account, rest, set_stage
from tests.factories.people import ProgramFactory, TokenFactory
from tests.factories.scheduling import (
    AcademicYearFactory,
    AssignmentFactory,
    BlockFactory,
    CallAssignmentFactory,
    RuleSettingFactory,
    ScheduleFactory,
    ScheduleVersionFactory,
    SolverRunFactory,
    freeze,
)

API = "/api/v1"


@pytest.fixture
def program(db):
    return ProgramFactory(name="Cedar Family Medicine", slug="cedar")


@pytest.fixture
def stage(program):
    return set_stage(program)


@pytest.fixture
def resident(program):
    return rest(account(Role.Kind.RESIDENT, program))


@pytest.fixture
def chief(program):
    return rest(account(Role.Kind.CHIEF, program))


@pytest.fixture
def coordinator(program):
    return rest(account(Role.Kind.COORDINATOR, program))


@pytest.fixture
def neighbor(db):
    """The coordinator of another program."""
    return rest(account(Role.Kind.COORDINATOR, ProgramFactory(name="Harbor", slug="harbor")))


def results(response) -> list:
    assert response.status_code == 200, response.content
    return response.json()["results"]


def ids(response) -> list[int]:
    return [row["id"] for row in results(response)]


# The calendar


def test_calendar_is_for_everybody_in_the_program(stage, resident, neighbor):
    assert results(resident.get(f"{API}/academic-years/")) == [
        {
            "id": stage.year.pk,
            "program": "cedar",
            "year": 2026,
            "starts_on": "2026-07-01",
            "ends_on": "2027-06-30",
        }
    ]
    assert results(resident.get(f"{API}/blocks/")) == [
        {
            "id": stage.block.pk,
            "academic_year": stage.year.pk,
            "number": 1,
            "starts_on": "2026-07-01",
            "ends_on": "2026-07-28",
        }
    ]
    for address in (f"academic-years/{stage.year.pk}", f"blocks/{stage.block.pk}"):
        assert resident.get(f"{API}/{address}/").status_code == 200
        assert neighbor.get(f"{API}/{address}/").status_code == 404


def test_blocks_are_found_by_year(stage, program, resident):
    later = BlockFactory(academic_year=AcademicYearFactory(program=program, year=2027))

    assert ids(resident.get(f"{API}/blocks/")) == [stage.block.pk, later.pk]
    assert ids(resident.get(f"{API}/blocks/", {"academic_year": later.academic_year_id})) == [
        later.pk
    ]


# Versions


def test_draft_is_for_those_who_plan(stage, resident, chief, neighbor):
    assert ids(resident.get(f"{API}/versions/")) == [stage.published.pk]
    assert ids(chief.get(f"{API}/versions/")) == [stage.draft.pk, stage.published.pk]
    assert ids(neighbor.get(f"{API}/versions/")) == []
    assert resident.get(f"{API}/versions/{stage.draft.pk}/").status_code == 404
    assert neighbor.get(f"{API}/versions/{stage.published.pk}/").status_code == 404


def test_withdrawn_version_is_for_those_who_plan(stage, resident, chief):
    ScheduleVersion.objects.filter(pk=stage.published.pk).update(
        status=ScheduleVersion.Status.WITHDRAWN, withdrawn_at=AT
    )

    assert ids(resident.get(f"{API}/versions/")) == []
    assert ids(chief.get(f"{API}/versions/", {"status": "withdrawn"})) == [stage.published.pk]


def test_violations_are_unknown_until_a_check(stage, chief):
    address = f"{API}/versions/{stage.published.pk}"

    before = chief.get(f"{address}/violations/").json()
    with time_machine.travel(AT, tick=False):
        checked = chief.post(f"{address}/check/")
    after = chief.get(f"{address}/violations/").json()

    assert before == {"checked_at": None, "state": "unknown", "findings": None}
    assert checked.status_code == 200
    assert checked.json() == after
    assert (after["state"], after["checked_at"]) == ("checked", "2026-09-15T18:00:00Z")
    assert "placement" in {finding["rule"] for finding in after["findings"]}
    assert {finding["person"] for finding in after["findings"]} >= {stage.resident.pk}


def test_violations_are_unknown_again_after_a_change(stage, chief):
    chief.post(f"{API}/versions/{stage.draft.pk}/check/")
    ScheduleVersion.objects.filter(pk=stage.draft.pk).update(report=None)

    standing = chief.get(f"{API}/versions/{stage.draft.pk}/violations/").json()

    assert (standing["state"], standing["findings"]) == ("unknown", None)


@pytest.mark.parametrize(("method", "verb"), [("get", "violations"), ("post", "check")])
def test_violations_are_not_for_residents(method, verb, stage, resident):
    response = getattr(resident, method)(f"{API}/versions/{stage.published.pk}/{verb}/")

    assert response.status_code == 403
    assert response.json() == {
        "detail": "You may not see the violations of rules in Cedar Family Medicine.",
        "code": "permission_denied",
    }


def test_coordinator_publishes_a_draft_that_keeps_the_rules(program, coordinator):
    draft = ScheduleVersionFactory(
        schedule=ScheduleFactory(academic_year=AcademicYearFactory(program=program))
    )

    response = coordinator.post(f"{API}/versions/{draft.pk}/publish/")

    assert (response.status_code, response.json()["status"]) == (200, "published")
    draft.refresh_from_db()
    assert draft.status == ScheduleVersion.Status.PUBLISHED


def test_draft_that_breaks_a_rule_is_refused_in_words(stage, coordinator):
    ScheduleVersion.objects.filter(pk=stage.published.pk).update(
        status=ScheduleVersion.Status.WITHDRAWN, withdrawn_at=AT
    )

    response = coordinator.post(f"{API}/versions/{stage.draft.pk}/publish/")

    assert (response.status_code, response.json()["code"]) == (400, "violations")
    assert response.json()["detail"].startswith("This draft breaks ")
    stage.draft.refresh_from_db()
    assert stage.draft.status == ScheduleVersion.Status.DRAFT


def test_chief_may_not_publish(stage, chief):
    response = chief.post(f"{API}/versions/{stage.draft.pk}/publish/")

    assert response.status_code == 403
    assert response.json()["detail"] == ("You may not publish a schedule in Cedar Family Medicine.")


# Assignments


def test_assignments_are_always_of_a_version(stage, chief):
    assert chief.get(f"{API}/assignments/").json()["fields"] == {
        "version": ["This field is required."]
    }
    wrong = chief.get(f"{API}/assignments/", {"version": "latest"})
    assert wrong.json()["fields"] == {"version": ["Give an id, or “published”."]}
    assert ids(chief.get(f"{API}/assignments/", {"version": "published"})) == [
        stage.placed.pk,
        stage.on_call.pk,
    ]
    assert ids(chief.get(f"{API}/assignments/", {"version": stage.draft.pk})) == [stage.planned.pk]


def test_assignments_of_a_draft_are_not_for_residents(stage, resident, neighbor):
    assert ids(resident.get(f"{API}/assignments/", {"version": stage.draft.pk})) == []
    assert ids(neighbor.get(f"{API}/assignments/", {"version": "published"})) == []


def test_assignment_is_shown_without_why_it_is_locked(stage, chief):
    [row] = results(chief.get(f"{API}/assignments/", {"version": stage.draft.pk}))

    assert row == {
        "id": stage.planned.pk,
        "version": stage.draft.pk,
        "person": stage.resident.pk,
        "roster_name": "Rowan A.",
        "kind": "rotation",
        "code": stage.planned.rotation.code,
        "starts_on": "2026-07-01",
        "ends_on": "2026-07-28",
        "slot": "",
        "starts_at": "2026-07-01T05:00:00Z",
        "ends_at": "2026-07-29T05:00:00Z",
        "locked": True,
    }


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"kind": "call"}, ["on_call"]),
        ({"from": "2026-07-07"}, ["placed"]),
        ({"from": "2026-07-06", "to": "2026-07-06"}, ["placed", "on_call"]),
        ({"to": "2026-07-05"}, ["placed"]),
        ({"from": "2026-07-29"}, []),
        ({"program": "cedar", "kind": "rotation"}, ["placed"]),
        ({"program": "harbor"}, []),
    ],
)
def test_assignments_are_found_by_kind_and_days(asked, found, stage, resident):
    rows = ids(resident.get(f"{API}/assignments/", {"version": "published", **asked}))

    assert rows == [getattr(stage, name).pk for name in found]


def test_assignments_are_found_by_person(stage, chief):
    other = AssignmentFactory(version=stage.draft)

    found = ids(
        chief.get(f"{API}/assignments/", {"version": stage.draft.pk, "person": other.person_id})
    )

    assert found == [other.pk]


@pytest.mark.parametrize("asked", ["person", "version"])
def test_absurd_id_finds_nothing(asked, stage, chief):
    query = {"version": stage.draft.pk, asked: "9" * 18}

    assert ids(chief.get(f"{API}/assignments/", query)) == []


def test_assignments_at_one_moment_come_in_one_order_over_pages(stage, chief):
    for _ in range(4):
        AssignmentFactory(version=stage.draft)
    query = {"version": stage.draft.pk, "kind": "half-day", "page_size": 2}

    pages = [ids(chief.get(f"{API}/assignments/", {**query, "page": page})) for page in (1, 2)]

    expected = Assignment.objects.half_days().order_by("person", "pk")
    assert pages[0] + pages[1] == [row.pk for row in expected]


# Solves


def test_solve_is_asked_for_as_a_draft(stage, chief):
    asked = {"academic_year": stage.year.pk, "scope": "year", "seconds": 5, "seed": 7}

    response = chief.post(f"{API}/solves/", asked)

    assert response.status_code == 202
    run = SolverRun.objects.get(pk=response.json()["id"])
    assert (run.version, run.scope, run.seconds_allowed, run.seed) == (stage.draft, "year", 5, 7)
    assert response.json() | {"status": "queued", "program": "cedar"} == response.json()
    assert run.requested_by.roles.get().kind == Role.Kind.CHIEF


def test_solve_of_a_block_names_it(stage, chief):
    asked = {"academic_year": stage.year.pk, "scope": "block", "block": stage.block.pk}

    response = chief.post(f"{API}/solves/", asked)

    assert (response.status_code, response.json()["block"]) == (202, stage.block.pk)


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"scope": "weekly"}, "scope"),
        ({"seed": -1}, "seed"),
        ({"seconds": "soon"}, "seconds"),
        ({"academic_year": 0}, "academic_year"),
        ({"academic_year": 1.5}, "academic_year"),
        ({"block": 0}, "block"),
    ],
)
def test_solve_that_makes_no_sense_is_refused_by_field(asked, field, stage, chief):
    sensible = {"academic_year": stage.year.pk, "scope": "year"}

    response = chief.post(f"{API}/solves/", {**sensible, **asked})

    assert response.status_code == 400
    assert list(response.json()["fields"]) == [field]
    assert SolverRun.objects.active().count() == 0


def test_year_elsewhere_is_not_there_to_solve(stage, neighbor):
    response = neighbor.post(f"{API}/solves/", {"academic_year": stage.year.pk, "scope": "year"})

    assert response.status_code == 400
    assert response.json()["fields"] == {
        "academic_year": [f'Invalid pk "{stage.year.pk}" - object does not exist.']
    }


def test_solve_tells_its_latest_news(stage, chief):
    run = SolverRunFactory(version=stage.draft, status=SolverRun.Status.SOLVING)
    tell_progress(run, None)
    news = '{"run": 1, "status": "solving", "seconds": 2.5, "tiers": [%s]}'
    tier = '{"tier": "Education", "best": 10, "bound": 8, "gap": 20.0, "done": false}'
    redis_client().set(f"solve:{run.pk}:latest", news % tier)

    shown = chief.get(f"{API}/solves/{run.pk}/").json()

    assert shown["status"] == "solving"
    assert shown["progress"] == {
        "seconds": 2.5,
        "tiers": [{"tier": "Education", "best": 10, "bound": 8, "gap": 20.0, "done": False}],
    }


def test_solve_without_news_says_so(stage, chief):
    shown = chief.get(f"{API}/solves/{stage.run.pk}/").json()

    assert (shown["status"], shown["message"]) == ("solved", "Solved.")
    assert shown["progress"] == {"seconds": None, "tiers": []}


def test_solves_are_for_those_who_plan(stage, resident, neighbor):
    for client in (resident, neighbor):
        assert ids(client.get(f"{API}/solves/")) == []
        assert client.get(f"{API}/solves/{stage.run.pk}/").status_code == 404
        assert client.post(f"{API}/solves/{stage.run.pk}/cancel/").status_code == 404


def test_solve_is_cancelled(stage, chief):
    run = SolverRunFactory(version=stage.draft)

    response = chief.post(f"{API}/solves/{run.pk}/cancel/")
    again = chief.post(f"{API}/solves/{run.pk}/cancel/")

    assert (response.status_code, response.json()["status"]) == (200, "cancelled")
    assert (again.status_code, again.json()) == (
        400,
        {"detail": "This solve is over: cancelled.", "code": "solve-is-over"},
    )


# Tokens


@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("post", "solves/"),
        ("post", "solves/{run}/cancel/"),
        ("post", "versions/{draft}/check/"),
        ("post", "versions/{draft}/publish/"),
    ],
)
def test_token_that_can_only_read_writes_nothing(method, address, stage, program):
    coordinator = account(Role.Kind.COORDINATOR, program)
    TokenFactory(user=coordinator, secret="s3cret")
    path = f"{API}/{address}".format(run=stage.run.pk, draft=stage.draft.pk)

    response = getattr(Client(), method)(path, headers={"Authorization": "Bearer s3cret"})

    assert response.status_code == 403
    assert response.json()["detail"] == "This token can only read."


def test_token_that_can_write_asks_for_a_solve(stage, program):
    TokenFactory(user=account(Role.Kind.CHIEF, program), secret="s3cret", scope="write")

    response = Client().post(
        f"{API}/solves/",
        {"academic_year": stage.year.pk, "scope": "year"},
        content_type="application/json",
        headers={"Authorization": "Bearer s3cret"},
    )

    assert response.status_code == 202


def test_session_writes_only_with_its_form_token(stage, program):
    client = Client(enforce_csrf_checks=True)
    client.force_login(account(Role.Kind.CHIEF, program))

    response = client.post(f"{API}/solves/{stage.run.pk}/cancel/")

    assert response.status_code == 403
    assert response.json()["detail"].startswith("CSRF Failed")


# On call, rules


def test_on_call_names_who_and_how_to_reach_them(stage, resident):
    stage.resident.phone = "555 0100"
    stage.resident.save()

    shown = resident.get(f"{API}/on-call/", {"at": "2026-07-07T03:00:00-05:00"}).json()

    assert (shown["program"], shown["known"]) == ("cedar", True)
    assert shown["at"] == "2026-07-07T08:00:00Z"
    assert shown["calls"] == [
        {
            "code": stage.on_call.call_type.code,
            "name": "Resident call",
            "kind": "in-house",
            "starts_at": "2026-07-06T22:00:00Z",
            "ends_at": "2026-07-07T12:00:00Z",
            "person": stage.resident.pk,
            "roster_name": "Rowan A.",
            "phone": "555 0100",
            "away": False,
            "staff": "resident",
            "override": False,
            "instead_of": [],
        }
    ]
    assert shown["order"] == [
        {"number": 1, "name": "Resident call", "codes": [stage.on_call.call_type.code]}
    ]


def test_on_call_of_a_day_is_public_where_the_program_says_so_and_may_be_kept(stage, program):
    asked = {"program": "cedar", "on": "2026-07-06"}
    assert rest(None).get(f"{API}/on-call/", asked).status_code == 401
    program.roster_is_public = True
    program.save()

    open_to_all = rest(None).get(f"{API}/on-call/", asked)
    again = rest(None).get(f"{API}/on-call/", asked, headers={"if-none-match": open_to_all["ETag"]})

    assert [call["roster_name"] for call in open_to_all.json()["calls"]] == ["Rowan A."]
    assert (open_to_all.json()["day"], open_to_all.json()["at"]) == ("2026-07-06", None)
    assert open_to_all["Cache-Control"] == "public, max-age=30"
    assert (again.status_code, again.content) == (304, b"")
    assert rest(None).get(f"{API}/on-call/").status_code == 401


def test_on_call_shows_who_is_missing(stage, resident):
    [call] = resident.get(f"{API}/on-call/", {"at": "2026-07-09T03:00:00"}).json()["calls"]

    assert (call["person"], call["roster_name"]) == (None, "")


def test_on_call_is_unknown_where_nothing_is_published(stage, resident):
    shown = resident.get(f"{API}/on-call/", {"at": "2028-07-09T03:00:00"}).json()

    assert (shown["known"], shown["calls"]) == (False, [])


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("tonight", "Datetime has wrong format."),
        ("1999-06-01T00:00:00Z", "The year 1999 is out of reach; ask about 2001 to 2099."),
    ],
)
def test_on_call_at_no_moment_is_refused(at, words, stage, resident):
    response = resident.get(f"{API}/on-call/", {"at": at})

    assert response.status_code == 400
    assert response.json()["detail"].startswith(words)


def test_on_call_elsewhere_is_refused_with_the_choices(stage, neighbor):
    response = neighbor.get(f"{API}/on-call/", {"program": "cedar"})

    assert response.status_code == 400
    assert response.json() == {
        "detail": "You have no program “cedar”. There is harbor (Harbor).",
        "code": "unknown_program",
    }


def test_rules_are_shown_as_the_program_sets_them(program, resident):
    RuleSettingFactory(program=program, parameters={"nights": 5}, weight=3)
    RuleSettingFactory(program=program, code="post-call", parameters={}, active=False)

    rules = {rule["code"]: rule for rule in resident.get(f"{API}/rules/").json()}

    assert list(rules) == [rule.code for rule in ALL]
    assert rules["weekly-hours"] == {
        "code": "weekly-hours",
        "title": "Eighty hours a week",
        "text": rules["weekly-hours"]["text"],
        "source": "ACGME Common Program Requirements 6.20 (2025), VI.F.1 (2023)",
        "clauses": ["6.20 (2025)", "VI.F.1 (2023)"],
        "force": "must",
        "tier": "education",
        "active": True,
        "must_hold": True,
        "weight": None,
        "parameters": {"hours": 80},
    }
    assert rules["night-run"]["parameters"] == {"nights": 5}
    assert (rules["night-run"]["must_hold"], rules["night-run"]["weight"]) == (False, 3)
    assert (rules["post-call"]["active"], rules["post-call"]["must_hold"]) == (False, False)


# How much is asked of the database


def more_years(stage, count):
    for n in range(count):
        AcademicYearFactory(program=stage.program, year=2030 + n)


def more_blocks(stage, count):
    for n in range(count):
        BlockFactory(academic_year=stage.year, number=2 + n)


def more_versions(stage, count):
    for n in range(count):
        year = AcademicYearFactory(program=stage.program, year=2030 + n)
        freeze(ScheduleVersionFactory(schedule=ScheduleFactory(academic_year=year)))


def more_assignments(stage, count):
    for _ in range(count):
        CallAssignmentFactory(version=stage.draft)


def more_solves(stage, count):
    SolverRunFactory.create_batch(count, version=stage.draft, status=SolverRun.Status.SOLVED)


# Session, account, roles, count, rows; roles twice where drafts have readers of their own.
LISTS = [
    ("academic-years/", more_years, 5),
    ("blocks/", more_blocks, 5),
    ("versions/?status=published", more_versions, 6),
    ("assignments/?version={draft}", more_assignments, 6),
    ("solves/", more_solves, 5),
]


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("address", "more", "queries"), LISTS, ids=[row[0] for row in LISTS])
def test_list_asks_the_same_questions_however_many(
    rows, address, more, queries, stage, chief, django_assert_num_queries
):
    more(stage, rows - 1)

    with django_assert_num_queries(queries):
        response = chief.get(f"{API}/{address}".format(draft=stage.draft.pk))

    assert len(results(response)) == rows


def test_lists_show_nothing_of_another_program(stage, neighbor):
    for address in ("academic-years", "blocks", "versions", "solves"):
        assert ids(neighbor.get(f"{API}/{address}/")) == []
