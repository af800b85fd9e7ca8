"""Who changed what, for assistants."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.utils import timezone
from mcp.server.mcpserver import MCPServer
from mcp_types import ToolAnnotations
from pydantic import AwareDatetime, BaseModel, Field

from people.asking import CurrentUser, Door
from people.models import Token
from people.permissions import require
from people.queries.history import Told, records_in, told
from people.queries.programs import choose_program

MOST = 50


class DeedOut(BaseModel):
    """What was done to one row."""

    at: datetime
    sentence: str = Field(description="Who did what, and through which door.")
    kind: str = Field(description="Of which table: “scheduling.rotation”.")
    row: str = Field(description="Its key there.")


class DeedsOut(BaseModel):
    """The newest first."""

    deeds: list[DeedOut]
    more: int = Field(description="How many older ones are not in the list.")


def register(server: MCPServer, door: Door, current_user: CurrentUser) -> None:
    @server.tool(title="Who changed what", annotations=ToolAnnotations(read_only_hint=True))
    @door
    def who_changed_what_tool(
        program: Annotated[str, Field(description="Its slug or name; may be left out.")] = "",
        kind: Annotated[
            str, Field(description="Only this table, such as “people.absence”; may be left out.")
        ] = "",
        since: Annotated[
            AwareDatetime | None, Field(description="Only from this moment on; may be left out.")
        ] = None,
    ) -> DeedsOut:
        """Say who added, changed or deleted what in a program: people, rotations, rules, absences.

        Changes of assignments are told by the tools of the schedule.
        """
        user, at = current_user(Token.Scope.READ), timezone.now()
        chosen = choose_program(user, program, at=at)
        require(user, "view_audit", chosen, at=at)
        asked = records_in(chosen)
        asked = asked.filter(kind=kind) if kind else asked
        asked = asked.filter(at__gte=since) if since else asked
        found = told(list(asked[:MOST]), to=user, at=at)
        return DeedsOut(deeds=[_deed_out(each) for each in found], more=asked.count() - len(found))


def _deed_out(each: Told) -> DeedOut:
    record = each.record
    return DeedOut(at=record.at, sentence=each.sentence, kind=record.kind, row=record.row)
