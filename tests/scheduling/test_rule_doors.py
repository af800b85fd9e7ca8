"""Rules, packs, waivers and logged work: what one door does, the others show."""

import pytest
from django.test import Client
from django.urls import reverse

from people.models import Role
from tests.assistants import answer, refusal
from tests.casting import account, rest
from tests.factories.people import EnrolmentFactory, PersonFactory, ProgramFactory

# Tools run on threads, which see only what is committed.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def program():
    return ProgramFactory(name="Cedar Family Medicine", slug="cedar")


def test_packs_chosen_over_rest_are_in_the_book_of_everybody(program):
    coordinator = account(Role.Kind.COORDINATOR, program)
    office = rest(coordinator)
    chosen = ["program-local", "acgme-cpr-2025"]
    ended = {"packs": ["acgme-cpr-2023"]}
    told = office.put("/api/v1/packs/", ended, format="json")
    assert (told.status_code, "in effect from 1 Jul 2023" in str(told.json())) == (400, True)

    response = office.put("/api/v1/packs/", {"packs": chosen}, format="json")

    assert [(p["name"], p["place"]) for p in response.json()[:3]] == [
        ("program-local", 1),
        ("acgme-cpr-2025", 2),
        ("acgme-cpr-2023", None),
    ]
    resident = account(Role.Kind.RESIDENT, program)
    told = answer(resident, "explain_rule_tool", code="weekly-hours")
    assert (told["state"], told["clauses"]) == ("must hold", ["6.20 (2025)", "VI.F.1 (2023)"])
    assert answer(resident, "rule_packs_tool")["packs"][0]["name"] == "program-local"
    assert refusal(resident, "explain_rule_tool", code="luck") == (
        "The rule book of Cedar Family Medicine has no rule luck."
    )
    client = Client()
    client.force_login(resident)
    page = client.get(reverse("scheduling:rules"), {"q": "eighty HOURS"})
    assert [(name, len(rules)) for name, rules in page.context["sections"]] == [
        ("Accreditation requirements", 1),
        ("The program's own rules", 2),
    ]
    assert page.context["packs"][1] == "ACGME Common Program Requirements 2025"

    later = {"packs": ["program-local"], "effective_from": "2099-07-01"}
    told = office.put("/api/v1/packs/", later, format="json").json()
    assert [p["name"] for p in told if p["chosen_from"] == "2099-07-01"] == ["program-local"]
    now = office.get("/api/v1/packs/").json()
    assert [(p["name"], p["chosen_until"]) for p in now[:2]] == [
        (name, "2099-06-30") for name in chosen
    ]
    then = answer(resident, "rule_packs_tool", on="2099-07-01")["packs"]
    assert [p["name"] for p in then if p["place"]] == ["program-local"]
    client.force_login(coordinator)
    shown = client.get(reverse("admin:scheduling_rule_book", args=[program.pk])).content.decode()
    assert "1 Jul 2099" in shown


def test_a_waiver_granted_by_an_assistant_is_revoked_over_rest(program):
    director = account(Role.Kind.DIRECTOR, program)
    days = {"starts_on": "2026-09-01", "ends_on": "2026-09-28"}
    why = {"approved_by": "GMEC", "reason": "A surge"}

    granted = answer(
        director, "grant_waiver_tool", rule="weekly-hours", parameters={"hours": 88}, **days, **why
    )

    address = f"/api/v1/waivers/{granted['waiver_id']}/"
    listed = rest(account(Role.Kind.CHIEF, program)).get(address).json()
    assert (listed["code"], listed["parameters"], listed["revoked_at"]) == (
        "weekly-hours",
        {"hours": 88},
        None,
    )
    rest(director).post(f"{address}revoke/")
    assert [w["revoked"] for w in answer(director, "waivers_tool")["waivers"]] == [True]
    too_much = {"code": "weekly-hours", "parameters": {"hours": 96}, **days, **why}
    refused = rest(director).post("/api/v1/waivers/", too_much, format="json")
    assert refused.json()["detail"] == refusal(
        director, "grant_waiver_tool", rule="weekly-hours", parameters={"hours": 96}, **days, **why
    )


def test_work_logged_by_an_assistant_is_ones_own_and_can_be_withdrawn(program):
    resident = account(Role.Kind.RESIDENT, program)
    other = PersonFactory()
    EnrolmentFactory(program=program, person=other, academic_year=2026)
    times = {"starts_at": "2026-09-01T18:00:00", "ends_at": "2026-09-01T20:30:00"}

    logged = answer(resident, "log_work_tool", kind="from_home", **times)

    assert (logged["minutes"], logged["person_id"]) == (150, resident.person.pk)
    assert refusal(resident, "log_work_tool", kind="from_home", person_id=other.pk, **times) == (
        "You may not log everybody's hours in Cedar Family Medicine."
    )
    answer(resident, "withdraw_logged_work_tool", entry_id=logged["entry_id"])
    asked = {"first_day": "2026-09-01", "last_day": "2026-09-01"}
    [entry] = answer(resident, "logged_work_tool", **asked)["entries"]
    assert entry["withdrawn"]
