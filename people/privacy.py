"""What somebody may learn of another's absence: that they are away, and seldom why."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext, gettext_noop

from people.models import Absence, User
from people.permissions import programs_for

AWAY = gettext_noop("Away")


@dataclass(frozen=True)
class SeenAbsence:
    """An absence as one reader sees it; `kind` and `reason` are None when they are hidden."""

    label: str
    kind: str | None
    reason: str | None


class AbsenceReader:
    """One reader at one moment; asks for their programs once, however many absences follow."""

    def __init__(self, user: User | AnonymousUser, *, at: datetime) -> None:
        self.user_id = user.pk
        open_programs = programs_for(user, "view_absence_reason", at)
        self.program_ids = frozenset(open_programs.values_list("pk", flat=True))

    def sees_why(self, absence: Absence) -> bool:
        """Reads `absence.person`: select it with the absences."""
        if absence.program_id in self.program_ids:
            return True
        return self.user_id is not None and absence.person.user_id == self.user_id

    def read(self, absence: Absence) -> SeenAbsence:
        if not self.sees_why(absence):
            return SeenAbsence(label=gettext(AWAY), kind=None, reason=None)
        label = gettext(absence.get_kind_display()).capitalize()
        return SeenAbsence(label=label, kind=absence.kind, reason=absence.reason)
