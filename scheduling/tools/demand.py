"""The tools about demand that differs from the usual on some days."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from django.core.exceptions import ValidationError
from django.utils import timezone
from mcp.server.mcpserver import MCPServer
from mcp_types import ToolAnnotations
from pydantic import BaseModel, Field

from people.asking import CurrentUser, Door
from people.models import Token
from people.permissions import require
from people.queries.programs import choose_program
from scheduling.models import DemandChange
from scheduling.permissions import visible_demand_changes
from scheduling.services.demand import change_demand, find_wanted, withdraw_demand
from scheduling.tools.tiers import PROGRAM


class DemandChangeOut(BaseModel):
    """What was taken back is asked for no longer."""

    demand_change_id: int
    program: str
    of: str = Field(description="The code of a call or an activity.")
    staff: str
    slot: str
    starts_on: date
    ends_on: date
    more: int = Field(description="With a minus, fewer than usual.")
    reason: str
    taken_back: bool


class DemandChangesOut(BaseModel):
    changes: list[DemandChangeOut]


def register(server: MCPServer, door: Door, current_user: CurrentUser) -> None:
    _register_list(server, door, current_user)
    _register_change(server, door, current_user)
    _register_withdraw(server, door, current_user)


def _register_list(server: MCPServer, door: Door, current_user: CurrentUser) -> None:
    @server.tool(title="Changed demand", annotations=ToolAnnotations(read_only_hint=True))
    @door
    def demand_changes_tool(program: Annotated[str, PROGRAM] = "") -> DemandChangesOut:
        """List on which days more or fewer people than usual are needed. For those who plan only."""
        by, at = current_user(Token.Scope.READ), timezone.now()
        chosen = choose_program(by, program, at=at)
        require(by, "view_draft", chosen, at=at)
        rows = visible_demand_changes(by, at=at).filter(program=chosen)
        return DemandChangesOut(changes=[_out(row) for row in rows])


def _register_change(server: MCPServer, door: Door, current_user: CurrentUser) -> None:
    @server.tool(
        title="Change demand",
        annotations=ToolAnnotations(read_only_hint=False, destructive_hint=False),
    )
    @door
    def change_demand_tool(
        starts_on: date,
        ends_on: date,
        more: Annotated[int, Field(description="With a minus, fewer than usual.")],
        reason: str,
        call_type: Annotated[str, Field(description="The code of a call.")] = "",
        activity: Annotated[str, Field(description="Or of an activity, with staff and slot.")] = "",
        staff: Literal["resident", "faculty", ""] = "",
        slot: Literal["AM", "PM", ""] = "",
        program: Annotated[str, PROGRAM] = "",
    ) -> DemandChangeOut:
        """Ask for more or fewer people than usual on some days. Nobody is assigned by it.

        Ask propose_repairs_tool for people. Needs the right to edit the schedule, and a token that
        can write.
        """
        by, at = current_user(Token.Scope.WRITE), timezone.now()
        chosen = choose_program(by, program, at=at)
        require(by, "edit_schedule", chosen, at=at)
        row = change_demand(
            chosen,
            find_wanted(chosen, call_type, activity),
            starts_on=starts_on,
            ends_on=ends_on,
            more=more,
            reason=reason,
            staff=staff,
            slot=slot,
            by=by,
            at=at,
        )
        return _out(row)


def _register_withdraw(server: MCPServer, door: Door, current_user: CurrentUser) -> None:
    @server.tool(
        title="Take changed demand back",
        annotations=ToolAnnotations(read_only_hint=False, destructive_hint=True),
    )
    @door
    def withdraw_demand_tool(demand_change_id: int) -> DemandChangeOut:
        """As many as usual are needed again; whoever was put there stays.

        Needs the right to edit the schedule, and a token that can write.
        """
        by, at = current_user(Token.Scope.WRITE), timezone.now()
        row = visible_demand_changes(by, at=at).filter(pk=demand_change_id).first()
        if row is None:
            raise ValidationError(
                f"There is no changed demand {demand_change_id} for you to see.", code="no_change"
            )
        return _out(withdraw_demand(row, by=by, at=at))


def _out(row: DemandChange) -> DemandChangeOut:
    what = row.call_type or row.activity
    return DemandChangeOut(
        demand_change_id=row.pk,
        program=row.program.slug,
        of=what.code if what else "",
        staff=row.staff,
        slot=row.slot,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        more=row.more,
        reason=row.reason,
        taken_back=row.withdrawn_at is not None,
    )
