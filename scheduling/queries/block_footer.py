"""The foot of a block's grid: residents in clinic, attendings needed and there, rooms used."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from people.models import Enrolment
from scheduling.bridge.duties import half_day_duty
from scheduling.engine.facts import Facts
from scheduling.engine.problem import Duty, Person, Problem
from scheduling.engine.rules.supervision import ATTENDING, Attendings
from scheduling.models import Activity
from scheduling.queries.block_rows import BlockRows, HalfDay


@dataclass(frozen=True, slots=True)
class FootCell:
    """A number of a half-day; nothing where there is nothing to count."""

    text: str
    style: str


@dataclass(frozen=True, slots=True)
class FootRow:
    """A line of numbers below the grid."""

    title: str
    cells: tuple[FootCell, ...]


@dataclass(frozen=True, slots=True)
class AttendingTime:
    """Of a half-day at one place, in the rule's own unit."""

    needed: int = 0
    present: int = 0

    def plus(self, quarters: int) -> AttendingTime:
        if quarters < 0:
            return AttendingTime(self.needed - quarters, self.present)
        return AttendingTime(self.needed, self.present + quarters)

    @property
    def attendings(self) -> int:
        """Whole people, because nobody can be divided among two places."""
        return -(-self.needed // ATTENDING)


def footer(
    rows: BlockRows, half_days: Sequence[HalfDay], styles: Sequence[str], today: date
) -> tuple[FootRow, ...]:
    """The lines of the foot, whose cells have the styles of their columns."""

    def line(title: str, cell: Callable[[HalfDay], tuple[str, bool]]) -> FootRow:
        found = (cell(half_day) for half_day in half_days)
        cells = (
            FootCell(text, f"{style} is-hard" if short else style)
            for (text, short), style in zip(found, styles, strict=True)
        )
        return FootRow(title, tuple(cells))

    in_clinic = _in_clinic(rows)
    lines = [line("Residents in clinic", lambda at: (_number(in_clinic[at]), False))]
    rule = rows.attendings_rule(today)
    if rule is not None:
        time = attending_time(rows, rule)
        lines.append(line("Attendings needed", lambda at: (_number(_needed(time[at])), False)))
        lines.append(line("Attendings there", lambda at: _present(time[at])))
    for site in rows.sites:
        used = _rooms_used(rows, site.pk)
        lines.append(
            line(f"Rooms, {site.code} (of {site.rooms})", _of_rooms(used, site.rooms or 0))
        )
    return tuple(lines)


def _of_rooms(used: Mapping[HalfDay, int], most: int) -> Callable[[HalfDay], tuple[str, bool]]:
    return lambda at: (_number(used[at]), used[at] > most)


def attending_time(rows: BlockRows, rule: Attendings) -> dict[HalfDay, dict[str, AttendingTime]]:
    """By half-day and place, as the rule itself counts it for each person."""
    problem, cells = _supervised(rows)
    facts = Facts(problem)
    found: dict[HalfDay, dict[str, AttendingTime]] = defaultdict(dict)
    for duty, quarters in zip(facts.duty.tolist(), rule.quarters(facts).tolist(), strict=True):
        at, place = cells[duty], problem.duties[duty].place
        found[at][place] = found[at].get(place, AttendingTime()).plus(quarters)
    return found


def _supervised(rows: BlockRows) -> tuple[Problem, list[HalfDay]]:
    """Half-days in which somebody supervises or is supervised, as a problem for the rule."""
    duties: dict[tuple[int, date, str], Duty] = {}
    pairs = set()
    for (person, day, slot), row in rows.half_days.items():
        activity = rows.activities[row.activity]
        if not activity.supervises and activity.supervision_needed == Activity.Supervision.NONE:
            continue
        key = (activity.pk, day, slot)
        if key not in duties:
            duties[key] = half_day_duty(activity, day, slot, rows.program.zone)
        pairs.add((str(person), duties[key].id))
    people = [_as_the_rule_sees(enrolment) for enrolment in rows.enrolments]
    problem = Problem(
        zone=rows.program.time_zone,
        people=tuple(people),
        duties=tuple(duties.values()),
        fixed=frozenset(pairs),
    )
    return problem, [(day, slot) for _, day, slot in duties]


def _as_the_rule_sees(enrolment: Enrolment) -> Person:
    tags = {str(enrolment.position), f"PGY-{enrolment.pgy}" if enrolment.pgy else ""}
    return Person(str(enrolment.person_id), enrolment.person.roster_name, frozenset(tags - {""}))


def _in_clinic(rows: BlockRows) -> Counter[HalfDay]:
    residents = {e.person_id for e in rows.enrolments if e.pgy}
    return Counter(
        (day, slot)
        for (person, day, slot), row in rows.half_days.items()
        if person in residents and rows.activities[row.activity].kind == Activity.Kind.CLINIC
    )


def _rooms_used(rows: BlockRows, site: int) -> Counter[HalfDay]:
    used: Counter[HalfDay] = Counter()
    for (_, day, slot), row in rows.half_days.items():
        activity = rows.activities[row.activity]
        if activity.place_id == site:
            used[day, slot] += activity.room_units
    return used


def _needed(places: Mapping[str, AttendingTime]) -> int:
    return sum(time.attendings for time in places.values())


def _present(places: Mapping[str, AttendingTime]) -> tuple[str, bool]:
    there = sum(time.present for time in places.values()) // ATTENDING
    short = any(time.present < time.needed for time in places.values())
    return (str(there) if there or short else "", short)


def _number(count: int) -> str:
    return str(count) if count else ""
