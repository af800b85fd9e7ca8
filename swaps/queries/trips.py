"""The answer to a trip plan, in its reader's words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from people.models import Person
from swaps.models import TripPlan
from swaps.queries.matches import legs_in_words


@dataclass(frozen=True, slots=True)
class Way:
    """A swap that would clear a duty: in words, and how good it is."""

    lines: tuple[str, ...]
    points: int


@dataclass(frozen=True, slots=True)
class CallInTheWay:
    row: int
    label: str
    closed: bool
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class TripDays:
    """Some days: what is done then, and how it could be cleared."""

    first: date
    last: date
    free: bool
    work: tuple[str, ...]
    calls: tuple[CallInTheWay, ...]
    together: tuple[Way, ...]

    @property
    def can_be_freed(self) -> bool:
        """By swaps alone."""
        return not self.work and bool(self.together)


def trip_days(trip: TripPlan | None, reader: Person) -> list[TripDays]:
    if trip is None:
        return []
    people = Person.objects.in_bulk(
        {
            person
            for day in trip.days
            for matches in (day["together"], *(call["matches"] for call in day["calls"]))
            for match in matches
            for person in match["people"]
        }
    )
    return [_days(day, people, reader) for day in trip.days]


def _days(day: Mapping[str, Any], people: Mapping[int, Person], reader: Person) -> TripDays:
    return TripDays(
        first=date.fromisoformat(day["first"]),
        last=date.fromisoformat(day["last"]),
        free=day["free"],
        work=tuple(day["work"]),
        calls=tuple(
            CallInTheWay(
                call["row"],
                call["label"],
                call["closed"],
                tuple(_way(match, people, reader) for match in call["matches"]),
            )
            for call in day["calls"]
        ),
        together=tuple(_way(match, people, reader) for match in day["together"]),
    )


def _way(match: Mapping[str, Any], people: Mapping[int, Person], reader: Person) -> Way:
    return Way(tuple(legs_in_words(match["legs"], people, reader)), match["points"])
