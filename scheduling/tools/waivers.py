"""The tools about exceptions from rules."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from mcp.server.mcpserver import MCPServer
from mcp_types import ToolAnnotations
from pydantic import BaseModel, Field

from people.asking import CurrentUser, Door
from people.models import Person, Program, Token, User
from people.permissions import require
from people.queries.programs import choose_program
from scheduling.models import Rotation, Waiver
from scheduling.permissions import visible_waivers
from scheduling.services.waivers import grant_waiver, revoke_waiver
from scheduling.tools.tiers import PROGRAM


class WaiverOut(BaseModel):
    """An exception; one that was revoked has no effect any more."""

    waiver_id: int
    program: str
    rule: str
    parameters: dict[str, Any]
    rotation: str = Field(description="Its code; nothing: on every rotation.")
    person_id: int | None = Field(description="Nobody: for everybody.")
    starts_on: date
    ends_on: date
    approved_by: str
    reason: str
    revoked: bool


class WaiversOut(BaseModel):
    waivers: list[WaiverOut]


def register(server: MCPServer, door: Door, current_user: CurrentUser) -> None:
    _register_list(server, door, current_user)
    _register_grant(server, door, current_user)
    _register_revoke(server, door, current_user)


def _register_list(server: MCPServer, door: Door, current_user: CurrentUser) -> None:
    @server.tool(title="Waivers", annotations=ToolAnnotations(read_only_hint=True))
    @door
    def waivers_tool(program: Annotated[str, PROGRAM] = "") -> WaiversOut:
        """List the exceptions from rules, the last granted first. For those who plan only."""
        by, at = current_user(Token.Scope.READ), timezone.now()
        chosen = choose_program(by, program, at=at)
        require(by, "view_violations", chosen, at=at)
        return WaiversOut(
            waivers=[_out(row) for row in visible_waivers(by, at=at).filter(program=chosen)]
        )


def _register_grant(server: MCPServer, door: Door, current_user: CurrentUser) -> None:
    @server.tool(
        title="Grant a waiver",
        annotations=ToolAnnotations(read_only_hint=False, destructive_hint=False),
    )
    @door
    def grant_waiver_tool(
        rule: Annotated[str, Field(description="Its code, like weekly-hours.")],
        starts_on: date,
        ends_on: date,
        approved_by: Annotated[str, Field(description="Who, or which body, allowed it.")],
        reason: str,
        parameters: Annotated[
            dict[str, Any] | None,
            Field(description="How the rule holds on these days; nothing: not at all."),
        ] = None,
        rotation: Annotated[str, Field(description="A rotation's code; empty: all.")] = "",
        person_id: Annotated[int | None, Field(description="Nobody: for everybody.")] = None,
        program: Annotated[str, PROGRAM] = "",
    ) -> WaiverOut:
        """Let a rule hold otherwise for some days; the rule itself refuses what it does not allow.

        Needs the right to waive a rule, and a token that can write.
        """
        by, at = current_user(Token.Scope.WRITE), timezone.now()
        chosen = choose_program(by, program, at=at)
        require(by, "override_rule", chosen, at=at)
        row = grant_waiver(
            chosen,
            code=rule,
            parameters=parameters or {},
            starts_on=starts_on,
            ends_on=ends_on,
            approved_by=approved_by,
            reason=reason,
            rotation=_rotation(chosen, rotation) if rotation else None,
            person=None if person_id is None else person_of(chosen, person_id),
            by=by,
            at=at,
        )
        return _out(row)


def _register_revoke(server: MCPServer, door: Door, current_user: CurrentUser) -> None:
    @server.tool(
        title="Revoke a waiver",
        annotations=ToolAnnotations(read_only_hint=False, destructive_hint=True),
    )
    @door
    def revoke_waiver_tool(waiver_id: int) -> WaiverOut:
        """End an exception: the rule holds again for all of its days.

        Needs the right to waive a rule, and a token that can write.
        """
        by, at = current_user(Token.Scope.WRITE), timezone.now()
        return _out(revoke_waiver(_waiver(waiver_id, by=by, at=at), by=by, at=at))


def person_of(program: Program, person_id: int) -> Person:
    found = Person.objects.in_programs([program]).filter(pk=person_id).first()
    if found is None:
        raise ValidationError(f"{program} has no person {person_id}.", code="no_person")
    return found


def _rotation(program: Program, code: str) -> Rotation:
    found = Rotation.objects.filter(program=program, code=code).first()
    if found is None:
        raise ValidationError(f"{program} has no rotation {code}.", code="no_rotation")
    return found


def _waiver(waiver_id: int, *, by: User, at: datetime) -> Waiver:
    found = visible_waivers(by, at=at).filter(pk=waiver_id).first()
    if found is None:
        raise ValidationError(f"There is no waiver {waiver_id} for you to see.", code="no_waiver")
    return found


def _out(row: Waiver) -> WaiverOut:
    return WaiverOut(
        waiver_id=row.pk,
        program=row.program.slug,
        rule=row.code,
        parameters=row.parameters,
        rotation=row.rotation.code if row.rotation else "",
        person_id=row.person_id,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        approved_by=row.approved_by,
        reason=row.reason,
        revoked=row.revoked_at is not None,
    )
