"""The day that an address asks for."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import BadRequest
from django.http import HttpRequest

FIRST_YEAR, LAST_YEAR = 2000, 2100


def day_asked(request: HttpRequest, today: date) -> date:
    """The day of `?on=`, or today. Nonsense is a bad request, not silently today."""
    text = request.GET.get("on", "")
    if not text:
        return today
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise BadRequest(f"“{text}” is not a date like 2026-07-01.") from error
    if not FIRST_YEAR <= day.year < LAST_YEAR:
        raise BadRequest(f"The schedule knows the years {FIRST_YEAR} to {LAST_YEAR}.")
    return day


def day_before(day: date) -> date:
    return day - timedelta(days=1)


def day_after(day: date) -> date:
    return day + timedelta(days=1)
