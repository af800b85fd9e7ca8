"""How a roster stands to each rule on somebody's work, rotation by rotation, broken or not."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import pairwise

import numpy as np

from people.wording import said
from scheduling.engine.check import Standing
from scheduling.engine.compiled import Part
from scheduling.engine.periods import Period, periods
from scheduling.engine.sums import Sum, Term, sum_of

from .rules.base import Broken, Force, Rule
from .rules.call_frequency import CallFrequency
from .rules.continuous_duty import ContinuousDuty
from .rules.day_off import DayOff
from .rules.rest_after_call import RestAfterCall
from .rules.rest_between import RestBetween
from .rules.weekly_hours import WeeklyHours

AVERAGED = (WeeklyHours.code, DayOff.code, CallFrequency.code)
"""Rules with one limit for each rotation."""

ABOUT_WORK = frozenset(
    (
        *AVERAGED,
        *(
            "continuous-duty",
            "rest-after-call",
            "rest-between",
            "moonlighting",
            "moonlighting-permission",
            "service-hours",
        ),
        *("shift-rest", "post-call", "night-run", "night-float", "work-run", "free-weekends"),
        *("heavy-week", "rolling-hours", "one-thing"),
    )
)
"""Rules on work and rest that what one person does is enough to judge by."""


NEAR = 2 * 24 * 60
"""Minutes before a rotation in which the work may have begun that goes on in it."""


@dataclass(frozen=True, slots=True)
class Breach:
    """A broken limit, and the day on which it is crossed."""

    broken: Broken
    crossed_on: date


@dataclass(frozen=True, slots=True)
class Reading:
    """One rule in one rotation: what it comes to, in words, and every breach of it."""

    rule: Rule
    says: str
    total: int | None = None  # in the unit of the rule's limit; None where nothing is measured
    low: int | None = None
    high: int | None = None
    breaches: tuple[Breach, ...] = ()
    is_known: bool = True

    @property
    def is_broken(self) -> bool:
        return bool(self.breaches)

    @property
    def share(self) -> float | None:
        """How much of what is allowed is used."""
        return self.total / self.high if self.high and self.total is not None else None


@dataclass(frozen=True, slots=True)
class Stay:
    """Days on one rotation with a reading of every rule; leave is taken out of its averages."""

    person: str
    name: str
    label: str
    first_day: date
    last_day: date
    present_halves: int
    away_days: frozenset[date]  # on which the person is away as a whole
    readings: tuple[Reading, ...]
    work: tuple[Term, ...] = ()  # what counts as hours, where it is asked for

    @property
    def away_halves(self) -> int:
        return 2 * ((self.last_day - self.first_day).days + 1) - self.present_halves

    @property
    def weeks(self) -> float:
        """Present: what averages are divided by."""
        return self.present_halves / 14

    def days(self) -> Iterator[date]:
        """Those on which the person is there for some of the day."""
        first, last = self.first_day.toordinal(), self.last_day.toordinal()
        every = (date.fromordinal(day) for day in range(first, last + 1))
        return (day for day in every if day not in self.away_days)

    @property
    def breaches(self) -> Iterator[Breach]:
        return (breach for reading in self.readings for breach in reading.breaches)

    def reading(self, code: str) -> Reading | None:
        return next((reading for reading in self.readings if reading.rule.code == code), None)


def about_work(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """Those rules on work and rest that somebody is held to: the gravest first."""
    order = list(Force)
    found = [rule for rule in rules if rule.code in ABOUT_WORK and rule.force != Force.WISH]
    return tuple(sorted(found, key=lambda rule: (rule.for_review, order.index(rule.force))))


def read_work(standing: Standing, *, terms: bool = False) -> list[Stay]:
    """Every stay on a rotation, person by person and in order of days; with every duty if asked."""
    rows, spans = _Rows(standing), standing.checker.facts.problem.spans
    order = sorted(range(len(spans)), key=lambda i: (spans[i].person, spans[i].first_day))
    found = [_stay(standing, rows, place) for place in order]
    if not terms:
        return found
    works = (_work_in(standing, rows, place) for place in order)
    return [replace(stay, work=work) for stay, work in zip(found, works, strict=True)]


def _work_in(standing: Standing, rows: _Rows, place: int) -> tuple[Term, ...]:
    row = rows.of_average.get((WeeklyHours.code, place))
    return () if row is None else sum_of(standing, row).terms


class _Rows:
    """The limits of a roster by rule and stay: the one of an average, else those that are broken."""

    def __init__(self, standing: Standing) -> None:
        self.standing, facts = standing, standing.checker.facts
        self.excess = standing.checker.compiled.excess(standing.totals)
        self.of_average: dict[tuple[str, int], int] = {}
        self.broken: dict[tuple[str, int], list[Broken]] = defaultdict(list)
        first, last = facts.span_first.tolist(), facts.span_last.tolist()
        people = facts.span_person.tolist()
        self._places = {key: i for i, key in enumerate(zip(people, first, last, strict=True))}
        self._stays: dict[str, list[tuple[date, int]]] = defaultdict(list)
        for place, span in enumerate(facts.problem.spans):
            insort(self._stays[span.person], (span.first_day, place))
        for part in standing.checker.compiled.parts:
            if part.rule.code in AVERAGED:
                self._add_averages(part)
            else:
                self._add_broken(part)

    def _add_averages(self, part: Part) -> None:
        found = part.limits
        days = found.first_day.tolist(), found.last_day.tolist()
        for own, key in enumerate(zip(found.person.tolist(), *days, strict=True)):
            self.of_average[part.rule.code, self._places[key]] = part.first + own

    def _add_broken(self, part: Part) -> None:
        rows = part.first + np.flatnonzero(self.excess[part.first : part.first + len(part.limits)])
        for row in rows.tolist():
            found = self.broken_at(row)
            if found.person in self._stays:
                place = self._place(self._stays[found.person], found.first_day)
                self.broken[part.rule.code, place].append(found)

    @staticmethod
    def _place(stays: list[tuple[date, int]], day: date | None) -> int:
        """Where a day lies; between two rotations it belongs to the one before."""
        if day is None:
            return stays[-1][1]
        return stays[max(0, bisect_right(stays, (day, len(stays) * 10**6)) - 1)][1]

    def broken_at(self, row: int) -> Broken:
        """What there is to say of a limit, broken or not."""
        compiled = self.standing.checker.compiled
        return compiled.broken(row, self.standing.totals[row], self.excess[row])


def _stay(standing: Standing, rows: _Rows, place: int) -> Stay:
    facts = standing.checker.facts
    span = facts.problem.spans[place]
    person = facts.problem.person(span.person)
    return Stay(
        person=span.person,
        name=person.name,
        label=span.label,
        first_day=span.first_day,
        last_day=span.last_day,
        present_halves=int(facts.present_halves[place]),
        away_days=_away_days(standing, place),
        readings=tuple(
            _averaged(standing, rows, rule, place)
            if rule.code in AVERAGED
            else _occasional(standing, rows, rule, place)
            for rule in standing.checker.compiled.rules
        ),
    )


def _away_days(standing: Standing, place: int) -> frozenset[date]:
    facts = standing.checker.facts
    days = np.arange(facts.span_first[place], facts.span_last[place] + 1)
    person = np.full(len(days), facts.span_person[place])
    away = days[facts.away_halves(person, days, days) == 2]
    return frozenset(date.fromordinal(day) for day in away.tolist())


def _averaged(standing: Standing, rows: _Rows, rule: Rule, place: int) -> Reading:
    row = rows.of_average.get((rule.code, place))
    if row is None:
        return Reading(rule, said("Set aside by an exception for all of these days."))
    found = rows.broken_at(row)
    breaches = (Breach(found, crossed_on(sum_of(standing, row))),) if found.excess else ()
    return Reading(found.rule, found.message, found.total, found.low, found.high, breaches)


def crossed_on(found: Sum) -> date:
    """The day on which a sum goes beyond its limit; what is too little is known on the last day."""
    so_far, high = 0, found.broken.high
    if high is not None and found.total > high:
        for term in found.terms:
            so_far += term.amount
            if so_far > high:
                return term.starts_at.date()
    if found.broken.last_day is None:
        raise ValueError(f"{found.broken.message} has no days.")
    return found.broken.last_day


def _occasional(standing: Standing, rows: _Rows, rule: Rule, place: int) -> Reading:
    """What happens on a day belongs to the rotation on which it begins; ways to say it twice are one."""
    last = standing.checker.facts.problem.spans[place].last_day
    told = {broken.message: broken for broken in rows.broken[rule.code, place]}
    breaches = tuple(Breach(broken, broken.first_day or last) for broken in told.values())
    try:
        says, total, low, high = _measured(standing, rule, place)
    except ValueError as unknown:
        return Reading(
            rule, said("Not known: {unknown}.", unknown=unknown), breaches=breaches, is_known=False
        )
    if not says:
        says = breaches[0].broken.message if breaches else said("Nothing against it.")
    return Reading(rule, says, total, low, high, breaches)


def _measured(standing: Standing, rule: Rule, place: int) -> Measured:
    """What comes nearest to the limit, for the rules of which that can be said."""
    measure = MEASURES.get(rule.code)
    return measure(standing, rule, place) if measure else ("", None, None, None)


# Extremes: what comes nearest to the limit

Measured = tuple[str, int | None, int | None, int | None]
NOTHING: Measured = (said("No work in these days."), None, None, None)


def _work(standing: Standing, rule: Rule, place: int) -> tuple[list[Period], tuple[int, int]]:
    """The periods of a person, and the minutes between which the rotation lies."""
    facts = standing.checker.facts
    times = facts.attended if isinstance(rule, RestAfterCall) else facts.intervals
    long = rule.after_hours * 60 if isinstance(rule, RestAfterCall) else 0
    low, high = int(facts.span_start[place]), int(facts.span_end[place])
    near = times.starting(int(facts.span_person[place]), low - NEAR, high)
    pause = rule.parameters()["pause_minutes"]
    return periods(standing, times, near, pause=pause, long=long), (low, high)


def _longest(standing: Standing, rule: Rule, place: int) -> Measured:
    if not isinstance(rule, ContinuousDuty):
        raise TypeError(rule.code)
    found, (low, high) = _work(standing, rule, place)
    mine = [period for period in found if low <= period.start < high]
    if not mine:
        return NOTHING
    longest = max(mine, key=lambda period: (period.minutes, -period.start))
    most = max(mine, key=lambda period: (period.care_minutes, -period.start))
    limit = (rule.hours + rule.transition_hours) * 60
    says = said(
        "Longest {longest} ({when}), with patients {most} at most; the limits are "
        "{limit} h and {hours} h.",
        longest=clock(longest.minutes),
        when=_when(standing, longest),
        most=clock(most.care_minutes),
        limit=rule.hours + rule.transition_hours,
        hours=rule.hours,
    )
    return says, longest.minutes, None, limit


def _shortest(standing: Standing, rule: Rule, place: int) -> Measured:
    if not isinstance(rule, RestBetween | RestAfterCall):
        raise TypeError(rule.code)
    found, (low, high) = _work(standing, rule, place)
    free = [
        (after.start - before.end, after.start)
        for before, after in pairwise(found)
        if low <= after.start < high and (before.long_call or isinstance(rule, RestBetween))
    ]
    if not free:
        return said("No such time in these days."), None, None, None
    shortest, start = min(free)
    begins = _moment(standing.checker.facts.local(start))
    says = said(
        "Shortest {shortest}, before {begins}; the least is {hours} h.",
        shortest=clock(shortest),
        begins=begins,
        hours=rule.hours,
    )
    return says, shortest, rule.hours * 60, None


MEASURES: Mapping[str, Callable[[Standing, Rule, int], Measured]] = {
    ContinuousDuty.code: _longest,
    RestAfterCall.code: _shortest,
    RestBetween.code: _shortest,
}


def _when(standing: Standing, period: Period) -> str:
    facts = standing.checker.facts
    return said(
        "from {first} to {last}",
        first=_moment(facts.local(period.start)),
        last=_moment(facts.local(period.end)),
    )


def _moment(moment: datetime) -> str:
    return said("{moment:%a %-d %b %H:%M}", moment=moment)


def clock(minutes: int) -> str:
    """Hours and minutes for people to read."""
    hours, rest = divmod(minutes, 60)
    if not rest:
        return said("{hours} h", hours=hours)
    return said("{hours} h {minutes} min", hours=hours, minutes=rest)
