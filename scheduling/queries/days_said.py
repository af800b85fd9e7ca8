"""Days as people write them: Jan 5, 5 January 2027, 1/5, 2027-01-05, tomorrow."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

WITH_YEAR = (*("%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y", "%b %d %Y", "%B %d %Y", "%d %b %Y", "%d %B %Y"),)
WITHOUT = ("%b %d", "%B %d", "%d %b", "%d %B", "%m/%d")
LEAP = 2024
"""February 29 is a day in some years."""
NAMED = {"today": 0, "tomorrow": 1, "yesterday": -1}


def days_said(text: str, today: date) -> tuple[date, ...]:
    """The days that may be meant, the nearest first; without a year, of three years."""
    plain = text.replace(",", " ").replace(".", " ")
    plain = " ".join(plain.split())
    if plain.casefold() in NAMED:
        return (today + timedelta(days=NAMED[plain.casefold()]),)
    found = [*_with_year(plain), *_without(plain, today)]
    return tuple(sorted(dict.fromkeys(found), key=lambda day: abs((day - today).days)))


def _with_year(plain: str) -> Iterator[date]:
    for form in WITH_YEAR:
        try:
            yield datetime.strptime(plain, form).date()  # noqa: DTZ007 -- A day has no zone.
        except ValueError:
            continue


def _without(plain: str, today: date) -> Iterator[date]:
    for form in WITHOUT:
        try:
            said = datetime.strptime(f"{plain} {LEAP}", f"{form} %Y")  # noqa: DTZ007
        except ValueError:
            continue
        for year in (today.year - 1, today.year, today.year + 1):
            if (said.month, said.day) != (2, 29) or _leaps(year):
                yield date(year, said.month, said.day)


def _leaps(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
