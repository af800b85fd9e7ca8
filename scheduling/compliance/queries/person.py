"""One person's stays with every clause and its arithmetic, and what is known of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from people.models import Person
from scheduling.compliance.models import Case
from scheduling.compliance.queries.cases import Key, cases_of, key_of
from scheduling.compliance.queries.confirmed import Confirmed
from scheduling.compliance.services.ledgers import Ledger
from scheduling.engine.readings import Breach, Reading, Stay
from scheduling.engine.rules import Force


class State(StrEnum):
    """How a rule stands in a rotation. What nobody confirmed is not known to be kept."""

    BROKEN = "broken"
    REVIEW = "for review"
    KEPT = "kept"
    UNCONFIRMED = "not confirmed"
    PLANNED = "as planned"
    UNKNOWN = "not known"


@dataclass(frozen=True, slots=True)
class Finding:
    """A breach with the case that somebody made of it."""

    breach: Breach
    key: Key
    case: Case | None


@dataclass(frozen=True, slots=True)
class ClauseLine:
    """A rule in a rotation, as a page shows it."""

    reading: Reading
    state: State
    findings: tuple[Finding, ...]

    @property
    def percent(self) -> int | None:
        """How much of what is allowed is used."""
        share = self.reading.share
        return None if share is None else round(100 * share)

    @property
    def is_listed(self) -> bool:
        """The program's own rules only where there is something to say."""
        own = self.reading.rule.force == Force.LOCAL
        return not own or self.reading.is_broken or not self.reading.is_known

    @property
    def style(self) -> str:
        return {
            State.BROKEN: "is-hard" if self.reading.rule.force == Force.MUST else "is-advisory",
            State.REVIEW: "is-advisory",
            State.KEPT: "is-good",
        }.get(self.state, "")


@dataclass(frozen=True, slots=True)
class StayLines:
    """A rotation with all its clauses; `unknown` are days that are over and were not confirmed."""

    stay: Stay
    lines: tuple[ClauseLine, ...]
    unknown: tuple[date, ...]
    is_now: bool

    @property
    def unlisted(self) -> list[ClauseLine]:
        return [line for line in self.lines if not line.is_listed]

    @property
    def broken(self) -> int:
        return sum(len(line.findings) for line in self.lines if line.state == State.BROKEN)

    @property
    def review(self) -> int:
        return sum(len(line.findings) for line in self.lines if line.state == State.REVIEW)


def person_lines(ledger: Ledger, person: Person, today: date) -> list[StayLines]:
    """Every rotation of the year: two queries beside the ledger's own."""
    year = ledger.year
    confirmed = Confirmed(ledger.program, year.starts_on, year.ends_on, person=person)
    cases = cases_of(ledger.program, [person])
    return [lines_of(stay, person.pk, confirmed, cases, today) for stay in ledger.of(person)]


def lines_of(
    stay: Stay, person: int, confirmed: Confirmed, cases: Mapping[Key, Case], today: date
) -> StayLines:
    """One rotation, given what is confirmed and which cases there are."""
    unknown = tuple(confirmed.unknown(person, [stay], before=today))
    return StayLines(
        stay,
        tuple(_lines(stay, unknown, cases, today)),
        unknown,
        stay.first_day <= today <= stay.last_day,
    )


def _lines(
    stay: Stay, unknown: Sequence[date], cases: Mapping[Key, Case], today: date
) -> Iterator[ClauseLine]:
    for reading in stay.readings:
        keys = [(each, key_of(each, last_day=stay.last_day)) for each in reading.breaches]
        findings = tuple(Finding(each, key, cases.get(key)) for each, key in keys)
        yield ClauseLine(reading, _state(stay, reading, unknown, today), findings)


def _state(stay: Stay, reading: Reading, unknown: Sequence[date], today: date) -> State:
    """Broken is broken, whoever confirmed what; kept is only what was confirmed throughout."""
    if reading.is_broken:
        return State.REVIEW if reading.rule.for_review else State.BROKEN
    if not reading.is_known:
        return State.UNKNOWN
    if stay.last_day >= today:
        return State.PLANNED
    return State.UNCONFIRMED if unknown else State.KEPT
