"""The tools that say why: an assignment, a finding; and what lies before a solve."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from django.core.exceptions import ValidationError
from django.utils import timezone
from mcp.server.mcpserver import MCPServer
from mcp_types import ToolAnnotations
from pydantic import BaseModel, Field

from people.asking import CurrentUser, Door
from people.models import Token, User
from people.queries.programs import choose_program
from scheduling.engine.preflight import Preflight
from scheduling.models import Assignment, ScheduleVersion
from scheduling.permissions import visible_versions
from scheduling.services.preflight import look_ahead
from scheduling.services.why import explain_assignment, explain_finding
from scheduling.tools.solves import academic_year_of_program, block_of_year

READ = ToolAnnotations(read_only_hint=True)
MOST_LINES = 100


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


class SupplyOut(BaseModel):
    week: date
    sort: str
    name: str
    needed: int
    takes: int | None
    people: int
    short: int


class PreflightOut(BaseModel):
    """Counted, not searched: what is not certain here may clash all the same."""

    rules_off: list[str]
    rules_idle: list[str]
    certain_to_clash: list[str]
    broken_by_what_is_fixed: list[str]
    short_supply: list[SupplyOut]
    left_out: int = Field(description=f"Beyond the first {MOST_LINES} of each.")


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

    @server.tool(title="The sum behind a finding", annotations=READ)
    @door
    def explain_finding_tool(
        version_id: int,
        number: Annotated[int, Field(ge=0, description="Its place in the last check, from 0.")],
    ) -> SumOut:
        """Write out the sum behind a fault that the last check of a version found, term by term."""
        by, at = current_user(Token.Scope.READ), timezone.now()
        found = explain_finding(version_of(version_id, by=by, at=at), number, by=by, at=at)
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

    @server.tool(title="Look before generating", annotations=READ)
    @door
    def preflight_tool(
        scope: Literal["year", "call", "block"],
        academic_year: Annotated[int, Field(description="The year in which it starts, like 2026.")],
        program: Annotated[str, Field(description="Slug or name; needed only with several.")] = "",
        block: Annotated[
            int | None, Field(description="The block's number; for the scope “block” only.")
        ] = None,
    ) -> PreflightOut:
        """Say what can be said before a solve: idle rules, certain clashes, weeks with too few.

        Changes nothing and searches nothing. For those who may generate.
        """
        by, at = current_user(Token.Scope.READ), timezone.now()
        year = academic_year_of_program(choose_program(by, program, at=at), academic_year)
        chosen = None if block is None else block_of_year(year, block)
        return _preflight_out(look_ahead(year, scope, by=by, at=at, block=chosen))


def _preflight_out(found: Preflight) -> PreflightOut:
    lists = (found.certain, found.settled, found.short)
    return PreflightOut(
        rules_off=[note.title for note in found.off],
        rules_idle=[f"{note.title}: {note.why}" for note in found.idle],
        certain_to_clash=[each.message for each in found.certain[:MOST_LINES]],
        broken_by_what_is_fixed=[each.message for each in found.settled[:MOST_LINES]],
        short_supply=[
            SupplyOut.model_validate(line, from_attributes=True)
            for line in found.short[:MOST_LINES]
        ],
        left_out=sum(max(0, len(each) - MOST_LINES) for each in lists),
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
