"""What a version, its program and its rules look like in the database, as one short text."""

from __future__ import annotations

from functools import cache

from django.db import connection, models

from people.models import (
    Absence,
    Credential,
    CredentialKind,
    Enrolment,
    LeaveAllotment,
    Person,
    Program,
)
from scheduling.models import (
    AcademicYear,
    Activity,
    AttendingShare,
    AttendingWeek,
    CallDayWish,
    CallHistory,
    CallType,
    Credit,
    CurriculumItem,
    DemandChange,
    LoggedWork,
    MoonlightingPermission,
    PackChoice,
    PatternCell,
    Place,
    Request,
    Requirement,
    Rotation,
    RotationDemand,
    RuleSetting,
    ScheduleVersion,
    SessionDemand,
    SpecialDay,
    SupervisionLevel,
    Waiver,
    WeeklyShare,
)

OF_PROGRAM = "program_id = %(program)s"
OF_PERSON = "{} IN (SELECT person_id FROM people_enrolment WHERE program_id = %(program)s)"
OF_ROTATION = "rotation_id IN (SELECT id FROM scheduling_rotation WHERE program_id = %(program)s)"
OF_CALL = "call_type_id IN (SELECT id FROM scheduling_calltype WHERE program_id = %(program)s)"

ROWS: dict[type[models.Model], str] = {
    Program: "id = %(program)s",
    Person: OF_PERSON.format("id"),
    # A person's absences and work count in each of their programs.
    Absence: OF_PERSON.format("person_id"),
    LoggedWork: OF_PERSON.format("person_id"),
    AttendingShare: OF_ROTATION,
    AttendingWeek: OF_ROTATION,
    PatternCell: OF_ROTATION,
    RotationDemand: OF_ROTATION,
    WeeklyShare: OF_ROTATION,
    CallDayWish: OF_CALL,
} | dict.fromkeys(
    (
        AcademicYear, Activity, CallHistory, CallType, Credential, CredentialKind, Credit,
        CurriculumItem, DemandChange, Enrolment, LeaveAllotment, MoonlightingPermission,
        PackChoice, Place, Request, Requirement, Rotation, RuleSetting,
        SessionDemand, SpecialDay, SupervisionLevel, Waiver,
    ),
    OF_PROGRAM,
)  # fmt: skip
"""The rows that a schedule rests on, beside its assignments, and which of them are a program's."""


def fingerprint(version: ScheduleVersion) -> str:
    """Another text as soon as anything changed of what a check of the version reads.

    Of assignments the revision of their version is taken, of other rows where and by which
    transaction each was written: both never come twice, also not when a transaction is undone.
    One query, some milliseconds.
    """
    schedule = version.schedule
    asked = {"program": schedule.program_id, "schedule": schedule.pk, "version": version.pk}
    with connection.cursor() as cursor:
        cursor.execute(_sql(), asked)
        (found,) = cursor.fetchone() or ("",)
    return str(found)


@cache
def _sql() -> str:
    parts = [_rows(model._meta.db_table, condition) for model, condition in ROWS.items()]
    # The version itself, and the published one, to which it may stay close.
    parts.append(
        "SELECT 'version ' || id || status || revision FROM scheduling_scheduleversion "
        "WHERE schedule_id = %(schedule)s AND (id = %(version)s OR status = 'published')"
    )
    every = " UNION ALL ".join(parts)
    return f"SELECT md5(string_agg(part, ' ' ORDER BY part)) FROM ({every}) p"  # noqa: S608 -- ours


def _rows(table: str, condition: str) -> str:
    return (
        f"SELECT '{table} ' || count(*) || ' ' "  # noqa: S608 -- names of our own tables
        "|| coalesce(bit_xor(hashtextextended(xmin::text || ctid::text, 0)), 0) AS part "
        f"FROM {table} WHERE {condition}"
    )
