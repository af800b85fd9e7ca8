"""What waits in a program of its schedule: gaps, leave, drafts, solves, imports, waivers."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from people.models import Absence, Program, User
from people.waiting import Waiting, counted, waits
from scheduling.models import (
    ProgramImport,
    RepairRun,
    ScheduleVersion,
    SolverRun,
    Waiver,
)
from scheduling.queries.hits import hits_of_absences
from scheduling.queries.on_call import on_call_between

SOON = timedelta(days=7)
GAPS_WITHIN = timedelta(days=14)
LATELY = timedelta(days=14)
WAIVERS_WITHIN = timedelta(days=30)

Status = ScheduleVersion.Status


def _page(name: str, *args: object) -> str:
    return reverse(f"admin:scheduling_{name}", args=args)


@waits("call_gaps", 10, "phone_missed", "view_draft")
def call_gaps(program: Program, user: User, at: datetime) -> Waiting | None:
    today = program.today(at)
    calls = on_call_between(program, today, today + GAPS_WITHIN)
    gaps = [call for call in calls if call.is_gap or call.away]
    if not gaps:
        return None
    first = min(gaps, key=lambda call: (call.night, call.name))
    return Waiting(
        len(gaps),
        counted(len(gaps), "call that nobody can take", "calls that nobody can take"),
        f"{_page('roster_now')}?on={first.night}",
        hint=f"The next is {first.name}, {first.night:%a %b} {first.night.day}.",
        pressing=first.night <= today + SOON,
    )


@waits("leave", 20, "beach_access", "decide_absence")
def leave_to_decide(program: Program, user: User, at: datetime) -> Waiting | None:
    today = program.today(at)
    asked = Absence.objects.filter(
        program=program, status=Absence.Status.REQUESTED, ends_on__gte=today
    )
    begins = list(asked.order_by("starts_on").values_list("starts_on", flat=True))
    if not begins:
        return None
    return Waiting(
        len(begins),
        counted(len(begins), "request for leave to decide", "requests for leave to decide"),
        reverse("admin:people_absence_queue"),
        hint=f"The nearest begins {begins[0]:%a %b} {begins[0].day}.",
        pressing=begins[0] <= today + SOON,
    )


@waits("uncovered", 15, "healing", "amend_schedule")
def uncovered_duties(program: Program, user: User, at: datetime) -> Waiting | None:
    """What absences take of the published schedule, as long as nobody has it instead."""
    hits = hits_of_absences([program.pk], at=at)
    duties = [row for hit in hits for row in hit.duties if row.ends_at > at]
    if not duties:
        return None
    first = min(duties, key=lambda row: row.starts_at)
    begins = first.starts_at.astimezone(program.zone)
    return Waiting(
        len(duties),
        counted(len(duties), "duty of somebody who is away", "duties of people who are away"),
        _page("repairrun_hits"),
        hint=f"The next is {first.code}, {begins:%a %b} {begins.day}.",
        pressing=first.starts_at < at + SOON,
    )


@waits("violations", 30, "rule", "view_violations")
def violations(program: Program, user: User, at: datetime) -> Waiting | None:
    """What the last check of the published schedules found, where days are still to come."""
    published = ScheduleVersion.objects.published().of_program(program)
    rows = (
        published.filter(schedule__academic_year__ends_on__gte=program.today(at))
        .filter(violations__gt=0)
        .order_by("schedule__academic_year__starts_on")
        .values_list("pk", "violations")
    )
    broken = list(rows)
    if not broken:
        return None
    count = sum(many for _, many in broken)
    return Waiting(
        count,
        counted(count, "rule broken that must hold", "rules broken that must hold"),
        _page("scheduleversion_change", broken[0][0]),
        hint="In what is published.",
        pressing=True,
    )


@waits("approval", 25, "task_alt", "publish_schedule")
def drafts_to_decide(program: Program, user: User, at: datetime) -> Waiting | None:
    """Drafts that somebody else submitted, or that are approved as they are."""
    drafts = ScheduleVersion.objects.draft().of_program(program).exclude(submitted_at=None)
    rows = list(drafts.select_related("submitted_by", "schedule__academic_year").defer("report"))
    ready = [row for row in rows if row.approved_revision == row.revision]
    mine = [row for row in rows if user.pk not in (row.created_by_id, row.submitted_by_id)]
    asked = [row for row in mine if row not in ready]
    if asked:
        return Waiting(
            len(asked),
            counted(len(asked), "draft to approve", "drafts to approve"),
            _page("scheduleversion_differences", asked[0].pk),
            hint=f"{asked[0].schedule.academic_year}, submitted by {asked[0].submitted_by}.",
        )
    if ready:
        return Waiting(
            len(ready),
            counted(len(ready), "approved draft to publish", "approved drafts to publish"),
            _page("scheduleversion_publish", ready[0].pk),
            hint=f"{ready[0].schedule.academic_year}.",
        )
    return None


@waits("solves", 40, "error", "generate_schedule")
def failed_solves(program: Program, user: User, at: datetime) -> Waiting | None:
    """The latest solve of its part of a draft, where it found no schedule."""
    State = SolverRun.Status
    of_program = SolverRun.objects.filter(version__schedule__program=program)
    later = of_program.filter(
        Q(block=OuterRef("block")) | Q(block=None, scope=OuterRef("scope")),
        version=OuterRef("version"),
        requested_at__gt=OuterRef("requested_at"),
    )
    failed = of_program.filter(
        ~Exists(later),
        status__in=(State.FAILED, State.INFEASIBLE),
        finished_at__gte=at - LATELY,
        version__status=Status.DRAFT,
    )
    rows = list(failed.select_related("block"))
    if not rows:
        return None
    return Waiting(
        len(rows),
        counted(len(rows), "solve without a schedule", "solves without a schedule"),
        _page("solverrun_change", rows[0].pk),
        hint=f"{rows[0].words}: {rows[0].get_status_display().lower()}.",
    )


@waits("repairs", 45, "build_circle", "amend_schedule")
def failed_repairs(program: Program, user: User, at: datetime) -> Waiting | None:
    failed = RepairRun.objects.filter(
        version__schedule__program=program,
        status=RepairRun.Status.FAILED,
        finished_at__gte=at - LATELY,
    )
    keys = list(failed.order_by("-requested_at").values_list("pk", flat=True))
    if not keys:
        return None
    return Waiting(
        len(keys),
        counted(len(keys), "search for repairs that failed", "searches for repairs that failed"),
        _page("repairrun_change", keys[0]),
    )


@waits("imports", 55, "upload_file", "import_program")
def imports_to_finish(program: Program, user: User, at: datetime) -> Waiting | None:
    """Workbooks of this program, and those of the user that open a new one."""
    own = Q(program=program) | Q(program=None, uploaded_by=user)
    rows = list(ProgramImport.objects.staged().filter(own).values_list("pk", "file_name"))
    if not rows:
        return None
    key, name = rows[0]
    return Waiting(
        len(rows),
        counted(len(rows), "import to finish", "imports to finish"),
        _page("programimport_change", key),
        hint=name,
    )


@waits("waivers", 70, "approval", "override_rule")
def waivers_that_end(program: Program, user: User, at: datetime) -> Waiting | None:
    today = program.today(at)
    rows = Waiver.objects.standing().filter(
        program=program, ends_on__range=(today, today + WAIVERS_WITHIN)
    )
    ends = list(rows.order_by("ends_on").values_list("ends_on", "code"))
    if not ends:
        return None
    on, code = ends[0]
    return Waiting(
        len(ends),
        counted(len(ends), "waiver that ends soon", "waivers that end soon"),
        _page("waiver_changelist"),
        hint=f"{code}, {on:%a %b} {on.day}.",
    )
