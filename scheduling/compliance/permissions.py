"""Which cases, packs and confirmed days a user may see at all; the others do not exist for them."""

from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from people.models import User
from people.permissions import programs_for
from scheduling.compliance.models import Case, ConfirmedDay, EvidencePack
from scheduling.compliance.models.case import CaseQuerySet
from scheduling.compliance.models.confirmed_day import ConfirmedDayQuerySet
from scheduling.models.made_file import ByWorkerQuerySet

Asker = User | AnonymousUser


def visible_cases(user: Asker, *, at: datetime) -> CaseQuerySet:
    """Those of the programs whose violations the user may see."""
    rows = Case.objects.filter(program__in=programs_for(user, "view_violations", at))
    return rows.select_related("program", "person").prefetch_related("steps")


def visible_confirmed_days(user: Asker, *, at: datetime) -> ConfirmedDayQuerySet:
    """One's own, and those of the programs whose hours the user may see."""
    own = Q(person__user=user.pk, program__in=programs_for(user, "view_own_hours", at))
    planned = Q(program__in=programs_for(user, "view_hours", at))
    rows = ConfirmedDay.objects.standing().filter(own | planned)
    return rows.select_related("program").order_by("-day", "person", "pk")


def visible_packs(user: Asker, *, at: datetime) -> ByWorkerQuerySet[EvidencePack]:
    """Those of the programs whose evidence the user may export."""
    rows = EvidencePack.objects.filter(program__in=programs_for(user, "export_evidence", at))
    return rows.select_related("program").defer("file")
