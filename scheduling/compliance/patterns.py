"""Patterns in how hours were entered that are worth a look; none of them proves anything."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

ALIKE_WEEKS = 3
AT_ONCE = timedelta(minutes=15)
LATE = timedelta(days=14)
MANY_DAYS = 14
JUST_BELOW = 0.975
ROTATIONS = 3
LONG_WEEK = 60
QUIET_DAYS = 56
QUIET_CALLS = 10
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Entry:
    """Work that somebody logged, by the clocks of the program."""

    kind: str
    starts_at: datetime
    minutes: int

    @property
    def monday(self) -> date:
        day = self.starts_at.date()
        return day - timedelta(days=day.isoweekday() - 1)

    @property
    def shape(self) -> tuple[object, ...]:
        """What it is like, whichever week it is in."""
        return self.kind, self.starts_at.isoweekday(), self.starts_at.time(), self.minutes


@dataclass(frozen=True, slots=True)
class Confirmation:
    day: date
    at: datetime


@dataclass(frozen=True, slots=True)
class Average:
    """A rotation that is over: hours a week, and the share of the limit that is used."""

    label: str
    weekly: float
    share: float


@dataclass(frozen=True)
class Record:
    """What one person entered, and what their rotations came to."""

    entries: Sequence[Entry] = ()
    confirmations: Sequence[Confirmation] = ()
    averages: Sequence[Average] = ()
    home_calls: int = 0


def patterns(record: Record) -> Iterator[str]:
    """A sentence for each pattern, with the numbers it rests on."""
    yield from _copied(record.entries)
    yield from _at_once(record.confirmations)
    yield from _just_below(record.averages)
    yield from _nothing_different(record)
    yield from _never_called(record)


def _copied(entries: Iterable[Entry]) -> Iterator[str]:
    """Weeks in a row with the very same entries."""
    weeks: dict[date, list[tuple[object, ...]]] = defaultdict(list)
    for entry in entries:
        weeks[entry.monday].append(entry.shape)
    run: list[date] = []
    for monday in [*sorted(weeks), date.max]:
        same = run and monday == run[-1] + WEEK and sorted(weeks[monday]) == sorted(weeks[run[-1]])
        if run and not same:
            if len(run) >= ALIKE_WEEKS:
                yield (
                    f"{len(run)} weeks in a row from {run[0]:%d %b %Y} have the very same entries."
                )
            run = []
        run.append(monday)


def _at_once(confirmations: Iterable[Confirmation]) -> Iterator[str]:
    """Many days confirmed within minutes, long after the first of them."""
    ordered = sorted(confirmations, key=lambda each: each.at)
    sittings: list[list[Confirmation]] = []
    for each in ordered:
        if sittings and each.at - sittings[-1][-1].at <= AT_ONCE:
            sittings[-1].append(each)
        else:
            sittings.append([each])
    for sitting in sittings:
        first, entered = min(each.day for each in sitting), sitting[0].at.date()
        if len(sitting) >= MANY_DAYS and entered - first >= LATE:
            yield (
                f"{len(sitting)} days were confirmed in one go on {entered:%d %b %Y}, up to "
                f"{(entered - first).days} days late."
            )


def _just_below(averages: Sequence[Average]) -> Iterator[str]:
    """Several rotations just within the limit, and none beyond it."""
    near = [each for each in averages if JUST_BELOW <= each.share <= 1]
    if len(near) >= ROTATIONS and not any(each.share > 1 for each in averages):
        hours = ", ".join(f"{each.weekly:.1f} h ({each.label})" for each in near)
        yield f"{len(near)} rotations end just below the limit and none above it: {hours}."


def _nothing_different(record: Record) -> Iterator[str]:
    """Long weeks, all of them exactly as planned."""
    long = [each for each in record.averages if each.weekly >= LONG_WEEK]
    if long and not record.entries and len(record.confirmations) >= QUIET_DAYS:
        yield (
            f"{len(record.confirmations)} days were confirmed without a single entry, though "
            f"{len(long)} rotation{'s' if len(long) > 1 else ''} had {LONG_WEEK} h a week or more."
        )


def _never_called(record: Record) -> Iterator[str]:
    """Home call that never rang."""
    called = any(entry.kind in ("called_in", "from_home") for entry in record.entries)
    if record.home_calls >= QUIET_CALLS and not called:
        yield f"{record.home_calls} home calls are over, and no interruption was logged."


def median_delay(confirmations: Iterable[Confirmation]) -> int | None:
    """How many days after a day it was usually confirmed."""
    delays = sorted((each.at.date() - each.day).days for each in confirmations)
    return delays[len(delays) // 2] if delays else None
