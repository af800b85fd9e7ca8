"""The year is turned on the pages, looked at by a command, and taken back over REST."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from people.models import Enrolment
from scheduling.models import Rollover
from tests.casting import rest
from tests.pages.world import build_world

pytestmark = pytest.mark.django_db

ADMIN = "/admin/scheduling/rollover"


def test_year_is_turned_on_the_pages_and_taken_back_over_rest():
    world = build_world(residents=3, faculty=1, until=date(2026, 7, 8))
    world.program.training_years = 3
    world.program.save()
    client, first = Client(), world.residents[0]
    client.force_login(world.coordinator)

    begun = client.post(f"{ADMIN}/begin/", {"program": world.program.pk, "year": "2027"})
    rollover = Rollover.objects.get()
    here = f"{ADMIN}/{rollover.pk}"
    client.post(f"{here}/people/", {f"turn-{first.pk}": "stay"})
    client.post(
        f"{here}/newcomers/",
        {"first_name": "", "last_name": "", "email": "", "place": "PGY-1", "track": "",
         "starts_on": "", "pasted": "Ines\tMaplewood\tines@example.org\tPGY-1\nUma\tOxley\t\tcore"},
    )  # fmt: skip
    client.post(f"{here}/carried/", {"part": ["special_days", "roles"]})
    seen = client.get(f"{here}/review/").context["plan"].fingerprint
    told = StringIO()
    call_command(
        "turn_year", "--as", world.coordinator.email, "--program", world.program.slug,
        "--year", "2027", stdout=told,
    )  # fmt: skip
    assert not Enrolment.objects.in_year(2027).exists()
    applied = client.post(f"{here}/review/", {"seen": seen}, follow=True)

    assert begun.headers["Location"] == f"{here}/people/"
    assert "Amara Brightwater stays PGY-1." in told.getvalue()
    assert "Priya Dovecote graduates. Training ends on 30 June 2027." in told.getvalue()
    assert told.getvalue().endswith("Nothing was changed. Add --apply to do it.\n")
    assert "Nothing rests on it yet" in applied.content.decode()
    places = Enrolment.objects.in_year(2027).values_list("person__last_name", "pgy")
    assert sorted(places, key=str) == [
        ("Brightwater", 1), ("Cedarholm", 3), ("Eastmere", None), ("Maplewood", 1),
        ("Oxley", None),
    ]  # fmt: skip

    api = rest(world.coordinator)
    assert api.get(f"/api/v1/rollovers/{rollover.pk}/conflicts/").json() == {"conflicts": []}
    assert api.post(f"/api/v1/rollovers/{rollover.pk}/undo/").json()["status"] == "undone"
    assert not Enrolment.objects.in_year(2027).exists()
    with pytest.raises(CommandError, match="There is no account nobody"):
        call_command("turn_year", "--as", "nobody", "--program", "x", "--year", "2027")
