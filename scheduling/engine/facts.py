"""The vocabulary of rules: who does what, who works when, as columns of numbers.

A column is first of all a pair (person, duty), 1 when the person does the duty; after the pairs
come facts derived from them. Moments are minutes since 1970 UTC, days are ordinals of the
program's calendar, so that both can be compared and subtracted in bulk.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from scheduling.engine.derived import AnyOf, ClearDays, Derived, Ints
from scheduling.engine.pairs import (
    ATTENDED,
    COUNTED,
    IN_HOUSE,
    LOGGED,
    ON_DUTY,
    Flags,
    Pairs,
    minute,
)
from scheduling.engine.paths import Paths
from scheduling.engine.problem import Away, Kind, Pair, Problem, Work

if TYPE_CHECKING:
    from scheduling.engine.worked import Pieces

__all__ = [
    "ATTENDED",
    "COUNTED",
    "IN_HOUSE",
    "LOGGED",
    "ON_DUTY",
    "Facts",
    "Flags",
    "Intervals",
    "minute",
]

NIGHT_HOUR = time(3)
"""Whoever works in house at this hour has worked the night that began the evening before."""


@dataclass(frozen=True, eq=False)
class Intervals:
    """Times in which a person may be working, sorted by person, start and end."""

    person: Ints
    start: Ints
    end: Ints
    care_end: Ints  # until when there are patients to care for; the start, if there are none
    call: Flags
    column: Ints  # the fact "works in this interval"

    @cached_property
    def times(self) -> list[tuple[int, int, int]]:
        """Person, start and end of each: Python's own numbers, quick to look at one by one."""
        return list(zip(self.person.tolist(), self.start.tolist(), self.end.tolist(), strict=True))

    def of(self, person: int) -> slice:
        return slice(bisect_left(self.times, (person,)), bisect_left(self.times, (person + 1,)))

    def starting(self, person: int, first: int, beyond: int) -> range:
        """The person's intervals that start in [first, beyond)."""
        left = bisect_left(self.times, (person, first))
        return range(left, bisect_left(self.times, (person, beyond)))

    def between(self, first: int, second: int) -> tuple[int, ...]:
        """Intervals of the same person after the end of the first and before the second starts."""
        person, _, start = self.times[first]
        end = self.times[second][1]
        inside = self.starting(person, start, end)
        return tuple(index for index in inside if self.times[index][2] <= end)


