"""Publishing: a draft is checked, frozen, and takes the place of what was published before."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.dispatch import Signal

from people.broadcast import announce
from people.models import User
from people.permissions import require
from scheduling.models import ScheduleVersion
from scheduling.queries.version_changes import VersionChanges, reasons_to_ask
from scheduling.services.approval import is_approved, makers, require_as_seen
from scheduling.services.check import Finding, check_and_store, findings, hard, newly_broken
from scheduling.services.planned_leave import grant_leave
from scheduling.services.telling import tell_of_publication
from scheduling.services.versions import NotADraft, hold_schedule, require_draft

Status = ScheduleVersion.Status

schedule_published = Signal()
"""Sent after commit with `version` and `before`, the version it replaced or None."""

SHOWN = 5
"""How many faults a refusal names."""


class PublicationRefused(ValidationError):
    """A draft that cannot be published as it is."""


@transaction.atomic
def publish_version(
    version: ScheduleVersion,
    *,
    by: User,
    at: datetime,
    reason: str = "",
    revision: int | None = None,
) -> ScheduleVersion:
    """Freeze the draft and make it the published version; the one before is withdrawn.

    Refused when it breaks a rule that must hold and that the published version does not break;
    when it changes more than the program's limits and nobody says why; when it is not what was
    looked at (`revision`); and by whoever made it, where the program wants a second person who has
    not approved it.
    """
    require(by, "publish_schedule", version.schedule.program, at=at)
    hold_schedule(version.schedule)
    require_draft(version)
    version.refresh_from_db()
    _refuse_scenario(version)
    _require_second_person(version, by)
    require_as_seen(version, revision)
    _refuse_while_solving(version)
    before = version.schedule.versions.published().first()
    changes = VersionChanges(before, version)
    _refuse_new_faults(check_and_store(version, at=at), _known(before, at=at))
    reason = _reason(changes, reason, at=at)
    _freeze(version, before, by=by, at=at, reason=reason)
    grant_leave(version, at=at)
    tell_of_publication(changes, at=at)
    announce("schedule", programs=[version.schedule.program_id])
    transaction.on_commit(
        lambda: schedule_published.send(ScheduleVersion, version=version, before=before)
    )
    version.refresh_from_db()
    return version


def _require_second_person(version: ScheduleVersion, by: User) -> None:
    """Whoever did not make it may publish it, and once it is approved everybody who may publish."""
    program = version.schedule.program
    if program.second_person_publishes and by.pk in makers(version) and not is_approved(version):
        raise PublicationRefused(
            f"{program} asks for a second person: somebody other than the one who opened or "
            "submitted the draft publishes or approves it.",
            code="second-person",
        )


def _refuse_scenario(version: ScheduleVersion) -> None:
    if version.scenario:
        raise PublicationRefused(
            f"“{version.scenario}” is a scenario. Take it into the draft first.", code="scenario"
        )


def _reason(changes: VersionChanges, reason: str, *, at: datetime) -> str:
    asked = reasons_to_ask(changes, changes.after.schedule.program, at=at)
    if asked and not reason.strip():
        raise PublicationRefused(f"Say why this is published. {' '.join(asked)}", code="reason")
    return reason.strip()


def _refuse_while_solving(version: ScheduleVersion) -> None:
    """A solve that ends later would have no draft to write to."""
    run = version.runs.active().first()
    if run is not None:
        raise PublicationRefused(
            f"{run.get_scope_display()} is being solved in this draft. Wait for it, or cancel it.",
            code="solving",
        )


def _known(before: ScheduleVersion | None, *, at: datetime) -> list[Finding]:
    """What the published version breaks; after an amendment it is checked anew."""
    if before is None:
        return []
    found = findings(before)
    return check_and_store(before, at=at) if found is None else found


def _refuse_new_faults(found: list[Finding], known: list[Finding]) -> None:
    new = newly_broken(known, hard(found))
    if new:
        more = f" And {len(new) - SHOWN} more." if len(new) > SHOWN else ""
        raise PublicationRefused(
            f"This draft breaks {len(new)} rules that must hold. "
            + " ".join(finding.message for finding in new[:SHOWN])
            + more,
            code="violations",
        )


def _freeze(
    version: ScheduleVersion,
    before: ScheduleVersion | None,
    *,
    by: User,
    at: datetime,
    reason: str,
) -> None:
    if before is not None:
        ScheduleVersion.objects.filter(pk=before.pk, status=Status.PUBLISHED).update(
            status=Status.WITHDRAWN, withdrawn_at=at
        )
    frozen = ScheduleVersion.objects.filter(pk=version.pk, status=Status.DRAFT).update(
        status=Status.PUBLISHED, published_at=at, published_by=by, reason=reason
    )
    if not frozen:
        raise NotADraft(version)


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
