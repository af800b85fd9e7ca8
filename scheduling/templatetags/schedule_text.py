"""How times and spans of days are written on the schedule's pages."""

from __future__ import annotations

from datetime import date, datetime

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from scheduling.engine.academic_year import Span
from scheduling.queries.entries import Entry, Leave
from scheduling.queries.on_call import OnCall
from scheduling.queries.weekly_pattern import WEEKDAYS

register = template.Library()

DASH = "\N{EN DASH}"


@register.filter
def hours(entry: Entry | OnCall) -> SafeString:
    """18:00-06:00 Fri, with a dash: the weekday only when it ends on another day than it starts."""
    starts, ends = _time(entry.starts_at), _time(entry.ends_at)
    if entry.ends_at.date() == entry.starts_at.date():
        return format_html('<span class="nowrap figures">{}{}{}</span>', starts, DASH, ends)
    return format_html(
        '<span class="nowrap figures">{}{}{}</span> <span class="next-day">{}</span>',
        *(starts, DASH, ends, f"{entry.ends_at:%a}"),
    )


@register.filter
def weekday(number: int) -> str:
    """Tuesday, of 2."""
    return WEEKDAYS[number]


@register.filter
def clock(moment: datetime) -> SafeString:
    return _time(moment)


@register.filter
def moment(when: datetime) -> str:
    """Jul 6, 2026 at 18:00, by the clocks that the moment came with."""
    return f"{when:%b} {when.day}, {when.year} at {when:%H:%M}"


@register.filter
def days(span: Span | Entry | Leave) -> str:
    """Jul 6-12, 2026, with a dash and as short as it can be."""
    first, last = span.starts_on, span.ends_on
    if first == last:
        return f"{first:%b} {first.day}, {first.year}"
    if first.year != last.year:
        return f"{first:%b} {first.day}, {first.year} {DASH} {last:%b} {last.day}, {last.year}"
    return f"{_short(first, last)}, {first.year}"


@register.filter
def short_days(span: Span | Entry | Leave) -> str:
    """The same without the year."""
    first, last = span.starts_on, span.ends_on
    return f"{first:%b} {first.day}" if first == last else _short(first, last)


def _short(first: date, last: date) -> str:
    if first.month == last.month and first.year == last.year:
        return f"{first:%b} {first.day}{DASH}{last.day}"
    return f"{first:%b} {first.day} {DASH} {last:%b} {last.day}"


def _time(moment: datetime) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', moment.isoformat(), f"{moment:%H:%M}")
