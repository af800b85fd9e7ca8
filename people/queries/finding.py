"""How people are found: by name."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Prefetch, Q
from django.urls import reverse

from people.finding import EACH, Asked, Hit, searches
from people.models import Enrolment, Person


@searches("People", 10, "person", "view_people")
def people(asked: Asked) -> Iterable[Hit]:
    named = Q()
    for word in asked.words:
        named &= Q(first_name__icontains=word) | Q(last_name__icontains=word)
    here = Enrolment.objects.filter(program__in=asked.programs).select_related("program")
    rows = Person.objects.in_programs(asked.programs).filter(named)
    latest = Prefetch("enrolments", here.order_by("-academic_year", "pk"), to_attr="latest")
    for person in rows.prefetch_related(latest)[: EACH + 1]:
        latest_one: list[Enrolment] = person.latest  # type: ignore[attr-defined]
        yield Hit(
            person.full_name,
            reverse("admin:people_person_change", args=[person.pk]),
            _standing(latest_one[0]) if latest_one else "",
        )


def _standing(enrolment: Enrolment) -> str:
    """PGY-2, 2026-27, Harborview."""
    position = f"PGY-{enrolment.pgy}" if enrolment.pgy else enrolment.get_position_display()
    return f"{position}, {enrolment.years}, {enrolment.program}"
