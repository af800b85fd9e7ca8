"""Checks a version against the program's rules, without a solver, and keeps what was found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass
from datetime import date, datetime
from typing import Any

from people.models import User
from people.permissions import require
from scheduling.bridge.problems import version_parts
from scheduling.bridge.rules import rules_of_year
from scheduling.bridge.source import Source
from scheduling.engine.breaches import Spell, compared
from scheduling.engine.check import Report, check
from scheduling.engine.problem import Roster
from scheduling.engine.rules.base import Broken
from scheduling.models import ScheduleVersion


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault of a version, as it is stored and shown."""

    rule: str
    title: str
    force: str
    hard: bool
    source: str
    person: int | None
    first_day: date | None
    last_day: date | None
    label: str
    excess: int
    message: str
    spell: Spell | None = None

    @property
    def whose(self) -> tuple[str, int | None]:
        """The rule and the person."""
        return self.rule, self.person

    @property
    def key(self) -> tuple[object, ...]:
        """What makes it the same fault in another version."""
        return (self.rule, self.person, self.first_day, self.last_day, self.label)

    def to_json(self) -> dict[str, Any]:
        return {
            "rule": self.rule,
            "title": self.title,
            "force": self.force,
            "hard": self.hard,
            "source": self.source,
            "person": self.person,
            "first_day": self.first_day and self.first_day.isoformat(),
            "last_day": self.last_day and self.last_day.isoformat(),
            "label": self.label,
            "excess": self.excess,
            "message": self.message,
            "spell": self.spell and [*astuple(self.spell)],
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Finding:
        days = {
            name: date.fromisoformat(data[name]) if data[name] else None
            for name in ("first_day", "last_day")
        }
        spell = data.get("spell")  # reports of before have none
        return cls(**(data | days | {"spell": spell and _spell(*spell)}))

    @classmethod
    def of(cls, broken: Broken) -> Finding:
        return cls(
            rule=broken.rule.code,
            title=broken.rule.title,
            force=broken.rule.force.value,
            hard=broken.hard,
            source=broken.rule.source,
            person=int(broken.person) if broken.person else None,
            first_day=broken.first_day,
            last_day=broken.last_day,
            label=broken.label,
            excess=broken.excess,
            message=broken.message,
            spell=broken.spell,
        )


def _spell(begin: int, beyond: int, of: str, deeper: Iterable[int] = ()) -> Spell:
    return Spell(begin, beyond, of, tuple(deeper))


def check_version(version: ScheduleVersion, *, by: User, at: datetime) -> list[Finding]:
    """Check and store what was found. Reads the whole year: about a second for 40 people."""
    require(by, "view_violations", version.schedule.program, at=at)
    return check_and_store(version, at=at)


def check_and_store(version: ScheduleVersion, *, at: datetime) -> list[Finding]:
    """The same, for services that have asked for their own permission."""
    found = _found(version, at=at)
    version.report = {"findings": [finding.to_json() for finding in found]}
    version.checked_at = at
    version.save(update_fields=["report", "checked_at"])
    return found


def _found(version: ScheduleVersion, *, at: datetime) -> list[Finding]:
    report = report_on(version, at=at)
    return [Finding.of(broken) for broken in (*report.violations, *report.advisories)]


def report_on(version: ScheduleVersion, *, at: datetime) -> Report:
    """What the rules in force say of the version."""
    source = Source(version)
    problem = version_parts(source).problem()
    rules = rules_of_year(version.schedule.academic_year, source.program.today(at))
    return check(problem, Roster(problem.fixed), rules)


def findings(version: ScheduleVersion) -> list[Finding] | None:
    """What the last check found; None when the version changed since, or never was checked."""
    if version.report is None:
        return None
    return [Finding.from_json(data) for data in version.report["findings"]]


def current_findings(version: ScheduleVersion, *, at: datetime) -> list[Finding]:
    """What the last check found, or a check now, of which nothing is kept, if that is out of date."""
    known = findings(version)
    return _found(version, at=at) if known is None else known


def hard(found: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in found if finding.hard]


def newly_broken(before: Iterable[Finding], after: Iterable[Finding]) -> tuple[Finding, ...]:
    """What was not there, or was there to a lesser degree or for a shorter time."""
    old, new = list(before), list(after)
    # Reports of before say nothing of how long a breach lasts.
    known = {fault.key: fault.excess for fault in old if fault.spell is None}
    grown = set(compared(old, new)[0])

    def is_new(fault: Finding) -> bool:
        if fault.spell and fault.key not in known:
            return fault in grown
        return fault.excess > known.get(fault.key, 0)

    return tuple(filter(is_new, new))


def no_longer_broken(before: Iterable[Finding], after: Iterable[Finding]) -> tuple[Finding, ...]:
    """What was there, and of which nothing is left."""
    old, new = list(before), list(after)
    keys, gone = {fault.key for fault in new}, set(compared(old, new)[1])
    return tuple(f for f in old if (f in gone if f.spell else f.key not in keys))
