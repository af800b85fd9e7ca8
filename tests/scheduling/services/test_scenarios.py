"""What if: tried beside the draft, taken over cell by cell, or discarded."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from scheduling.models import ChangeSet, ScheduleVersion
from scheduling.services.changes import Put, TakeAway, apply_changes
from scheduling.services.scenarios import (
    discard_scenario,
    merge_scenario,
    open_scenario,
    preview_merge,
)
from tests.factories.scheduling import AssignmentFactory
from tests.scheduling.small_program import AT

MONDAY, TUESDAY = date(2026, 7, 6), date(2026, 7, 7)
LEAVE = (date(2026, 8, 3), date(2026, 8, 9))


def test_scenario_is_tried_and_taken_over_where_the_draft_still_fits(small, placed, chief):
    ada, bea = small.residents
    rows = [
        AssignmentFactory(version=placed, person=ada, starts_on=day, activity=small.clinic)
        for day in (MONDAY, TUESDAY)
    ]
    scenario = open_scenario(small.year, " Ada leaves ", by=chief, at=AT)
    mine = {r.starts_on: r.pk for r in scenario.assignments.half_days()}
    apply_changes(
        scenario,
        [
            TakeAway(mine[MONDAY]),
            Put(ada.pk, TUESDAY, small.office, "AM", expects=mine[TUESDAY], lock_reason="Away"),
            Put(bea.pk, LEAVE[0], None, last_day=LEAVE[1]),
        ],
        by=chief,
        at=AT,
    )
    apply_changes(placed, [TakeAway(rows[1].pk)], by=chief, at=AT)

    preview, found = preview_merge(scenario, by=chief, at=AT)
    with pytest.raises(ValidationError) as refused:
        merge_scenario(scenario, by=chief, at=AT)
    made = merge_scenario(scenario, by=chief, at=AT, partly=True)

    assert (scenario.scenario, scenario.based_on) == ("Ada leaves", placed)
    assert (refused.value.code, len(found.conflicts)) == ("conflicts", 1)
    assert "Ada Rowan has nothing on Tue 07 Jul 2026 AM." in made.conflicts[0]
    assert (made.kind, made.version) == (ChangeSet.Kind.MERGE, placed)
    assert preview.delta.rows != ()
    assert list(placed.assignments.half_days()) == []
    assert placed.assignments.leave().get().person == bea


def test_scenario_goes_with_all_that_was_tried_in_it(small, placed, chief):
    scenario = open_scenario(small.year, "Ada leaves", by=chief, at=AT)
    with pytest.raises(ValidationError) as twice:
        open_scenario(small.year, "Ada leaves", by=chief, at=AT)
    with pytest.raises(ValidationError) as draft:
        discard_scenario(placed, by=chief, at=AT)

    discard_scenario(scenario, by=chief, at=AT)

    assert (twice.value.code, draft.value.code) == ("name", "no-scenario")
    assert list(ScheduleVersion.objects.all()) == [placed]
    assert not ChangeSet.objects.filter(version=scenario.pk).exists()
