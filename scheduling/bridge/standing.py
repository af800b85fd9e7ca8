"""A version as it stands, ready to be asked what a change of it would break and mend."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property
from threading import RLock

from django.core.exceptions import ValidationError

from scheduling.bridge.added import duty_for
from scheduling.bridge.half_days import HalfDayPart
from scheduling.bridge.problems import version_parts
from scheduling.bridge.source import Source
from scheduling.bridge.timeline import Timeline
from scheduling.engine.check import Checker, Standing, Verdict
from scheduling.engine.problem import Pair, Problem, Roster
from scheduling.engine.rules import Rule
from scheduling.engine.sums import Sum, sum_of
from scheduling.models import Activity, Assignment, ScheduleVersion


class VersionStanding:
    """The rows of a version and its program as they were read, and its rules.

    Changes are rows, saved or not: of each is read whose it is, of which kind, on which days and
    what of. Nothing is written, and what is judged does not add up: each change is judged against
    the version as it was read.
    """

    def __init__(self, version: ScheduleVersion, rules: Sequence[Rule]) -> None:
        self.source, self.rules = Source(version), tuple(rules)
        self._parts = version_parts(self.source, wishes=True)
        self._lock = RLock()
        self._also: frozenset[Pair] = frozenset()
        self._standing: Standing | None = None

    @property
    def problem(self) -> Problem:
        """The version as its own answer: everything in it is settled."""
        return self.whole.checker.facts.problem

    @cached_property
    def _half_days(self) -> HalfDayPart:
        return HalfDayPart(self._parts, self.source, Timeline(self.source))

    def usual(self, person: int, day: date, slot: str) -> tuple[Activity, ...]:
        """What the weekly pattern, a leave, a holiday or a call before allow in a half-day."""
        enrolments = [row for row in self.source.enrolments if row.person_id == person]
        with self._lock:
            cells = self._half_days.cells_of(enrolments, [day])
            return next((cell.allowed for cell in cells if cell.slot == slot), ())

    @property
    def whole(self) -> Standing:
        """All limits, and how the version stands to them."""
        return self.around(())

    def judge(
        self, *, add: Iterable[Assignment] = (), remove: Iterable[Assignment] = ()
    ) -> Verdict:
        """What putting these in and taking those away would break and mend.

        What is put into a half-day takes the place of what was only expected there.
        """
        with self._lock:
            standing, added, removed = self._asked(add, remove)
            return standing.judge(add=added, remove=removed)

    def sums(
        self, *, add: Iterable[Assignment] = (), remove: Iterable[Assignment] = ()
    ) -> tuple[Sum, ...]:
        """The arithmetic of everything that such a change would break."""
        with self._lock:
            standing, added, removed = self._asked(add, remove)
            broken = standing.judge(add=added, remove=removed).broken
            after = standing.moved(add=added, remove=removed)
            return tuple(sum_of(after, each.row) for each in broken)

    def _asked(
        self, add: Iterable[Assignment], remove: Iterable[Assignment]
    ) -> tuple[Standing, list[Pair], list[Pair]]:
        added, removed = self.pairs_of(add), self.pairs_of(remove)
        cells = {(person, self._parts.duties[duty].cell) for person, duty in added}
        removed += [self._expected[cell] for cell in cells if cell in self._expected]
        return self.around({*added, *removed}), added, removed

    @cached_property
    def _expected(self) -> dict[tuple[str, str], Pair]:
        """Work that counts where nothing is planned yet, by person and half-day."""
        duties = self._parts.duties
        return {
            (person, duties[duty].cell): (person, duty)
            for person, duty in self._parts.fixed
            if duty.startswith("E|")
        }

    def prepare(self, rows: Iterable[Assignment]) -> None:
        """Make ready for changes with these rows, so that each is judged in a moment."""
        with self._lock:
            self.around(self.pairs_of(rows))

    def around(self, pairs: Iterable[Pair]) -> Standing:
        """The engine's own view, in which changes with these pairs can be judged."""
        with self._lock:
            wanted = frozenset(pairs)
            if self._standing is None or not wanted <= self._also:
                self._also |= wanted
                problem = self._parts.problem()
                checker = Checker(problem, self.rules, self._also)
                self._standing = checker.start(Roster(problem.fixed))
            return self._standing

    def pairs_of(self, rows: Iterable[Assignment]) -> list[Pair]:
        """Rows as pairs of the engine. Refuses people who are not of this program and year."""
        with self._lock:
            return [self._pair(row) for row in rows]

    def _pair(self, row: Assignment) -> Pair:
        if row.person_id not in self.source.people:
            raise ValidationError(
                f"{row.person} is not enrolled in {self.source.version.schedule}.",
                code="not-enrolled",
            )
        return str(row.person_id), duty_for(row, self._parts, self.source)
