"""Who may do what as columns of numbers, and what each duty is, one entry each.

Moments are minutes since 1970 UTC, days are ordinals of the program's calendar, so that both can be
compared and subtracted in bulk.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from scheduling.engine.derived import Ints
from scheduling.engine.problem import Kind, Pair, Problem, Roster, Work

Flags = NDArray[np.bool_]

IN_HOUSE = (Work.CARE, Work.EDUCATION, Work.CALL)
ON_DUTY = (*IN_HOUSE, Work.HOME_CALL)
LOGGED = (Work.CALLED_IN, Work.FROM_HOME, Work.STAYED, Work.MOONLIGHTING)
COUNTED = (*IN_HOUSE, *LOGGED)
"""What counts as hours of work."""
ATTENDED = (*IN_HOUSE, Work.CALLED_IN, Work.STAYED, Work.MOONLIGHTING)
"""Work in house as it came about: what was scheduled, and what was added to it."""


def minute(moment: datetime) -> int:
    return int(moment.timestamp()) // 60


class Pairs:
    """The pairs (person, duty) of a problem, sorted by person, and how to find them."""

    def __init__(self, problem: Problem, also: Iterable[Pair] = ()) -> None:
        self.problem = problem
        pairs = problem.candidates | problem.fixed | frozenset(also)
        keys = self._keys = np.sort(self._keys_of(pairs))
        self._columns = {key: column for column, key in enumerate(keys.tolist())}
        self.person, self.duty = np.divmod(keys, max(len(problem.duties), 1))
        self.pairs = len(keys)

    def _keys_of(self, pairs: Collection[Pair]) -> Ints:
        """A number for each pair; in order they are the columns."""
        people, duties = self.problem.person_index, self.problem.duty_index
        numbers = (people[person] * len(duties) + duties[duty] for person, duty in pairs)
        return np.fromiter(numbers, dtype=np.int64, count=len(pairs))

    def column(self, person: str, duty: str) -> int | None:
        """The column of a pair, or None when the problem does not ask about it."""
        problem = self.problem
        key = problem.person_index[person] * len(problem.duties) + problem.duty_index[duty]
        return self._columns.get(key)

    def columns_of_pairs(self, pairs: Iterable[Pair]) -> Ints:
        """The columns of pairs that the problem asks about."""
        found = [column for pair in pairs if (column := self.column(*pair)) is not None]
        return np.array(found, dtype=np.int64)

    def columns_of(self, person: str, duties: Iterable[str]) -> Iterator[tuple[int, str]]:
        """The columns of those duties that the problem asks of the person, with the duty."""
        index = self.problem.duty_index
        first_key = self.problem.person_index[person] * len(index)
        for duty in duties:
            column = self._columns.get(first_key + index[duty])
            if column is not None:
                yield column, duty

    def of_person(self, person: int) -> slice:
        left, right = self._person_starts[person : person + 2]
        return slice(left, right)

    @cached_property
    def _person_starts(self) -> Ints:
        return np.searchsorted(self.person, np.arange(len(self.problem.people) + 1))

    def of_duty(self, duty: int) -> Ints:
        starts, order = self._by_duty
        return order[starts[duty] : starts[duty + 1]]

    @cached_property
    def _by_duty(self) -> tuple[Ints, Ints]:
        order = np.argsort(self.duty, kind="stable")
        duties = np.arange(len(self.problem.duties) + 1)
        return np.searchsorted(self.duty[order], duties), order

    @cached_property
    def fixed(self) -> Flags:
        """Pairs that are settled: they are done."""
        result = np.zeros(self.pairs, dtype=bool)
        for person, duty in self.problem.fixed:
            result[self.column(person, duty)] = True
        return result

    def vector(self, roster: Roster) -> Ints:
        """1 for each pair of the roster. Refuses a pair that is not among the columns."""
        result = np.zeros(self.pairs, dtype=np.int64)
        pairs = list(roster.pairs)
        keys = self._keys_of(pairs)
        strange = np.flatnonzero(~np.isin(keys, self._keys))
        if len(strange):
            person, duty = pairs[strange[0]]
            raise KeyError(f"({person}, {duty}) is not among the pairs of this problem.")
        result[np.searchsorted(self._keys, keys)] = 1
        return result

    def roster(self, vector: Ints) -> Roster:
        people, duties = self.problem.people, self.problem.duties
        done = np.flatnonzero(vector[: self.pairs])
        return Roster.of((people[self.person[c]].id, duties[self.duty[c]].id) for c in done)

    # Duties, one entry each

    @cached_property
    def start(self) -> Ints:
        return np.array([minute(d.starts_at) for d in self.problem.duties], dtype=np.int64)

    @cached_property
    def end(self) -> Ints:
        return np.array([minute(d.ends_at) for d in self.problem.duties], dtype=np.int64)

    @cached_property
    def handover(self) -> Ints:
        return np.array([d.handover for d in self.problem.duties], dtype=np.int64)

    @cached_property
    def first_day(self) -> Ints:
        return np.array([d.starts_at.toordinal() for d in self.problem.duties], dtype=np.int64)

    @cached_property
    def last_day(self) -> Ints:
        return np.array([d.last_day.toordinal() for d in self.problem.duties], dtype=np.int64)

    def of_kind(self, *kinds: Kind) -> Flags:
        return np.array([d.kind in kinds for d in self.problem.duties], dtype=bool)

    def of_work(self, *works: Work) -> Flags:
        return np.array([d.work in works for d in self.problem.duties], dtype=bool)

    def tagged(self, tag: str) -> Flags:
        """Which people carry a tag."""
        return np.array([tag in p.tags for p in self.problem.people], dtype=bool)

    def tagged_any(self, tags: frozenset[str]) -> Flags:
        """Which people carry one of the tags; no tags means everybody."""
        return np.array([not tags or bool(tags & p.tags) for p in self.problem.people], dtype=bool)

    def local(self, minute: int) -> datetime:
        """A moment on the program's clock."""
        return datetime.fromtimestamp(int(minute) * 60, UTC).astimezone(self._zone)

    def days(self, minutes: Ints) -> Ints:
        """The day of each moment, as an ordinal."""
        unique, back = np.unique(minutes, return_inverse=True)
        days = np.array([self.local(moment).toordinal() for moment in unique], dtype=np.int64)
        return days[back] if len(days) else unique

    # The calendar

    def midnights(self, days: Ints) -> Ints:
        """The minute at which each day begins."""
        return np.array([self._midnight(day) for day in days.tolist()], dtype=np.int64)

    def _midnight(self, ordinal: int) -> int:
        if ordinal not in self._midnights:
            day = datetime.fromordinal(int(ordinal)).replace(tzinfo=self._zone)
            self._midnights[ordinal] = minute(day)
        return self._midnights[ordinal]

    @cached_property
    def _midnights(self) -> dict[int, int]:
        return {}

    @cached_property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.problem.zone)
