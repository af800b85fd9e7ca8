"""Which weeks of leave an invented resident wishes for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import cache
from random import Random

from scheduling.engine.academic_year import Span, weeks, year_span

APART = 35  # days
FREE_CHOICES = 2
"""All but so many of the weeks lie so far apart that no block is touched by two of them, and are
asked for by no more of a group than can be away at once; the others go by what is popular."""

ONE_WEEK = timedelta(days=7)


def rank_weeks(
    year: int, count: int, taken: Sequence[Span], full: Sequence[Span], random: Random
) -> tuple[list[Span], list[Span]]:
    """So many weeks, Monday to Sunday, the most wished for first, clear of what is taken.

    Those that can be had whatever the others ask for, clear of the full weeks, are told apart.
    """
    span = year_span(year)
    open_weeks = [
        week
        for week in weeks(span.starts_on + timedelta(days=28), span.ends_on - 2 * ONE_WEEK)
        if all(week.ends_on < t.starts_on or t.ends_on < week.starts_on for t in taken)
    ]
    sure = _spread([w for w in open_weeks if w not in full], count - FREE_CHOICES, random)
    chosen = list(sure)
    for _ in range(FREE_CHOICES):
        free = [week for week in open_weeks if week not in chosen]
        chosen.append(random.choices(free, [_popularity(week) ** 2 for week in free])[0])
    ranked = sorted(chosen, key=lambda week: -_popularity(week) * random.uniform(0.5, 1.5))
    return ranked, sure


def _spread(open_weeks: Sequence[Span], count: int, random: Random) -> list[Span]:
    """Weeks far apart, none so placed that the last of them finds no room."""
    chosen: list[Span] = []
    clear = {week.starts_on.toordinal(): week for week in open_weeks}
    while len(chosen) < count:
        missing = count - len(chosen) - 1
        free = [week for day, week in clear.items() if _room(clear, day) >= missing]
        chosen.append(random.choices(free, [_popularity(week) for week in free])[0])
        last = chosen[-1].starts_on.toordinal()
        clear = {day: week for day, week in clear.items() if abs(day - last) >= APART}
    return chosen


def _room(clear: Iterable[int], chosen: int) -> int:
    """How many more weeks far apart there can be beside one of those that are clear."""
    count, earliest = 0, 0
    for day in clear:
        if day >= earliest and abs(day - chosen) >= APART:
            count, earliest = count + 1, day + APART
    return count


@cache
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
