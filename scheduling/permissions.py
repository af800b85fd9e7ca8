"""Which schedules a user may see at all; the others do not exist for them."""

from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from people.models import User
from people.permissions import programs_for
from scheduling.models import ChangeSet, RepairRun, ScheduleVersion, SolverRun
from scheduling.models.repair import RepairRunQuerySet
from scheduling.models.run import RunQuerySet
from scheduling.models.schedule import VersionQuerySet

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
    )


def visible_runs(user: Asker, *, at: datetime) -> RunQuerySet:
    """The solves of the programs whose drafts the user may see."""
    runs = SolverRun.objects.filter(
        version__schedule__program__in=programs_for(user, "view_draft", at)
    )
    return runs.select_related("version__schedule__program", "version__schedule__academic_year")


def visible_repairs(user: Asker, *, at: datetime) -> RepairRunQuerySet:
    """The repairs of the programs whose drafts the user may see."""
    runs = RepairRun.objects.filter(
        version__schedule__program__in=programs_for(user, "view_draft", at)
    )
    return runs.select_related(
        "version__schedule__program", "version__schedule__academic_year", "absence", "assignment"
    )
