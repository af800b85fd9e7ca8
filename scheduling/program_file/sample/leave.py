"""Which weeks of leave an invented resident wishes for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from scheduling.engine.academic_year import Span, weeks, year_span

APART = timedelta(days=35)
FREE_CHOICES = 2
"""All but so many of the weeks lie so far apart that no block is touched by two of them."""

ONE_WEEK = timedelta(days=7)


def rank_weeks(year: int, count: int, taken: Sequence[Span], random: Random) -> list[Span]:
    """So many weeks, Monday to Sunday, the most wished for first, clear of what is taken."""
    span = year_span(year)
    open_weeks = [
        week
        for week in weeks(span.starts_on + timedelta(days=28), span.ends_on - 2 * ONE_WEEK)
        if all(week.ends_on < t.starts_on or t.ends_on < week.starts_on for t in taken)
    ]
    chosen: list[Span] = []
    spread = count - FREE_CHOICES
    for number in range(count):
        near = APART if number < spread else ONE_WEEK
        free = [w for w in open_weeks if all(_apart(w, c) >= near for c in chosen)]
        # Not so far that the last of those to be spread finds no room.
        free = [w for w in free if number >= spread or _room(open_weeks, [*chosen, w]) >= spread]
        chosen.append(random.choices(free, [_popularity(w) for w in free])[0])
    return sorted(chosen, key=lambda week: -_popularity(week) * random.uniform(0.5, 1.5))


def _apart(one: Span, other: Span) -> timedelta:
    return abs(one.starts_on - other.starts_on)


def _room(open_weeks: Sequence[Span], chosen: Sequence[Span]) -> int:
    """How many weeks far apart there can be in all, those chosen included."""
    count, last = len(chosen), None
    for week in open_weeks:
        clear = all(_apart(week, other) >= APART for other in chosen)
        if clear and (last is None or _apart(week, last) >= APART):
            count, last = count + 1, week
    return count


def _popularity(week: Span) -> float:
    """Holidays most, then the summer and the spring."""
    if any(_is_festive(day) for day in week.days()):
        return 5
    month = week.starts_on.month
    return {6: 2.5, 7: 2.5, 8: 2.5, 3: 2, 4: 1.5, 12: 2}.get(month, 1)


def _is_festive(day: date) -> bool:
    """From the day before Christmas to New Year, and Thanksgiving, the fourth Thursday."""
    if (day.month, day.day) >= (12, 24) or (day.month, day.day) == (1, 1):
        return True
    return day.month == 11 and day.isoweekday() == 4 and 22 <= day.day <= 28
