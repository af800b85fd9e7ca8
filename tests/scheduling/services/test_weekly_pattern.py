"""The week of a rotation is set as a whole, by those who may, as they saw it."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from scheduling.services.weekly_pattern import Which, cells_of, set_weekly_pattern
from tests.casting import rest
from tests.factories.scheduling import ActivityFactory
from tests.scheduling.small_program import AT

EVERY_WEEK = Which()


def test_week_is_set_where_it_changed(small, coordinator):
    standing = cells_of(small.rotation, EVERY_WEEK)
    kept = set(small.rotation.pattern.values_list("pk", flat=True))
    both = frozenset({small.clinic.pk, small.office.pk})
    wanted = {**standing, (1, "AM"): both, (5, "PM"): frozenset()}

    changed = set_weekly_pattern(
        small.rotation, EVERY_WEEK, wanted, expects=standing, by=coordinator, at=AT
    )

    assert changed == 2
    assert cells_of(small.rotation, EVERY_WEEK)[1, "AM"] == both
    assert (5, "PM") not in cells_of(small.rotation, EVERY_WEEK)
    assert len(kept & set(small.rotation.pattern.values_list("pk", flat=True))) == 8
    assert cells_of(small.rotation, Which(week=2, pgy=1)) == {}


def test_week_is_refused_when_changed_meanwhile_or_impossible(small, coordinator):
    standing = cells_of(small.rotation, EVERY_WEEK)

    def set_week(cells, *, which=EVERY_WEEK, expects=standing, by=coordinator):
        return set_weekly_pattern(small.rotation, which, cells, expects=expects, by=by, at=AT)

    nights = ActivityFactory(program=small.program, code="NF", am_starts=None, am_ends=None)
    for refused, words in (
        (lambda: set_week({}, expects={}), "was changed meanwhile"),
        (lambda: set_week({(1, "AM"): frozenset({nights.pk})}), "NF is never done in the AM"),
        (lambda: set_week({(1, "AM"): frozenset({0})}), "has no activity 0"),
        (lambda: set_week({}, which=Which(pgy=3), expects={}), "FM is not for PGY-3"),
    ):
        with pytest.raises(ValidationError, match=words):
            refused()
    with pytest.raises(PermissionDenied, match="change the calendar and the rotations"):
        set_week({}, by=small.user("chief"))
    assert len(cells_of(small.rotation, EVERY_WEEK)) == 10


def test_week_is_set_over_rest_too(small, coordinator):
    client, address = rest(coordinator), f"/api/v1/rotations/{small.rotation.pk}/week/"
    standing = client.get(address).json()["cells"]
    wanted = [*standing[1:], {"weekday": 6, "slot": "AM", "activities": [small.clinic.pk]}]

    told = client.put(address, {"cells": wanted, "expects": standing}).json()

    assert told["cells"] == wanted
    refused = client.put(address, {"cells": [], "expects": standing})
    assert (refused.status_code, "was changed meanwhile" in refused.content.decode()) == (400, True)
    assert [row["code"] for row in client.get("/api/v1/activities/").json()["results"]] == [
        *("C", "GME", "LV")
    ]