class Facts(Pairs):
    """The columns of a problem: its pairs, and what follows from them."""

    def __init__(self, problem: Problem, also: Iterable[Pair] = ()) -> None:
        super().__init__(problem, also)
        self.derived: list[Derived] = []
        self.pieces: dict[tuple[Work, ...], Pieces] = {}  # as `worked` finds them
        self.columns = self.pairs

    def any_of(self, key: Ints, column: Ints) -> tuple[Ints, Ints]:
        """One fact for each distinct key: it holds when a pair with that key does.

        Returns the keys and the columns of their facts. A key with one pair is that pair.
        """
        order = np.lexsort((column, key))
        keys, starts = np.unique(key[order], return_index=True)
        members = column[order]
        sizes = np.diff(np.append(starts, len(members)))
        columns = members[starts].copy()
        several = sizes > 1
        if several.any():
            fact = AnyOf(
                self.columns,
                np.concatenate([[0], np.cumsum(sizes[several])]),
                members[np.repeat(several, sizes)],
            )
            columns[several] = self._add(fact)
        return keys, columns

    def _add(self, fact: Derived) -> Ints:
        self.derived.append(fact)
        self.columns += fact.count
        return np.arange(fact.first, self.columns)

    def values(self, vector: Ints) -> Ints:
        """The value of every column, given those of the pairs."""
        parts = [vector[: self.pairs]]
        parts += [fact.values(vector, np.arange(fact.count)) for fact in self.derived]
        return np.concatenate(parts)

    @cached_property
    def intervals(self) -> Intervals:
        """When people may be scheduled to work in house."""
        return self._intervals(*IN_HOUSE)

    @cached_property
    def attended(self) -> Intervals:
        """The same with work in house that was logged; being called in is call."""
        if not self.of_work(*set(ATTENDED).difference(IN_HOUSE))[self.duty].any():
            return self.intervals
        return self._intervals(*ATTENDED)

    def _intervals(self, *works: Work) -> Intervals:
        """Duties of the same time are one interval."""
        call = self.of_work(Work.CALL, Work.CALLED_IN)
        column = np.flatnonzero(self.of_work(*works)[self.duty])
        if not len(column):
            return Intervals(_NONE, _NONE, _NONE, _NONE, _NONE > 0, _NONE)
        duty = self.duty[column]
        length, since = self.end[duty] - self.start[duty], int(self.start[duty].min())
        starts, lengths = int(self.start[duty].max()) - since + 1, int(length.max()) + 1
        cares = self.of_work(Work.CARE, Work.CALL, Work.CALLED_IN)[duty]
        care = np.where(cares, length - self.handover[duty], 0)
        # One number per (person, start, length, care, call), so that one sort groups them all.
        key = (self.person[column] * starts + self.start[duty] - since) * lengths + length
        keys, facts = self.any_of(2 * (key * lengths + care) + call[duty], column)
        rest, care = np.divmod(keys // 2, lengths)
        rest, length = np.divmod(rest, lengths)
        person, start = np.divmod(rest, starts)
        start += since
        return Intervals(person, start, start + length, start + care, (keys & 1) > 0, facts)

    @cached_property
    def nights(self) -> tuple[Ints, Ints, Ints]:
        """Person, night (the day on which it began) and the fact "works that night in house"."""
        column = np.flatnonzero(self.of_work(*IN_HOUSE)[self.duty] & (self.night > 0)[self.duty])
        key, facts = self.any_of(
            self.person[column] * _DAYS + self.night[self.duty[column]], column
        )
        return key // _DAYS, key % _DAYS, facts

    @cached_property
    def worked_days(self) -> tuple[Ints, Ints, Ints]:
        """Person, day and the fact "begins a duty, in house or at home, on that day"."""
        return self.days_of(self.of_work(*ON_DUTY))

    @cached_property
    def work_days(self) -> tuple[Ints, Ints, Ints]:
        """Person, day and the fact "begins work in house on that day"; calls are left out."""
        return self.days_of(self.of_work(Work.CARE, Work.EDUCATION))

    def days_of(self, which: Flags) -> tuple[Ints, Ints, Ints]:
        """Person, day and the fact "begins one of these duties on that day", in this order."""
        column = np.flatnonzero(which[self.duty])
        key, facts = self.any_of(
            self.person[column] * _DAYS + self.first_day[self.duty[column]], column
        )
        return key // _DAYS, key % _DAYS, facts

    @cached_property
    def worked_weekends(self) -> tuple[Ints, Ints, Ints]:
        """Person, Saturday and the fact "begins a duty on that Saturday or the Sunday after"."""
        column = np.flatnonzero(self.of_work(*ON_DUTY)[self.duty])
        # Ordinal 1 was a Monday: Saturdays leave 6, Sundays 0.
        day = self.first_day[self.duty[column]]
        ends_week = np.isin(day % 7, (6, 0))
        column, day = column[ends_week], day[ends_week]
        saturday = day - (day % 7 == 0)
        key, facts = self.any_of(self.person[column] * _DAYS + saturday, column)
        return key // _DAYS, key % _DAYS, facts

    @cached_property
    def paths(self) -> Paths:
        """The ways through rotations that have a place; a period begins when any of them does."""
        placed = self.of_kind(Kind.ROTATION) & np.array(
            [bool(d.place) for d in self.problem.duties]
        )
        column = np.flatnonzero(placed[self.duty])
        duty = self.duty[column]
        moments = np.unique(self.start[np.flatnonzero(placed)])
        places, place = np.unique([d.place for d in self.problem.duties], return_inverse=True)
        begin, beyond = (np.searchsorted(moments, at[duty]) for at in (self.start, self.end))
        entry = np.repeat(np.arange(len(column)), beyond - begin)
        step = np.arange(len(entry)) - np.repeat(
            np.cumsum(beyond - begin) - (beyond - begin), beyond - begin
        )
        paths = Paths(
            first=self.columns,
            people=len(self.problem.people),
            periods=len(moments),
            places=len(places),
            pair=column[entry],
            owner=self.person[column[entry]],
            period=begin[entry] + step,
            place=place[duty[entry]],
        )
        self._add(paths)
        return paths

    @cached_property
    def night(self) -> Ints:
        """Of each duty the day on whose evening the night began that it spans; 0 for none."""
        return np.array([_night_of(d.starts_at, d.ends_at) for d in self.problem.duties])

    def clear_days(self) -> Ints:
        """Columns of "clear days in span i", one for each span of the problem."""
        return self._clear_days

    @cached_property
    def _clear_days(self) -> Ints:
        column = np.flatnonzero(self.of_work(*ON_DUTY, *LOGGED)[self.duty])
        away = self.problem.away
        owner = [self.problem.person_index[a.person] for a in away]
        start = [minute(a.starts_at) for a in away]
        end = [minute(a.ends_at) for a in away]
        fields = np.concatenate(
            [
                [
                    column,
                    self.person[column],
                    self.start[self.duty[column]],
                    self.end[self.duty[column]],
                ],
                [[-1] * len(away), owner, start, end],
            ],
            axis=1,
        ).astype(np.int64)
        column, owners, starts, ends = fields[:, np.lexsort((fields[2], fields[1]))]
        return self._add(
            ClearDays(
                first=self.columns,
                column=column,
                owner=owners,
                start=starts,
                end=ends,
                person=self.span_person,
                low=self.span_start,
                high=self.span_end,
            )
        )

    # Spans: the averaging windows, one entry each

    @cached_property
    def span_person(self) -> Ints:
        index = self.problem.person_index
        return np.array([index[s.person] for s in self.problem.spans], dtype=np.int64)

    @cached_property
    def span_first(self) -> Ints:
        return np.array([s.first_day.toordinal() for s in self.problem.spans], dtype=np.int64)

    @cached_property
    def span_last(self) -> Ints:
        return np.array([s.last_day.toordinal() for s in self.problem.spans], dtype=np.int64)

    @cached_property
    def span_start(self) -> Ints:
        return np.array([self._midnight(day) for day in self.span_first], dtype=np.int64)

    @cached_property
    def span_end(self) -> Ints:
        return np.array([self._midnight(day + 1) for day in self.span_last], dtype=np.int64)

    @cached_property
    def present_halves(self) -> Ints:
        """Half-days of each span on which the person is not away: the denominator of averages."""
        total = 2 * (self.span_last - self.span_first + 1)
        return total - self.away_halves(self.span_person, self.span_first, self.span_last)

    def away_halves(self, person: Ints, first_day: Ints, last_day: Ints) -> Ints:
        """Half-days on which each person is away, from a day to a day."""
        left = np.searchsorted(self._away, 2 * (person * _DAYS + first_day))
        return np.searchsorted(self._away, 2 * (person * _DAYS + last_day + 1)) - left

    @cached_property
    def _away(self) -> Ints:
        """Person and half-day, each once, as one number in order."""
        index = self.problem.person_index
        halves = {
            2 * index[a.person] * _DAYS + half for a in self.problem.away for half in _halves(a)
        }
        return np.array(sorted(halves), dtype=np.int64)

    def in_spans(self, which: Flags) -> tuple[Ints, Ints, Ints]:
        """Span, pair and minutes inside, for pairs whose duty is in `which`, person by person."""
        found = [self._in_span(row, which) for row in range(len(self.problem.spans))]
        if not found:
            return _NONE, _NONE, _NONE
        spans = np.repeat(np.arange(len(found)), [len(columns) for columns, _ in found])
        return (
            spans,
            np.concatenate([columns for columns, _ in found]),
            np.concatenate([minutes for _, minutes in found]),
        )

    def _in_span(self, row: int, which: Flags) -> tuple[Ints, Ints]:
        mine = self.of_person(self.span_person[row])
        duty = self.duty[mine]
        minutes = np.minimum(self.end[duty], self.span_end[row]) - np.maximum(
            self.start[duty], self.span_start[row]
        )
        inside = np.flatnonzero((minutes > 0) & which[duty])
        return inside + mine.start, minutes[inside]


_DAYS = 10_000_000  # more than any ordinal of a day
_NONE = np.zeros(0, dtype=np.int64)


def _night_of(starts_at: datetime, ends_at: datetime) -> int:
    """The day on whose evening the night began that the duty spans, as an ordinal; 0 for none."""
    for day in (starts_at.date(), starts_at.date() + timedelta(days=1)):
        if starts_at <= datetime.combine(day, NIGHT_HOUR, starts_at.tzinfo) < ends_at:
            return day.toordinal() - 1
    return 0


def _halves(away: Away) -> range:
    """Half-days of an absence: twice the day's ordinal, one more for the afternoon."""
    first = 2 * away.starts_at.toordinal() + (away.starts_at.hour >= 12)
    return range(first, 2 * away.ends_at.toordinal() + (away.ends_at.hour >= 12))
