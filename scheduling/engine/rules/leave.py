"""Nobody works while away, and leave falls in rotations that allow it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from people.wording import said
from scheduling.engine.derived import Ints
from scheduling.engine.facts import ON_DUTY, Facts, minute
from scheduling.engine.limits import Limits, limits_of_rows
from scheduling.engine.problem import Kind
from scheduling.engine.rules.base import Broken, Rule
from scheduling.engine.rules.forbidden import forbidden


@dataclass(frozen=True, kw_only=True)
class Leave(Rule):
    """Absences and weeks of leave keep their time free."""

    code: ClassVar[str] = "leave"
    title: ClassVar[str] = "Leave"
    text: ClassVar[str] = (
        "Nobody is on duty during an absence or a week of leave, and planned leave falls only in "
        "rotations that allow leave."
    )

    def limits(self, facts: Facts) -> Iterator[Limits]:
        column, day = self._during_absence(facts)
        yield forbidden(facts, column, on=day)
        yield self._during_given_leave(facts)

    def _during_absence(self, facts: Facts) -> tuple[Ints, Ints]:
        """Pairs on duty during an absence, or in a rotation that planned leave may not touch.

        With each its first day on which the person is both away and on it.
        """
        on_duty = facts.of_work(*ON_DUTY)
        barred = self._bars_leave(facts)
        found, days = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
        for away in facts.problem.away:
            mine = facts.of_person(facts.problem.person_index[away.person])
            duty = facts.duty[mine]
            clash = (facts.start[duty] < minute(away.ends_at)) & (
                minute(away.starts_at) < facts.end[duty]
            )
            stays = on_duty[duty] | (barred[duty] if away.planned else False)
            both = np.flatnonzero(clash & stays)
            found.append(both + mine.start)
            days.append(np.maximum(facts.first_day[duty[both]], away.starts_at.toordinal()))
        column, first = np.unique(np.concatenate(found), return_index=True)
        return column, np.concatenate(days)[first]

    def _bars_leave(self, facts: Facts) -> np.ndarray:
        allows = np.array([duty.leave_ok for duty in facts.problem.duties], dtype=bool)
        return np.asarray(~allows & facts.of_kind(Kind.ROTATION))

    def _during_given_leave(self, facts: Facts) -> Limits:
        """For each week of leave that may be given: it, or duty or a rotation that bars it."""
        barred = self._bars_leave(facts) | facts.of_work(*ON_DUTY)
        is_leave = facts.of_kind(Kind.LEAVE)
        rows, people, days = [], [], []
        for column in self._unsettled(facts, np.flatnonzero(is_leave[facts.duty])):
            leave, mine = facts.duty[column], facts.of_person(facts.person[column])
            duty = facts.duty[mine]
            during = (facts.start[duty] < facts.end[leave]) & (facts.start[leave] < facts.end[duty])
            for other in np.flatnonzero(during & barred[duty]) + mine.start:
                rows.append([column, other])
                people.append(facts.person[column])
                days.append(max(facts.first_day[leave], facts.first_day[facts.duty[other]]))
        return limits_of_rows(
            rows,
            high=1,
            person=people,
            first_day=days,
            last_day=days,
            label=lambda row: facts.problem.duties[facts.duty[rows[row][1]]].label,
        )

    def _unsettled(self, facts: Facts, column: Ints) -> Ints:
        """Without the weeks that are absences as well, which bar the same duties already."""
        index = facts.problem.person_index
        away = {
            (index[a.person], minute(a.starts_at), minute(a.ends_at)) for a in facts.problem.away
        }
        duty = facts.duty[column]
        weeks = zip(facts.person[column], facts.start[duty], facts.end[duty], strict=True)
        return np.array([c for c, week in zip(column, weeks, strict=True) if week not in away], int)

    def says(self, broken: Broken) -> str:
        return said(
            "{name} is on leave on {days} and cannot do {label}.",
            name=broken.name,
            days=broken.days,
            label=broken.label,
        )
