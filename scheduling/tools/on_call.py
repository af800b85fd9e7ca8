"""The tool that says who is on call."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from django.utils import timezone
from mcp.server.mcpserver import MCPServer
from mcp_types import ToolAnnotations
from pydantic import BaseModel, Field

from people.asking import CurrentUser, Door
from people.models import Program, Token
from people.queries.programs import choose_program
from scheduling.queries.on_call import OnCall, Step
from scheduling.queries.on_service import Service
from scheduling.services.on_call import find_on_call


class CallOut(BaseModel):
    """One person's call; without a person, a call that should have somebody and has not."""

    code: str
    name: str
    kind: str = Field(description="in-house, home or backup.")
    night: date
    starts_at: datetime
    ends_at: datetime
    person_id: int | None
    roster_name: str
    phone: str
    away: bool = Field(description="Has an approved absence in this time.")
    staff: str = Field(description="resident or faculty.")
    override: bool = Field(description="Has it by a change since it was published.")
    instead_of: tuple[str, ...] = Field(description="Who had it as published.")


class StepOut(BaseModel):
    """Whom to call at once, before those of the steps that follow."""

    number: int
    name: str
    roster_names: list[str]


class ServiceOut(BaseModel):
    """A rotation with patients around the clock, and who is on it; PGY or faculty in brackets."""

    code: str
    name: str
    place: str
    members: list[str]


class OnCallOut(BaseModel):
    """Unless it is known, nothing is published for the day and an empty list means nothing."""

    program: str
    at: datetime | None
    known: bool
    calls: list[CallOut]
    order: list[StepOut] = Field(description="In which order to call.")
    services: list[ServiceOut]
    uncovered: int = Field(description="How many of these calls nobody covers.")


def register(server: MCPServer, door: Door, current_user: CurrentUser) -> None:
    @server.tool(title="Who is on call", annotations=ToolAnnotations(read_only_hint=True))
    @door
    def who_is_on_call_tool(
        at: Annotated[
            datetime | None,
            Field(description="Without an offset it is the program's time. By default, now."),
        ] = None,
        program: Annotated[str, Field(description="Slug or name; needed only with several.")] = "",
    ) -> OnCallOut:
        """Say who is on call at a moment, as published, with how to reach them.

        At three in the morning that is the night that began yesterday. A call without a person is
        one that nobody covers. By day the list may be empty: no call is due then. Somebody who is
        `away` has an approved absence and needs a replacement.
        """
        by, now = current_user(Token.Scope.READ), timezone.now()
        asked = choose_program(by, program, at=now)
        found = find_on_call(asked, _moment(at, asked) or now, by=by, at=now)
        return OnCallOut(
            program=asked.slug,
            at=found.at,
            known=found.known,
            calls=[_call_out(call) for call in found.calls],
            order=[_step_out(step) for step in found.steps],
            services=[_service_out(service) for service in found.services],
            uncovered=sum(call.is_gap for call in found.calls),
        )


def _moment(at: datetime | None, program: Program) -> datetime | None:
    return at.replace(tzinfo=program.zone) if at is not None and at.tzinfo is None else at


def _call_out(call: OnCall) -> CallOut:
    shared = {name: getattr(call, name) for name in CallOut.model_fields}
    return CallOut(**shared)


def _step_out(step: Step) -> StepOut:
    names = [call.roster_name for call in step.calls if not call.is_gap]
    return StepOut(number=step.number, name=step.name, roster_names=names)


def _service_out(service: Service) -> ServiceOut:
    members = [f"{m.roster_name} ({m.role})" for m in service.members]
    return ServiceOut(code=service.code, name=service.name, place=service.place, members=members)
