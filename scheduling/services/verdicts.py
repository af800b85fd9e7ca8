"""What a change of a version breaks and mends, by the rules in force."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from scheduling.bridge.problems import version_parts
from scheduling.bridge.rules import rules_of
from scheduling.bridge.source import Source
from scheduling.engine.check import check
from scheduling.engine.explain import RELAXED
from scheduling.engine.problem import Roster
from scheduling.models import ScheduleVersion
from scheduling.services.check import Finding
from scheduling.services.recording import Delta


@dataclass(frozen=True, slots=True)
class Judged:
    """Faults that are new or worse than before, and those that are there no longer."""

    broken: tuple[Finding, ...] = ()
    mended: tuple[Finding, ...] = ()

    @property
    def hard(self) -> tuple[Finding, ...]:
        return tuple(fault for fault in self.broken if fault.hard)

    @property
    def advisories(self) -> tuple[Finding, ...]:
        return tuple(fault for fault in self.broken if not fault.hard)


def may_lack(version: ScheduleVersion, fault: Finding) -> bool:
    """Whether a draft may break this for now: it lacks what is still to be planned."""
    return version.status == ScheduleVersion.Status.DRAFT and fault.rule in RELAXED


def judged(source: Source, after: Source, *, at: datetime) -> Judged:
    """The version checked as it is and as it would be, by the same rules."""
    known = {fault.key: fault for fault in found_in(source, at=at)}
    found = found_in(after, at=at)
    keys = {fault.key for fault in found}
    return Judged(
        broken=newly_broken(known.values(), found),
        mended=tuple(fault for key, fault in known.items() if key not in keys),
    )


def found_in(source: Source, *, at: datetime) -> list[Finding]:
    problem = version_parts(source).problem()
    rules = rules_of(source.program, source.program.today(at))
    report = check(problem, Roster(problem.fixed), rules)
    return [Finding.of(broken) for broken in (*report.violations, *report.advisories)]


def newly_broken(before: Iterable[Finding], after: Iterable[Finding]) -> tuple[Finding, ...]:
    """What was not there, or was there to a lesser degree."""
    known = {fault.key: fault.excess for fault in before}
    return tuple(fault for fault in after if fault.excess > known.get(fault.key, 0))


def changed(source: Source, delta: Delta) -> Source:
    """The year as it would be."""
    touched = {row.pk for row in (*delta.gone, *delta.relocked)}
    kept = [row for row in source.assignments if row.pk not in touched]
    return source.as_if([*kept, *delta.relocked, *delta.came])
