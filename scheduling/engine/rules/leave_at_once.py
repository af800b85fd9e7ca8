"""Not too many of one level on leave at the same time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from people.wording import said
from scheduling.engine.derived import Ints
from scheduling.engine.facts import Facts, Flags, minute
from scheduling.engine.limits import Limits, limits
from scheduling.engine.moments import Moments, at_moments
from scheduling.engine.problem import Kind
from scheduling.engine.rules.base import Broken, Rule


@dataclass(frozen=True, kw_only=True)
class LeaveAtOnce(Rule):
    """Weeks of leave that are given; absences that are settled take their part of the room."""

    code: ClassVar[str] = "leave-at-once"
    title: ClassVar[str] = "On leave at the same time"
    text: ClassVar[str] = (
        "Of the residents of one PGY, and of those who share a call, no more than a share is away "
        "on leave at the same time, so that the others can carry call and services; one always may "
        "be."
    )
    meanings: ClassVar[Mapping[str, str]] = {
        "percent": "The largest share of a PGY, or of those who share a call, that is away.",
    }

    percent: int = 25

    def limits(self, facts: Facts) -> Iterator[Limits]:
        leave = facts.of_kind(Kind.LEAVE)[facts.duty]
        for tag in sorted({tag for p in facts.problem.people for tag in p.tags if _is_group(tag)}):
            members = facts.tagged(tag) & facts.tagged("resident")
            column = np.flatnonzero(leave & members[facts.person])
            if len(column):
                yield self._of_group(facts, members, column, _name(tag))

    def _of_group(self, facts: Facts, members: Flags, column: Ints, name: str) -> Limits:
        at, row, column = at_moments(facts, np.zeros_like(column), column)
        most = self.most(int(members.sum()))
        return limits(
            len(at.minute),
            row,
            column,
            high=np.maximum(0, most - _away(facts, members, at)),
            first_day=at.day,
            last_day=at.day,
            label=lambda i: said(
                "{name} on leave on {day:%a %d %b %Y}", name=name, day=facts.local(at.minute[i])
            ),
        )

    def most(self, members: int) -> int:
        """How many of a group may be away at the same time."""
        return max(1, members * self.percent // 100)

    def says(self, broken: Broken) -> str:
        return said(
            "{label}: {total} by this plan; {high} more may be away.",
            label=broken.label,
            total=broken.total,
            high=broken.high,
        )


def _is_group(tag: str) -> bool:
    """A level, or those who share a call; its parts, such as a clinic group, are not counted."""
    return tag.startswith("PGY-") or (tag.startswith("call ") and len(tag.split()) == 2)


def _name(tag: str) -> str:
    return tag if tag.startswith("PGY-") else f"Those who take {tag.split()[1]}"


def _away(facts: Facts, members: Flags, at: Moments) -> Ints:
    """How many of the group are away at each moment already, but for weeks that are pairs too."""
    given = set(zip(*_leave_pairs(facts), strict=True))
    gone = np.zeros(len(at.minute), dtype=np.int64)
    for absence in facts.problem.away:
        person = facts.problem.person_index[absence.person]
        start, end = minute(absence.starts_at), minute(absence.ends_at)
        if members[person] and (person, start, end) not in given:
            gone += (at.minute >= start) & (at.minute < end)
    return gone


def _leave_pairs(facts: Facts) -> tuple[list[int], list[int], list[int]]:
    """Person, start and end of every week of leave that is a pair."""
    column = np.flatnonzero(facts.of_kind(Kind.LEAVE)[facts.duty])
    duty = facts.duty[column]
    return facts.person[column].tolist(), facts.start[duty].tolist(), facts.end[duty].tolist()
