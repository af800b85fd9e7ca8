"""The tool that says what was published at a moment."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from django.core.exceptions import ValidationError
from django.utils import timezone
from mcp.server.mcpserver import MCPServer
from mcp_types import ToolAnnotations
from pydantic import AwareDatetime, BaseModel, Field

from people.asking import CurrentUser, Door
from people.models import Token
from people.queries.programs import choose_program
from scheduling.engine.academic_year import Span
from scheduling.models import Assignment
from scheduling.services.as_of import published_as_of
from scheduling.tools.solves import academic_year_of_program

MOST_DAYS = 31


class WasOut(BaseModel):
    person_id: int
    name: str
    kind: str
    code: str
    first_day: date
    last_day: date
    slot: str


class AsOfOut(BaseModel):
    """Without a version nothing was published then."""

    moment: datetime
    version_id: int | None
    assignments: list[WasOut]


def register(server: MCPServer, door: Door, current_user: CurrentUser) -> None:
    @server.tool(title="What was published when", annotations=ToolAnnotations(read_only_hint=True))
    @door
    def published_as_of_tool(
        moment: Annotated[AwareDatetime, Field(description="With its offset from UTC.")],
        first_day: date,
        last_day: date,
        academic_year: Annotated[int, Field(description="The year in which it starts, like 2026.")],
        program: Annotated[str, Field(description="Slug or name; needed only with several.")] = "",
    ) -> AsOfOut:
        """Say what was known and published at a moment, of up to 31 days. For those who plan."""
        by, at = current_user(Token.Scope.READ), timezone.now()
        if (last_day - first_day).days >= MOST_DAYS:
            raise ValidationError(f"Ask for {MOST_DAYS} days at most.", code="too-many-days")
        year = academic_year_of_program(choose_program(by, program, at=at), academic_year)
        found = published_as_of(year, moment, Span(first_day, last_day), by=by, at=at)
        return AsOfOut(
            moment=moment,
            version_id=found.version.pk if found.version else None,
            assignments=[_was(row) for row in found.rows],
        )


def _was(row: Assignment) -> WasOut:
    return WasOut(
        person_id=row.person_id,
        name=row.person.roster_name,
        kind=row.kind,
        code=row.code,
        first_day=row.starts_on,
        last_day=row.ends_on,
        slot=row.slot,
    )
