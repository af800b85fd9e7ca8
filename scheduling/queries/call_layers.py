"""The two layers of a call: who has it by the rotation that was published, and what overrides it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import F

from people.models import Person
from scheduling.models import AssignmentChange, ChangeSet, ScheduleVersion

Kind = ChangeSet.Kind
AMENDMENTS = (
    *(Kind.EDIT, Kind.IMPORT, Kind.REPAIR, Kind.SWAP, Kind.COVER, Kind.ABSENCE),
    *(Kind.ROLLBACK, Kind.UNDO, Kind.REDO),
)
"""Changes that what is published may see."""

Key = tuple[int, date]
"""A call type and a night."""


@dataclass
class Layer:
    """What changed of a call since it was published."""

    came: dict[int, Person] = field(default_factory=dict)
    went: dict[int, Person] = field(default_factory=dict)
    last: ChangeSet | None = None

    def note(self, change: AssignmentChange) -> None:
        if change.before is None and change.after is not None:
            _move(change.person, self.went, self.came)
        elif change.before is not None and change.after is None:
            _move(change.person, self.came, self.went)
        self.last = change.change_set

    @property
    def replaced(self) -> tuple[str, ...]:
        """Who had it as published."""
        return tuple(person.roster_name for person in self.went.values())

    @property
    def changed(self) -> ChangeSet | None:
        """The last change, if anybody else has the call now."""
        return self.last if self.came or self.went else None

    @property
    def words(self) -> str:
        """How it changed, by whom and when."""
        return _words(self.changed) if self.changed else ""

    @property
    def reason(self) -> str:
        """Why, in somebody's words."""
        return self.changed.reason if self.changed else ""


def _move(person: Person, undone: dict[int, Person], done: dict[int, Person]) -> None:
    if undone.pop(person.pk, None) is None:
        done[person.pk] = person


def layers_of(
    versions: Iterable[ScheduleVersion], first_night: date, last_night: date
) -> dict[Key, Layer]:
    """What changed since the versions were published; nothing of one that never was."""
    found: dict[Key, Layer] = defaultdict(Layer)
    changes = AssignmentChange.objects.lasting().filter(
        change_set__version__in=list(versions),
        change_set__at__gte=F("change_set__version__published_at"),
        change_set__kind__in=AMENDMENTS,
        kind="call",
        starts_on__range=(first_night, last_night),
    )
    for change in changes.select_related("change_set__by", "person").order_by("pk"):
        found[change.call_type_id or 0, change.starts_on].note(change)
    return found


def _words(change_set: ChangeSet) -> str:
    who = f" by {change_set.by}" if change_set.by else ""
    return f"{change_set.get_kind_display()}{who}, {change_set.at:%b} {change_set.at.day}"
