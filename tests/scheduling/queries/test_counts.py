"""With a full year, each page and feed asks the database as often for few people as for many.

And one's own schedule is small on the wire.
"""

import gzip
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.models import User
from people.services.tokens import issue_token
from scheduling.models import Activity, Assignment
from tests.factories.scheduling import PreferenceRoundFactory
from tests.pages.world import World, build_world

AT = datetime(2026, 11, 24, 17, tzinfo=UTC)

QUERIES = {
    "year grid": 19,
    "block grid": 27,
    "changes": 12,
    "as it was": 19,
    "who is where": 18,
    "call roster": 26,
    "home": 42,
    "fairness": 22,
    "load by week": 12,
    "coverage": 18,
    "held up": 19,
    "training of everybody": 20,
    "rounds": 10,
    "report of a round": 11,
    "leave to decide": 8,
    "absences": 12,
    "people": 9,
    "enrollments": 10,
    "deleting": 11,
    "day": 20,
    "week": 13,
    "block": 14,
    "year": 15,
    "who is on call": 19,
    "feed": 25,
    "leave": 13,
    "hours": 32,
    "numbers": 22,
    "training": 20,
    "wishes": 11,
    "a round": 11,
    "swaps": 15,
    "plan days off": 9,
    "favors": 7,
    "notices": 5,
    "rules": 8,
}
MY_SCHEDULE = ("day", "week", "block", "year")
MOST_BYTES = 60_000
"""Of a page of my schedule on its first visit, compressed, with the styles and scripts it asks for."""


def addresses(world: World, user: User) -> dict[str, str]:
    asked = PreferenceRoundFactory(program=world.program)
    activity = Activity.objects.filter(program=world.program)[0]
    feed = issue_token(user, name="Phone", scope="feed", by=user, at=AT)
    return {
        "year grid": reverse("admin:scheduling_academicyear_grid", args=(world.year.pk,)),
        "block grid": reverse("admin:scheduling_academicyear_block", args=(world.year.pk, 6)),
        "changes": reverse("admin:scheduling_scheduleversion_changes", args=(world.version.pk,)),
        "as it was": reverse("admin:scheduling_schedule_as_of", args=(world.version.schedule_id,)),
        "who is where": reverse("admin:scheduling_academicyear_manifest", args=(world.year.pk,)),
        "call roster": reverse("admin:scheduling_academicyear_roster", args=(world.year.pk,)),
        "home": reverse("admin:index"),
        "fairness": reverse("admin:scheduling_academicyear_fairness", args=(world.year.pk,)),
        "load by week": reverse("admin:scheduling_academicyear_weeks", args=(world.year.pk,)),
        "coverage": reverse("admin:scheduling_academicyear_coverage", args=(world.year.pk,)),
        "held up": reverse("admin:scheduling_academicyear_upkeep", args=(world.year.pk,)),
        "training of everybody": reverse(
            "admin:scheduling_academicyear_training", args=(world.year.pk,)
        ),
        "rounds": reverse("admin:scheduling_preferenceround_changelist"),
        "report of a round": reverse("admin:scheduling_preferenceround_report", args=(asked.pk,)),
        "leave to decide": reverse("admin:people_absence_queue"),
        "absences": reverse("admin:people_absence_changelist"),
        "people": reverse("admin:people_person_changelist"),
        "enrollments": reverse("admin:people_enrolment_changelist"),
        "deleting": reverse("admin:scheduling_activity_delete", args=(activity.pk,)),
        "day": "/my/",
        "week": "/my/week/",
        "block": "/my/block/",
        "year": "/my/year/",
        "who is on call": "/on-call/",
        "feed": f"/feeds/{feed.secret}.ics",
        "leave": "/leave/",
        "hours": "/hours/",
        "numbers": "/my/numbers/",
        "training": "/my/training/",
        "wishes": "/preferences/",
        "a round": f"/preferences/{asked.pk}/",
        "swaps": "/swaps/",
        "plan days off": "/swaps/plan/",
        "favors": "/swaps/favors/",
        "notices": "/notices/",
        "rules": "/rules/",
    }


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def on_the_wire(client: Client, address: str) -> int:
    answer = client.get(address, headers={"accept-encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    page = gzip.decompress(answer.content).decode()
    names = set(re.findall(r'(?:href|src)="/static/([^"#]+)', page))
    files = [finders.find(name) for name in sorted(names)]
    assert len(files) >= 5
    return len(answer.content) + sum(len(gzip.compress(Path(f).read_bytes())) for f in files)


@pytest.mark.django_db
@pytest.mark.parametrize(("residents", "faculty", "rows"), [(2, 1, 2948), (5, 3, 6640)])
def test_number_of_queries_does_not_grow_with_people(residents, faculty, rows):
    world = build_world(residents=residents, faculty=faculty)
    user = world.residents[0].user
    client, office = Client(), Client()
    with time_machine.travel(AT, tick=False):
        client.force_login(user)
        office.force_login(world.coordinator)

        places = addresses(world, user)
        asked = {
            name: queries(office if address.startswith("/admin/") else client, address)
            for name, address in places.items()
        }
        sent = {name: on_the_wire(client, places[name]) for name in MY_SCHEDULE}

    assert asked == QUERIES
    assert {name: size for name, size in sent.items() if size > MOST_BYTES} == {}
    assert Assignment.objects.count() == rows
