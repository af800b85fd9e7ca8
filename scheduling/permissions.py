"""Which schedules a user may see at all; the others do not exist for them."""

from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, Q, QuerySet

from people.models import Absence, AbsenceQuerySet, User
from people.permissions import programs_for
from scheduling.models import (
    ChangeSet,
    Cover,
    CoverQuerySet,
    DemandChange,
    Export,
    LoggedWork,
    MoonlightingPermission,
    PreferenceRound,
    RepairRun,
    ScheduleVersion,
    SheetImport,
    SheetReading,
    SolverRun,
    Waiver,
)
from scheduling.models.demand_change import DemandChangeQuerySet
from scheduling.models.logged_work import LoggedWorkQuerySet
from scheduling.models.made_file import ByWorkerQuerySet
from scheduling.models.moonlighting import PermissionQuerySet
from scheduling.models.repair import RepairRunQuerySet
from scheduling.models.run import RunQuerySet
from scheduling.models.schedule import LARGE, VersionQuerySet
from scheduling.models.waiver import WaiverQuerySet

Asker = User | AnonymousUser


def visible_versions(user: Asker, *, at: datetime) -> VersionQuerySet:
    """What is published, for everybody in the program; drafts and what was, for its planners."""
    published = Q(
        status=ScheduleVersion.Status.PUBLISHED,
        schedule__program__in=programs_for(user, "view_published_schedule", at),
    )
    planned = Q(schedule__program__in=programs_for(user, "view_draft", at))
    versions = ScheduleVersion.objects.filter(published | planned)
    return versions.select_related("schedule__program", "schedule__academic_year")


def visible_changes(user: Asker, *, at: datetime) -> QuerySet[ChangeSet]:
    """What was changed in the versions of the programs whose drafts the user may see."""
    made = ChangeSet.objects.filter(
        version__schedule__program__in=programs_for(user, "view_draft", at)
    )
    return made.select_related(
        "by", "undone_by", "version__schedule__program", "version__schedule__academic_year"
    ).defer(*LARGE)


def visible_runs(user: Asker, *, at: datetime) -> RunQuerySet:
    """The solves of the programs whose drafts the user may see."""
    runs = SolverRun.objects.filter(
        version__schedule__program__in=programs_for(user, "view_draft", at)
    )
    return runs.select_related(
        "version__schedule__program", "version__schedule__academic_year"
    ).defer(*LARGE)


def visible_waivers(user: Asker, *, at: datetime) -> WaiverQuerySet:
    """The exceptions from rules in the programs whose violations the user may see."""
    rows = Waiver.objects.filter(program__in=programs_for(user, "view_violations", at))
    return rows.select_related("program", "rotation", "person").order_by("-granted_at", "-pk")


def visible_demand_changes(user: Asker, *, at: datetime) -> DemandChangeQuerySet:
    """What differs from the usual demand, in the programs whose drafts the user may see."""
    rows = DemandChange.objects.filter(program__in=programs_for(user, "view_draft", at))
    return rows.select_related("program", "call_type", "activity").order_by("-starts_on", "-pk")


def visible_logged_work(user: Asker, *, at: datetime) -> LoggedWorkQuerySet:
    """One's own, and that of the programs whose hours the user may see."""
    own = Q(person__user=user.pk, program__in=programs_for(user, "view_own_hours", at))
    planned = Q(program__in=programs_for(user, "view_hours", at))
    rows = LoggedWork.objects.filter(own | planned)
    return rows.select_related("program", "person").order_by("-starts_at", "pk")


def visible_permissions(user: Asker, *, at: datetime) -> PermissionQuerySet:
    """One's own permissions to moonlight, and those of the programs whose hours the user may see."""
    own = Q(person__user=user.pk, program__in=programs_for(user, "view_own_hours", at))
    planned = Q(program__in=programs_for(user, "view_hours", at))
    rows = MoonlightingPermission.objects.filter(own | planned)
    return rows.select_related("program", "person").order_by("-starts_on", "-pk")


def visible_repairs(user: Asker, *, at: datetime) -> RepairRunQuerySet:
    """The repairs of the programs whose drafts the user may see."""
    runs = RepairRun.objects.filter(
        version__schedule__program__in=programs_for(user, "view_draft", at)
    )
    return runs.select_related(
        "version__schedule__program",
        "version__schedule__academic_year",
        "absence",
        "assignment",
        "demand_change",
    ).defer(*LARGE)


def visible_absences(user: Asker, *, at: datetime) -> AbsenceQuerySet:
    """One's own, and those of the programs whose absences the user may see."""
    own = Q(person__user=user.pk, program__in=programs_for(user, "view_own_absence", at))
    others = Q(program__in=programs_for(user, "view_absences", at))
    return Absence.objects.filter(own | others).select_related("program", "person")


def visible_covers(user: Asker, *, at: datetime) -> CoverQuerySet:
    """The covers of the programs whose drafts the user may see."""
    covers = Cover.objects.filter(program__in=programs_for(user, "view_draft", at))
    return covers.select_related("program", "covered_by", "covered_for")


def visible_rounds(user: Asker, *, at: datetime) -> QuerySet[PreferenceRound]:
    """Those that ask the user and have begun, and those of the programs whose preferences they may
    see."""
    asked = Q(
        opens_at__lte=at,
        program__in=programs_for(user, "state_own_preference", at),
        program__enrolments__person__user=user.pk,
        program__enrolments__academic_year=F("academic_year"),
        program__enrolments__position=F("position"),
    )
    planned = Q(program__in=programs_for(user, "view_preferences", at))
    rounds = PreferenceRound.objects.filter(asked | planned).distinct()
    return rounds.select_related("program").order_by("-closes_at", "-pk")


def visible_sheets(user: Asker, *, at: datetime) -> QuerySet[SheetImport]:
    """Files of schedules, in the programs whose schedule the user may edit."""
    rows = SheetImport.objects.filter(
        subject=SheetImport.Subject.SCHEDULE, program__in=programs_for(user, "edit_schedule", at)
    )
    return rows.select_related(
        "program", "academic_year", "version__schedule__program", "version__schedule__academic_year"
    )


def visible_readings(user: Asker, *, at: datetime) -> ByWorkerQuerySet[SheetReading]:
    """Large files of schedules while they are read, in the same programs."""
    rows = SheetReading.objects.filter(
        academic_year__program__in=programs_for(user, "edit_schedule", at)
    )
    return rows.select_related("academic_year__program").defer("brought")


def visible_lists(user: Asker, *, at: datetime) -> QuerySet[SheetImport]:
    """Lists of people and of absences, in the programs in which the user may bring such."""
    people = Q(subject="people", program__in=programs_for(user, "manage_people", at))
    absences = Q(subject="absences", program__in=programs_for(user, "decide_absence", at))
    rows = SheetImport.objects.filter(people | absences)
    return rows.select_related("program", "academic_year")


def visible_exports(user: Asker, *, at: datetime) -> ByWorkerQuerySet[Export]:
    """Those of the programs whose schedule the user may export."""
    programs = programs_for(user, "export_schedule", at)
    rows = Export.objects.filter(version__schedule__program__in=programs)
    return rows.select_related(
        "version__schedule__program", "version__schedule__academic_year"
    ).defer("file", *LARGE)
