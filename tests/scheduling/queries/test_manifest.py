"""Who is where on a day, and the call roster of a month with what overrides it."""

from datetime import UTC, date, datetime

import pytest

from scheduling.queries.call_equity import shared_call
from scheduling.queries.call_roster import call_roster
from scheduling.queries.manifest import manifest
from scheduling.queries.on_call import escalation, on_call_of_day
from scheduling.queries.on_service import services_of_day
from scheduling.services.changes import Put, apply_changes
from tests.casting import rest
from tests.factories.scheduling import CallHistoryFactory
from tests.pages.world import World, add_absence, build_world

TUESDAY = date(2026, 7, 7)
AT = datetime(2026, 7, 2, 17, tzinfo=UTC)


@pytest.fixture
def world(db) -> World:
    """PGY-1 is on FMIT, PGY-2 in the clinic, PGY-3 on nights; calls go round until July 8."""
    return build_world(residents=3, faculty=2, until=date(2026, 7, 8))


def test_manifest_tells_who_is_where_by_site_and_who_is_not(world):
    add_absence(world, world.faculty[0], TUESDAY, TUESDAY, "sick")

    found = manifest(world.year, TUESDAY, world.version)

    lines = {
        site.name: {line.piece.code: line.halves for line in site.lines} for site in found.sites
    }
    assert lines["Family medicine clinic"] == {
        "AT": (("Fernhollow N.",), ()),
        "C": (("Cedarholm T.",), ("Brightwater A.", "Cedarholm T.")),
    }
    assert lines["Harborview Hills Hospital"]["NF"] == ((), ("Dovecote P.",))
    assert [site.people for site in found.sites if site.name == "Family medicine clinic"] == [
        (2, 2)
    ]
    # That somebody is away is told; why is not.
    assert found.away == (("Eastmere E.",), ("Eastmere E.",))
    assert found.free == (("Dovecote P.",), ())
    assert [(call.people, call.missing) for call in found.calls] == [
        (("Brightwater",), 0),
        (("Eastmere",), 0),
    ]


def test_manifest_of_a_day_that_is_not_planned_tells_the_rotations(world):
    found = manifest(world.year, date(2026, 7, 14), world.version)

    (site,) = found.sites
    assert site.name == "Half-days not planned yet, by rotation"
    assert [line.piece.code for line in site.lines] == ["FMC", "FMIT", "NF"]
    assert manifest(world.year, TUESDAY, None).is_empty


def test_services_have_those_who_are_there_by_role(world):
    inpatient, nights = world.residents[0], world.residents[2]
    add_absence(world, nights, TUESDAY, TUESDAY, "sick")

    team, night_float = services_of_day(world.program, TUESDAY, with_phones=True)

    assert (team.code, night_float.code, night_float.members) == ("FMIT", "NF", ())
    assert [(m.roster_name, m.role, m.phone, m.half) for m in team.members] == [
        ("Brightwater A.", "PGY-1", inpatient.phone, "")
    ]


def test_roster_shows_what_overrides_the_published_call(world):
    call = world.calls["FC"]
    night = world.version.assignments.get(call_type=call, starts_on=TUESDAY)
    replacement = world.faculty[1]
    apply_changes(
        world.version, [Put(replacement.pk, TUESDAY, call, expects=night.pk)],
        by=world.coordinator, at=AT, reason="Fever", kind="cover",
    )  # fmt: skip

    roster = call_roster(world.year, date(2026, 7, 20), world.version, today=TUESDAY)

    nights = {night.on: night for week in roster.weeks for night in week}
    cell = nights[TUESDAY].cells[1]
    assert [(holder.name, holder.override) for holder in cell.holders] == [("Fernhollow", True)]
    assert cell.replaced == ("Eastmere",)
    assert (cell.why[-5:], cell.reason) == ("Jul 2", "Fever")
    assert [holder.override for holder in nights[date(2026, 7, 8)].cells[0].holders] == [False]
    assert (roster.overrides, nights[date(2026, 7, 9)].cells[0].missing) == (1, 1)
    residents, faculty = escalation(on_call_of_day(world.program, TUESDAY))
    assert [call.override for call in residents.calls] == [False]
    (called,) = faculty.calls
    assert (faculty.number, called.roster_name, called.override) == (2, "Fernhollow N.", True)
    assert called.instead_of == ("Eastmere E.",)
    # From July 9 on nobody has any of the two calls.
    assert roster.gaps == 2 * 23
    assert (roster.first, roster.before, roster.after) == (
        date(2026, 7, 1), date(2026, 6, 30), date(2026, 8, 1),
    )  # fmt: skip


def test_equity_puts_counts_beside_fair_shares(world):
    CallHistoryFactory(
        program=world.program, person=world.residents[0], call_type=world.calls["RC"],
        academic_year=2026, nights=9,
    )  # fmt: skip

    resident, faculty = shared_call(world.version)

    assert resident.pools == ("nights", "Sundays", "holidays")
    first = resident.people[0].shares[0]
    # 365 nights and 9 carried over, shared by three.
    assert (first.count, first.fair, first.carried, first.off) == (3, "115–116", 9, -112)  # noqa: RUF001
    assert [person.shares[0].count for person in faculty.people] == [4, 4]


def test_rest_tells_where_people_are_and_no_reasons(world):
    client = rest(world.residents[0].user)

    day = client.get("/api/v1/manifest/", {"on": TUESDAY}).json()
    roster = client.get("/api/v1/call-roster/", {"on": TUESDAY}).json()

    assert (day["known"], day["sites"][0]["name"]) == (True, "Family medicine clinic")
    assert day["calls"][0] == {
        "name": "Resident in-house call", "people": ["Brightwater"], "missing": 0,
    }  # fmt: skip
    call = roster["nights"][0]["calls"][0]
    assert set(call) == {"code", "name", "holders", "replaced", "missing"}
    refused = client.get("/api/v1/manifest/", {"on": "2031-01-01"})
    assert "has no academic year that holds 2031-01-01" in refused.content.decode()


def test_rest_offers_what_could_stand_in_a_cell(world):
    client = rest(world.coordinator)
    cell = {"person": world.residents[1].pk, "day": TUESDAY, "slot": "AM"}
    address = f"/api/v1/versions/{world.version.pk}/cell/"

    choice = client.get(address, cell).json()

    first = choice["options"][0]
    assert (first["code"], first["stands"], first["state"]) == ("C", True, "fine")
    assert choice["expects"] == [
        world.version.assignments.get(person=world.residents[1], starts_on=TUESDAY, slot="AM").pk
    ]
    assert choice["reasons"][0] == "This is published, and people have planned by it."
    missing = client.get(address, {"day": TUESDAY}).json()
    assert "Needed." in str(missing)
