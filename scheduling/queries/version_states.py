"""The draft and the published version of a year, and how much the last check found in each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from scheduling.models import AcademicYear, ScheduleVersion

Status = ScheduleVersion.Status


@dataclass(frozen=True, slots=True)
class VersionState:
    """A version, and how much the last check found in it; None when it changed since."""

    pk: int
    number: int
    published_at: datetime | None
    violations: int | None
    advisories: int | None


def version_states(year: AcademicYear) -> dict[str, VersionState]:
    """By status; scenarios are drafts beside the draft and not among them."""
    shown = ScheduleVersion.objects.filter(
        schedule__academic_year=year, status__in=(Status.DRAFT, Status.PUBLISHED), scenario=""
    )
    rows: Iterable[tuple[str, int, int, datetime | None, int | None, int | None]]
    rows = shown.order_by("number").values_list(
        "status", "pk", "number", "published_at", "violations", "advisories"
    )
    return {row[0]: VersionState(*row[1:]) for row in rows}
