"""Who else of somebody's level and calls is away on the same days, against what the rule allows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from people.models import SLOTS, Absence, Enrolment
from people.models.absence import half_day_number
from scheduling.bridge.people import may_take
from scheduling.bridge.rules import rules_of
from scheduling.engine.academic_year import Span
from scheduling.engine.rules.leave_at_once import LeaveAtOnce
from scheduling.models import CallType


@dataclass(frozen=True)
class GroupAway:
    """A group that the person belongs to: how many it has, how many may be away, and are."""

    name: str
    members: int
    allowed: int | None
    """None when no rule says."""
    most: int
    """On the fullest of the days, the person among them."""
    full_days: tuple[date, ...]
    """Days on which more would be away than may be."""


@dataclass(frozen=True)
class CompanyAway:
    """Those who are away on some of the same days, and the groups."""

    others: tuple[Absence, ...]
    groups: tuple[GroupAway, ...]


def company_away(absence: Absence) -> CompanyAway:
    """Approved absences and requests of the people of the program; the absence itself counts."""
    program = absence.program
    enrolments = list(
        Enrolment.objects.on(absence.starts_on, program).select_related("person", "program")
    )
    own = next((e for e in enrolments if e.person_id == absence.person_id), None)
    if own is None:
        return CompanyAway((), ())
    groups = dict(_groups(own, enrolments))
    near = {person for members in groups.values() for person in members} - {own.person_id}
    rows = Absence.objects.standing().filter(person__in=near)
    rows = rows.overlapping(absence.starts_on, absence.ends_on).select_related("person")
    others = tuple(rows.order_by("starts_on", "person__last_name", "pk"))
    rule = _rule(own, absence.starts_on)
    return CompanyAway(
        others,
        tuple(_group(name, members, absence, others, rule) for name, members in groups.items()),
    )


def _rule(own: Enrolment, on: date) -> LeaveAtOnce | None:
    """It is about residents only."""
    if own.position != Enrolment.Position.RESIDENT:
        return None
    rules = rules_of(own.program, on)
    return next((rule for rule in rules if isinstance(rule, LeaveAtOnce)), None)


def _groups(
    own: Enrolment, enrolments: Sequence[Enrolment]
) -> Iterator[tuple[str, frozenset[int]]]:
    """The level of a resident, all faculty of a member of it, and those who share a call."""
    same = [e for e in enrolments if e.position == own.position]
    if own.pgy:
        yield f"PGY-{own.pgy}", frozenset(e.person_id for e in same if e.pgy == own.pgy)
    else:
        yield "Faculty", frozenset(e.person_id for e in same)
    for call_type in CallType.objects.filter(program=own.program_id).order_by("position", "pk"):
        if may_take(own, call_type):
            who = frozenset(e.person_id for e in same if may_take(e, call_type))
            yield f"those who take {call_type.code}", who


def _group(
    name: str,
    members: frozenset[int],
    absence: Absence,
    others: Sequence[Absence],
    rule: LeaveAtOnce | None,
) -> GroupAway:
    """The rule counts what is settled."""
    allowed = rule.most(len(members)) if rule is not None else None
    settled = [o for o in others if o.status == Absence.Status.APPROVED and o.person_id in members]
    counts = _counts(absence, settled)
    return GroupAway(
        name,
        len(members),
        allowed,
        max(counts.values(), default=1),
        tuple(day for day, count in counts.items() if allowed is not None and count > allowed),
    )


def _counts(absence: Absence, settled: Sequence[Absence]) -> Mapping[date, int]:
    """How many are away on each day, on the fuller of its halves."""
    return {
        day: 1 + max(_away(settled, day, slot) for slot in SLOTS)
        for day in Span(absence.starts_on, absence.ends_on).days()
    }


def _away(settled: Sequence[Absence], day: date, slot: str) -> int:
    half = half_day_number(day, slot)
    return len({a.person_id for a in settled if a.first_half <= half <= a.last_half})
