"""What a change of a version breaks and mends, by the rules in force."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from scheduling.bridge.added import duty_for
from scheduling.bridge.following import Place
from scheduling.bridge.problems import version_parts
from scheduling.bridge.rules import rules_of
from scheduling.bridge.source import Source
from scheduling.bridge.standing import VersionStanding
from scheduling.engine.check import Checker, Report, Verdict
from scheduling.engine.problem import Pair, Roster
from scheduling.models import Assignment
from scheduling.services.check import Finding, newly_broken
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


class Afterwards:
    """The version as it would be, and open half-days that may be filled in this way or that."""

    def __init__(
        self, source: Source, choices: Mapping[Place, Sequence[Assignment]], *, at: datetime
    ) -> None:
        parts = version_parts(source)
        self._pairs: dict[int, Pair] = {
            id(row): (str(row.person_id), duty_for(row, parts, source))
            for rows in choices.values()
            for row in rows
        }
        problem = parts.problem()
        rules = rules_of(source.program, source.program.today(at))
        self._roster = Roster(problem.fixed)
        self._checker = Checker(problem, rules, self._pairs.values())
        self.chosen = tuple(self._choose(choices))

    def _choose(self, choices: Mapping[Place, Sequence[Assignment]]) -> Iterable[Assignment]:
        """For each half-day, one after the other, what breaks least; else what comes first."""
        standing = self._checker.start(self._roster) if choices else None
        chosen = set[Pair]()
        for _, rows in sorted(choices.items()):
            if standing is not None:
                verdicts = [standing.judge(add={*chosen, self._pairs[id(row)]}) for row in rows]
                best = min(range(len(rows)), key=lambda index: _harm(verdicts[index]))
                chosen.add(self._pairs[id(rows[best])])
                yield rows[best]

    def found(self) -> list[Finding]:
        filled = {self._pairs[id(row)] for row in self.chosen}
        return findings_of(self._checker.report(Roster(self._roster.pairs | filled)))


def _harm(verdict: Verdict) -> tuple[int, int, int]:
    hard = [broken for broken in verdict.broken if broken.hard]
    return len(hard), sum(broken.excess for broken in hard), len(verdict.broken)


def judged(before: VersionStanding, afterwards: Afterwards) -> Judged:
    """The version checked as it is and as it would be, by the same rules."""
    known = {fault.key: fault for fault in findings_of(before.report)}
    found = afterwards.found()
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
