"""With a full year, each page and feed asks the database as often for few people as for many."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.models import User
from people.services.tokens import issue_token
from scheduling.models import Assignment
from tests.pages.world import World, build_world

AT = datetime(2026, 11, 24, 17, tzinfo=UTC)

QUERIES = {
    "year grid": 21,
    "block grid": 29,
    "changes": 14,
    "as it was": 30,
    "who is where": 20,
    "call roster": 28,
    "day": 20,
    "week": 13,
    "block": 14,
    "year": 15,
    "who is on call": 19,
    "feed": 25,
}


def addresses(world: World, user: User) -> dict[str, str]:
    feed = issue_token(user, name="Phone", scope="feed", by=user, at=AT)
    return {
        "year grid": reverse("admin:scheduling_academicyear_grid", args=(world.year.pk,)),
        "block grid": reverse("admin:scheduling_academicyear_block", args=(world.year.pk, 6)),
        "changes": reverse("admin:scheduling_scheduleversion_changes", args=(world.version.pk,)),
        "as it was": reverse("admin:scheduling_schedule_as_of", args=(world.version.schedule_id,)),
        "who is where": reverse("admin:scheduling_academicyear_manifest", args=(world.year.pk,)),
        "call roster": reverse("admin:scheduling_academicyear_roster", args=(world.year.pk,)),
        "day": "/my/",
        "week": "/my/week/",
        "block": "/my/block/",
        "year": "/my/year/",
        "who is on call": "/on-call/",
        "feed": f"/feeds/{feed.secret}.ics",
    }


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


@pytest.mark.django_db
@pytest.mark.parametrize(("residents", "faculty", "rows"), [(2, 1, 2948), (5, 3, 6640)])
def test_number_of_queries_does_not_grow_with_people(residents, faculty, rows):
    world = build_world(residents=residents, faculty=faculty)
    user = world.residents[0].user
    client, office = Client(), Client()
    with time_machine.travel(AT, tick=False):
        client.force_login(user)
        office.force_login(world.coordinator)

        asked = {
            name: queries(office if address.startswith("/admin/") else client, address)
            for name, address in addresses(world, user).items()
        }

    assert asked == QUERIES
    assert Assignment.objects.count() == rows
