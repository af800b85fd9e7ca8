"""What an absence breaks in a published version, by the rules, and what it does to averages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from people.models import Absence
from scheduling.bridge.narrow import OfOnePerson, OfSomeDays, days_parts, person_parts
from scheduling.bridge.published import duty_of
from scheduling.bridge.rules import rules_of_year
from scheduling.bridge.source import Source
from scheduling.engine.academic_year import Span
from scheduling.engine.check import check
from scheduling.engine.metrics import Hours, hours
from scheduling.engine.problem import Problem, Roster
from scheduling.engine.rules import Rule
from scheduling.engine.rules.base import Broken
from scheduling.engine.rules.weekly_hours import WeeklyHours
from scheduling.models import Assignment, ScheduleVersion


@dataclass(frozen=True)
class AverageChange:
    """Hours of one rotation before and after, each over the weeks present."""

    before: Hours
    after: Hours
    limit: int | None
    """Hours a week; None where no rule says."""

    @property
    def label(self) -> str:
        return self.before.label

    @property
    def is_over(self) -> bool:
        return self.limit is not None and self.after.weekly > self.limit


@dataclass(frozen=True)
class Judgement:
    """Faults that are there with the absence and not without it, and the averages it touches."""

    faults: tuple[Broken, ...]
    averages: tuple[AverageChange, ...]


def judge_leave(
    version: ScheduleVersion, absence: Absence, taken: Sequence[Assignment], *, at: datetime
) -> Judgement:
    """Compare the version as it is with itself without what the absence takes.

    Reads the year of the person and the days of everybody, and not the whole version.
    """
    year = version.schedule.academic_year
    days = Span(max(absence.starts_on, year.starts_on), min(absence.ends_on, year.ends_on))
    rules = rules_of_year(year, year.program.today(at))
    left_out = [absence.pk] if absence.pk else []
    person = str(absence.person_id)
    all_of_them = OfSomeDays(version, days, left_out=left_out)
    together = _together(all_of_them, absence, taken)
    one = OfOnePerson(version, absence.person_id, left_out=left_out).beside(all_of_them)
    alone = _alone(one, days, absence, taken)
    faults = [
        *alone.new_faults(rules, lambda broken: broken.person == person),
        *together.new_faults(rules, lambda broken: _is_of_others(broken, days, person)),
    ]
    limit = next((rule.hours for rule in rules if isinstance(rule, WeeklyHours)), None)
    return Judgement(_once(faults), tuple(alone.averages(limit)))


@dataclass(frozen=True)
class _Compared:
    """A part of the version as it is, and with the absence and without what it takes."""

    before: Problem
    after: Problem
    kept: Roster

    def new_faults(
        self, rules: Sequence[Rule], which: Callable[[Broken], bool]
    ) -> Iterator[Broken]:
        """Rules that must hold, held before or held better, and do not with the absence."""
        report = check(self.before, Roster(self.before.fixed), rules)
        known = {_key(broken): broken.excess for broken in report.violations}
        for broken in check(self.after, self.kept, rules).violations:
            if which(broken) and broken.excess > known.get(_key(broken), 0):
                yield broken

    def averages(self, limit: int | None) -> Iterator[AverageChange]:
        before = hours(self.before, Roster(self.before.fixed))
        after = hours(self.after, self.kept)
        for old, new in zip(before, after, strict=True):
            yield AverageChange(old, new, limit)


def _alone(
    source: OfOnePerson, days: Span, absence: Absence, taken: Sequence[Assignment]
) -> _Compared:
    before = person_parts(source, days).problem()
    after = person_parts(source.with_absence(absence), days).problem()
    return _compared(before, after, source, taken)


def _together(source: OfSomeDays, absence: Absence, taken: Sequence[Assignment]) -> _Compared:
    before = days_parts(source).problem()
    after = days_parts(source.with_absence(absence)).problem()
    return _compared(before, after, source, taken)


def _compared(
    before: Problem, after: Problem, source: Source, taken: Sequence[Assignment]
) -> _Compared:
    lost = {(str(row.person_id), duty_of(row, source)) for row in taken}
    return _Compared(before, after, Roster(after.fixed - lost))


def _key(broken: Broken) -> tuple[object, ...]:
    return (broken.rule.code, broken.person, broken.first_day, broken.last_day, broken.label)


def _is_of_others(broken: Broken, days: Span, person: str) -> bool:
    """Only what lies within the days was read as a whole."""
    return (
        broken.person != person
        and broken.first_day is not None
        and broken.last_day is not None
        and days.starts_on <= broken.first_day
        and broken.last_day <= days.ends_on
    )


def _once(faults: Iterable[Broken]) -> tuple[Broken, ...]:
    """In the order of days, hard ones before the others."""
    known = {(fault.rule.code, fault.message): fault for fault in faults}
    return tuple(sorted(known.values(), key=lambda b: (not b.hard, b.first_day or date.max)))
