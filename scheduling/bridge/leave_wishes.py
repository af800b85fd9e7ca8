"""Weeks of leave that somebody has asked for and that are still to be given."""

from __future__ import annotations

from collections.abc import Iterator

from people.models import Enrolment
from scheduling.bridge.people import standing_leave
from scheduling.bridge.source import Source
from scheduling.engine.academic_year import Span
from scheduling.models import Request


def leave_asked(
    source: Source, enrolment: Enrolment, within: Span, *, replanned: Span | None
) -> Iterator[tuple[Request, Span]]:
    """Requested weeks inside these days that no absence, or leave that stays, takes up already."""
    settled = [*source.absences, *standing_leave(source, replanned)]
    mine = [row for row in settled if row.person_id == enrolment.person_id]
    for request in source.requests:
        if request.person_id != enrolment.person_id or request.kind != Request.Kind.LEAVE:
            continue
        days = _days(request)
        taken = any(a.starts_on <= days.ends_on and days.starts_on <= a.ends_on for a in mine)
        inside = within.starts_on <= days.starts_on and days.ends_on <= within.ends_on
        if inside and not taken:
            yield request, days


def _days(request: Request) -> Span:
    """The week asked for; a request for leave always has its days."""
    if request.starts_on is None or request.ends_on is None:
        raise ValueError(f"Request {request.pk} for leave has no days.")
    return Span(request.starts_on, request.ends_on)


def wish_price(rank: int) -> int:
    """What it costs not to meet a wish: 6 for the first choice, 1 for the sixth and later."""
    return max(1, 7 - rank)
