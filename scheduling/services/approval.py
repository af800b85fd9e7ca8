"""Maker and checker: a draft is submitted by one person and approved by another."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from people.models import User
from people.permissions import require
from scheduling.models import ScheduleVersion
from scheduling.services.versions import NotADraft

Status = ScheduleVersion.Status


class ApprovalRefused(ValidationError):
    """A draft that cannot be submitted or approved as it is."""


def submit_version(version: ScheduleVersion, *, by: User, at: datetime) -> ScheduleVersion:
    """Say that the draft is ready to be looked at by somebody else."""
    require(by, "edit_schedule", version.schedule.program, at=at)
    if version.runs.active().exists():
        raise ApprovalRefused(
            "This draft is being solved. Wait for it, or cancel it.", code="solving"
        )
    return _move(version, submitted_at=at, submitted_by=by, **NOT_APPROVED)


@transaction.atomic
def approve_version(
    version: ScheduleVersion, *, revision: int, by: User, at: datetime
) -> ScheduleVersion:
    """Find the draft good as it was looked at; any change afterwards ends the approval."""
    require(by, "publish_schedule", version.schedule.program, at=at)
    held = ScheduleVersion.objects.select_for_update().get(pk=version.pk)
    if held.submitted_by_id is None:
        raise ApprovalRefused(f"{held} was not submitted for approval.", code="not-submitted")
    if by.pk in makers(held):
        raise ApprovalRefused(
            f"{held} is approved by somebody other than the one who opened or submitted it.",
            code="second-person",
        )
    require_as_seen(held, revision)
    return _move(version, approved_at=at, approved_by=by, approved_revision=revision)


def send_back(version: ScheduleVersion, *, reason: str, by: User, at: datetime) -> ScheduleVersion:
    """Say why the draft is not good yet; its maker goes on with it."""
    require(by, "publish_schedule", version.schedule.program, at=at)
    if version.submitted_by_id is None:
        raise ApprovalRefused(f"{version} was not submitted for approval.", code="not-submitted")
    if not reason.strip():
        raise ApprovalRefused("Say what is to be changed.", code="reason")
    return _move(
        version, submitted_at=None, submitted_by=None, note=reason.strip()[:200], **NOT_APPROVED
    )


NOT_APPROVED = {"approved_at": None, "approved_by": None, "approved_revision": None}


def makers(version: ScheduleVersion) -> frozenset[int]:
    """Those who opened and submitted it, and so do not check it."""
    both = (version.created_by_id, version.submitted_by_id)
    return frozenset(key for key in both if key is not None)


def is_approved(version: ScheduleVersion) -> bool:
    """Whether somebody found it good as it is now."""
    return version.approved_revision is not None and version.approved_revision == version.revision


def require_as_seen(version: ScheduleVersion, revision: int | None) -> None:
    """Refuse when it is not what somebody looked at; None: they did not say what that was."""
    if revision is not None and revision != version.revision:
        raise ApprovalRefused(
            f"Version {version.number} has changed since you looked at it. Look at it again.",
            code="changed",
        )


def _move(version: ScheduleVersion, **values: object) -> ScheduleVersion:
    """Only what still is a draft, and no scenario, is submitted and approved."""
    drafts = ScheduleVersion.objects.filter(pk=version.pk).draft()
    moved = drafts.update(**values)
    version.refresh_from_db()
    if not moved:
        raise NotADraft(version)
    return version
