"""Why somebody has an assignment, and why nobody else has; and the sum behind a finding."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied

from people.models import User
from people.permissions import may, owns, require
from people.spoken import refused, spoken
from people.wording import said
from scheduling.engine.problem import Duty, Kind, Problem
from scheduling.engine.rules import Broken, Tier
from scheduling.engine.sums import Sum, sum_of
from scheduling.engine.why import Alternative, Asking, Why, excludes
from scheduling.models import Assignment, ScheduleVersion
from scheduling.services.check import Finding, findings
from scheduling.services.standing import standing_of

GROUPS = frozenset({"resident", "faculty"})
DEARER = {
    Tier.EDUCATION: said("coverage and education"),
    Tier.FAIRNESS: said("fairness"),
    Tier.PREFERENCES: said("preferences"),
    Tier.SHAPE: said("the shape of the schedule"),
    Tier.NEARNESS: said("nearness to what is published"),
}
DISCREET = {"leave": said("Away at that time."), "eligibility": said("May not do it.")}
FORCES = {
    "must": "An accreditation requirement.",
    "should": "A recommendation of the accreditation rules.",
    "local": "The program's own rule.",
    "wish": "Something to strive for.",
}
UNITS = {"weekly-hours": "minutes"}
"""What is counted, where it is not plain from the rule."""
OTHERWISE = said("Other duties, rest or hours stand against it.")
"""What is told of somebody to those who do not plan."""


@dataclass(frozen=True, slots=True)
class Other:
    """Somebody else in the same place: why not, or what it would cost."""

    person: int
    name: str
    allowed: bool
    reasons: tuple[str, ...]
    drops: tuple[str, ...]
    exchange: bool  # the holder takes over what they drop
    costs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AssignmentWhy:
    """Why this person. `full`: with everybody's reasons, for those who plan."""

    assignment: Assignment
    what: str
    reasons: tuple[str, ...]
    others: tuple[Other, ...]
    full: bool

    @property
    def possible(self) -> int:
        return sum(other.allowed for other in self.others)


def explain_assignment(assignment: Assignment, *, by: User, at: datetime) -> AssignmentWhy:
    """Why its person has it, and everybody else who could be asked, the best of them first.

    Those who plan see every reason; others ask about their own published assignments, and are told
    of somebody else only whether it is possible.
    """
    full = _require(assignment, by=by, at=at)
    version = standing_of(assignment.version, at=at)
    problem, [(holder, name)] = version.problem, version.pairs_of([assignment])
    duty = problem.duty(name)
    asked = {(p.id, duty.id) for p in problem.people if _could_be_asked(problem, p.id, holder)}
    for pair in version.during(duty):
        if excludes(duty, problem.duty(pair[1])):
            asked |= {pair, (holder, pair[1])}
    found = Asking(version.around(asked, costs=True)).why(duty.id, instead_of=holder)
    return AssignmentWhy(
        assignment=assignment,
        what=duty.label or duty.code,
        reasons=tuple(_reasons(assignment, found)),
        others=tuple(_other(each, full=full) for each in found.alternatives),
        full=full,
    )


def _require(assignment: Assignment, *, by: User, at: datetime) -> bool:
    """Whether everything may be told; refuses whoever may be told nothing."""
    version, program = assignment.version, assignment.version.schedule.program
    if may(by, "view_draft", program, at=at):
        return True
    if version.status != ScheduleVersion.Status.PUBLISHED or not owns(by, assignment.person):
        refusal = said(
            "You may not see why somebody has this assignment in {program}.", program=program
        )
        raise PermissionDenied(spoken(refusal))
    require(by, "view_own_schedule", program, at=at, person=assignment.person)
    return False


def _could_be_asked(problem: Problem, person: str, holder: str) -> bool:
    """Residents stand in for residents and faculty for faculty."""
    theirs = problem.person(holder).tags & GROUPS
    return person == holder or bool(problem.person(person).tags & theirs)


def _reasons(assignment: Assignment, found: Why) -> Iterator[str]:
    if assignment.locked:
        yield said("It is locked.")
    if assignment.source == Assignment.Source.PATTERN:
        yield said("The weekly pattern of the rotation says so.")
    for holder in found.holders:
        if int(holder.person.id) == assignment.person_id:
            yield from (
                said("Without it: {message}", message=broken.message) for broken in holder.serves
            )
    could = [other for other in found.alternatives if other.allowed]
    if not could:
        yield said("Nobody else can have it as things stand.")
    elif not any(not _is_dearer(other) for other in could):
        yield said("Whoever else could have it would make the schedule worse.")


def _is_dearer(other: Alternative) -> bool:
    """By the first tier in which it differs."""
    return next(iter(other.costs.values()), 0) > 0


def _other(found: Alternative, *, full: bool) -> Other:
    reasons = tuple(broken.message for broken in found.against)
    return Other(
        person=int(found.person.id),
        name=found.person.name,
        allowed=found.allowed,
        reasons=reasons if full else _discreet(found.against),
        drops=tuple(_label(duty) for duty in found.drops) if full else (),
        exchange=found.exchange and full,
        costs=tuple(_cost(tier, cost) for tier, cost in found.costs.items()) if full else (),
    )


def _discreet(against: tuple[Broken, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(DISCREET.get(b.rule.code, OTHERWISE) for b in against))[:1]


def _cost(tier: Tier, cost: int) -> str:
    words = {"number": abs(cost), "goal": DEARER[tier]}
    if cost > 0:
        return said("{number} worse in {goal}", **words)
    return said("{number} better in {goal}", **words)


def _label(duty: Duty) -> str:
    return duty.label or (duty.code if duty.kind == Kind.HALF_DAY else duty.id)


# The sum behind a finding


@dataclass(frozen=True, slots=True)
class FindingSum:
    """A finding with the terms that make its total."""

    finding: Finding
    sum: Sum

    @property
    def force(self) -> str:
        return FORCES[self.finding.force]

    @property
    def unit(self) -> str:
        return UNITS.get(self.finding.rule, "")


def explain_finding(version: ScheduleVersion, number: int, *, by: User, at: datetime) -> FindingSum:
    """The arithmetic of one finding of the last check, counted from 0 in its list."""
    require(by, "view_violations", version.schedule.program, at=at)
    found = findings(version)
    if found is None:
        raise refused(
            "The version changed since it was checked. Check it again.", code="not-checked"
        )
    if number >= len(found):
        raise refused(
            "The last check found {count} faults; there is no number {number}.",
            code="no-finding",
            count=len(found),
            number=number,
        )
    standing = standing_of(version, at=at).whole
    for broken in standing.report().broken:
        if Finding.of(broken).key == found[number].key:
            return FindingSum(found[number], sum_of(standing, broken.row))
    raise refused(
        "The rules or absences changed since the check, and this fault is no longer "
        "found. Check the version again.",
        code="no-longer-found",
    )
