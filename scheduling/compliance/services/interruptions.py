"""An interruption of home call, logged the moment it is over: how long it took is all that is said."""

from __future__ import annotations

from datetime import datetime, timedelta

from people.models import Person, Program, User
from people.spoken import refused
from scheduling.models import Assignment, CallType, LoggedWork, ScheduleVersion
from scheduling.services.logged_work import log_work

KINDS = (LoggedWork.Kind.FROM_HOME, LoggedWork.Kind.CALLED_IN)
MOST = 12 * 60


def log_interruption(
    person: Person, *, program: Program, kind: str, minutes: int, by: User, at: datetime
) -> LoggedWork:
    """Log that home call was interrupted for so many minutes up to now: on the phone, or called in."""
    if kind not in KINDS:
        raise refused(
            "“{kind}” is no interruption of home call; {names} are.",
            code="no_kind",
            kind=kind,
            names=", ".join(KINDS),
        )
    if not 1 <= minutes <= MOST:
        raise refused(
            "{minutes} is not 1 to {most} minutes.", code="minutes", minutes=minutes, most=MOST
        )
    ends_at = at.replace(second=0, microsecond=0)
    starts_at = ends_at - timedelta(minutes=minutes)
    calls = Assignment.objects.filter(
        version__in=ScheduleVersion.objects.published().filter(schedule__program=program),
        person=person, kind=Assignment.Kind.CALL, call_type__kind=CallType.Kind.HOME,
    )  # fmt: skip
    if not calls.filter(starts_at__lt=ends_at, ends_at__gt=starts_at).exists():
        raise refused(
            "{person} has no home call between {first:%H:%M} and {last:%H:%M}; log "
            "the times themselves.",
            code="no_home_call",
            person=person,
            first=starts_at.astimezone(program.zone),
            last=ends_at.astimezone(program.zone),
        )
    return log_work(
        person, program=program, kind=kind, starts_at=starts_at, ends_at=ends_at, by=by, at=at
    )
