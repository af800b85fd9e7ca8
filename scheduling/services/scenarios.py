"""What if: drafts beside the draft, in which something is tried, compared, and taken over or not."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from people.models import User
from people.permissions import require
from scheduling.bridge.source import Source
from scheduling.models import AcademicYear, Assignment, ChangeSet, Schedule, ScheduleVersion
from scheduling.queries.as_of import turned_back
from scheduling.queries.cells import cell_of
from scheduling.services.asked_changes import ChangeRefused
from scheduling.services.changes import Preview, hold, look_at, make
from scheduling.services.three_way import Cells, Merge, merged, refuse_conflicts
from scheduling.services.versions import hold_schedule, new_copy, open_draft

LONGEST = 80
"""Characters of a scenario's name."""


class ScenarioRefused(ValidationError):
    """A scenario that cannot be opened, taken over or discarded."""


@transaction.atomic
def open_scenario(
    academic_year: AcademicYear, name: str, *, by: User, at: datetime
) -> ScheduleVersion:
    """A copy of the draft, or of what is published, under a name; nothing else changes by it."""
    require(by, "edit_schedule", academic_year.program, at=at)
    name = name.strip()
    if not name or len(name) > LONGEST:
        raise ScenarioRefused(
            f"Give the scenario a name of {LONGEST} characters at most.", code="name"
        )
    schedule, _ = Schedule.objects.get_or_create(
        program=academic_year.program, academic_year=academic_year
    )
    hold_schedule(schedule)
    source = _planned(schedule)
    if schedule.versions.scenarios().filter(scenario=name).exists():
        raise ScenarioRefused(f"There is a scenario “{name}” already.", code="name")
    return new_copy(schedule, source, by=by, at=at, scenario=name)


@transaction.atomic
def discard_scenario(scenario: ScheduleVersion, *, by: User, at: datetime) -> None:
    """Take it away with all that was tried in it."""
    require(by, "edit_schedule", scenario.schedule.program, at=at)
    held = _held(scenario)
    if held.runs.active().exists():
        raise ScenarioRefused(
            f"“{held.scenario}” is being solved. Wait for it, or cancel it.", code="solving"
        )
    held.delete()


def preview_merge(scenario: ScheduleVersion, *, by: User, at: datetime) -> tuple[Preview, Merge]:
    """What taking the scenario over would do to the draft, and what would stay."""
    require(by, "edit_schedule", scenario.schedule.program, at=at)
    source = Source(_planned(scenario.schedule))
    found = merged(source, *_sides(scenario))
    return look_at(source, found.delta, at=at), found


@transaction.atomic
def merge_scenario(
    scenario: ScheduleVersion,
    *,
    by: User,
    at: datetime,
    reason: str = "",
    partly: bool = False,
) -> ChangeSet:
    """Make in the draft what was changed in the scenario since it was opened; it stays beside it.

    Cells that the draft changed meanwhile are conflicts: refused, or with `partly` left alone.
    """
    require(by, "edit_schedule", scenario.schedule.program, at=at)
    held = _held(scenario)
    draft = hold(open_draft(held.schedule.academic_year, by=by, at=at))
    source = Source(draft)
    found = merged(source, *_sides(held))
    refuse_conflicts(found, "This cannot be taken over as a whole.", partly=partly)
    return make(
        look_at(source, found.delta, at=at),
        by=by,
        at=at,
        kind=ChangeSet.Kind.MERGE,
        reason=reason,
        conflicts=list(found.conflicts),
    )


def _planned(schedule: Schedule) -> ScheduleVersion:
    """The draft, or what is published, which a draft would begin with."""
    versions = schedule.versions.select_related("schedule__program", "schedule__academic_year")
    found = versions.draft().first() or versions.published().first()
    if found is None:
        raise ScenarioRefused(f"Nothing is planned for {schedule} yet.", code="nothing")
    return found


def _held(scenario: ScheduleVersion) -> ScheduleVersion:
    held = hold(scenario)
    if not held.scenario:
        raise ScenarioRefused(f"{held} is no scenario.", code="no-scenario")
    return held


def _sides(scenario: ScheduleVersion) -> tuple[Cells, Cells]:
    """What it was opened with, and what is in it now."""
    opened = scenario.change_sets.filter(kind=ChangeSet.Kind.OPEN).order_by("pk").first()
    if scenario.based_on is None or opened is None:
        raise ChangeRefused(f"It is not known what {scenario} was opened with.", code="no-base")
    since = scenario.based_on.change_sets.filter(pk__gt=opened.pk)
    now = {cell_of(row): row for row in Assignment.objects.filter(version=scenario)}
    return turned_back(scenario.based_on, since), now
