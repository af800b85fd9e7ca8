"""Telling of absences: those who decide of a request, the person of the decision. Never why."""

from __future__ import annotations

from datetime import date, datetime

from django.urls import reverse

from people.models import Absence, Role, User
from people.permissions import ACTIONS
from people.services.notices import tell

WORDS = {
    Absence.Status.APPROVED: "is approved",
    Absence.Status.DENIED: "is denied",
    Absence.Status.CANCELLED: "is cancelled",
}


def tell_of_request(absence: Absence, *, at: datetime) -> None:
    tell(
        "leave_requested",
        program=absence.program,
        people=_who_decide(absence, at=at),
        subject=f"{absence.person.roster_name} asks for leave",
        lines=[f"Away {said(absence)}."],
        url=reverse("admin:people_absence_decide", args=[absence.pk]),
        at=at,
        event=f"absence:{absence.pk}:requested",
    )


def tell_of_decision(absence: Absence, *, at: datetime) -> None:
    """What somebody entered for the person is approved by that."""
    how = WORDS[Absence.Status(absence.status)]
    tell(
        "leave_decided",
        program=absence.program,
        people=[absence.person],
        subject=f"Your absence {said(absence)} {how}",
        lines=[absence.decision_note] if absence.decision_note else [],
        url=reverse("scheduling:leave"),
        at=at,
        event=f"absence:{absence.pk}:{absence.status}",
    )


def _who_decide(absence: Absence, *, at: datetime) -> list[User]:
    """Nobody decides their own."""
    today, deciding = absence.program.today(at), ACTIONS["decide_absence"].roles
    roles = Role.objects.active(today).filter(program=absence.program, kind__in=deciding)
    users = User.objects.filter(pk__in=roles.values("user"), is_active=True)
    return list(users.exclude(person=absence.person).order_by("pk"))


def said(absence: Absence) -> str:
    """From Mon Jul 6 to Fri Jul 10, 2026, with halves of days where they are not whole."""
    first, last = absence.starts_on, absence.ends_on
    begins = "" if absence.starts_at_slot == "AM" else " at noon"
    ends = "" if absence.ends_slot == "PM" else " at noon"
    if first == last:
        half = absence.starts_at_slot == absence.ends_slot
        when = f" ({absence.get_starts_at_slot_display()} only)" if half else ""
        return f"on {_day(first)}, {first.year}{when}"
    year = "" if first.year == last.year else f", {first.year}"
    return f"from {_day(first)}{year}{begins} to {_day(last)}, {last.year}{ends}"


def _day(day: date) -> str:
    return f"{day:%a %b} {day.day}"
