"""The tools that ask how to mend a published schedule, and use one of the ways."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.core.exceptions import ValidationError
from django.utils import timezone
from mcp.server.mcpserver import MCPServer
from mcp_types import ToolAnnotations
from pydantic import BaseModel, Field

from people.asking import CurrentUser, Door
from people.models import Absence, Token, User
from people.permissions import programs_for
from scheduling.models import Assignment, RepairRun
from scheduling.permissions import visible_demand_changes, visible_repairs, visible_versions
from scheduling.services.apply_repair import apply_repair
from scheduling.services.repair import ONE_SUBJECT, Subject, propose_repairs


class WayOut(BaseModel):
    """One way to mend it, in words."""

    number: int
    manner: str = Field(description="direct, backup, several, chain, swap or nothing.")
    changes: list[str]
    effects: list[str] = Field(description="Hours, rest and shares, before and after.")
    open: list[str] = Field(description="What nobody does then.")
    worse: list[str] = Field(description="Wishes and soft rules that were kept before.")
    people_touched: int
    changes_at_short_notice: int


class RepairOut(BaseModel):
    """A search for repairs and what it found, best first."""

    run_id: int
    status: str
    message: str
    ways: list[WayOut]
    used_way: int | None
    draft_id: int | None


def register(server: MCPServer, door: Door, current_user: CurrentUser) -> None:
    _register_propose(server, door, current_user)
    _register_status(server, door, current_user)
    _register_use(server, door, current_user)


def _register_propose(server: MCPServer, door: Door, current_user: CurrentUser) -> None:
    @server.tool(
        title="Look for repairs",
        annotations=ToolAnnotations(read_only_hint=False, destructive_hint=False),
    )
    @door
    def propose_repairs_tool(
        absence_id: Annotated[int | None, Field(description="An approved absence.")] = None,
        assignment_id: Annotated[
            int | None, Field(description="A published call or half-day that is given up.")
        ] = None,
        demand_change_id: Annotated[
            int | None, Field(description="Demand that has grown, from change_demand_tool.")
        ] = None,
        stage: Annotated[
            Literal["days", "rotations"],
            Field(description="After a long absence: its calls and half-days, or its rotations."),
        ] = "days",
    ) -> RepairOut:
        """Ask how to mend the published schedule: after an absence, a duty given up, a grown demand.

        A worker looks for up to three ways with few changes, each by other people; nothing is
        changed. Follow it with repair_status_tool. Needs the right to edit the schedule, and a
        token that can write.
        """
        by, at = current_user(Token.Scope.WRITE), timezone.now()
        subject = _subject(absence_id, assignment_id, demand_change_id, by=by, at=at)
        return _out(propose_repairs(subject, by=by, at=at, stage=stage))


def _register_status(server: MCPServer, door: Door, current_user: CurrentUser) -> None:
    @server.tool(title="Follow a repair", annotations=ToolAnnotations(read_only_hint=True))
    @door
    def repair_status_tool(run_id: int) -> RepairOut:
        """Say how a search for repairs is going, and the ways it found. For those who plan only."""
        return _out(_run(run_id, by=current_user(Token.Scope.READ), at=timezone.now()))


def _register_use(server: MCPServer, door: Door, current_user: CurrentUser) -> None:
    @server.tool(
        title="Use a repair",
        annotations=ToolAnnotations(read_only_hint=False, destructive_hint=True),
    )
    @door
    def use_repair_tool(
        run_id: int,
        way: Annotated[int, Field(description="The number of the way; 1 is the first.")],
        reason: Annotated[str, Field(max_length=200)] = "",
    ) -> RepairOut:
        """Write one of the ways to the draft; a person looks at it and publishes it.

        Refused when the schedule has changed since, or a rule that must hold would break. Needs
        the right to edit the schedule, and a token that can write.
        """
        by, at = current_user(Token.Scope.WRITE), timezone.now()
        run = _run(run_id, by=by, at=at)
        apply_repair(run, way, by=by, at=at, reason=reason)
        return _out(run)


def _subject(
    absence: int | None, assignment: int | None, change: int | None, *, by: User, at: datetime
) -> Subject:
    """Rows that the user may not see are not there for them."""
    if sum(each is not None for each in (absence, assignment, change)) != 1:
        raise ValidationError(ONE_SUBJECT, code="subject")
    found: Subject | None = None
    if absence is not None:
        programs = programs_for(by, "view_absences", at)
        found = Absence.objects.filter(program__in=programs, pk=absence).first()
    elif assignment is not None:
        versions = visible_versions(by, at=at)
        found = Assignment.objects.filter(version__in=versions, pk=assignment).first()
    elif change is not None:
        found = visible_demand_changes(by, at=at).filter(pk=change).first()
    if found is None:
        raise ValidationError("There is no such row for you to see.", code="no_such_row")
    return found


def _run(run_id: int, *, by: User, at: datetime) -> RepairRun:
    run = visible_repairs(by, at=at).filter(pk=run_id).first()
    if run is None:
        raise ValidationError(f"There is no repair {run_id} for you to see.", code="no_repair")
    return run


def _out(run: RepairRun) -> RepairOut:
    return RepairOut(
        run_id=run.pk,
        status=run.status,
        message=str(run.message),
        ways=[_way(number, way) for number, way in enumerate(run.ways, 1)],
        used_way=run.applied_way,
        draft_id=run.applied_to_id,
    )


def _way(number: int, way: dict[str, Any]) -> WayOut:
    words = {name: way[name] for name in ("manner", "changes", "effects", "open", "worse")}
    return WayOut(
        number=number,
        people_touched=len(way["touched"]),
        changes_at_short_notice=way["late"],
        **words,
    )
