"""The tool that confirms days: what nobody confirms is not known."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.utils import timezone
from mcp.server.mcpserver import MCPServer
from mcp_types import ToolAnnotations
from pydantic import BaseModel, Field

from people.asking import CurrentUser, Door
from people.models import Token
from people.queries.programs import choose_program
from scheduling.compliance.services.confirming import confirm_days
from scheduling.compliance.tools.ledgers import PROGRAM, person_of


class ConfirmedOut(BaseModel):
    program: str
    person_id: int
    days: list[date] = Field(description="Newly confirmed; others were confirmed before.")


def register(server: MCPServer, door: Door, current_user: CurrentUser) -> None:
    @server.tool(
        title="Confirm hours",
        annotations=ToolAnnotations(read_only_hint=False, destructive_hint=False),
    )
    @door
    def confirm_hours_tool(
        first_day: date,
        last_day: date,
        person_id: Annotated[int | None, Field(description="Nobody: oneself.")] = None,
        program: Annotated[str, Field(description=PROGRAM)] = "",
    ) -> ConfirmedOut:
        """Say that days were worked as scheduled, but for what is logged. Only when a person says so.

        One's own, or anybody's for the office; needs a token that can write.
        """
        by, at = current_user(Token.Scope.WRITE), timezone.now()
        chosen = choose_program(by, program, at=at)
        person = person_of(chosen, person_id, by=by)
        rows = confirm_days(
            person, program=chosen, first_day=first_day, last_day=last_day, by=by, at=at
        )
        return ConfirmedOut(
            program=chosen.slug, person_id=person.pk, days=[row.day for row in rows]
        )
