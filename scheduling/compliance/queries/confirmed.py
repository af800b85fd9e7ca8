"""Which days people have confirmed, and of which nobody knows what was worked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from people.models import Person, Program
from scheduling.compliance.models import ConfirmedDay
from scheduling.engine.readings import Stay


class Confirmed:
    """The confirmed days of a program, or of one person in it, between two days; one query."""

    def __init__(
        self, program: Program, first: date, last: date, *, person: Person | None = None
    ) -> None:
        rows = ConfirmedDay.objects.standing().between(first, last).filter(program=program)
        rows = rows.filter(person=person) if person else rows
        self._days: dict[int, set[date]] = defaultdict(set)
        for key, day in rows.order_by().values_list("person_id", "day"):
            self._days[key].add(day)

    def of(self, person: int) -> set[date]:
        return self._days.get(person, set())

    def unknown(self, person: int, stays: Iterable[Stay], *, before: date) -> Iterator[date]:
        """Days that are over, on which the person was there, and that nobody confirmed."""
        known = self.of(person)
        for stay in stays:
            yield from (day for day in stay.days() if day < before and day not in known)
