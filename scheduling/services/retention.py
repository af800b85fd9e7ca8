"""How long what is kept of people is kept, and deleting what is past that.

What accreditation may ask for is kept for good: schedules with their changes, hours, waivers,
absences, covers, enrolments. What only served a moment is not, nor how to reach somebody who left.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from people.models import (
    Absence,
    Enrolment,
    Notice,
    Person,
    Role,
    Token,
    WebhookCall,
    academic_year_of,
)
from scheduling.models import ProgramImport, Rollover

Find = Callable[[datetime], QuerySet[Any]]
YEAR = 365


@dataclass(frozen=True)
class Kept:
    """One sort of record: how many days it is kept, which are past that, and what becomes of them."""

    code: str
    what: str
    days: int
    past: Find
    blanks: tuple[str, ...] = ()
    """Fields that are emptied; without any, the row is deleted."""

    @property
    def does(self) -> str:
        return f"{', '.join(self.blanks)} emptied" if self.blanks else "deleted"


@dataclass(frozen=True)
class Due:
    """How many rows of a sort are past their time."""

    kept: Kept
    count: int


def _notices(before: datetime) -> QuerySet[Any]:
    """Of late changes, whether they were acknowledged is told as long as the schedule is."""
    return Notice.objects.filter(told_at__lt=before, needs_ack_by=None)


def _webhook_calls(before: datetime) -> QuerySet[Any]:
    return WebhookCall.objects.filter(settled_at__lt=before)


def _tokens(before: datetime) -> QuerySet[Any]:
    return Token.objects.filter(Q(revoked_at__lt=before) | Q(expires_at__lt=before))


def _uploads(before: datetime) -> QuerySet[Any]:
    """Put aside: what was applied is the history of its program."""
    return ProgramImport.objects.filter(
        status=ProgramImport.Status.DISCARDED, decided_at__lt=before
    )


def _plans(before: datetime) -> QuerySet[Any]:
    return Rollover.objects.filter(status=Rollover.Status.DISCARDED, planned_at__lt=before)


def _reasons(before: datetime) -> QuerySet[Any]:
    """Why somebody was away, in their words. That and of which kind it was stays."""
    rows = Absence.objects.filter(ends_on__lt=before.date())
    return rows.exclude(reason="", decision_note="")


def _contacts(before: datetime) -> QuerySet[Any]:
    """Of people who have left every program: no enrolment since, and no role that acts."""
    day = before.date()
    enrolled = Enrolment.objects.filter(
        person=OuterRef("pk"), academic_year__gte=academic_year_of(day)
    )
    acts = Role.objects.filter(Q(ends_on=None) | Q(ends_on__gte=day), user=OuterRef("user"))
    known = Enrolment.objects.filter(person=OuterRef("pk"))
    rows = Person.objects.filter(Exists(known), ~Exists(enrolled), ~Exists(acts))
    return rows.exclude(email="", phone="")


SCHEDULE = (
    Kept("notices", "Notices that nobody had to acknowledge", 2 * YEAR, _notices),
    Kept("webhook-calls", "Calls of webhooks that are settled", 90, _webhook_calls),
    Kept("tokens", "Keys that were revoked or have expired", YEAR, _tokens),
    Kept("uploads", "Uploads of programs that were put aside", 90, _uploads),
    Kept("plans", "Plans of a new year that were put aside", 90, _plans),
    Kept(
        "reasons",
        "Reasons of absences that are over",
        3 * YEAR,
        _reasons,
        blanks=("reason", "decision_note"),
    ),
    Kept(
        "contacts",
        "How to reach people who have left",
        2 * YEAR,
        _contacts,
        blanks=("email", "phone"),
    ),
)
"""The whole schedule, in the order in which it is gone through."""


def look_at_retention(*, at: datetime) -> list[Due]:
    """What is past its time. Changes nothing."""
    return [Due(kept, kept.past(at - timedelta(days=kept.days)).count()) for kept in SCHEDULE]


@transaction.atomic
def keep_to_retention(*, at: datetime) -> list[Due]:
    """Delete or empty what is past its time, all or nothing."""
    return [_keep_to(kept, at=at) for kept in SCHEDULE]


def _keep_to(kept: Kept, *, at: datetime) -> Due:
    rows = kept.past(at - timedelta(days=kept.days))
    if kept.blanks:
        return Due(kept, rows.update(**dict.fromkeys(kept.blanks, "")))
    _, by_model = rows.delete()
    return Due(kept, by_model.get(rows.model._meta.label, 0))
