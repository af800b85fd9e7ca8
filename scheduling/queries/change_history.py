"""What was changed in a version, the last first: who, when, through which door, why, and how."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from people.models import Person
from scheduling.models import AssignmentChange, ChangeSet, ScheduleVersion
from scheduling.queries.cells import cell_of, row_of
from scheduling.queries.differences import PersonDifferences, by_person, rows_of

SHOWN = 50
"""Change sets of a page."""


def change_history(
    version: ScheduleVersion, *, person: Person | None = None
) -> QuerySet[ChangeSet]:
    """With how many cells each changed, and whether it was taken back."""
    made = version.change_sets.select_related("by", "undone_by", "undoes", "carries__version")
    made = made.defer("carries__version__report")
    lasting = Q(changes__before__isnull=False) | Q(changes__after__isnull=False)
    counted = made.annotate(cells=Count("changes", filter=lasting)).order_by("-pk")
    if person is None:
        return counted
    touched = AssignmentChange.objects.filter(change_set=OuterRef("pk"), person=person)
    return counted.filter(Exists(touched))


@dataclass(frozen=True, slots=True)
class Told:
    """A change set, and what it did for each person."""

    change_set: ChangeSet
    people: tuple[PersonDifferences, ...]
    relocked: int


def told(change_set: ChangeSet) -> Told:
    changes = list(change_set.changes.lasting())
    version = change_set.version
    gone = rows_of(row_of(version, cell_of(c), c.before) for c in changes if c.before)
    came = rows_of(row_of(version, cell_of(c), c.after) for c in changes if c.after)
    return Told(
        change_set,
        by_person(version, gone - came, came - gone),
        relocked=sum(1 for change in changes if _only_lock(change)),
    )


def _only_lock(change: AssignmentChange) -> bool:
    before, after = change.before, change.after
    return bool(before and after and before["id"] == after["id"])


def people_of(version: ScheduleVersion) -> Iterable[Person]:
    """Those whose cells were ever changed, by name."""
    touched = AssignmentChange.objects.filter(change_set__version=version).values("person")
    return Person.objects.filter(pk__in=touched)
