"""Publishing: a draft is checked, frozen, and takes the place of what was published before."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.dispatch import Signal

from people.broadcast import announce
from people.models import Absence, User
from people.permissions import require
from scheduling.models import Assignment, ScheduleVersion
from scheduling.services.check import Finding, check_and_store, findings, hard
from scheduling.services.versions import NotADraft, require_draft

Status = ScheduleVersion.Status

schedule_published = Signal()
"""Sent after commit with `version` and `before`, the version it replaced or None."""

SHOWN = 5
"""How many faults a refusal names."""


class PublicationRefused(ValidationError):
    """A draft that cannot be published as it is."""


def publish_version(version: ScheduleVersion, *, by: User, at: datetime) -> ScheduleVersion:
    """Freeze the draft and make it the published version; the one before is withdrawn.

    Refused when it breaks a rule that must hold and that the published version does not break.
    """
    program = version.schedule.program
    require(by, "publish_schedule", program, at=at)
    if program.second_person_publishes and version.created_by_id == by.pk:
        raise PublicationRefused(
            f"{program} asks for a second person: somebody other than the one who opened the "
            "draft publishes it.",
            code="second-person",
        )
    with transaction.atomic():
        require_draft(version)
        _refuse_while_solving(version)
        before = version.schedule.versions.published().first()
        _refuse_new_faults(check_and_store(version, at=at), before)
        _freeze(version, before, by=by, at=at)
        _grant_leave(version, at=at)
        announce("schedule", programs=[program.pk])
        transaction.on_commit(
            lambda: schedule_published.send(ScheduleVersion, version=version, before=before)
        )
    version.refresh_from_db()
    return version


def _refuse_while_solving(version: ScheduleVersion) -> None:
    """A solve that ends later would have no draft to write to."""
    run = version.runs.active().first()
    if run is not None:
        raise PublicationRefused(
            f"{run.get_scope_display()} is being solved in this draft. Wait for it, or cancel it.",
            code="solving",
        )


def _refuse_new_faults(found: list[Finding], before: ScheduleVersion | None) -> None:
    known = {f.key: f.excess for f in (findings(before) if before else None) or ()}
    new = [f for f in hard(found) if f.excess > known.get(f.key, 0)]
    if new:
        more = f" And {len(new) - SHOWN} more." if len(new) > SHOWN else ""
        raise PublicationRefused(
            f"This draft breaks {len(new)} rules that must hold. "
            + " ".join(finding.message for finding in new[:SHOWN])
            + more,
            code="violations",
        )


def _freeze(
    version: ScheduleVersion, before: ScheduleVersion | None, *, by: User, at: datetime
) -> None:
    if before is not None:
        ScheduleVersion.objects.filter(pk=before.pk, status=Status.PUBLISHED).update(
            status=Status.WITHDRAWN, withdrawn_at=at
        )
    frozen = ScheduleVersion.objects.filter(pk=version.pk, status=Status.DRAFT).update(
        status=Status.PUBLISHED, published_at=at, published_by=by
    )
    if not frozen:
        raise NotADraft(version)


def _grant_leave(version: ScheduleVersion, *, at: datetime) -> None:
    """Weeks of leave of the version become absences; those of an earlier plan that went, end."""
    program, year = version.schedule.program, version.schedule.academic_year
    given = {
        (row.person_id, row.starts_on, row.ends_on)
        for row in Assignment.objects.filter(version=version).leave()
    }
    planned = Absence.objects.filter(
        program=program, source=Absence.Source.PLAN, status=Absence.Status.APPROVED
    ).overlapping(year.starts_on, year.ends_on)
    kept = set()
    for absence in planned:
        key = (absence.person_id, absence.starts_on, absence.ends_on)
        if key in given:
            kept.add(key)
        else:
            _end_leave(absence, at=at)
    new = [
        Absence(
            program=program,
            person_id=person,
            kind=Absence.Kind.VACATION,
            starts_on=starts_on,
            ends_on=ends_on,
            status=Absence.Status.APPROVED,
            source=Absence.Source.PLAN,
            decided_at=at,
        )
        for person, starts_on, ends_on in sorted(given - kept)
    ]
    try:
        with transaction.atomic():
            Absence.objects.bulk_create(new)
    except IntegrityError as clash:
        raise PublicationRefused(
            "A week of leave in this draft overlaps an absence that was entered since. Generate "
            "the year again, or change the absence.",
            code="leave-overlaps",
        ) from clash


def _end_leave(absence: Absence, *, at: datetime) -> None:
    absence.status, absence.decided_at = Absence.Status.CANCELLED, at
    absence.decision_note = "No longer in the published schedule."
    absence.save(update_fields=["status", "decided_at", "decision_note"])


def withdraw_version(version: ScheduleVersion, *, by: User, at: datetime) -> ScheduleVersion:
    """Take a published version back; nothing is published then."""
    require(by, "publish_schedule", version.schedule.program, at=at)
    taken = ScheduleVersion.objects.filter(pk=version.pk, status=Status.PUBLISHED).update(
        status=Status.WITHDRAWN, withdrawn_at=at
    )
    if not taken:
        raise PublicationRefused(f"{version} is not published.", code="not-published")
    announce("schedule", programs=[version.schedule.program_id])
    version.refresh_from_db()
    return version
