"""What a change of a version breaks and mends, by the rules in force."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from scheduling.bridge.problems import version_parts
from scheduling.bridge.source import Source
from scheduling.engine.check import check
from scheduling.engine.problem import Roster
from scheduling.engine.relaxed import RELAXED
from scheduling.engine.rules import Broken, Force
from scheduling.models import ScheduleVersion
from scheduling.services.check import Finding, newly_broken, no_longer_broken
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
    """What the change breaks and mends, as a check before and after would find it."""
    standing = standing_of(source.version, at=at)
    if not delta.relocked and standing.foresees(add=delta.came, remove=delta.gone):
        verdict = standing.judge(add=delta.came, remove=delta.gone)
        return Judged(tuple(_listed(verdict.broken)), tuple(_listed(verdict.mended)))
    # Several may be called the same: all count where it is asked whether a breach lasts longer.
    known = list(_listed(standing.whole.report().broken))
    after = version_parts(changed(source, delta)).problem()
    report = check(after, Roster(after.fixed), standing.rules)
    found = list(_listed(report.broken))
    return Judged(broken=newly_broken(known, found), mended=no_longer_broken(known, found))


def _listed(broken: Iterable[Broken]) -> Iterator[Finding]:
    """As findings are listed: what must hold first, and no wishes."""
    kept = [each for each in broken if each.hard or each.rule.force != Force.WISH]
    yield from (Finding.of(each) for each in sorted(kept, key=lambda each: not each.hard))


def changed(source: Source, delta: Delta) -> Source:
    """The year as it would be."""
    touched = {row.pk for row in (*delta.gone, *delta.relocked)}
    kept = [row for row in source.assignments if row.pk not in touched]
    return source.as_if([*kept, *delta.relocked, *delta.came])
