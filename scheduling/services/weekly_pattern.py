"""The weekly pattern of a rotation, set as a whole for some weeks and some residents."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from people.models import SLOTS, User
from people.permissions import require
from scheduling.models import Activity, PatternCell, Rotation

HalfDay = tuple[int, str]
"""A weekday, Monday 1 to Sunday 7, and a half of it."""
Cells = Mapping[HalfDay, frozenset[int]]
"""The activities that may fill each half-day; several are a choice to be made."""


@dataclass(frozen=True, slots=True)
class Which:
    """The weeks of a block and the PGY that a pattern is for; None: every week, everybody."""

    week: int | None = None
    pgy: int | None = None


def cells_of(rotation: Rotation, which: Which) -> Cells:
    """The pattern as it is; half-days without an entry are left to a more general one."""
    found: dict[HalfDay, set[int]] = {}
    rows = rotation.pattern.filter(week=which.week, pgy=which.pgy)
    for weekday, slot, activity in rows.values_list("weekday", "slot", "activity"):
        found.setdefault((weekday, slot), set()).add(activity)
    return {half_day: frozenset(activities) for half_day, activities in found.items()}


@transaction.atomic
def set_weekly_pattern(
    rotation: Rotation, which: Which, cells: Cells, *, expects: Cells, by: User, at: datetime
) -> int:
    """Set every half-day of a week; returns how many of them changed.

    Refused when the pattern is not any more what its author saw, and when an activity belongs to
    another program or is never done in that half of the day.
    """
    require(by, "manage_calendar", rotation.program, at=at)
    Rotation.objects.select_for_update().get(pk=rotation.pk)
    standing, wanted = cells_of(rotation, which), _filled(cells)
    if standing != _filled(expects):
        raise ValidationError(
            f"The week of {rotation.code} was changed meanwhile. Look at it again.", code="changed"
        )
    _refuse_impossible(rotation, which, wanted)
    changed = {h for h in standing.keys() | wanted.keys() if standing.get(h) != wanted.get(h)}
    _replace(rotation, which, changed, wanted)
    return len(changed)


def _filled(cells: Cells) -> Cells:
    return {half_day: activities for half_day, activities in cells.items() if activities}


def _refuse_impossible(rotation: Rotation, which: Which, cells: Cells) -> None:
    if which.pgy is not None and which.pgy not in rotation.pgys:
        raise ValidationError(f"{rotation.code} is not for PGY-{which.pgy}.", code="pgy")
    wrong = list(_wrong(rotation, cells))
    if wrong:
        raise ValidationError(wrong)


def _wrong(rotation: Rotation, cells: Cells) -> Iterator[ValidationError]:
    asked = frozenset[int]().union(*cells.values())
    known = Activity.objects.filter(program=rotation.program_id, pk__in=asked).in_bulk()
    for (weekday, slot), activities in sorted(cells.items()):
        for pk in sorted(activities):
            activity = known.get(pk)
            if activity is None:
                yield ValidationError(f"{rotation.program} has no activity {pk}.", code="unknown")
            elif activity.times(slot) is None and any(map(activity.times, SLOTS)):
                yield ValidationError(
                    f"{activity.code} is never done in the {slot} (day {weekday}).", code="never"
                )


def _replace(rotation: Rotation, which: Which, changed: Collection[HalfDay], wanted: Cells) -> None:
    for weekday, slot in changed:
        rotation.pattern.filter(week=which.week, pgy=which.pgy, weekday=weekday, slot=slot).delete()
    PatternCell.objects.bulk_create(
        PatternCell(
            rotation=rotation,
            week=which.week,
            pgy=which.pgy,
            weekday=weekday,
            slot=slot,
            activity_id=activity,
        )
        for weekday, slot in sorted(changed)
        for activity in sorted(wanted.get((weekday, slot), ()))
    )
