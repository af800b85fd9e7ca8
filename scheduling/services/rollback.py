"""Taking a publication back: the days to come as they were published before it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from people.models import User
from people.permissions import require
from scheduling.bridge.source import Source
from scheduling.models import ChangeSet, ScheduleVersion
from scheduling.queries.as_of import roster_as_of
from scheduling.queries.cells import cell_of
from scheduling.services.asked_changes import ChangeRefused
from scheduling.services.changes import Preview, hold, look_at, make
from scheduling.services.three_way import Cells, Merge, merged, refuse_conflicts
from scheduling.services.undoing import AS_A_WHOLE

Status = ScheduleVersion.Status
INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Rollback:
    """What a roll back would do from a day on, and what was amended since and stays."""

    from_day: date
    preview: Preview
    conflicts: tuple[str, ...]


def preview_rollback(
    version: ScheduleVersion, *, by: User, at: datetime, from_day: date | None = None
) -> Rollback:
    require(by, "publish_schedule", version.schedule.program, at=at)
    return _look(version, from_day, at=at)


@transaction.atomic
def roll_back(
    version: ScheduleVersion,
    *,
    reason: str,
    by: User,
    at: datetime,
    from_day: date | None = None,
    partly: bool = False,
    override: bool = False,
) -> ChangeSet:
    """Put the days from `from_day` on, else from today, back to what was published before.

    The version stays the published one; what goes back is an amendment of it, and can be undone.
    What somebody amended since is a conflict: refused, or with `partly` left as it is.
    """
    require(by, "publish_schedule", version.schedule.program, at=at)
    found = _look(hold(version), from_day, at=at)
    refuse_conflicts(Merge(found.preview.delta, found.conflicts), AS_A_WHOLE, partly=partly)
    return make(
        found.preview,
        by=by,
        at=at,
        kind=ChangeSet.Kind.ROLLBACK,
        reason=reason,
        override=override,
        conflicts=list(found.conflicts),
    )


def _look(version: ScheduleVersion, from_day: date | None, *, at: datetime) -> Rollback:
    if version.status != Status.PUBLISHED or version.published_at is None:
        raise ChangeRefused(f"{version} is not published.", code="not-published")
    day = from_day or version.schedule.program.today(at)
    put, before = _publication(version, version.published_at, day)
    source = Source(version)
    found = merged(source, put, before)
    return Rollback(day, look_at(source, found.delta, at=at), found.conflicts)


def _publication(version: ScheduleVersion, moment: datetime, from_day: date) -> tuple[Cells, Cells]:
    """What was put by the publication, and what was published just before it."""
    put = roster_as_of(version.schedule, moment)
    before = roster_as_of(version.schedule, moment - INSTANT)
    if before.version is None:
        raise ChangeRefused(
            f"Nothing was published before version {version.number}; withdraw it instead.",
            code="first",
        )
    sides = (
        {cell_of(r): r for r in side.rows if r.starts_on >= from_day} for side in (put, before)
    )
    return next(sides), next(sides)
