"""Whose schedule a page shows, in which program, and whether the reader may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.models import Enrolment, Person, Program, User
from people.permissions import programs_for, require

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

ONLY_YOUR_OWN = gettext_lazy("You may look at your own schedule only.")
NOT_YOUR_PROGRAM = gettext_lazy("You have no schedule in this program.")


@dataclass(frozen=True)
class Subject:
    """The person whose schedule it is, in one of the programs in which the reader may see it."""

    person: Person
    is_own: bool
    program: Program
    programs: tuple[Program, ...]
    years: frozenset[int]
    """The academic years for which the person is enrolled in the program."""


def find_subject(request: HttpRequest, *, at: datetime) -> Subject | None:
    """None for an account without a person, and for a person who was never enrolled."""
    user = signed_in(request)
    own = Person.objects.filter(user=user).first()
    asked = request.GET.get("person", "")
    if asked and (own is None or asked != str(own.pk)):
        return _of_another(request, asked, at=at)
    if own is None:
        return None
    enrolments = _enrolments(own)
    allowed = set(programs_for(user, "view_own_schedule", at))
    if enrolments and not any(e.program in allowed for e in enrolments):
        program = enrolments[0].program
        raise PermissionDenied(_("You have no role in %(program)s today.") % {"program": program})
    return _choose(request, own, enrolments, allowed, is_own=True, at=at)


def own_subject(request: HttpRequest, refusal: StrOrPromise, *, at: datetime) -> Subject | None:
    """The reader's own, on a page that shows nobody else's."""
    subject = find_subject(request, at=at)
    if subject is not None and not subject.is_own:
        raise PermissionDenied(refusal)
    return subject


def _of_another(request: HttpRequest, asked: str, *, at: datetime) -> Subject | None:
    """Only those who plan a program see its people one by one; nobody learns who exists."""
    if not asked.isdecimal():
        raise BadRequest(_("A person is named by a number."))
    planned = planned_programs(signed_in(request), at=at)
    person = Person.objects.filter(pk=int(asked)).first() if planned else None
    enrolments = _enrolments(person) if person else []
    if person is None or not any(e.program in planned for e in enrolments):
        raise PermissionDenied(ONLY_YOUR_OWN)
    return _choose(request, person, enrolments, planned, is_own=False, at=at)


def planned_programs(user: User, *, at: datetime) -> set[Program]:
    """Where the user plans. Only accounts that enter the admin can, which saves the others two
    queries on each page."""
    return set(programs_for(user, "edit_schedule", at)) if user.is_staff else set()


def _choose(
    request: HttpRequest,
    person: Person,
    enrolments: list[Enrolment],
    allowed: set[Program],
    *,
    is_own: bool,
    at: datetime,
) -> Subject | None:
    """The program of `?program=`, or the one in which they were enrolled last."""
    programs = tuple(dict.fromkeys(e.program for e in enrolments if e.program in allowed))
    if not programs:
        return None
    slug = request.GET.get("program", programs[0].slug)
    program = next((p for p in programs if p.slug == slug), None)
    if program is None:
        raise PermissionDenied(NOT_YOUR_PROGRAM)
    action = "view_own_schedule" if is_own else "view_published_schedule"
    require(signed_in(request), action, program, at=at, person=person)
    years = frozenset(e.academic_year for e in enrolments if e.program == program)
    return Subject(person, is_own, program, programs, years)


def people_to_choose(program: Program, day: date) -> list[Person]:
    """Everybody enrolled in the program on the day, for those who plan it."""
    enrolled = Enrolment.objects.on(day, program).select_related("person")
    return sorted((e.person for e in enrolled), key=lambda p: (p.last_name, p.first_name, p.pk))


def _enrolments(person: Person) -> list[Enrolment]:
    rows = Enrolment.objects.filter(person=person).select_related("program")
    return list(rows.order_by("-academic_year", "program__name", "pk"))


def signed_in(request: HttpRequest) -> User:
    """The middleware lets nobody else in; a view that is opened by mistake stays closed."""
    if not isinstance(request.user, User):
        raise PermissionDenied(_("Sign in first."))
    return request.user
