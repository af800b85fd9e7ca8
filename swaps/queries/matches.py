"""Matches as one reader sees them: what they give and take, how good it is, and their own sums."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from people.models import Person
from people.wording import listed, said
from swaps.models import SwapOffer

FACTORS = {
    "wishes": said("Wishes"),
    "fairness": said("Fairness"),
    "nearness": said("Nearness"),
    "history": said("History"),
    "shape": said("Shape of the schedule"),
}
DISCREET = said("It does not fit with what they do or with their rest.")
"""What is told of others to those who do not plan: why they are away stays with them."""


@dataclass(frozen=True, slots=True)
class FactorLine:
    """One of the five factors of the ranking."""

    name: str
    percent: int
    weight: int
    reason: str


@dataclass(frozen=True, slots=True)
class LimitLine:
    """A sum of somebody before and after, beside its limit."""

    who: str
    title: str
    label: str
    before: str
    after: str
    limit: str


@dataclass(frozen=True, slots=True)
class MatchLine:
    """One way to trade, in the reader's words."""

    number: int
    manner: str
    points: int
    lines: tuple[str, ...]
    reasons: tuple[str, ...]
    factors: tuple[FactorLine, ...]
    limits: tuple[LimitLine, ...]
    advised: tuple[str, ...]
    people: tuple[Person, ...]

    @property
    def others(self) -> str:
        """Whom to ask: everybody but the reader, or but the giver for whom somebody asks."""
        return listed(person.first_name for person in self.people)


class MatchReader:
    """All matches of an offer for one reader; names are read once. Planners see everybody's sums."""

    def __init__(
        self, offer: SwapOffer, reader: Person | None, *, plans: bool, asker: Person | None = None
    ) -> None:
        self.offer, self.reader, self.plans = offer, reader, plans
        self.asker = asker or reader
        keys = {person for match in offer.matches for person in match["people"]}
        keys |= {int(person) for person in offer.cannot}
        self.people = Person.objects.in_bulk(keys)

    def matches(self, of: Person | None = None) -> Iterator[MatchLine]:
        """All of them, or those in which a person takes part; numbers stay as they are."""
        for number, match in enumerate(self.offer.matches, 1):
            if of is None or of.pk in match["people"]:
                yield self._line(number, match)

    def _line(self, number: int, match: Mapping[str, Any]) -> MatchLine:
        return MatchLine(
            number=number,
            manner=match["manner"],
            points=match["points"],
            lines=tuple(legs_in_words(match["legs"], self.people, self.reader)),
            reasons=tuple(f["reason"] for f in match["factors"] if f["reason"]),
            factors=tuple(
                FactorLine(FACTORS[f["name"]], round(100 * f["value"]), f["weight"], f["reason"])
                for f in match["factors"]
            ),
            limits=tuple(self.limits(match["limits"])),
            advised=tuple(match["advised"]),
            people=tuple(
                self.people[key] for key in match["people"] if self.people[key] != self.asker
            ),
        )

    def limits(self, rows: Iterable[Mapping[str, Any]]) -> Iterator[LimitLine]:
        own = self.reader.pk if self.reader else None
        return limit_lines(rows, self.people, None if self.plans else {own})

    def why_not(self, person: Person) -> str:
        """Why somebody cannot take it: all of it to themselves and to those who plan."""
        why: str = self.offer.cannot.get(str(person.pk), "")
        return why if not why or self.plans or person == self.reader else DISCREET

    def who_cannot(self) -> list[tuple[str, str]]:
        people = [self.people[int(key)] for key in self.offer.cannot if int(key) in self.people]
        people.sort(key=lambda person: (person.last_name, person.first_name))
        return [(str(person), self.why_not(person)) for person in people]


def legs_in_words(
    legs: Iterable[Mapping[str, Any]], people: Mapping[int, Person], reader: Person | None
) -> Iterator[str]:
    """ "You take …" before what happens between others."""
    own = reader.pk if reader else None
    for leg in sorted(legs, key=lambda leg: own not in (leg["giver"], leg["taker"])):
        giver, taker, duty = leg["giver"], leg["taker"], leg["what"]
        if taker == own:
            yield said("You take {duty} from {giver}.", duty=duty, giver=people[giver])
        elif giver == own:
            yield said("{taker} takes {duty} from you.", taker=people[taker], duty=duty)
        else:
            yield said(
                "{taker} takes {duty} from {giver}.",
                taker=people[taker],
                duty=duty,
                giver=people[giver],
            )


def limit_lines(
    rows: Iterable[Mapping[str, Any]],
    people: Mapping[int, Person],
    shown: set[int | None] | None,
) -> Iterator[LimitLine]:
    for row in rows:
        if shown is None or row["person"] in shown:
            person = people.get(row["person"])
            yield LimitLine(
                who=str(person) if person else "",
                title=row["title"],
                label=row["label"],
                before=row["before"],
                after=row["after"],
                limit=_limit(row),
            )


def _limit(row: Mapping[str, Any]) -> str:
    low, high = row["low"], row["high"]
    if low is not None and low == high:
        return said("exactly {high}", high=high)
    if high is not None and low is not None:
        return said("{low} to {high}", low=low, high=high)
    return (
        said("at most {high}", high=high) if high is not None else said("at least {low}", low=low)
    )
