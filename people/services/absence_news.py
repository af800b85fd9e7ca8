"""Telling of absences: those who decide of a request, the person of the decision. Never why."""

from __future__ import annotations

from datetime import date, datetime

from django.urls import reverse

from people.models import Absence, Role, Slot, User
from people.permissions import ACTIONS
from people.services.notices import tell
from people.wording import said


def tell_of_request(absence: Absence, *, at: datetime) -> None:
    tell(
        "leave_requested",
        program=absence.program,
        people=_who_decide(absence, at=at),
        subject=said("{person} asks for leave", person=absence.person.roster_name),
        lines=[said("Away {days}.", days=days_of(absence))],
        url=reverse("admin:people_absence_decide", args=[absence.pk]),
        at=at,
        event=f"absence:{absence.pk}:requested",
    )


def tell_of_decision(absence: Absence, *, at: datetime) -> None:
    """What somebody entered for the person is approved by that."""
    tell(
        "leave_decided",
        program=absence.program,
        people=[absence.person],
        subject=_decided(absence),
        lines=[absence.decision_note] if absence.decision_note else [],
        url=reverse("scheduling:leave"),
        at=at,
        event=f"absence:{absence.pk}:{absence.status}",
    )


def _decided(absence: Absence) -> str:
    days = days_of(absence)
    if absence.status == Absence.Status.APPROVED:
        return said("Your absence {days} is approved", days=days)
    if absence.status == Absence.Status.DENIED:
        return said("Your absence {days} is denied", days=days)
    return said("Your absence {days} is cancelled", days=days)


def _who_decide(absence: Absence, *, at: datetime) -> list[User]:
    """Nobody decides their own."""
    today, deciding = absence.program.today(at), ACTIONS["decide_absence"].roles
    roles = Role.objects.active(today).filter(program=absence.program, kind__in=deciding)
    users = User.objects.filter(pk__in=roles.values("user"), is_active=True)
    return list(users.exclude(person=absence.person).order_by("pk"))


def days_of(absence: Absence) -> str:
    """From Mon Jul 6 to Fri Jul 10, 2026, with halves of days where they are not whole."""
    first, last = absence.starts_on, absence.ends_on
    if first != last:
        return said("from {first} to {last}", first=_begin(absence), last=_end(absence))
    if absence.starts_at_slot != absence.ends_slot:
        return said("on {day:%a %b %-d, %Y}", day=first)
    if absence.starts_at_slot == Slot.AM:
        return said("on {day:%a %b %-d, %Y} (morning only)", day=first)
    return said("on {day:%a %b %-d, %Y} (afternoon only)", day=first)


def _begin(absence: Absence) -> str:
    day, is_whole = absence.starts_on, absence.starts_at_slot == Slot.AM
    if day.year == absence.ends_on.year:
        if is_whole:
            return said("{day:%a %b %-d}", day=day)
        return said("{day:%a %b %-d} at noon", day=day)
    return _dated(day, is_whole=is_whole)


def _end(absence: Absence) -> str:
    return _dated(absence.ends_on, is_whole=absence.ends_slot == Slot.PM)


def _dated(day: date, *, is_whole: bool) -> str:
    if is_whole:
        return said("{day:%a %b %-d, %Y}", day=day)
    return said("{day:%a %b %-d, %Y} at noon", day=day)
