"""Writes assignments under a change set, which the database asks for and adds the details to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from people.broadcast import announce
from people.doors import current_door
from people.models import User
from scheduling.models import Assignment, ChangeSet, ScheduleVersion

SETTING = "rounds.change_set"
LONGEST = 300
"""Characters of a sentence or a reason."""
AT_ONCE = 2000
"""Rows in one statement."""


@dataclass(frozen=True, slots=True)
class Delta:
    """Rows of a version that go, rows not yet saved that come, and rows whose lock changes."""

    gone: tuple[Assignment, ...] = ()
    came: tuple[Assignment, ...] = ()
    relocked: tuple[Assignment, ...] = ()

    def __add__(self, other: Delta) -> Delta:
        return Delta(self.gone + other.gone, self.came + other.came, self.relocked + other.relocked)

    @property
    def rows(self) -> tuple[Assignment, ...]:
        return self.gone + self.came + self.relocked

    @property
    def moves(self) -> bool:
        """Whether it changes what anybody does."""
        return bool(self.gone or self.came)


@contextmanager
def recorded(
    version: ScheduleVersion,
    kind: ChangeSet.Kind,
    *,
    by: User | None,
    at: datetime,
    sentence: str,
    reason: str = "",
    **more: Any,
) -> Iterator[ChangeSet]:
    """What is written to the version's assignments within belongs to this change set.

    Asks for no permission: that is the business of the verbs that use it.
    """
    with transaction.atomic(savepoint=False):
        change_set = ChangeSet.objects.create(
            version=version,
            kind=kind,
            by=by,
            at=at,
            door=current_door(),
            sentence=shortened(sentence),
            reason=reason,
            **more,
        )
        outer = _name(str(change_set.pk))
        yield change_set
        _name(outer)
        _announce(version)


def _announce(version: ScheduleVersion) -> None:
    """To the pages that show it: what is published to everybody, a draft to those who plan."""
    program = version.schedule.program_id
    if version.status == ScheduleVersion.Status.PUBLISHED:
        announce("schedule", programs=[program])
    else:
        announce("draft", planners=[program])


def shortened(sentence: str) -> str:
    return sentence if len(sentence) <= LONGEST else f"{sentence[: LONGEST - 1]}…"


def _name(change_set: str) -> str:
    """Tell this transaction which change set its statements belong to; returns the one before."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(current_setting(%s, true), ''), set_config(%s, %s, true)",
            [SETTING, SETTING, change_set],
        )
        row = cursor.fetchone()
    return str(row[0]) if row else ""


def write(delta: Delta) -> None:
    """Within `recorded`: what goes first, so that what comes finds its cell empty."""
    _take_away(delta.gone)
    Assignment.objects.bulk_create(delta.came, batch_size=AT_ONCE)
    Assignment.objects.bulk_update(delta.relocked, ["locked", "lock_reason"])


def _take_away(rows: Iterable[Assignment]) -> None:
    Assignment.objects.filter(pk__in=[row.pk for row in rows]).delete()
