"""How everybody of a program stands to the rules on work, at a glance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from scheduling.compliance.models import Case
from scheduling.compliance.queries.confirmed import Confirmed
from scheduling.compliance.queries.forecast import AHEAD, Forecast, forecast
from scheduling.compliance.queries.trend import Month, trend
from scheduling.compliance.services.ledgers import Ledger
from scheduling.engine.readings import Reading, Stay
from scheduling.engine.rules import Force, Rule

SHORT = {
    "weekly-hours": "80 h",
    "day-off": "1 in 7",
    "continuous-duty": "24 + 4",
    "rest-after-call": "14 h",
    "rest-between": "8 h",
    "call-frequency": "q3",
    "moonlighting": "Moonlights",
}
"""What a rule is called above a narrow column."""
LAST_WEEKS = timedelta(days=28)
REVIEW = "Own rules"


@dataclass(frozen=True, slots=True)
class Column:
    """One accreditation rule, or all of the program's own together."""

    short: str
    title: str
    cited: str
    force: Force
    codes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Tally:
    """How often somebody broke the rules of a column this year, and will in the next weeks."""

    force: Force
    past: int
    coming: int


@dataclass(frozen=True, slots=True)
class PersonRow:
    person: int
    name: str
    stay: Stay | None
    hours: Reading | None
    """The average of the rotation of today."""
    tallies: tuple[Tally, ...]
    unknown: int
    cases: int

    @property
    def percent(self) -> int | None:
        share = self.hours.share if self.hours else None
        return None if share is None else round(100 * share)

    @property
    def weekly(self) -> float | None:
        """Hours a week in the rotation of today."""
        stay, reading = self.stay, self.hours
        if stay is None or reading is None or reading.total is None or not stay.weeks:
            return None
        return reading.total / 60 / stay.weeks


@dataclass(frozen=True, slots=True)
class Overview:
    columns: tuple[Column, ...]
    rows: tuple[PersonRow, ...]
    forecast: Forecast
    months: tuple[Month, ...]
    unsettled: int
    first_unknown: date

    @property
    def unknown(self) -> int:
        return sum(row.unknown for row in self.rows)

    @property
    def past(self) -> int:
        """Findings of this year that must not be, so far."""
        return sum(tally.past for tally in self._must())

    @property
    def coming(self) -> int:
        return sum(tally.coming for tally in self._must())

    def _must(self) -> Iterator[Tally]:
        return (each for row in self.rows for each in row.tallies if each.force == Force.MUST)


def overview(ledger: Ledger, today: date) -> Overview:
    """Four queries beside the ledger's own, however many people there are."""
    columns = tuple(_columns(ledger.rules))
    first = max(ledger.year.starts_on, today - LAST_WEEKS)
    confirmed = Confirmed(ledger.program, first, today)
    open_cases = Case.objects.unsettled().filter(program=ledger.program)
    cases = Counter(open_cases.order_by().values_list("person_id", flat=True))
    rows = [
        _row(ledger, person, columns, today, confirmed, first, cases[person])
        for person in sorted(ledger.names, key=lambda key: ledger.names[key])
    ]
    return Overview(
        columns,
        tuple(rows),
        forecast(ledger, today),
        tuple(trend(ledger, today)),
        sum(cases.values()),
        first,
    )


def _columns(rules: Sequence[Rule]) -> Iterable[Column]:
    asked = [rule for rule in rules if rule.force in (Force.MUST, Force.SHOULD)]
    for rule in asked:
        short = SHORT.get(rule.code, rule.title)
        yield Column(short, rule.title, rule.cited, rule.force, frozenset({rule.code}))
    own = [rule for rule in rules if rule not in asked]
    if own:
        titles = ", ".join(rule.title for rule in own)
        yield Column(REVIEW, titles, "", Force.LOCAL, frozenset(rule.code for rule in own))


def _row(
    ledger: Ledger,
    person: int,
    columns: Sequence[Column],
    today: date,
    confirmed: Confirmed,
    first: date,
    cases: int,
) -> PersonRow:
    stays = ledger.stays.get(person, ())
    now = next((stay for stay in stays if stay.first_day <= today <= stay.last_day), None)
    unknown = [day for day in confirmed.unknown(person, stays, before=today) if day >= first]
    return PersonRow(
        person,
        ledger.names[person],
        now,
        now.reading("weekly-hours") if now else None,
        tuple(_tally(stays, column, today) for column in columns),
        len(unknown),
        cases,
    )


def _tally(stays: Iterable[Stay], column: Column, today: date) -> Tally:
    days = [
        breach.crossed_on
        for stay in stays
        for reading in stay.readings
        if reading.rule.code in column.codes
        for breach in reading.breaches
    ]
    return Tally(
        column.force,
        sum(day < today for day in days),
        sum(today <= day <= today + AHEAD for day in days),
    )
