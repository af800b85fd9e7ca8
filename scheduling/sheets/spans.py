"""Days as people write them in a cell: “Jul 8-14”, “7/8 - 7/14”, “Dec 28-Jan 3, Feb 2”."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
JULY = 7

Span = tuple[date, date]

_BRACKETS = re.compile(r"\([^)]*\)")
_DAY = r"(?:(?P<{0}month>[A-Za-z]{{3,9}})\.?\s*|(?P<{0}number>\d{{1,2}})[/-])?(?P<{0}day>\d{{1,2}})(?:/(?P<{0}year>\d{{2,4}}))?"
_SPAN = re.compile(
    r"\s*" + _DAY.format("first") + r"(?:\s*(?:-|\u2013|to)\s*" + _DAY.format("last") + r")?\s*"
)


def words_of(spans: Iterable[Span]) -> str:
    """As they are written into a workbook."""
    return ", ".join(_words(first, last) for first, last in spans)


def _words(first: date, last: date) -> str:
    start = f"{first:%b} {first.day}"
    if first == last:
        return start
    end = str(last.day) if last.month == first.month else f"{last:%b} {last.day}"
    return f"{start}-{end}"


def read_spans(text: str, *, year: int) -> list[Span] | None:
    """The days in a text, in the academic year that begins in `year`; None: it says something else.

    What stands in brackets is left out.
    """
    found: list[Span] = []
    for part in re.split(r"[,;\n]", _BRACKETS.sub("", text)):
        if part.strip():
            span = _span(part, year)
            if span is None:
                return None
            found.append(span)
    return found


def _span(text: str, year: int) -> Span | None:
    match = _SPAN.fullmatch(text)
    if match is None:
        return None
    first_month = _month(match, "first", None)
    if first_month is None:
        return None
    try:
        first = _date(first_month, int(match["firstday"]), year)
        if not match["lastday"]:
            return first, first
        last_month = _month(match, "last", first_month)
        last = _date(last_month or first_month, int(match["lastday"]), year)
    except ValueError:
        return None
    return (first, last) if first <= last else None


def _month(match: re.Match[str], part: str, otherwise: int | None) -> int | None:
    if match[f"{part}number"]:
        return int(match[f"{part}number"])
    word = (match[f"{part}month"] or "").lower()[:3]
    if not word:
        return otherwise
    return MONTHS.index(word) + 1 if word in MONTHS else None


def _date(month: int, day: int, year: int) -> date:
    return date(year if month >= JULY else year + 1, month, day)
