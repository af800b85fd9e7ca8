"""What a change of a version breaks and mends, by the rules in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from scheduling.bridge.problems import version_parts
from scheduling.bridge.source import Source
from scheduling.engine.check import Report, check
from scheduling.engine.explain import RELAXED
from scheduling.engine.problem import Roster
from scheduling.models import ScheduleVersion
from scheduling.services.check import Finding, newly_broken
from scheduling.services.recording import Delta
from scheduling.services.standing import standing_of


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


def judged(source: Source, delta: Delta, *, at: datetime) -> Judged:
    """The version checked as it is and as it would be, by the same rules."""
    standing = standing_of(source.version, at=at)
    before = standing.whole.checker.report(Roster(standing.problem.fixed))
    known = {fault.key: fault for fault in findings_of(before)}
    after = version_parts(changed(source, delta)).problem()
    found = findings_of(check(after, Roster(after.fixed), standing.rules))
    keys = {fault.key for fault in found}
    return Judged(
        broken=newly_broken(known.values(), found),
        mended=tuple(fault for key, fault in known.items() if key not in keys),
    )


def findings_of(report: Report) -> list[Finding]:
    return [Finding.of(broken) for broken in (*report.violations, *report.advisories)]


def changed(source: Source, delta: Delta) -> Source:
    """The year as it would be."""
    touched = {row.pk for row in (*delta.gone, *delta.relocked)}
    kept = [row for row in source.assignments if row.pk not in touched]
    return source.as_if([*kept, *delta.relocked, *delta.came])
