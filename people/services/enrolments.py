"""What can be done to an enrolment: give somebody a place in a program for a year."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q

from people.models import Enrolment, Person, User
from people.permissions import reaches, require
from people.services.saving import save_checked
from people.spoken import refused


@transaction.atomic
def enrol(enrolment: Enrolment, *, by: User, at: datetime) -> Enrolment:
    """Save a new or changed enrolment."""
    require(by, "manage_people", enrolment.program, at=at)
    if enrolment.pk:
        _refuse_move(enrolment)
    else:
        _require_reach(enrolment.person, by, at)
    save_checked(enrolment)
    return enrolment


def _refuse_move(enrolment: Enrolment) -> None:
    stored = Enrolment.objects.get(pk=enrolment.pk)
    before = (stored.program_id, stored.person_id)
    if before != (enrolment.program_id, enrolment.person_id):
        raise refused("An enrolment stays with its person and its program.", code="moved")


def _require_reach(person: Person, by: User, at: datetime) -> None:
    """Nobody brings over a person of a program where they have no say."""
    belongs_somewhere = Q(enrolments__isnull=False) | Q(user__roles__isnull=False)
    if not Person.objects.filter(belongs_somewhere, pk=person.pk).exists():
        return
    if not reaches(by, "manage_people", person, at=at):
        raise PermissionDenied(f"You may not enrol {person}, who belongs to another program.")
