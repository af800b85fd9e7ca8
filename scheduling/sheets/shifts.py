"""Assignments of other programs, day by day, as what they are here: calls, half-days, rotations, leave."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from scheduling.engine.academic_year import Block, halves

from .entries import Entry, Sort
from .pages import SLOTS

FRIDAY = 5
ONE_DAY = timedelta(days=1)


def placed(
    entries: Iterable[Entry], kind_of: Callable[[str], str | None], periods: Sequence[Block]
) -> Iterator[Entry]:
    """Every entry that is no shift as it is; a shift by what its name means.

    What means nothing yet stays a shift.
    """
    runs: dict[tuple[str, str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        kind = kind_of(entry.what) if entry.sort == Sort.SHIFT else None
        if kind == Sort.CALL:
            yield replace(entry, sort=Sort.CALL, slot="", named=Sort.SHIFT)
        elif kind == Sort.HALF_DAY:
            for slot in (entry.slot,) if entry.slot else SLOTS:
                yield replace(entry, sort=Sort.HALF_DAY, slot=slot, named=Sort.SHIFT)
        elif kind:
            runs[kind, entry.who, entry.what].append(entry)
        else:
            yield entry
    for (kind, _, _), shifts in runs.items():
        yield from _rotations(shifts, periods) if kind == Sort.ROTATION else _leave(shifts)


def _days(shifts: Iterable[Entry]) -> set[date]:
    found: set[date] = set()
    for shift in shifts:
        length = ((shift.last_day or shift.day) - shift.day).days + 1
        found |= {shift.day + n * ONE_DAY for n in range(length)}
    return found


def _rotations(shifts: Sequence[Entry], periods: Sequence[Block]) -> Iterator[Entry]:
    """A half of a block, or all of it, of whose weekdays most are there."""
    days = _days(shifts)
    for block in periods:
        taken = [half for half in halves(block) if _is_mostly(days, list(half.days()))]
        if not taken:
            continue
        first, last = taken[0].starts_on, taken[-1].ends_on
        yield replace(
            shifts[0], sort=Sort.ROTATION, day=first, last_day=last, slot="", named=Sort.SHIFT
        )


def _is_mostly(days: set[date], span: Sequence[date]) -> bool:
    weekdays = [day for day in span if day.isoweekday() <= FRIDAY]
    return 2 * sum(day in days for day in weekdays) > len(weekdays)


def _leave(shifts: Sequence[Entry]) -> Iterator[Entry]:
    """Days in a row as one leave."""
    days = sorted(_days(shifts))
    starts = [day for day in days if day - ONE_DAY not in days]
    ends = [day for day in days if day + ONE_DAY not in days]
    for first, last in zip(starts, ends, strict=True):
        yield replace(
            shifts[0], sort=Sort.LEAVE, day=first, last_day=last, slot="", named=Sort.SHIFT
        )
