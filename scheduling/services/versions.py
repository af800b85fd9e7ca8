"""Drafts: where everything is changed before it is published."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from people.models import User
from people.permissions import require
from scheduling.models import AcademicYear, Assignment, ChangeSet, Schedule, ScheduleVersion
from scheduling.services.recording import AT_ONCE, recorded

Status = ScheduleVersion.Status


class NotADraft(ValidationError):
    """Somebody wants to change what is frozen."""

    def __init__(self, version: ScheduleVersion) -> None:
        super().__init__(
            f"Version {version.number} is {version.get_status_display().lower()} and cannot be "
            "changed. Open a draft.",
            code="not-a-draft",
        )


@transaction.atomic
def open_draft(academic_year: AcademicYear, *, by: User, at: datetime) -> ScheduleVersion:
    """The draft of the year's schedule: the one there is, or a copy of what is published.

    Where everything was withdrawn, of what was withdrawn last: that is what is to be mended.
    """
    require(by, "edit_schedule", academic_year.program, at=at)
    schedule, _ = Schedule.objects.get_or_create(
        program=academic_year.program, academic_year=academic_year
    )
    hold_schedule(schedule)
    draft = schedule.versions.draft().first()
    return draft or new_copy(schedule, _to_copy(schedule), by=by, at=at)


def new_copy(
    schedule: Schedule,
    source: ScheduleVersion | None,
    *,
    by: User,
    at: datetime,
    scenario: str = "",
) -> ScheduleVersion:
    """A draft or a scenario that begins as a copy; for those who hold the schedule."""
    last = schedule.versions.aggregate(last=Max("number"))["last"] or 0
    draft = ScheduleVersion.objects.create(
        schedule=schedule,
        number=last + 1,
        based_on=source,
        scenario=scenario,
        created_at=at,
        created_by=by,
        report=source.report if source else None,
        checked_at=source.checked_at if source else None,
    )
    copied = f"a copy of version {source.number}" if source else "empty"
    with recorded(draft, ChangeSet.Kind.OPEN, by=by, at=at, sentence=f"Opened as {copied}."):
        if source is not None:
            copy_assignments(source, draft)
    return draft


def _to_copy(schedule: Schedule) -> ScheduleVersion | None:
    withdrawn = schedule.versions.filter(status=Status.WITHDRAWN)
    return (
        schedule.versions.published().first()
        or withdrawn.order_by("-withdrawn_at", "-number").first()
    )


def copy_assignments(source: ScheduleVersion, target: ScheduleVersion) -> None:
    """Every assignment of one version, in another."""
    rows = list(Assignment.objects.filter(version=source))
    for row in rows:
        row.pk, row.version = None, target
        row._state.adding = True
    Assignment.objects.bulk_create(rows, batch_size=AT_ONCE)


def hold_schedule(schedule: Schedule) -> None:
    """Two people who open, change or publish its versions at once wait here for each other."""
    Schedule.objects.select_for_update(no_key=True).get(pk=schedule.pk)


def held_draft(schedule: Schedule) -> ScheduleVersion | None:
    """The open draft, if there is one, which nobody else changes until the transaction ends."""
    rows = schedule.versions.draft().select_related("schedule__program", "schedule__academic_year")
    return rows.select_for_update(of=("self",)).first()


def require_draft(version: ScheduleVersion) -> None:
    """Raise `NotADraft` unless the version may be changed; holds it until the transaction ends."""
    locked = ScheduleVersion.objects.select_for_update().get(pk=version.pk)
    if locked.status != Status.DRAFT:
        raise NotADraft(locked)
