"""The tools that say why: an assignment, a finding."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.core.exceptions import ValidationError
from django.utils import timezone
from mcp.server.mcpserver import MCPServer
from mcp_types import ToolAnnotations
from pydantic import BaseModel, Field

from people.asking import CurrentUser, Door
from people.models import Token, User
from scheduling.models import Assignment, ScheduleVersion
from scheduling.permissions import visible_versions
from scheduling.services.why import (
    AssignmentWhy,
    FindingSum,
    explain_assignment,
    explain_finding,
)

READ = ToolAnnotations(read_only_hint=True)


class OtherOut(BaseModel):
    person_id: int
    name: str
    could_have_it: bool
    reasons: list[str]
    would_give_up: list[str]
    in_exchange: bool = Field(description="The holder takes over what they give up.")
    costs: list[str]


class WhyOut(BaseModel):
    """`full`: everybody's reasons are told, as to those who plan."""

    assignment_id: int
    person_id: int
    what: str
    reasons: list[str]
    others: list[OtherOut]
    full: bool


class TermOut(BaseModel):
    person_id: int
    name: str
    what: str
    starts_at: datetime
    ends_at: datetime
    amount: int


class SumOut(BaseModel):
    rule: str
    title: str
    source: str
    force: str
    message: str
    unit: str
    total: int
    low: int | None
    high: int | None
    terms: list[TermOut]


def register(server: MCPServer, door: Door, current_user: CurrentUser) -> None:
    @server.tool(title="Why this assignment", annotations=READ)
    @door
    def explain_assignment_tool(assignment_id: int) -> WhyOut:
        """Say why somebody has an assignment, and of everybody else why not, or what it would cost.

        Those who plan may ask about any; others about their own in what is published, and then hear
        of others only whether it is possible. Takes some seconds: the whole year is read.
        """
        by, at = current_user(Token.Scope.READ), timezone.now()
        found = explain_assignment(_assignment(assignment_id, by=by, at=at), by=by, at=at)
        return _why(found)

    @server.tool(title="The sum behind a finding", annotations=READ)
    @door
    def explain_finding_tool(
        version_id: int,
        number: Annotated[int, Field(ge=0, description="Its place in the last check, from 0.")],
    ) -> SumOut:
        """Write out the sum behind a fault that the last check of a version found, term by term."""
        by, at = current_user(Token.Scope.READ), timezone.now()
        found = explain_finding(version_of(version_id, by=by, at=at), number, by=by, at=at)
        return _sum(found)


def _why(found: AssignmentWhy) -> WhyOut:
    return WhyOut(
        assignment_id=found.assignment.pk,
        person_id=found.assignment.person_id,
        what=found.what,
        reasons=list(found.reasons),
        others=[
            OtherOut(
                person_id=other.person,
                name=other.name,
                could_have_it=other.allowed,
                reasons=list(other.reasons),
                would_give_up=list(other.drops),
                in_exchange=other.exchange,
                costs=list(other.costs),
            )
            for other in found.others
        ],
        full=found.full,
    )


def _sum(found: FindingSum) -> SumOut:
    return SumOut(
        rule=found.finding.rule,
        title=found.finding.title,
        source=found.finding.source,
        force=found.finding.force,
        message=found.finding.message,
        unit=found.unit,
        total=found.sum.total,
        low=found.sum.broken.low,
        high=found.sum.broken.high,
        terms=[
            TermOut(
                person_id=int(term.person),
                name=term.name,
                what=term.what,
                starts_at=term.starts_at,
                ends_at=term.ends_at,
                amount=term.amount,
            )
            for term in found.sum.terms
        ],
    )


def _assignment(pk: int, *, by: User, at: datetime) -> Assignment:
    """One of a version that the user may not see is not there for them."""
    rows = Assignment.objects.filter(version__in=visible_versions(by, at=at))
    rows = rows.select_related("person", "version__schedule__program")
    found = rows.select_related("version__schedule__academic_year").filter(pk=pk).first()
    if found is None:
        raise ValidationError(f"There is no assignment {pk} for you to see.", code="no-assignment")
    return found


def version_of(pk: int, *, by: User, at: datetime) -> ScheduleVersion:
    found = visible_versions(by, at=at).filter(pk=pk).first()
    if found is None:
        raise ValidationError(f"There is no version {pk} for you to see.", code="no-version")
    return found
