"""How much publishing a draft would change: by kind, for how many people, and how soon."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from people.models import Program
from scheduling.models import Assignment, ScheduleVersion
from scheduling.queries.differences import PersonDifferences, Row, by_person, gone_and_came


@dataclass(frozen=True, slots=True)
class KindChanges:
    """Assignments of one kind that are only in the new version, and only in the old one."""

    name: str
    added: int
    removed: int


def beside(version: ScheduleVersion) -> ScheduleVersion | None:
    """What it is compared with: the draft for a scenario, else what is published."""
    versions = version.schedule.versions.exclude(pk=version.pk)
    draft = versions.draft().first() if version.scenario else None
    return draft or versions.published().first()


class VersionChanges:
    """What comes and goes between what is published and a draft."""

    def __init__(self, before: ScheduleVersion | None, after: ScheduleVersion) -> None:
        self.before, self.after = before, after
        self.gone, self.came = gone_and_came(before, after)

    @property
    def any(self) -> bool:
        return bool(self.gone or self.came)

    @property
    def kinds(self) -> tuple[KindChanges, ...]:
        gains, losses = _count(self.came), _count(self.gone)
        return tuple(KindChanges(kind.label, gains[kind], losses[kind]) for kind in Assignment.Kind)

    @property
    def people(self) -> int:
        return len({row.person for row in (*self.gone, *self.came)})

    @cached_property
    def cells(self) -> frozenset[tuple[object, ...]]:
        """Cells that hold something else than before."""
        return frozenset(row[:4] for row in (*self.gone, *self.came))

    @cached_property
    def total(self) -> int:
        """Cells of the fuller of the two."""
        versions = [version for version in (self.before, self.after) if version is not None]
        return max(Assignment.objects.filter(version=version).count() for version in versions)

    @property
    def percent(self) -> float:
        return 100 * len(self.cells) / self.total if self.total else 0.0

    def until(self, day: date) -> int:
        """Cells on days before this one."""
        return len({row[:4] for row in (*self.gone, *self.came) if row.starts_on < day})

    def per_person(self) -> tuple[PersonDifferences, ...]:
        return by_person(self.after, self.gone, self.came)


def _count(rows: Iterable[Row]) -> Counter[str]:
    return Counter(row.kind for row in rows)


def reasons_to_ask(changes: VersionChanges, program: Program, *, at: datetime) -> tuple[str, ...]:
    """Why somebody who publishes this must say why, by the limits that the program has set.

    A first publication takes nothing from anybody, and asks for none.
    """
    if changes.before is None or not changes.any:
        return ()
    found = []
    if changes.percent > program.guard_percent:
        found.append(
            f"{changes.percent:.0f} % of the cells change; the limit is {program.guard_percent} %."
        )
    if changes.people > program.guard_people:
        found.append(
            f"{changes.people} {'person sees' if changes.people == 1 else 'people see'} another "
            f"schedule; the limit is {program.guard_people}."
        )
    soon = changes.until(program.today(at) + timedelta(days=program.notice_days))
    if soon:
        found.append(
            f"{soon} cell{'s change' if soon > 1 else ' changes'} that are past or within "
            f"{program.notice_days} days."
        )
    return tuple(found)
