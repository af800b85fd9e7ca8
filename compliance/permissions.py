"""Which cases a user may see at all; the others do not exist for them."""

from datetime import datetime

from django.contrib.auth.models import AnonymousUser

from compliance.models import Case
from compliance.models.case import CaseQuerySet
from people.models import User
from people.permissions import programs_for


def visible_cases(user: User | AnonymousUser, *, at: datetime) -> CaseQuerySet:
    """Those of the programs whose violations the user may see."""
    rows = Case.objects.filter(program__in=programs_for(user, "view_violations", at))
    return rows.select_related("program", "person").prefetch_related("steps")
