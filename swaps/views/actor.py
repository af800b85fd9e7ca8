"""Who stands before a page of swaps, and for whom they act."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from people.models import Enrolment, Person, Program, User
from people.permissions import may, programs_for
from people.views.asker import signed_in

T = TypeVar("T")


@dataclass(frozen=True)
class Actor:
    """The account, the person on the schedule that it belongs to, if any, and the moment."""

    user: User
    person: Person | None
    at: datetime

    @classmethod
    def of(cls, request: HttpRequest) -> Actor:
        user = signed_in(request)
        return cls(user, Person.objects.filter(user=user).first(), timezone.now())

    def plans(self, program: Program) -> bool:
        """Whether they arrange swaps for others there."""
        return self.user.is_staff and may(self.user, "arrange_swaps", program, at=self.at)

    def programs(self) -> list[Program]:
        """Those in which the person is enrolled and may trade, the latest first."""
        allowed = set(programs_for(self.user, "offer_own_swap", self.at))
        if self.person is None:
            return []
        rows = Enrolment.objects.filter(person=self.person).select_related("program")
        found = (row.program for row in rows.order_by("-academic_year", "program__name"))
        return list(dict.fromkeys(program for program in found if program in allowed))

    def acts_for(self, request: HttpRequest, program: Program) -> Person:
        """Themselves, or, for those who plan, whoever the form names."""
        named = request.POST.get("person", "")
        if named.isdecimal() and self.plans(program):
            person = Person.objects.in_programs([program]).filter(pk=int(named)).first()
            if person is not None:
                return person
        if self.person is None:
            raise PermissionDenied(_("Your account belongs to nobody on the schedule."))
        return self.person


def choose_program(request: HttpRequest, programs: list[Program]) -> Program | None:
    """The program of `?program=`, or the first."""
    slug = request.GET.get("program", "")
    return next((p for p in programs if p.slug == slug), programs[0] if programs else None)


def show(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """The whole page, or for htmx its content only."""
    part = bool(request.headers.get("HX-Request")) and not request.headers.get(
        "HX-History-Restore-Request"
    )
    base = "partial.html" if part else "base.html"
    response = render(request, f"swaps/{template}.html", {**context, "base": base})
    patch_vary_headers(response, ["HX-Request"])
    return response
