"""The calendar of a program: academic years, their blocks, halves of blocks, weeks and holidays.

An academic year runs from 1 July to 30 June and is named by the calendar year in which it starts.
Two kinds of week exist side by side. Calendar weeks run from Monday to Sunday; leave is counted in
them. The weeks of a block, by which weekly patterns are told apart and in which weekly shares are
counted, are sevens from the first day of the block, so that each holds every weekday once; days
beyond the 28th count as week 4.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from holidays import country_holidays

WEEK = timedelta(days=7)
ONE_DAY = timedelta(days=1)
FOUR_WEEKS = timedelta(days=28)
FIRST_HALF_DAYS = 14
THURSDAY = 4
BLOCKS_OF_FOUR_WEEKS = 13
WEEKS_IN_A_YEAR = 52


class Style(StrEnum):
    """How a program cuts its year into blocks."""

    THURSDAY = "thursday_blocks"
    FOUR_WEEKS = "four_weeks"
    MONTHS = "months"
    WEEKS = "weeks"


@dataclass(frozen=True, slots=True)
class Span:
    """Days from the first to the last, both included."""

    starts_on: date
    ends_on: date

    def __post_init__(self) -> None:
        if self.ends_on < self.starts_on:
            raise ValueError(f"A span cannot end on {self.ends_on} before it starts.")

    @property
    def length(self) -> int:
        return (self.ends_on - self.starts_on).days + 1

    def holds(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on

    def days(self) -> Iterator[date]:
        for offset in range(self.length):
            yield self.starts_on + timedelta(days=offset)


@dataclass(frozen=True, slots=True)
class Block(Span):
    """A numbered period of the year. `lead` is how many of its days lie before its day 1."""

    number: int
    lead: int = 0

    @property
    def day_one(self) -> date:
        return self.starts_on + timedelta(days=self.lead)


@dataclass(frozen=True, slots=True)
class Half(Span):
    """The first or second half of a block, counted through the year as `index` from 0."""

    block: int
    number: int
    index: int


def year_span(year: int) -> Span:
    return Span(date(year, 7, 1), date(year + 1, 6, 30))


def blocks(year: int, style: str) -> tuple[Block, ...]:
    """The blocks of the year, without gap or overlap.

    Thursday blocks are numbered from 0, the days before the first Thursday; there is no block 0
    in a year that starts on a Thursday. Every other style is numbered from 1.
    """
    starts, first_number = _block_starts(year, Style(style))
    ends = [start - ONE_DAY for start in starts[1:]] + [year_span(year).ends_on]
    return tuple(
        Block(start, end, first_number + i)
        for i, (start, end) in enumerate(zip(starts, ends, strict=True))
    )


def rotation_periods(year: int, style: str) -> tuple[Block, ...]:
    """The blocks in which rotations are placed: block 0, if there is one, is part of block 1."""
    first, *rest = blocks(year, style)
    if first.number:
        return (first, *rest)
    return (Block(first.starts_on, rest[0].ends_on, 1, lead=first.length), *rest[1:])


def halves(block: Block) -> tuple[Span, ...]:
    """Days 1 to 14 and the rest. A block of fewer than 15 days has one half: itself.

    Days that lead into a block belong to its first half.
    """
    second_starts = block.day_one + timedelta(days=FIRST_HALF_DAYS)
    if second_starts > block.ends_on:
        return (Span(block.starts_on, block.ends_on),)
    return (
        Span(block.starts_on, second_starts - ONE_DAY),
        Span(second_starts, block.ends_on),
    )


def rotation_halves(year: int, style: str) -> tuple[Half, ...]:
    """Every half of every rotation period, in order."""
    parts = [
        (block.number, number, span)
        for block in rotation_periods(year, style)
        for number, span in enumerate(halves(block), start=1)
    ]
    return tuple(
        Half(span.starts_on, span.ends_on, block, number, index)
        for index, (block, number, span) in enumerate(parts)
    )


def week_in_block(day: date, block: Block) -> int:
    """1 to 4: sevens from day 1 of the block.

    Days that lead into the block are of week 1, days beyond the 28th of week 4.
    """
    if not block.holds(day):
        raise ValueError(f"{day} is not in block {block.number}.")
    week = (day - block.day_one).days // 7 + 1
    return min(max(week, 1), 4)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.isoweekday() - 1)


def weeks(first_day: date, last_day: date) -> tuple[Span, ...]:
    """The whole weeks, Monday to Sunday, that touch these days."""
    mondays = []
    monday = monday_of(first_day)
    while monday <= last_day:
        mondays.append(Span(monday, monday + WEEK - ONE_DAY))
        monday += WEEK
    return tuple(mondays)


def federal_holidays(year: int) -> dict[date, str]:
    """The holidays of the United States in the academic year, in order.

    One that falls on a weekend is there twice: on its own day, and on the weekday on which it is
    observed.
    """
    span = year_span(year)
    calendar = country_holidays("US", years=(year, year + 1), observed=True)
    return {day: calendar[day] for day in sorted(calendar) if span.holds(day)}


def _block_starts(year: int, style: Style) -> tuple[Sequence[date], int]:
    """First days of the blocks, and the number of the first."""
    first = year_span(year).starts_on
    if style is Style.THURSDAY:
        until_thursday = timedelta(days=(THURSDAY - first.isoweekday()) % 7)
        starts = _every_four_weeks(first + until_thursday)
        return ([first, *starts], 0) if until_thursday else (starts, 1)
    if style is Style.FOUR_WEEKS:
        return _every_four_weeks(first), 1
    if style is Style.MONTHS:
        return [date(year + (month < 7), month, 1) for month in (*range(7, 13), *range(1, 7))], 1
    return _week_starts(year), 1


def _every_four_weeks(first: date) -> list[date]:
    return [first + i * FOUR_WEEKS for i in range(BLOCKS_OF_FOUR_WEEKS)]


def _week_starts(year: int) -> list[date]:
    """52 weeks that change on Mondays; too short a week at either end joins its neighbor."""
    span = year_span(year)
    mondays = [week.starts_on for week in weeks(span.starts_on + ONE_DAY, span.ends_on)]
    changes = [day for day in mondays if day > span.starts_on]
    while len(changes) >= WEEKS_IN_A_YEAR:
        before = (changes[0] - span.starts_on).days
        after = (span.ends_on - changes[-1]).days + 1
        del changes[0 if before < after else -1]
    return [span.starts_on, *changes]
